import Findings
import Platform
import TestSupport
import Testing
import Workspace

struct ExplanationTests {
  @Test(arguments: [
    ("en", "The executive summary has at most 600 words"),
    ("zh-CN", "执行摘要连同所有小节最多 600 字"),
    ("fr", "The executive summary has at most 600 words"),
  ])
  func speaksTheLanguageOfTheReport(language: String, words: String) async throws {
    try await withApplication { mine in
      try mine.replace("lang: \"en\"", with: "lang: \"\(language)\"", in: "report.md")
      let rule = try Explanation.of("section-words", in: mine.workspace).rules.first
      #expect(rule?.text.hasPrefix(words) == true, "\(rule?.text ?? "")")
      #expect(rule?.quotes.first?.words == "最多600字")
    }
  }

  @Test func speaksEnglishWithoutAReport() async throws {
    try await withApplication(language: "zh") { mine in
      let before = try Explanation.of("title-missing", in: mine.workspace).rules.first?.text
      #expect(before?.hasPrefix("报告") == true)
      try mine.world.platform.files.remove(Path.join(mine.folder, "report.md"))
      let after = try Explanation.of("title-missing", in: mine.workspace).rules.first?.text
      #expect(after?.hasPrefix("A report") == true)
    }
    let outside = try Explanation.of("title-missing", in: nil)
    #expect(outside.rules.isEmpty && outside.meaning != nil)
  }

  @Test func showsTheRoundInTheLanguageOfTheReport() async throws {
    try await withApplication(language: "zh") { mine in
      let round = try mine.workspace.status().round
      #expect(round?.hasPrefix("Neel Nanda 的 MATS 项目") == true)
    }
  }
}
