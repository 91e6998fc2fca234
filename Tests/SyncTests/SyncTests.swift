import Git
import Platform
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// What travels when nothing stands in the way.
struct SyncTests {
  @Test func sharesTheFirstDraftWithAnEmptyHub() async throws {
    try await withLab { lab in
      try await lab.lap.test.git("init", "-q", "--bare", "other.git", in: lab.folder)
      try await lab.lap.git("remote", "set-url", "origin", lab.folder + "/other.git")
      try await lab.lap.git("branch", "--unset-upstream")
      try lab.lap.book()
      let report = try await lab.lap.sync()
      let device = try lab.lap.device()
      #expect(report.outcome == .shared)
      #expect(report.went.drafts.map(\.title) == ["First draft"])
      #expect(report.went.devices == [device])
      #expect(report.came.isEmpty)
      let other = try Repository.open(lab.folder + "/other.git")
      #expect(try other.reference("refs/heads/main") == lab.lap.head())
      #expect(try other.reference("refs/heads/_time/\(device)") != nil)
      #expect(try await lab.lap.git("rev-parse", "--abbrev-ref", "@{upstream}") == "origin/main")
      let again = try await lab.lap.sync()
      #expect(again.lines == ["'origin' and this clone hold the same"])
    }
  }

  @Test func bringsDraftsAndTimeToTheOtherMachine() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try await lab.lap.draft("Second", ["report.md": Lab.report(line: 3, "New.")])
      let sent = try await lab.lap.sync()
      #expect(sent.went.drafts.map(\.title) == ["Second"])
      #expect(sent.went.files == ["report.md"])
      let report = try await lab.box.sync()
      #expect(report.came.drafts.map(\.title) == ["Second"])
      #expect(report.came.devices == [try lab.lap.device()])
      #expect(report.came.files == ["report.md"])
      #expect(try lab.box.text("report.md") == Lab.report(line: 3, "New."))
      #expect(try lab.box.store().read().records.values.flatMap(\.self).count == 1)
      try lab.checkTheSame()
    }
  }

  @Test func joinsWhatTwoMachinesChangedInDifferentPlaces() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try lab.box.book()
      try await lab.lap.draft("Lap", ["report.md": Lab.report(line: 3, "Lap."), "lap.md": "l"])
      try await lab.box.draft("Box", ["report.md": Lab.report(line: 30, "Box."), "box.md": "b"])
      try await lab.lap.sync()
      let joined = try await lab.box.sync()
      #expect(joined.merged && joined.outcome == .shared)
      #expect(joined.came.drafts.map(\.title) == ["Lap"])
      #expect(joined.went.drafts.map(\.title) == ["Box"])
      try await lab.lap.sync()
      try lab.checkTheSame()
      let both = Lab.report(line: 3, "Lap.").replacing("Line 30.\n", with: "Box.\n")
      #expect(try lab.lap.text("report.md") == both)
      #expect(try lab.lap.text("box.md") + lab.box.text("lap.md") == "bl")
    }
  }

  /// Hooks are for people's own commits; one that says no must not keep two machines apart.
  @Test func joinsInSpiteOfHooks() async throws {
    try await withLab { lab in
      try await lab.lap.draft("Lap", ["lap.md": "l"])
      try await lab.box.draft("Box", ["box.md": "b"])
      for name in ["pre-commit", "commit-msg", "pre-merge-commit", "post-merge", "post-checkout"] {
        try lab.box.write(".git/hooks/\(name)", "#!/bin/sh\ntouch '\(lab.folder)/ran'\nexit 1\n")
        try lab.box.platform.files.setExecutable(lab.box.path(".git/hooks/\(name)"), true)
      }
      try await lab.lap.sync()
      #expect(try await lab.box.sync().merged)
      #expect(try !lab.box.platform.files.exists(lab.folder + "/ran"))
    }
  }

  @Test func fillsACloneThatHasNoDraftYet() async throws {
    try await withLab { lab in
      try await lab.box.test.git("init", "-q", "new", in: lab.folder + "/box")
      let new = Machine(test: lab.box.test, app: lab.folder + "/box/new")
      try await new.git("remote", "add", "hub", lab.hub)
      let report = try await new.sync()
      #expect(report.remote == "hub")
      #expect(report.came.drafts.map(\.title) == ["First draft"])
      #expect(try new.head() == lab.lap.head())
      #expect(try new.text("log.md") == "log\n")
    }
  }

  @Test func sharesTimeBeforeTheFirstDraft() async throws {
    try await withLab { lab in
      try await lab.box.test.git("init", "-q", "new", in: lab.folder + "/box")
      try await lab.box.test.git("init", "-q", "--bare", "empty.git", in: lab.folder)
      let new = Machine(test: lab.box.test, app: lab.folder + "/box/new")
      try await new.git("remote", "add", "origin", lab.folder + "/empty.git")
      try new.book()
      let report = try await new.sync()
      #expect(report.outcome == .shared)
      #expect(report.went.devices.count == 1 && report.went.drafts.isEmpty)
    }
  }

  @Test func sharesOnlyTimeWithoutABranch() async throws {
    try await withLab { lab in
      try await lab.box.git("checkout", "-q", "--detach")
      try lab.box.book()
      let report = try await lab.box.sync()
      #expect(report.open.map(\.code) == ["sync-no-branch"])
      #expect(report.went.devices == [try lab.box.device()])
      #expect(report.outcome == .open)
    }
  }

  @Test func passesOnTheTimeOfMachinesThatCannotReachTheHub() async throws {
    try await withLab { lab in
      try lab.box.book()
      try lab.box.store().checkpoint()
      try await lab.lap.git("remote", "add", "box", lab.box.app)
      let direct = try await lab.lap.sync("box")
      #expect(direct.came.devices == [try lab.box.device()])
      let report = try await lab.lap.sync("origin")
      #expect(report.went.devices == [try lab.box.device()])
      let name = JournalBranch.name(of: try lab.box.device())
      #expect(try lab.hubReference(name) != nil)
    }
  }

  @Test func worksInALinkedWorkTree() async throws {
    try await withLab { lab in
      try await lab.lap.git("worktree", "add", "-q", "../linked", "-b", "side")
      let linked = Machine(test: lab.lap.test, app: lab.folder + "/lap/linked")
      try await linked.draft("Side", ["side.md": "s"])
      let report = try await linked.sync()
      #expect(report.branch == "side")
      #expect(try lab.hubReference("refs/heads/side") == linked.head())
    }
  }

  @Test func letsTwoSyncsOfOneCloneWaitForEachOther() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try await lab.lap.draft("Second", ["a.md": "a"])
      async let first = lab.lap.sync()
      async let second = lab.lap.sync()
      #expect(try await [first.outcome, second.outcome] == [.shared, .shared])
    }
  }

  @Test func tellsWithoutTheNetworkWhatIsNotShared() async throws {
    try await withLab { lab in
      let bare = SyncStatus(remote: "origin", draftsToSend: 0, draftsToTake: 0, devicesToSend: [])
      #expect(try Sync.status(at: lab.lap.app) == bare)
      try lab.lap.book()
      try lab.lap.store().checkpoint()
      try await lab.lap.draft("Second", ["a.md": "a"])
      let status = try Sync.status(at: lab.lap.app)
      #expect(status.draftsToSend == 1)
      #expect(status.devicesToSend == [try lab.lap.device()])
      #expect(!status.isShared)
      try await lab.lap.sync()
      #expect(try Sync.status(at: lab.lap.app).isShared)
      try await lab.box.git("fetch", "-q")
      #expect(try Sync.status(at: lab.box.app).draftsToTake == 1)
      try await lab.lap.git("remote", "remove", "origin")
      #expect(try Sync.status(at: lab.lap.app).remote == nil)
    }
  }

  @Test func sharesAgainWhatTheRemoteLost() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try await lab.lap.sync()
      try await lab.lap.test.git("init", "-q", "--bare", "new.git", in: lab.folder)
      try lab.lap.platform.files.rename(lab.hub, to: lab.folder + "/lost.git")
      try lab.lap.platform.files.rename(lab.folder + "/new.git", to: lab.hub)
      let report = try await lab.lap.sync()
      #expect(report.went.drafts.map(\.title) == ["First draft"])
      #expect(report.went.devices == [try lab.lap.device()])
      #expect(try lab.hubReference("refs/heads/main") == lab.lap.head())
    }
  }

  /// Each program is a process, and each fetch or push a connection: there are no needless ones.
  @Test func startsNoMoreProgramsThanItNeeds() async throws {
    try await withLab { lab in
      func programs(_ machine: Machine) async throws -> [String] {
        let seen = Mutex<[String]>([])
        _ = try await machine.sync { _, call in
          let verbs = ["fetch", "push", "merge-tree", "merge", "remote"]
          seen.withLock { $0 += call.arguments.filter(verbs.contains) }
          return nil
        }
        return seen.withLock { $0 }
      }
      #expect(try await programs(lab.lap) == ["fetch"])
      try lab.lap.book()
      try await lab.lap.draft("Lap", ["lap.md": "l"])
      #expect(try await programs(lab.lap) == ["fetch", "push", "push"])
      try await lab.box.draft("Box", ["box.md": "b"])
      #expect(try await programs(lab.box) == ["fetch", "merge-tree", "merge", "push"])
      #expect(try await programs(lab.lap) == ["fetch", "merge"])
    }
  }
}
