internal import Experiments
internal import Git
internal import Ledger
public import Platform
internal import Store

/// A draft that was made.
public struct DraftReport: Sendable, Equatable {
  /// The beginning of the commit's name.
  public let commit: String
  /// The first line of the message.
  public let subject: String
  /// Its trailers, as they stand in the message.
  public let trailers: [String]
  /// What was drawn, left and kept, as one line; `nil` when there is nothing to tell.
  public let figures: String?
  /// What git and other hooks said.
  public let remarks: String
  /// What the draft means for a freeze, as one phrase; `nil` when it keeps it or there is none.
  public let freeze: String?
}

extension Workspace {
  /// Makes a draft of everything that changed, with its time and with fresh figures.
  ///
  /// Cancelling the task ends the drawing; the draft is then made with the rest of the figures stale.
  /// Plain `git commit` gives the same through the hooks, within the hooks' budget of time.
  ///
  /// After a freeze, throws a ``UserError`` when the draft would change what is fixed; with a reason
  /// in `override` it is made, and the reason stays in the journal for ever.
  public func commit(
    _ message: String, onlyStaged: Bool = false, override reason: String? = nil,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> DraftReport {
    try await telling {
      try await journals().whileGitWrites {
        try await makeDraft(message, onlyStaged: onlyStaged, override: reason, progress: progress)
      }
    }
  }

  private func makeDraft(
    _ message: String, onlyStaged: Bool, override reason: String?,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> DraftReport {
    let drafts = Drafts(try clock())
    // Staging everything replaces what is staged, so that is kept first.
    try takeSnapshot("before commit")
    if !onlyStaged { try await drafts.stageEverything() }
    let summary = await refresh.beforeCommit(
      CommitRefresh.Policy(budgetMilliseconds: nil, refusal: try drawingRefusal()), in: folder,
      variables: platform.environment.variables
    ) { progress(Progress($0)) }
    var options = Drafts.Options()
    // What goes in is staged and the figures are drawn, into the index alone: staging the work tree
    // once more would put the old figures back, and the hook need not look at them again.
    options.stagesEverything = false
    options.environmentChanges = ["DOSSIER_IN_COMMIT": "1"]
    let frozen = try keepFreeze(override: reason)
    // A change that a plain commit brought in may be overridden by a draft without changes.
    options.mayBeEmpty = frozen.isOverridden
    let draft = try await Task { try await drafts.commit(message, options) }.value
    let after = refresh.afterCommit(in: folder, variables: platform.environment.variables)
    let lines = [summary.line, after.line].compactMap(\.self)
    return DraftReport(
      commit: draft.commit.id.short, subject: draft.commit.title,
      trailers: draft.annotation?.trailers.map(\.text) ?? [],
      figures: lines.isEmpty ? nil : lines.joined(separator: "; "), remarks: draft.remarks,
      freeze: frozen.remark)
  }

  /// Refuses a draft that changes what is fixed, or records why it may.
  private func keepFreeze(
    override reason: String?
  ) throws -> (isOverridden: Bool, remark: String?) {
    let guardian = FreezeGuard(try clock())
    let answer = try guardian.answer()
    guard let reason else {
      if let refusal = answer?.refusal { throw refusal }
      return (false, answer?.remark)
    }
    guard let answer, !answer.fresh.isEmpty || !answer.earlier.isEmpty else {
      throw Refusal(
        code: "nothing-to-override", message: "nothing that a freeze fixed is changed",
        hint: "leave out '--override': an ordinary draft will do")
    }
    return (true, try guardian.override(answer, reason: reason))
  }

  /// Keeps everything in the work tree before something writes to it.
  func takeSnapshot(_ reason: String) throws {
    try Snapshots(journals()).take(reason)
  }

  /// The service that draws figures for a commit.
  var refresh: CommitRefresh {
    CommitRefresh(platform: platform, engine: engine, store: modelStore)
  }

  /// Why a commit may not draw figures just now; `nil` while it may.
  func drawingRefusal() throws -> String? {
    try clock().status().state.freeze == nil
      ? nil : "the research hours are over, and experiments are not run after the freeze"
  }
}

/// What git's hooks ask for; nothing here ever stops a commit.
public struct CommitHooks: Sendable {
  private let platform: Platform
  private let folder: String

  /// Prepares the answers for the hooks that git started in a folder.
  public init(platform: Platform, folder: String) {
    self.platform = platform
    self.folder = folder
  }

  /// Draws stale figures of the coming commit again; returns one line to show.
  public func preCommit(progress: @escaping @Sendable (Progress) -> Void) async -> [String] {
    guard isWanted, platform.environment["DOSSIER_IN_COMMIT"] != "1" else { return [] }
    return [await figures(progress: progress), freezeWarning()].compactMap(\.self)
  }

  /// Tells of drafts that git is about to put on a branch and that change what is fixed.
  ///
  /// What `pre-commit` has told already is not told again; `--no-verify` skips that hook, not this
  /// one. Each move is the draft before, the draft after and the branch, as git tells its hook.
  public func referenceTransaction(_ moves: [String]) -> [String] {
    guard isWanted, platform.environment["DOSSIER_IN_COMMIT"] != "1" else { return [] }
    do {
      let workspace = try Workspace.find(from: folder, in: platform)
      return try FreezeNotes(clock: try workspace.clock(source: "hook"), platform: platform)
        .lines(ofMoves: moves)
    } catch {
      return []
    }
  }

  /// What the coming commit changes of what is fixed, as one line.
  private func freezeWarning() -> String? {
    do {
      let workspace = try Workspace.find(from: folder, in: platform)
      guard
        let index = try? Repository.openFromEnvironment(
          folder, variables: platform.environment.variables)
      else { return nil }
      return try FreezeNotes(clock: try workspace.clock(source: "hook"), platform: platform)
        .line(ofIndex: index)
    } catch {
      return "whether it keeps to the freeze was not looked at: \(words(error))"
    }
  }

  private func figures(progress: @escaping @Sendable (Progress) -> Void) async -> String? {
    do {
      let workspace = try Workspace.find(from: folder, in: platform)
      let policy = CommitRefresh.Policy(
        budgetMilliseconds: try workspace.settings().hookBudgetMilliseconds,
        refusal: try workspace.drawingRefusal())
      return await workspace.refresh.beforeCommit(
        policy, in: folder, variables: platform.environment.variables
      ) { progress(Progress($0)) }.line
    } catch {
      return "figures were not looked at: \(words(error))"
    }
  }

  /// Puts the time annotation into the message in a file; returns one line to show when it could not.
  public func commitMessage(file: String) -> String? {
    guard isWanted else { return nil }
    do {
      let workspace = try Workspace.find(from: folder, in: platform)
      let path = Path.join(folder, file)
      _ = try DraftTrailers(try workspace.clock(source: "hook")).apply(toMessageFile: path)
      return nil
    } catch {
      return "the time was not added to this draft: \(words(error))"
    }
  }

  /// Brings index and work tree up to what was drawn for the commit; returns one line to show.
  public func postCommit() -> String? {
    guard isWanted else { return nil }
    do {
      let workspace = try Workspace.find(from: folder, in: platform)
      return workspace.refresh.afterCommit(
        in: folder, variables: platform.environment.variables
      ).line
    } catch {
      return "figures drawn for the commit are not in the work tree yet: \(words(error))"
    }
  }

  private var isWanted: Bool { !CommitRefresh.isSwitchedOff(platform.environment.variables) }

  private func words(_ error: any Error) -> String {
    (error as? UserError)?.message ?? "\(error)"
  }
}
