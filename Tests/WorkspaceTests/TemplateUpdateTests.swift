import Platform
import TestSupport
import Testing

@testable import Workspace

struct TemplateUpdateTests {
  /// The template's contract in its next version: more words, and a line of its own.
  private func next(_ mine: Application) throws -> String {
    try mine.text("contract.yaml")
      .replacing("max_words: 600", with: "max_words: 500")
      .replacing("version: \"10.0\"", with: "version: \"11.0\"")
  }

  @Test func hasNothingToSayOfRulesThatAreTheTemplates() async throws {
    try await withApplication { mine in
      let update = try await mine.workspace.updateTemplate(apply: true)
      #expect(update.message == "the rules are those of the template (mats-neel-nanda, 10.0)")
      #expect(update.difference.isEmpty && !update.isApplied)
    }
  }

  @Test func showsWhatIsNewAndTakesItOverWhenAsked() async throws {
    try await withApplication { mine in
      let (old, new) = (try mine.text("contract.yaml"), try next(mine))
      let report = try mine.text("report.md")
      let shown = try await mine.workspace.updateTemplate(apply: false, bundled: new)
      #expect(shown.difference.contains("-    max_words: 600\n+    max_words: 500"))
      #expect(!shown.difference.contains("dossier-tmp"))
      #expect(shown.message.contains("11.0"))
      #expect(try mine.text("contract.yaml") == old)
      let taken = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      #expect(taken.isApplied && taken.difference == shown.difference)
      #expect(try mine.text("contract.yaml") == new)
      #expect(try mine.text("report.md") == report)
      let left = try mine.world.platform.files.list(mine.folder).filter { $0.contains("tmp") }
      #expect(left.isEmpty)
    }
  }

  @Test func keepsWhatTheApplicantChanged() async throws {
    try await withApplication { mine in
      let new = try next(mine)
      try mine.replace("    every: 30min", with: "    every: 20min", in: "contract.yaml")
      let update = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      #expect(!update.difference.contains("20min"))
      let contract = try mine.text("contract.yaml")
      #expect(contract.contains("every: 20min") && contract.contains("max_words: 500"))
      // The second time there is nothing new.
      let again = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      #expect(again.difference.isEmpty && !again.isApplied)
      #expect(again.message.contains("the rest is your own"))
    }
  }

  @Test func refusesWhereBothChangedTheSame() async throws {
    try await withApplication { mine in
      let new = try next(mine)
      try mine.replace("max_words: 600", with: "max_words: 700", in: "contract.yaml")
      let own = try mine.text("contract.yaml")
      let error = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      }
      #expect(error?.kind == .refused)
      #expect(error?.message.contains("the same lines") == true)
      #expect(try mine.text("contract.yaml") == own)
    }
  }

  @Test func refusesRulesThatDoNotFitTheOwnChanges() async throws {
    try await withApplication { mine in
      let new = try mine.text("contract.yaml").replacing(
        "  - id: reading\n    names: {en: papers and tutorials",
        with: "  - id: papers\n    names: {en: papers")
      try mine.replace(
        "soft: 5h\n    level: A", with: "soft: 6h\n    level: A", in: "contract.yaml")
      let error = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      }
      #expect(error?.kind == .refused)
    }
  }

  @Test func leavesTheRulesAloneAfterTheFreeze() async throws {
    try await withApplication { mine in
      let new = try next(mine)
      _ = try mine.workspace.start("research", at: nil)
      _ = try mine.workspace.stop(at: nil)
      _ = try await mine.workspace.freeze(withStaleFigures: true)
      #expect(
        try await !mine.workspace.updateTemplate(apply: false, bundled: new).difference.isEmpty)
      let error = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.updateTemplate(apply: true, bundled: new)
      }
      #expect(error?.message.hasPrefix("the report is frozen") == true)
    }
  }

  @Test func asksForTheTemplatesName() async throws {
    try await withApplication { mine in
      try mine.replace("template: \"mats-neel-nanda\"\n", with: "", in: "dossier.yaml")
      let error = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.updateTemplate(apply: false)
      }
      #expect(error?.kind == .usage)
    }
  }
}
