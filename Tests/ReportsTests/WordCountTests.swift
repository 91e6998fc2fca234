import Reports
import Testing

private func report(_ source: String) -> Report { Report.parse(source, path: "report.md").report }

private func words(_ count: Int) -> String {
  (1...count).map { "word\($0)" }.joined(separator: " ")
}

/// The sentences that mislead counters of raw text: 10 words, of which one code, one formula.
private let sentence =
  "The probe at `blocks.5.hook_resid_pre` reads $x_5 + y$ from [this page](https://example.org/a-b) quickly."

@Test(arguments: [
  (
    "# S\n\n" + (1...3).map { "## Part \($0)\n\n" + words(300) + "\n" }.joined(separator: "\n"), 907
  ),
  ("# Executive summary\n\n" + words(650), 652),
  ("# 执行摘要\n\n" + String(repeating: "模型在第十层回答。", count: 125), 1004),
  ("# S\n\n" + Array(repeating: sentence, count: 60).joined(separator: "\n"), 601),
])
func countsTheFixturesRight(source: String, total: Int) throws {
  let report = report(source)
  #expect(report.words(in: try #require(report.sections.first)).total == total)
  #expect(report.words().total == total)
}

@Test(arguments: [
  ("one two", 2), ("state-of-the-art", 1), ("GPT-2's 3.14 10%", 3), ("a — b – c … d", 4),
  ("and/or", 1),
  ("word—word", 2), ("**bo**ld *wo*`rd`", 2), ("don't can’t", 2), ("中文 and 混合text字", 7),
  ("カタカナ と ひらがな", 9), ("，。「」、", 0), ("한국어 단어", 2), ("naïve café", 2), ("😀 🎉", 0), ("x̂ y", 2),
  ("$a+b$", 1), ("$d$-dimensional", 2), ("$$\na\nb\n$$", 1), ("$$x$$ {#eq-a}", 1),
  ("see @fig-x and [@key, p. 3]", 2),
  ("a[^1]\n\n[^1]: two words", 3), ("`a b` c", 3), ("```\nnot counted\n```", 0),
  ("    not counted", 0),
  ("<!-- not -->\n\ntext <!-- not -->", 1), ("https://example.org/a/b", 0),
  ("<https://example.org>", 0),
  ("[words here](https://example.org)", 2), ("me@example.org", 0),
  ("![cap tion](a.svg){#fig-x fig-alt=\"not it\"}", 2),
  ("text ![not shown](a.svg) more", 2), ("- a\n- b c\n  1. d", 4),
  ("| a | b c |\n|---|---|\n| $x$ | 1 |", 5),
  ("| a |\n|---|\n\n: Table caption {#tbl-x}", 3), ("> quoted words", 2), ("~~struck out~~", 2),
  ("# Heading words", 2),
  ("# Heading {#sec-x}", 1), ("a<br>b", 2), ("H<sub>2</sub>O", 1),
  ("<div>raw words<!-- no --></div>", 2), ("a&nbsp;b", 2), ("<style>no words</style>", 0),
  ("one\\\ntwo", 2), ("- [x] task", 1), ("---\ntitle: not counted\n---\n\nyes", 1),
  ("layer 18 → 19", 3), ("", 0),
])
func countsWhatAReaderSees(source: String, total: Int) {
  #expect(report(source).words().total == total)
}

@Test func showsItsWorking() throws {
  let report = report(
    "# A\n\none $x$\n\n## B\n\ntwo 三\n\n### C\n\nfour[^n]\n\n# D\n\nfive\n\n[^n]: six seven\n")
  let lines = report.wordLines(of: try #require(report.sections.first))
  #expect(lines.map(\.section) == [0, 1, 2])
  #expect(lines.map(\.own.total) == [3, 3, 4])
  #expect(lines.map(\.total.total) == [10, 7, 4])
  #expect(lines[0].total.formulas == 1)
  #expect(lines[1].total.characters == 1)
  #expect(lines[0].total.runs == 8)
  #expect(report.words(in: report.sections[3]).total == 2)
}

@Test(arguments: [("two words", 2), ("", 0), ("中a中", 3), ("\0", 0), ("\u{200B}a", 1)])
func countsPlainText(text: String, total: Int) {
  #expect(WordCount(of: text).total == total)
}

@Test(arguments: [
  ("::: {.callout-note}\n\ntwo words\n\n:::", 2), ("::: {.callout-note}\ntwo words\n:::", 2),
  ("::: note\nthree\nmore words\n:::\nand after", 5), ("one\n::: two", 1), ("a ::: b", 2),
  (":::: {.columns}\n::: {.column}\nx\n:::\n::::", 1),
])
func leavesTheFencesOfDivisionsOut(source: String, count: Int) {
  #expect(report(source).words().total == count)
}

@Test(arguments: [
  ("a — b – c … d", 4, 7), ("word—word", 2, 1), ("see @fig-x and [@key, p. 3]", 2, 7),
  ("```\ncode is counted\n```", 0, 3), ("https://example.org/a/b", 0, 1), ("中文 and 混合text字", 7, 7),
  ("$a+b$", 1, 1), ("<!-- not -->\n\ntext", 1, 1), ("::: {.note}\nx\n:::", 1, 1),
])
func readsAsAWordProcessorDoes(source: String, reader: Int, processor: Int) {
  #expect(report(source).words().total == reader)
  #expect(report(source).words(as: .wordProcessor).total == processor)
}
