public import Git
public import Ledger
import Platform

/// Makes drafts: commits of the application through the user's own git.
public struct Drafts {
  /// How a draft is made.
  public struct Options: Sendable, Hashable {
    /// Whether everything that changed goes in, new files too; otherwise what is staged.
    public var stagesEverything = true
    /// Whether it takes the place of the last draft.
    public var replacesHead = false
    /// Whether it may hold no change.
    public var mayBeEmpty = false
    /// Variables that git and its hooks get, or with `nil` lose.
    public var environmentChanges: [String: String?] = [:]

    /// The usual way: everything that changed, in a new draft.
    public init() {}
  }

  /// A draft that was made.
  public struct Draft: Sendable, Equatable {
    /// The commit.
    public let commit: Commit
    /// Its time annotation; `nil` when no journal has a record.
    public let annotation: DraftAnnotation?
    /// What git and the hooks said meanwhile.
    public let remarks: String
  }

  private let clock: TimeClock
  private var store: JournalStore { clock.store }

  /// Makes drafts with the time annotation of a clock.
  public init(_ clock: TimeClock) { self.clock = clock }

  /// Puts everything that changed into the index, new files too, ignored ones not.
  ///
  /// Throws a ``Refusal`` while conflicts are open, since staging a file would call them settled.
  public func stageEverything() async throws {
    let open = try store.repository.indexEntries().filter { $0.stage != 0 }.map(\.path)
    if let path = open.first {
      throw Refusal(
        code: "conflicts-open", message: "'\(path)' has open conflicts",
        hint: "put the text right, tell git with 'git add \(path)', and try again")
    }
    let result = try await unhindered {
      try await git([:]).run(
        "add", "--all", ":/", ":(top,exclude,glob)**/\(TemporaryName.prefix)*")
    }
    guard result.succeeded else { throw Self.refusal("stage the changes", result) }
  }

  /// Makes a draft; the user's hooks and signing settings are in force.
  ///
  /// Without our hooks the result is the same, since the annotation is put into the message here.
  /// Throws a ``Refusal`` when there is nothing to commit or a hook says no.
  public func commit(_ message: String, _ options: Options = Options()) async throws -> Draft {
    guard !CommitMessage(message, commentPrefix: nil).isEmpty else {
      throw Refusal(
        code: "message-empty", message: "the message is empty", hint: "say what changed: '-m \"…\"'"
      )
    }
    try Snapshots(store).take("before commit")
    if options.stagesEverything { try await stageEverything() }
    try refuseEmpty(options)
    let result = try await unhindered {
      let text = try DraftTrailers(clock).annotated(message, replacingHead: options.replacesHead)
      return try await git(options.environmentChanges).run(
        arguments(options), input: Array(text.utf8), group: .shared)
    }
    guard result.succeeded, let head = try store.repository.head() else {
      // Somebody's own commit may have taken the changes along meanwhile.
      if Self.isEmpty(result) { throw Self.nothingToCommit(isUnstaged: false) }
      throw Self.refusal("make the draft", result)
    }
    try store.checkpoint()
    let commit = try store.repository.commit(head)
    return Draft(
      commit: commit, annotation: try DraftAnnotation(of: commit), remarks: result.errorText)
  }

  /// Lets git try again while another git is at work in the folder, for some seconds.
  ///
  /// It is then refused the index or the branch before it has changed anything.
  private func unhindered(
    _ call: () async throws -> ProcessResult
  ) async throws -> ProcessResult {
    for attempt in 0..<8 {
      let result = try await call()
      guard !result.succeeded, Self.isHindered(result) else { return result }
      let longest = min(2000, 50 << attempt)
      let share = 0.5 + store.platform.randomness.fraction() / 2
      try await store.platform.clock.sleep(milliseconds: Int(Double(longest) * share))
    }
    return try await call()
  }

  /// Whether another git holds a lock, moved the branch, or began to write its own message into the file
  /// that held ours, which is never empty.
  private static func isHindered(_ result: ProcessResult) -> Bool {
    [
      ".lock': File exists", "cannot lock ref 'HEAD': is at",
      "Aborting commit due to empty commit message",
    ].contains { result.errorText.contains($0) }
  }

  private func arguments(_ options: Options) -> [String] {
    ["commit", "--quiet", "--file=-", "--cleanup=whitespace"]
      + (options.replacesHead ? ["--amend"] : []) + (options.mayBeEmpty ? ["--allow-empty"] : [])
  }

  private func refuseEmpty(_ options: Options) throws {
    guard !options.mayBeEmpty, !options.replacesHead else { return }
    let changes = try store.repository.status()
    guard !changes.contains(where: { $0.staged != nil }) else { return }
    throw Self.nothingToCommit(
      isUnstaged: changes.contains { $0.unstaged != nil || $0.isUntracked })
  }

  /// Whether git made no commit because the index is what the last commit is.
  private static func isEmpty(_ result: ProcessResult) -> Bool {
    result.status == 1
      && ["nothing to commit", "nothing added to commit", "no changes added to commit"].contains {
        result.text.contains($0)
      }
  }

  private static func nothingToCommit(isUnstaged: Bool) -> Refusal {
    Refusal(
      code: "nothing-to-commit",
      message: isUnstaged ? "nothing is staged" : "nothing has changed since the last draft",
      hint: isUnstaged ? "stage changes with 'git add', or leave out '--only-staged'" : nil)
  }

  private func git(_ changes: [String: String?]) -> GitProgram {
    var git = GitProgram(platform: store.platform, folder: store.clone.workTree)
    git.environmentChanges = changes
    return git
  }

  private static func refusal(_ action: String, _ result: ProcessResult) -> Refusal {
    let words = result.errorText.isEmpty ? result.text : result.errorText
    return Refusal(
      code: "git-refused", message: "git could not \(action): \(words)",
      hint: "nothing is lost; put right what git names and try again")
  }
}
