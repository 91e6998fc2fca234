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
}

extension Workspace {
  /// Makes a draft of everything that changed, with its time and with fresh figures.
  ///
  /// Cancelling the task ends the drawing; the draft is then made with the rest of the figures stale.
  /// Plain `git commit` gives the same through the hooks, within the hooks' budget of time.
  public func commit(
    _ message: String, onlyStaged: Bool = false,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> DraftReport {
    try await telling {
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
      let draft = try await Task { try await drafts.commit(message, options) }.value
      let after = refresh.afterCommit(in: folder, variables: platform.environment.variables)
      let lines = [summary.line, after.line].compactMap(\.self)
      return DraftReport(
        commit: draft.commit.id.short, subject: draft.commit.title,
        trailers: draft.annotation?.trailers.map(\.text) ?? [],
        figures: lines.isEmpty ? nil : lines.joined(separator: "; "), remarks: draft.remarks)
    }
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
  public func preCommit(progress: @escaping @Sendable (Progress) -> Void) async -> String? {
    guard isWanted, platform.environment["DOSSIER_IN_COMMIT"] != "1" else { return nil }
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
