public import Store

/// The reasons for which a sync does not begin.
public enum SyncRefusal {
  /// No remote is configured.
  public static let noRemote = Refusal(
    code: "sync-no-remote", message: "this application has no remote to sync with",
    hint: "'git remote add origin URL' names one; any git host or 'git init --bare' folder will do")

  /// The remote that was asked for is not configured.
  public static func unknownRemote(_ name: String, _ known: [String]) -> Refusal {
    let list = known.isEmpty ? "" : " (there is \(known.joined(separator: ", ")))"
    return Refusal(
      code: "sync-unknown-remote", message: "there is no remote '\(name)'\(list)",
      hint: "'git remote add \(name) URL' names one")
  }

  /// Several remotes are configured and none of them is the obvious one.
  public static func manyRemotes(_ names: [String]) -> Refusal {
    Refusal(
      code: "sync-many-remotes",
      message: "there are several remotes: \(names.joined(separator: ", "))",
      hint: "say which: 'dossier sync \(names[0])'")
  }

  /// A merge or the like was begun and not ended.
  public static let unfinished = Refusal(
    code: "sync-unfinished", message: "a merge, rebase or the like is not finished",
    hint: "'git status' says how to finish it or to call it off")

  /// Another sync of the same clone has not ended.
  public static let running = Refusal(
    code: "sync-running", message: "another sync of this application is running",
    hint: "wait for it to end, then run 'dossier sync' again")

  /// The history was cut off when it was cloned.
  public static let shallow = Refusal(
    code: "sync-shallow", message: "the history was cut off by a shallow clone",
    hint: "'git fetch --unshallow' brings the rest")

  /// The branch that is checked out belongs to a journal.
  public static func journalBranch(_ branch: String) -> Refusal {
    Refusal(
      code: "sync-journal-branch", message: "the branch '\(branch)' holds time records, not drafts",
      hint: "'git switch main' goes back to your drafts")
  }
}
