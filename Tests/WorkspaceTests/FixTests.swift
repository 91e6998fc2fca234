import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

struct FixTests {
  private static let figure = "\n![C](figures/x/y.png){fig-alt=\"a\"}\n"

  private func add(_ text: String, to mine: Application) throws {
    try mine.write(try mine.text("report.md") + text, to: "report.md")
  }

  @Test func makesSafeChangesAfterASnapshot() async throws {
    try await withApplication { mine in
      try add(Self.figure, to: mine)
      let trial = try mine.workspace.fix(isTrial: true)
      #expect(trial.changes.map(\.code) == ["figure-unlabelled"])
      #expect(trial.unsafe > 0)
      #expect(try mine.text("report.md").contains("{fig-alt=\"a\"}"))
      let report = try mine.workspace.fix()
      #expect(report.changes == trial.changes)
      #expect(report.files == ["report.md"])
      #expect(try mine.text("report.md").contains("![C](figures/x/y.png){#fig-y fig-alt=\"a\"}"))
      #expect(try mine.workspace.fix().changes.isEmpty)
      let snapshots = try await mine.world.git(
        "for-each-ref", "refs/dossier/snapshots", in: mine.folder)
      #expect(!snapshots.isEmpty)
    }
  }

  @Test func makesWhatIsAskedFor() async throws {
    try await withApplication { mine in
      #expect(try mine.text("report.md").contains("<!-- guide:"))
      let report = try mine.workspace.fix(only: ["guidance-left"])
      #expect(report.changes.map(\.code) == ["guidance-left"])
      #expect(try !mine.text("report.md").contains("<!-- guide:"))
    }
  }

  @Test func refusesAFileThatIsNotUTF8() async throws {
    try await withApplication { mine in
      try add(Self.figure, to: mine)
      let bytes = Array(try mine.text("report.md").utf8) + [0xFF, 0x0A]
      try mine.world.platform.files.replace(Path.join(mine.folder, "report.md"), with: bytes)
      let error = #expect(throws: UserError.self) { try mine.workspace.fix() }
      #expect(error?.message.contains("not valid UTF-8") == true)
      #expect(try mine.world.platform.files.read(Path.join(mine.folder, "report.md")) == bytes)
    }
  }

  @Test func changesNothingAfterTheFreeze() async throws {
    try await withApplication { mine in
      try add(Self.figure, to: mine)
      _ = try mine.workspace.start("research", at: nil)
      mine.world.clock.advance(seconds: 60)
      try await mine.world.git("add", "-A", in: mine.folder)
      try await mine.world.git("commit", "-m", "x", "--no-verify", in: mine.folder)
      _ = try await mine.workspace.freeze(withStaleFigures: true)
      let error = #expect(throws: UserError.self) { try mine.workspace.fix() }
      #expect(error?.kind == .refused)
      #expect(try mine.workspace.fix(isTrial: true).changes.isEmpty == false)
    }
  }
}
