import Platform

extension OpenItem {
  static func unreachable(_ remote: String, _ words: String) -> OpenItem {
    OpenItem(
      code: "remote-unreachable",
      message: "cannot reach '\(remote)': \(words); everything is saved here, not yet shared",
      hint: "check the network and 'git remote -v', then run 'dossier sync' again",
      isOutside: true)
  }

  static func stopped(_ error: ProcessError) -> OpenItem {
    let isMissing = error.reason == .programMissing
    return OpenItem(
      code: isMissing ? "git-missing" : "git-stopped",
      message: "\(error); everything is saved here, not yet shared",
      hint: isMissing
        ? "install git ('apt install git') and run 'dossier sync' again"
        : "check the network and run 'dossier sync' again", isOutside: true)
  }

  static func refused(_ remote: String, _ words: String) -> OpenItem {
    OpenItem(
      code: "push-refused",
      message: "'\(remote)' does not take the drafts: \(words)",
      hint: "put right what it names and run 'dossier sync' again; everything is saved here",
      isOutside: true)
  }

  static func checkedOut(_ remote: String, _ branch: String) -> OpenItem {
    OpenItem(
      code: "remote-has-work-tree",
      message: "'\(remote)' has '\(branch)' checked out, so git does not take drafts there",
      hint: "sync through a bare repository: 'git init --bare' makes one", isOutside: true)
  }

  static func raced(_ remote: String, tries: Int) -> OpenItem {
    OpenItem(
      code: "push-raced",
      message: "'\(remote)' was moved by others \(tries) times; all is saved here, not yet shared",
      hint: "run 'dossier sync' again in a moment", isOutside: true)
  }

  static func locked(_ remote: String, by file: String) -> OpenItem {
    OpenItem(
      code: "push-locked",
      message: "'\(remote)' is locked by its file '\(file)'; all is saved here, not yet shared",
      hint:
        "where no push is under way there, one that was killed left the file: remove it on that "
        + "machine and run 'dossier sync' again",
      isOutside: true)
  }

  static func conflict(_ files: [String], with name: String) -> OpenItem {
    OpenItem(
      code: "sync-conflict",
      message: "these files were changed here and on another machine; both versions are untouched",
      hint: "'git merge \(name)' puts both versions side by side; settle them, commit, sync again",
      files: files)
  }

  static func unrelated(_ name: String) -> OpenItem {
    OpenItem(
      code: "sync-unrelated",
      message: "the drafts here and those of '\(name)' have no common beginning",
      hint: "is it the right remote? 'git remote -v' shows where it points")
  }

  static func uncommitted(_ files: [String]) -> OpenItem {
    OpenItem(
      code: "sync-uncommitted",
      message:
        "another machine changed files that hold uncommitted work here; they stay as they are",
      hint: "commit your work with 'dossier commit -m \"…\"' and sync again", files: files)
  }

  static func blocked(_ words: String) -> OpenItem {
    OpenItem(
      code: "sync-blocked",
      message: "git could not take over the new drafts: \(words)",
      hint: "put right what git names and run 'dossier sync' again; nothing is lost")
  }

  static let noBranch = OpenItem(
    code: "sync-no-branch",
    message: "no branch is checked out, so only time records were shared",
    hint: "'git switch main' goes back to your drafts; 'git switch -c NAME' keeps what is here")

  static let gitTooOld = OpenItem(
    code: "git-too-old",
    message: "drafts of two machines must be joined, which needs git 2.38 or newer",
    hint: "install a newer git, or join them with 'git merge' yourself", isOutside: true)
}
