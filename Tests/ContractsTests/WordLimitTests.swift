import Contracts
import Findings
import Testing

private func words(_ count: Int, _ word: String = "word") -> String {
  Array(repeating: word, count: count).joined(separator: " ")
}

private func lines(_ count: Int, _ line: (Int) -> String) -> String {
  (0..<count).map(line).joined(separator: "\n")
}

/// A way to write a summary, whose size a number decides, and the greatest number that is within 600.
struct SummaryShape: Sendable, CustomStringConvertible {
  let description: String
  let most: Int
  let text: @Sendable (Int) -> String

  init(_ description: String, most: Int, _ text: @escaping @Sendable (Int) -> String) {
    self.description = description
    self.most = most
    self.text = text
  }

  private static let start = "# Executive summary\n\n"

  /// The heading itself has two words, or four characters.
  static let all = [
    SummaryShape("one paragraph", most: 598) { start + words($0) },
    SummaryShape("sub-headings roll up", most: 198) { size in
      start + lines(3) { "## P\($0)\n\n\(words(size))\n" }
    },
    SummaryShape("three levels roll up", most: 594) {
      start + "## A\n\n### B c\n\n#### D\n\n" + words($0)
    },
    SummaryShape("a numbered heading", most: 597) { "# 1 Executive summary\n\n" + words($0) },
    SummaryShape("an underlined heading", most: 598) { "Executive summary\n===\n\n" + words($0) },
    SummaryShape("only its own section", most: 598) {
      "Before it: \(words(300))\n\n" + start + words($0) + "\n\n# Background\n\n" + words(900)
    },
    SummaryShape("a list", most: 598) { start + lines($0) { _ in "- word" } },
    SummaryShape("a nested list", most: 299) { start + lines($0) { _ in "- word\n  1. word" } },
    SummaryShape("a task list", most: 598) { start + lines($0) { _ in "- [x] word" } },
    SummaryShape("a table", most: 297) { size in
      start + "| a | b c |\n|---|---|\n" + lines(size) { _ in "| x | y |" } + "\n\nend"
    },
    SummaryShape("a caption", most: 597) {
      start + "![\(words($0))](a.svg){#fig-a fig-alt=\"none of these\"}\n\nend"
    },
    SummaryShape("a footnote", most: 597) {
      start + "see[^1]\n\n# Background\n\ntext\n\n[^1]: " + words($0)
    },
    SummaryShape("a quotation", most: 598) { start + "> " + words($0) },
    SummaryShape("hyphens", most: 598) { start + words($0, "state-of-the-art") },
    SummaryShape("formulas", most: 598) { start + words($0, "$x_1 + y$") },
    SummaryShape("displayed formulas", most: 598) { start + lines($0) { _ in "$$\na + b\n$$\n" } },
    SummaryShape("code aside", most: 598) {
      start + words($0) + "\n\n```python\n\(words(700))\n```\n"
    },
    SummaryShape("comments aside", most: 598) { start + "<!-- \(words(700)) -->\n\n" + words($0) },
    SummaryShape("addresses aside", most: 598) {
      start + words(700, "https://example.org/a") + " " + words($0)
    },
    SummaryShape("references aside", most: 598) { start + words(700, "@fig-a") + " " + words($0) },
    SummaryShape("attributes aside", most: 598) {
      "# Executive summary {#sec-summary .unnumbered}\n\n" + words($0)
    },
    SummaryShape("marks and emoji aside", most: 598) {
      start + words(300, "— 😀 …") + " " + words($0)
    },
    SummaryShape("Han characters", most: 596) { "# 执行摘要\n\n" + String(repeating: "字", count: $0) },
    SummaryShape("Chinese sentences", most: 74) {
      "# 执行摘要\n\n" + String(repeating: "模型在第十层回答。", count: $0)
    },
    SummaryShape("both scripts", most: 298) {
      "# 执行摘要\n\n" + String(repeating: "层layer", count: $0)
    },
    SummaryShape("kana", most: 299) { start + words($0, "カナ") },
  ]
}

@Test(arguments: SummaryShape.all)
func knowsWhereTheLimitLies(shape: SummaryShape) throws {
  for size in [1, shape.most - 1, shape.most] {
    let codes = try findings(shape.text(size)).map(\.code)
    #expect(!codes.contains("section-words"), "\(size)")
  }
  for size in [shape.most + 1, 2 * shape.most] {
    let over = try findings(shape.text(size)).filter { $0.code == "section-words" }
    #expect(over.count == 1 && over.first?.severity == .error, "\(size)")
    #expect(over.first?.measure?.limit == 600)
  }
}
