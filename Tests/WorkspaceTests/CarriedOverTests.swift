import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

/// What is said when a new project with a clock at zero uses what the old one made.
struct CarriedOverTests {
  /// What project 1 adds to the template.
  private static let old = """

    # What we found

    Heads in the later layers move the name of the indirect object to the last position.

    Short words.

    ![Effects](figures/heads/effects.svg){#fig-a fig-alt="Bars"}

    The effect is {{num:heads.effect}} logits, which is most of what the whole model does here.

    """

  private static let files = [
    "experiments/heads/run.py", "figures/heads/effects.svg", "figures/heads/numbers.json",
  ]

  private static let new = """

    # What we found

    Nothing of this was written before, and it has more than twelve words all the same.

    Short words.

    """

  private func withRestart(_ body: (Application, String) async throws -> Void) async throws {
    try await withApplication { mine in
      let template = try mine.text("report.md")
      try mine.write(template + Self.old, to: "report.md")
      for path in Self.files {
        try mine.write("made by project 1: \(path)\n", to: path)
      }
      _ = try mine.workspace.start("coding", at: nil)
      mine.world.clock.advance(seconds: 3_600)
      _ = try await mine.workspace.restart("it is doomed", isNothingCarriedOver: true)
      try await body(mine, template)
    }
  }

  private func carried(_ mine: Application) throws -> [Finding] {
    let found = try mine.workspace.check().findings.filter { $0.code == "epoch-carried-over" }
    let edited = EditedFile(
      SourceText(try mine.text("report.md"), path: "report.md"), isMarkdown: true,
      in: EditorHost(in: mine.world.platform).snapshot(of: mine.folder))
    #expect(edited.findings.filter { $0.code == "epoch-carried-over" } == found)
    return found
  }

  @Test func namesTheTextTheFiguresAndTheCode() async throws {
    try await withRestart { mine, template in
      let found = try carried(mine)
      #expect(
        found.map { $0.message.split(separator: ": ").last } == [
          "this paragraph and 1 more", "'figures/heads/effects.svg'", "'experiments/heads/run.py'",
        ])
      #expect(found.allSatisfy { $0.message.hasPrefix("used again from project 1, whose hours") })
      let text = try mine.text("report.md")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let shown = found.compactMap { $0.place.map { lines[$0.start.line - 1].prefix(5) } }
      #expect(shown == ["Heads", "![Eff", "![Eff"])
      #expect(found.allSatisfy { $0.severity == .warning })
    }
  }

  @Test func isSilentAboutTheTemplateAndWhatIsNew() async throws {
    try await withRestart { mine, template in
      try mine.write(template + Self.new, to: "report.md")
      #expect(try carried(mine).isEmpty)
    }
  }

  @Test func knowsAFigureUnderAnotherName() async throws {
    try await withRestart { mine, template in
      let figure = "![Again](figures/later.svg){#fig-b fig-alt=\"Bars\"}\n"
      try mine.write(template + Self.new + figure, to: "report.md")
      try mine.write("made by project 1: figures/heads/effects.svg\n", to: "figures/later.svg")
      _ = try await mine.workspace.commit("Show it again") { _ in }
      #expect(try carried(mine).map(\.message).first?.hasSuffix(": 'figures/later.svg'") == true)
    }
  }

  @Test func tellsInVerifyWhatTheDraftStillHas() async throws {
    try await withRestart { mine, template in
      let title = "of project 1, whose hours do not count, this draft still has\n"
      let report = try mine.workspace.verify("HEAD", withWorkTree: false).text
      let files = Self.files.map { "  \($0)\n" }.joined()
      #expect(report.contains(title + "  2 paragraphs\n" + files))
      try mine.write(template + Self.new, to: "report.md")
      _ = try await mine.workspace.commit("Write anew") { _ in }
      #expect(try mine.workspace.verify("HEAD", withWorkTree: false).text.contains(title + files))
      for path in Self.files { try SystemFiles().remove(Path.join(mine.folder, path)) }
      _ = try await mine.workspace.commit("Clear away the old project") { _ in }
      #expect(try !mine.workspace.verify("HEAD", withWorkTree: false).text.contains("of project 1"))
    }
  }
}
