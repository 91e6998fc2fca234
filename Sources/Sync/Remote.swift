import Git
import Platform

/// A configured remote, reached through the `git` program.
struct Remote {
  /// What a push came to.
  enum PushResult: Equatable {
    case done
    /// Somebody else was faster; fetching and joining lets the next push through.
    case outrun
    /// Somebody else writes there, or died while writing; with the file that says so.
    case locked(String)
    /// The remote has the branch checked out.
    case checkedOut
    /// The remote was reached and said no.
    case refused(String)
    /// The remote was not reached.
    case unreachable(String)

    /// Whether the next try may go through.
    var isWorthAnotherTry: Bool {
      switch self {
      case .outrun, .locked: true
      case .done, .checkedOut, .refused, .unreachable: false
      }
    }
  }

  let name: String
  let git: GitProgram

  init(_ name: String, _ platform: Platform, folder: String) {
    self.name = name
    var git = GitProgram(platform: platform, folder: folder)
    // Without somebody at the keyboard a question for a password would wait for ever.
    if !platform.terminal.inputIsTerminal { git.environmentChanges["GIT_TERMINAL_PROMPT"] = "0" }
    git.timeLimitSeconds = Self.timeLimitSeconds
    self.git = git
  }

  /// After how long a fetch or push is given up; a rented machine may have much to send.
  private static let timeLimitSeconds = 1800.0

  /// The name under which sync keeps what a branch of the remote was at the last fetch.
  ///
  /// It is not git's own `refs/remotes`: that one keeps branches which the remote has lost, so that
  /// work would be taken for shared which is not.
  func arrival(_ branch: String) -> String { Self.arrival(branch, of: name) }

  /// The name under which sync keeps what a branch of a remote was at the last fetch.
  static func arrival(_ branch: String, of remote: String) -> String {
    "refs/dossier/remotes/\(remote)/\(branch)"
  }

  /// The name that git itself gives a branch of the remote.
  func trackingName(_ branch: String) -> String { "refs/remotes/\(name)/\(branch)" }

  /// Brings all branches of the remote here; returns git's words when that fails.
  func fetch() async throws(ProcessError) -> String? {
    let result = try await git.run(
      Self.ownSettings + [
        "fetch", "--quiet", "--prune", "--refmap=", "--no-tags", "--no-recurse-submodules",
        "--no-write-fetch-head", name, "+refs/heads/*:" + arrival("*"),
      ], group: .shared)
    return result.succeeded ? nil : Self.words(result)
  }

  /// Sends journals, each of which stands for itself: one that is refused holds up no other.
  func push(journals names: [String]) async throws(ProcessError) -> PushResult {
    if names.isEmpty { return .done }
    let result = try await git.run(
      Self.ownSettings + ["push", "--porcelain", "--no-verify", name]
        + names.map { "\($0):\($0)" }, group: .shared)
    return Self.read(result)
  }

  /// Sends a branch; the user's own hooks, such as those of git-lfs, are in force.
  func push(branch: String, settingUpstream: Bool) async throws(ProcessError) -> PushResult {
    let reference = "refs/heads/\(branch)"
    let upstream = settingUpstream ? ["--set-upstream"] : []
    let result = try await git.run(
      ["push", "--porcelain"] + upstream + [name, "\(reference):\(reference)"], group: .shared)
    return Self.read(result)
  }

  /// Reads what `git push --porcelain` says: one line for each reference, `!` before a refused one.
  static func read(_ result: ProcessResult) -> PushResult {
    if result.succeeded { return .done }
    let refused = result.text.split(separator: "\n").filter { $0.hasPrefix("!") }
    guard let line = refused.first else { return .unreachable(words(result)) }
    let summary = line.split(separator: "\t").last.map(String.init) ?? ""
    if summary.hasPrefix("[rejected]") { return .outrun }
    if let lock = lock(in: result.errorText) { return .locked(lock) }
    // Two pushes at the same moment: the remote's own lock let the other one through.
    let races = ["cannot lock ref", "failed to update ref", "incorrect old value", "fetch first"]
    if races.contains(where: summary.contains) { return .outrun }
    if summary.contains("branch is currently checked out") { return .checkedOut }
    let details = words(result)
    return .refused(details.isEmpty ? summary : "\(summary): \(details)")
  }

  /// The file that another git holds, or that one left behind, by git's complaint of it.
  private static func lock(in errors: String) -> String? {
    guard let end = errors.firstRange(of: ".lock': File exists"),
      let quote = errors[..<end.lowerBound].lastIndex(of: "'")
    else { return nil }
    return errors[errors.index(after: quote)..<end.lowerBound] + ".lock"
  }

  /// What git complained of, without its prefixes, as one line.
  static func words(_ result: ProcessResult) -> String {
    let lines = result.errorText.split(separator: "\n").map { line in
      var text = line
      for prefix in ["fatal: ", "error: ", "remote: "] where text.hasPrefix(prefix) {
        text = text.dropFirst(prefix.count)
      }
      return String(text)
    }
    let said = lines.filter { !$0.isEmpty && !$0.hasPrefix("hint: ") && !$0.hasPrefix("To ") }
    return said.isEmpty ? "it ended with status \(result.status)" : said.joined(separator: "; ")
  }

  /// What holds for git's part in a sync, whatever the user has set.
  ///
  /// A hook made for people's own commands must not stop what happens between machines.
  /// Hooks that settings name do not lie in a folder; git 2.55 leaves them out by their event.
  static let ownSettings =
    ["-c", "core.hooksPath=/dev/null"]
    + [
      "pre-push", "reference-transaction", "pre-merge-commit", "prepare-commit-msg", "commit-msg",
      "post-merge", "post-commit",
    ].flatMap { ["-c", "hook.\($0).enabled=false"] }
}

// MARK: - Choosing

extension Remote {
  /// The remote to sync with: the one asked for, else the branch's own, `origin`, or the only one.
  ///
  /// Throws a ``SyncRefusal`` when there is none or the choice is open.
  static func choose(
    _ asked: String?, for branch: String?, in repository: Repository, _ platform: Platform,
    folder: String
  ) async throws -> Remote {
    func remote(_ name: String) -> Remote { Remote(name, platform, folder: folder) }
    if asked == nil, let usual = try usual(for: branch, in: repository) { return remote(usual) }
    let listed = try await GitProgram(platform: platform, folder: folder).run("remote")
    let names = listed.text.split(separator: "\n").map(String.init)
    if let asked {
      guard names.contains(asked) else { throw SyncRefusal.unknownRemote(asked, names) }
      return remote(asked)
    }
    guard let only = names.first else { throw SyncRefusal.noRemote }
    guard names.count == 1 else { throw SyncRefusal.manyRemotes(names) }
    return remote(only)
  }

  /// The branch's own remote, else `origin`; `nil` when neither is configured.
  static func usual(for branch: String?, in repository: Repository) throws -> String? {
    for name in [try branch.flatMap { try repository.config("branch.\($0).remote") }, "origin"] {
      if let name, try repository.config("remote.\(name).url") != nil { return name }
    }
    return nil
  }
}
