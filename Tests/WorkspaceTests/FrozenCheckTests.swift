import Findings
import TestSupport
import Testing

@testable import Workspace

/// What a check and an editor say of the report after a freeze, before any draft is made of it.
struct FrozenCheckTests {
  private static let report = """
    ---
    title: Where it is decided
    ---

    # Executive summary

    We asked where.

    # Background

    Patching replaces an activation.

    A second paragraph of it.

    """

  private func withFrozen(_ body: (Application) async throws -> Void) async throws {
    try await withApplication { mine in
      try mine.write(Self.report, to: "report.md")
      _ = try mine.workspace.start("coding", at: nil)
      mine.world.clock.advance(seconds: 3_600)
      _ = try await mine.workspace.freeze(withStaleFigures: true)
      try await body(mine)
    }
  }

  private func locked(_ mine: Application) throws -> [Finding] {
    let found = try mine.workspace.check().findings.filter { $0.code == "phase-locked" }
    let edited = EditedFile(
      SourceText(try mine.text("report.md"), path: "report.md"), isMarkdown: true,
      in: EditorHost(in: mine.world.platform).snapshot(of: mine.folder))
    #expect(edited.findings.filter { $0.code == "phase-locked" } == found)
    return found
  }

  @Test(arguments: [
    ("We asked where.", "We asked where, and found it.", [String](), 0),
    ("replaces an activation.", "replaces\nan activation.", [], 0),
    ("replaces an", "replaces the", ["text was changed in 'Background'"], 11),
    ("paragraph of it.", "paragraph of it.\n\nA third.", ["text was added in 'Background'"], 15),
    ("A second paragraph of it.\n", "", ["text was removed in 'Background'"], 1),
    ("title: Where it", "title: How it", ["the title, the authors or another field"], 1),
  ])
  func showsWhereTheFixedTextIsChanged(
    old: String, new: String, messages: [String], line: Int
  ) async throws {
    try await withFrozen { mine in
      #expect(try locked(mine).isEmpty)
      try mine.replace(old, with: new, in: "report.md")
      let found = try locked(mine)
      #expect(found.count == messages.count)
      for (finding, message) in zip(found, messages) {
        #expect(finding.message.hasPrefix(message))
        #expect(finding.message.contains("fixed since the freeze of 2026-11-22"))
        #expect(finding.severity == .error)
        #expect(finding.place?.start.line == line)
      }
    }
  }

  @Test func isSilentWhereItWasMeantOrMayBe() async throws {
    try await withFrozen { mine in
      try mine.replace("replaces an", with: "replaces the", in: "report.md")
      #expect(try locked(mine).count == 1)
      _ = try mine.workspace.thaw("a word was wrong")
      #expect(try locked(mine).isEmpty)
    }
  }
}
