import Platform
import TestSupport
import Testing

@testable import Workspace

struct WorkspaceTests {
  @Test func isFoundFromAFolderBelow() async throws {
    try await withApplication { mine in
      let below = Path.join(mine.folder, "experiments/exists")
      let found = try Workspace.find(from: below, in: mine.world.platform)
      #expect(found.folder == mine.folder)
      let error = #expect(throws: UserError.self) {
        try Workspace.find(from: Path.parent(mine.folder), in: mine.world.platform)
      }
      #expect(error?.hint?.contains("dossier new") == true)
    }
  }

  @Test(
    arguments: [
      ("hook:\n  budget: 2m\nexport:\n  name: mine", 120_000, "mine"),
      ("export:\n  name: ../outside", 10_000, "report"), ("export: [", 10_000, "report"),
      ("", 10_000, "report"), ("hook:\n  budget: soon", 10_000, "report"),
    ])
  func readsSettings(source: String, budget: Int, name: String) async throws {
    try await withApplication { mine in
      try mine.write(source, to: "dossier.yaml")
      let settings = try mine.workspace.settings()
      #expect(settings == Settings(hookBudgetMilliseconds: budget, exportName: name))
    }
  }

  @Test func tellsWhereTheContractIsBroken() async throws {
    try await withApplication { mine in
      try mine.write("schema: 1\nid: [", to: "contract.yaml")
      let error = #expect(throws: UserError.self) { try mine.workspace.check() }
      #expect(error?.message.contains("contract.yaml:2") == true, "\(error?.message ?? "")")
      #expect(error?.kind == .usage)
    }
  }

  @Test func countsTheTimeOfACategoryOnce() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("coding", at: nil)
      mine.world.clock.advance(seconds: 90)
      _ = try mine.workspace.start("writing", at: nil)
      mine.world.clock.advance(seconds: 30)
      let time = try mine.workspace.status().time
      #expect(time.running.map(\.category) == ["writing"])
      #expect(time.counted == TimeSpan(certain: 120, upper: 120))
      #expect(time.categories.first { $0.name == "coding" }?.time.certain == 90)
    }
  }

  @Test func tellsWhichDraftsAreNotShared() async throws {
    try await withApplication { mine in
      #expect(try mine.workspace.status().sharing.contains("dossier sync"))
      try await mine.world.git("init", "--bare", "--quiet", "../hub.git", in: mine.folder)
      try await mine.world.git("remote", "add", "origin", "../hub.git", in: mine.folder)
      try await mine.world.git("push", "--quiet", "origin", "main", in: mine.folder)
      #expect(try mine.workspace.status().sharing == "every draft is on 'origin/main'")
      try mine.write("# More\n", to: "log.md")
      _ = try await mine.workspace.commit("More") { _ in }
      #expect(try mine.workspace.status().sharing == "1 draft is not on 'origin/main' yet")
    }
  }
}

struct ExportTests {
  @Test func givesTheSameBytesTwice() async throws {
    try await withApplication { mine in
      let first = try mine.workspace.exportHTML(to: nil)
      let second = try mine.workspace.exportHTML(to: nil)
      #expect(first.digest == second.digest)
      #expect(first.path == Path.join(mine.folder, "export/report.html"))
    }
  }

  @Test(arguments: ["report.md", "thesis.html"])
  func writesOverNothingButAnExport(name: String) async throws {
    try await withApplication { mine in
      if name == "thesis.html" { try mine.write("<!DOCTYPE html><p>mine", to: name) }
      let before = try mine.text(name)
      let error = #expect(throws: UserError.self) {
        try mine.workspace.exportHTML(to: Path.join(mine.folder, name))
      }
      #expect(error?.kind == .refused)
      #expect(try mine.text(name) == before)
    }
  }

  @Test func showsNothingOfTheGuidance() async throws {
    try await withApplication { mine in
      let receipt = try mine.workspace.exportHTML(to: nil)
      let html = try mine.world.text(receipt.path)
      #expect(!html.contains("<!--"))
      #expect(html.contains("Executive summary"))
    }
  }
}

struct HookInstallerTests {
  @Test func leavesHooksOfOthersAlone() async throws {
    try await withApplication { mine in
      let hook = ".git/hooks/pre-commit"
      let theirs = "#!/bin/sh\nmake lint\n"
      try mine.write(theirs, to: hook)
      let installer = HookInstaller(platform: mine.world.platform, folder: mine.folder)
      #expect(try await installer.install() == ["pre-commit"])
      try await installer.remove()
      #expect(try mine.text(hook) == theirs)
      let states = try await installer.states()
      #expect(states.map(\.name) == ["commit-msg", "post-commit", "pre-commit"])
      #expect(states.map(\.state) == [.missing, .missing, .foreign])
    }
  }

  @Test func renewsHooksOfAnEarlierVersion() async throws {
    try await withApplication { mine in
      let hook = ".git/hooks/commit-msg"
      try mine.write("#!/bin/sh\n# dossier hook: an earlier one\n", to: hook)
      let installer = HookInstaller(platform: mine.world.platform, folder: mine.folder)
      #expect(try await installer.states().first?.state == .outdated)
      #expect(try await installer.install().isEmpty)
      #expect(try await installer.states().allSatisfy { $0.state == .installed })
    }
  }
}
