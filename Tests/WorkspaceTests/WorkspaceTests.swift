import Findings
import Foundation
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

  @Test func runsNothingOfAnApplicationThatItShows() async throws {
    try await withApplication { mine in
      let declaration =
        "schema: 1\ntitle: x\ncommand: [touch, ../../ran]\nfigures: [{file: a.svg}]\n"
      try mine.write(declaration, to: "experiments/evil/experiment.yaml")
      try mine.write("#!/bin/sh\ntouch ran\n", to: ".git/hooks/post-index-change")
      try mine.world.platform.files.setExecutable(
        Path.join(mine.folder, ".git/hooks/post-index-change"), true)
      try await mine.world.git("config", "core.fsmonitor", "touch ran", in: mine.folder)
      try await mine.world.git("config", "filter.x.clean", "touch ran", in: mine.folder)
      try mine.write("* filter=x\n", to: ".gitattributes")
      let workspace = mine.workspace
      _ = try workspace.check()
      _ = try workspace.status()
      #expect(try workspace.experiments().contains { $0.id == "evil" })
      _ = try workspace.exportHTML(to: nil)
      _ = try workspace.verify("HEAD", withWorkTree: true)
      #expect(try !mine.world.platform.files.exists(Path.join(mine.folder, "ran")))
    }
  }

  @Test func stopsTheClockWhileTheContractIsBroken() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("reading", at: nil)
      try mine.write("<<<<<<< HEAD\nschema: [", to: "contract.yaml")
      let change = try mine.workspace.stop(at: nil)
      #expect(change.message.hasPrefix("'reading' stopped"))
      #expect(change.remarks.first?.message.contains("contract.yaml") == true)
      // The last draft's contract still knows what there is to book.
      #expect(throws: UserError.self) { try mine.workspace.start("gardening", at: nil) }
    }
  }

  @Test func saysThatAJournalWasRepaired() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("coding", at: nil)
      let folder = Path.join(mine.folder, ".git/dossier/journal")
      let journal = try #require(
        try SystemFiles().list(folder).first { $0.hasSuffix(".jsonl") })
      try SystemFiles().append(Array("{\"torn".utf8), to: Path.join(folder, journal))
      let change = try mine.workspace.stop(at: nil)
      #expect(change.remarks.contains { $0.message.contains("safe") }, "\(change.remarks)")
    }
  }

  @Test(arguments: [
    ("hooks:\n  budget: 2s", "field-unknown"), ("export:\n  name: ../x", "export-name"),
    ("hook:\n  budget: soon", "field-type"),
  ])
  func findsWhatIsWrongWithTheSettings(source: String, code: String) async throws {
    try await withApplication { mine in
      try mine.write("schema: 1\n" + source, to: "dossier.yaml")
      let codes = try mine.workspace.check().findings.filter {
        $0.place?.path == "dossier.yaml"
      }.map(\.code)
      #expect(codes.contains(code), "\(codes)")
    }
  }

  @Test func namesAModelInTheSettings() async throws {
    try await withApplication { mine in
      let digest = String(repeating: "a", count: 64)
      #expect(try mine.workspace.nameModel(digest, nil).contains("--name"))
      let before = try mine.text("dossier.yaml")
      #expect(try mine.workspace.nameModel(digest, "qwen").contains("'qwen'"))
      let after = try mine.text("dossier.yaml")
      #expect(after.contains("\n  qwen: \(digest)\n"))
      #expect(after.replacing("  qwen: \(digest)\n", with: "") == before)
      #expect(try mine.workspace.nameModel(digest, nil).contains("'qwen'"))
      let other = String(repeating: "b", count: 64)
      #expect(throws: UserError.self) { try mine.workspace.nameModel(other, "smollm2") }
      #expect(try mine.text("dossier.yaml") == after)
    }
  }

  @Test func tellsWhatAShallowCloneCanKnow() async throws {
    try await withApplication { mine in
      try mine.write("# More\n", to: "log.md")
      _ = try await mine.workspace.commit("More") { _ in }
      try await mine.world.git(
        "clone", "--quiet", "--depth=1", "file://" + mine.folder, "../shallow", in: mine.folder)
      let shallow = try Workspace.find(
        from: Path.join(mine.folder, "../shallow"), in: mine.world.platform)
      #expect(try shallow.status().sharing.contains("is not known"))
    }
  }

  @Test func tellsWhichDraftsAreNotShared() async throws {
    try await withApplication { mine in
      #expect(try mine.workspace.status().sharing.contains("dossier sync"))
      try await mine.world.git("init", "--bare", "--quiet", "../hub.git", in: mine.folder)
      try await mine.world.git("remote", "add", "origin", "../hub.git", in: mine.folder)
      try await mine.world.git("push", "--quiet", "origin", "main", in: mine.folder)
      #expect(try mine.workspace.status().sharing == "everything is on 'origin'")
      try mine.write("# More\n", to: "log.md")
      _ = try await mine.workspace.commit("More") { _ in }
      #expect(try mine.workspace.status().sharing.hasPrefix("1 draft is not on 'origin' yet"))
    }
  }
}

struct FreezeTests {
  @Test func asksBeforeItFreezesAFigureThatIsOutOfDate() async throws {
    try await withApplication { mine in
      try mine.write(
        "# Executive summary\n\n![Rates](figures/exists/rates.svg){#fig-r}\n", to: "report.md")
      let error = await #expect(throws: UserError.self) { _ = try await mine.workspace.freeze() }
      #expect(error?.hint?.contains("--stale") == true)
      #expect(try mine.workspace.time().phase != "summary")
      _ = try await mine.workspace.freeze(withStaleFigures: true)
      #expect(try mine.workspace.time().phase == "summary")
      let refusal = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.run(["exists"]) { _ in }
      }
      #expect(refusal?.hint?.contains("thaw") == true)
    }
  }
}

struct RunTests {
  @Test func namesWhatItCouldNotBegin() async throws {
    try await withApplication { mine in
      try mine.write("schema: 1\ntitle: [", to: "experiments/exists/experiment.yaml")
      let lines = try await mine.workspace.run(["exists"]) { _ in }
      #expect(lines.map(\.id) == ["exists"])
      #expect(lines.map(\.ending) == [.skipped])
      #expect(lines.first?.words.hasPrefix("invalid") == true, "\(lines)")
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

  @Test func showsEveryBudgetWithItsOwnLimit() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("coding", at: nil)
      mine.world.clock.advance(seconds: 3_600)
      _ = try mine.workspace.stop(at: nil)
      _ = try await mine.workspace.freeze(withStaleFigures: true)
      _ = try mine.workspace.start(nil, at: nil)
      mine.world.clock.advance(seconds: 60)
      _ = try mine.workspace.stop(at: nil)
      let html = try mine.world.text(try mine.workspace.exportHTML(to: nil).path)
      #expect(html.contains("1:00 of 20:00 h"))
      #expect(html.contains("0:01 of 2:00 h"))
    }
  }

  @Test func leavesDevicesAndLinksAlone() async throws {
    try await withApplication { mine in
      let link = Path.join(mine.folder, "link.html")
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: Path.join(mine.folder, "report.md"))
      for path in [link, "/dev/null", mine.folder] {
        #expect(throws: UserError.self) { try mine.workspace.exportHTML(to: path) }
      }
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

  @Test(arguments: [
    "figures/exists/rates.svg", "./figures/exists/rates.svg",
    "figures/exists/./r%61tes.svg",
  ])
  func showsTheSameFigureByEveryPath(path: String) async throws {
    try await withApplication { mine in
      try mine.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "figures/exists/rates.svg")
      try mine.write("# Executive summary\n\n![Rates](\(path)){#fig-r}\n", to: "report.md")
      let receipt = try mine.workspace.exportHTML(to: nil)
      let html = try mine.world.text(receipt.path)
      #expect(html.contains("data:image/svg+xml"))
      #expect(!html.contains(">imported<"))
      #expect(try mine.workspace.check().findings.contains { $0.code == "figure-state" })
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
