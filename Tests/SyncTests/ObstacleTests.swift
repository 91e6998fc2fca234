import Git
import Platform
import Store
import Sync
import TestSupport
import Testing

/// What stands in the way, and that nothing is lost by it.
struct ObstacleTests {
  @Test func leavesBothMachinesAloneInAConflict() async throws {
    try await withLab { lab in
      try lab.box.book()
      try await lab.lap.draft("Lap", ["report.md": Lab.report(line: 3, "Lap."), "new.md": "n"])
      try await lab.box.draft("Box", ["report.md": Lab.report(line: 3, "Box."), "own.md": "o"])
      try await lab.lap.sync()
      let before = try lab.box.head()
      let report = try await lab.box.sync()
      #expect(report.outcome == .open)
      let item = try #require(report.open.first)
      #expect(item.code == "sync-conflict" && item.files == ["report.md"])
      #expect(item.hint.contains("git merge origin/main"))
      #expect(try lab.box.head() == before)
      #expect(try lab.box.text("report.md") == Lab.report(line: 3, "Box."))
      #expect(try lab.box.repository().status().isEmpty)
      #expect(try !lab.box.platform.files.exists(lab.box.path("new.md")))
      #expect(report.went.devices == [try lab.box.device()], "time travels nevertheless")
      #expect(try lab.hubReference("refs/heads/main") == lab.lap.head())
      // What the hint says leads out of it.
      await #expect(throws: GitFailure.self) { try await lab.box.git("merge", "-q", "origin/main") }
      try await lab.box.draft("Settled", ["report.md": Lab.report(line: 3, "Both.")])
      #expect(try await lab.box.sync().outcome == .shared)
      try await lab.lap.sync()
      try lab.checkTheSame()
    }
  }

  @Test func tellsADeletionFromAnEdit() async throws {
    try await withLab { lab in
      try await lab.lap.git("rm", "-q", "log.md")
      try await lab.lap.draft("Without log", [:])
      try await lab.box.draft("Log", ["log.md": "log\nmore\n"])
      try await lab.lap.sync()
      let report = try await lab.box.sync()
      #expect(report.open.map(\.files) == [["log.md"]])
      #expect(try lab.box.text("log.md") == "log\nmore\n")
    }
  }

  /// Uncommitted work and what the other machine did to the same place.
  enum Uncommitted: String, CaseIterable, Sendable {
    case edited, staged, stagedAndEdited, untracked, ignored, removedElsewhere, deletedHere
    case fileWhereAFolderComes, folderWhereAFileComes
  }

  @Test(arguments: Uncommitted.allCases, [false, true])
  func overwritesNoUncommittedWork(kind: Uncommitted, diverged: Bool) async throws {
    try await withLab { lab in
      var theirs = ["report.md": Lab.report(line: 3, "Lap.")]
      var path = "report.md"
      var mine: String? = Lab.report(line: 30, "Box.")
      switch kind {
      case .edited: break
      case .staged, .stagedAndEdited:
        try lab.box.write(path, "staged")
        try await lab.box.git("add", path)
        if kind == .staged { mine = "staged" }
      case .untracked, .ignored:
        path = kind == .ignored ? "big.out" : "new.md"
        theirs[path] = "theirs"
        try await lab.lap.git("config", "core.excludesFile", "/dev/null")
      case .removedElsewhere:
        path = "log.md"
        try await lab.lap.git("rm", "-q", "log.md")
      case .deletedHere:
        mine = nil
        try lab.box.platform.files.remove(lab.box.path(path))
      case .fileWhereAFolderComes:
        path = "notes"
        theirs["notes/a.md"] = "theirs"
      case .folderWhereAFileComes:
        path = "notes/a.md"
        theirs["notes"] = "theirs"
      }
      if let mine { try lab.box.write(path, mine) }
      if kind == .ignored { try lab.lap.write(".gitignore", "") }
      try await lab.lap.draft("Lap", theirs)
      try await lab.lap.sync()
      if diverged {
        try lab.box.write("box.md", "b")
        try await lab.box.git("add", "box.md")
        try await lab.box.git("commit", "-qm", "Box", "box.md")
      }
      let before = try lab.box.head()
      let report = try await lab.box.sync()
      #expect(report.outcome == .open)
      #expect(["sync-uncommitted", "sync-blocked"].contains(report.open.first?.code))
      #expect(try lab.box.head() == before)
      let text = try lab.box.platform.files.readIfPresent(lab.box.path(path))
      #expect(text == mine.map { Array($0.utf8) })
      if kind == .stagedAndEdited {
        #expect(try await lab.box.git("show", ":report.md") == "staged")
      }
    }
  }

  @Test(arguments: [false, true])
  func keepsUncommittedWorkInOtherFiles(diverged: Bool) async throws {
    try await withLab { lab in
      try await lab.lap.draft("Lap", ["report.md": Lab.report(line: 3, "Lap.")])
      try await lab.lap.sync()
      if diverged { try await lab.box.draft("Box", ["box.md": "b"]) }
      try lab.box.write("log.md", "edited")
      try lab.box.write("code/run.py", "staged")
      try await lab.box.git("add", "code/run.py")
      try lab.box.write("untracked.md", "u")
      let report = try await lab.box.sync()
      #expect(report.outcome == .shared)
      #expect(try lab.box.text("report.md") == Lab.report(line: 3, "Lap."))
      #expect(try lab.box.text("log.md") == "edited")
      #expect(try lab.box.text("untracked.md") == "u")
      #expect(try await lab.box.git("diff", "--cached", "--name-only") == "code/run.py")
    }
  }

  /// After a sync that died in the middle, files hold what is to come already.
  @Test func takesOverWhatIsThereAlready() async throws {
    try await withLab { lab in
      try await lab.lap.git("rm", "-q", "log.md")
      try await lab.lap.draft("Lap", ["report.md": Lab.report(line: 3, "Lap."), "new.md": "n"])
      try await lab.lap.sync()
      try lab.box.write("report.md", Lab.report(line: 3, "Lap."))
      try lab.box.write("new.md", "n")
      try lab.box.platform.files.remove(lab.box.path("log.md"))
      #expect(try await lab.box.sync().outcome == .shared)
      try lab.checkTheSame()
    }
  }

  @Test func savesBeforeItTouchesTheNetwork() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try lab.lap.write("report.md", "not committed")
      try await lab.lap.git("remote", "set-url", "origin", lab.folder + "/nowhere.git")
      let report = try await lab.lap.sync()
      #expect(report.outcome == .failed)
      #expect(report.open.map(\.code) == ["remote-unreachable"])
      #expect(report.open.first?.message.contains("saved here, not yet shared") == true)
      let device = try lab.lap.device()
      let saved = try await lab.lap.git("show", "refs/dossier/snapshots/\(device):report.md")
      #expect(saved == "not committed")
      #expect(try lab.lap.repository().reference(JournalBranch.name(of: device)) != nil)
    }
  }

  @Test func needsARemote() async throws {
    try await withLab { lab in
      try await lab.lap.git("remote", "rename", "origin", "hub")
      let unknown = await #expect(throws: Refusal.self) { try await lab.lap.sync("origin") }
      #expect(unknown?.code == "sync-unknown-remote")
      #expect(unknown?.message == "there is no remote 'origin' (there is hub)")
      #expect(try await lab.lap.sync().remote == "hub")
      try await lab.lap.git("branch", "--unset-upstream")
      try await lab.lap.git("remote", "add", "other", lab.hub)
      let many = await #expect(throws: Refusal.self) { try await lab.lap.sync() }
      #expect(many?.code == "sync-many-remotes")
      try await lab.lap.git("remote", "remove", "other")
      try await lab.lap.git("remote", "remove", "hub")
      let none = await #expect(throws: Refusal.self) { try await lab.lap.sync() }
      #expect(none?.code == "sync-no-remote")
      #expect(none?.hint?.contains("git remote add origin") == true)
      let dashed = await #expect(throws: Refusal.self) { try await lab.lap.sync("--upload-pack=x") }
      #expect(dashed?.code == "sync-unknown-remote")
    }
  }

  @Test func waitsForAnOpenMergeToBeFinished() async throws {
    try await withLab { lab in
      try await lab.lap.draft("Lap", ["log.md": "lap"])
      try await lab.box.draft("Box", ["log.md": "box"])
      try await lab.lap.sync()
      try await lab.box.sync()
      await #expect(throws: GitFailure.self) { try await lab.box.git("merge", "-q", "origin/main") }
      let refusal = await #expect(throws: Refusal.self) { try await lab.box.sync() }
      #expect(refusal?.code == "sync-unfinished")
    }
  }

  @Test func saysWhatAShallowCloneAndAJournalBranchLack() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try await lab.lap.draft("Second", ["a.md": "a"])
      try await lab.lap.sync()
      try await lab.box.test.git(
        "clone", "-q", "--depth", "1", "file://" + lab.hub, "thin", in: lab.folder + "/box")
      let thin = Machine(test: lab.box.test, app: lab.folder + "/box/thin")
      let shallow = await #expect(throws: Refusal.self) { try await thin.sync() }
      #expect(shallow?.code == "sync-shallow")
      try await lab.lap.git("checkout", "-q", JournalBranch.prefix + lab.lap.device())
      try await lab.lap.git("switch", "-q", "_time/" + lab.lap.device())
      let journal = await #expect(throws: Refusal.self) { try await lab.lap.sync() }
      #expect(journal?.code == "sync-journal-branch")
    }
  }

  @Test func joinsNoStrangers() async throws {
    try await withLab { lab in
      try await lab.box.test.git("init", "-q", "new", in: lab.folder + "/box")
      let new = Machine(test: lab.box.test, app: lab.folder + "/box/new")
      try await new.git("remote", "add", "origin", lab.hub)
      try await new.draft("Another application", ["other.md": "o"])
      let report = try await new.sync()
      #expect(report.open.map(\.code) == ["sync-unrelated"])
      #expect(try new.text("other.md") == "o")
    }
  }

  @Test func saysThatARemoteHasAWorkTree() async throws {
    try await withLab { lab in
      try await lab.lap.git("remote", "set-url", "origin", lab.box.app)
      try await lab.lap.draft("Lap", ["a.md": "a"])
      let report = try await lab.lap.sync()
      #expect(report.open.map(\.code) == ["remote-has-work-tree"])
      #expect(report.outcome == .failed)
    }
  }

  @Test func sharesTimeAlthoughTheHubRefusesDrafts() async throws {
    try await withLab { lab in
      let hook = lab.hub + "/hooks/update"
      try lab.lap.test.write(
        "#!/bin/sh\n[ $1 = refs/heads/main ] && echo 'no drafts today' && exit 1\nexit 0\n",
        to: hook)
      try lab.lap.platform.files.setExecutable(hook, true)
      try lab.lap.book()
      try await lab.lap.draft("Lap", ["a.md": "a"])
      let report = try await lab.lap.sync()
      #expect(report.open.map(\.code) == ["push-refused"])
      #expect(report.open.first?.message.contains("no drafts today") == true)
      #expect(report.went.devices == [try lab.lap.device()])
    }
  }

  @Test func letsTheUsersOwnPushHookDecide() async throws {
    try await withLab { lab in
      try lab.lap.write(".git/hooks/pre-push", "#!/bin/sh\necho 'not now' >&2\nexit 1\n")
      try lab.lap.platform.files.setExecutable(lab.lap.path(".git/hooks/pre-push"), true)
      try lab.lap.book()
      try await lab.lap.draft("Lap", ["a.md": "a"])
      let report = try await lab.lap.sync()
      #expect(report.outcome == .failed)
      #expect(report.open.first?.message.contains("not now") == true)
      #expect(report.went.devices == [try lab.lap.device()])
    }
  }

  @Test func saysThatGitIsMissing() async throws {
    try await withLab { lab in
      let report = try await lab.lap.sync { _, call in
        call.arguments.contains("fetch") ? .before(.programMissing) : nil
      }
      #expect(report.open.map(\.code) == ["git-missing"])
      #expect(report.outcome == .failed)
    }
  }

  @Test func saysThatGitIsTooOldToJoin() async throws {
    try await withLab { lab in
      try await lab.lap.draft("Lap", ["lap.md": "l"])
      try await lab.box.draft("Box", ["box.md": "b"])
      try await lab.lap.sync()
      let usage = ProcessResult(
        status: 129, output: [], errorOutput: Array("usage: git merge-tree".utf8))
      let report = try await lab.box.sync { _, call in
        call.arguments.contains("merge-tree") ? .instead(usage) : nil
      }
      #expect(report.open.map(\.code) == ["git-too-old"])
    }
  }
}
