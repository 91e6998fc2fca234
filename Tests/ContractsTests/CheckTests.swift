import Contracts
import Findings
import Reports
import TestSupport
import Testing

/// A report without findings: a change of it shows what the change raises.
private let clean = """
  ---
  title: T
  ---

  # Executive summary

  What we did; see @fig-a.

  ![Caption](figures/a/b.svg){#fig-a fig-alt="alt"}

  # Body {#sec-body}

  Text.

  """

private let files: Set<String> = ["report.md", "figures/a/b.svg", "figures/Other/c.png", "log.md"]

@Test(arguments: [
  ("en", "write what you did and what you learnt, so that it can be read alone"),
  ("zh", "write 你做了什么、学到了什么，使它能独立阅读"),
])
func asksForContentInTheLanguageOfTheReport(language: String, hint: String) throws {
  let source = "---\ntitle: T\nlang: \(language)\n---\n\n# 执行摘要\n\n# Body\n\nText.\n"
  let empty = try findings(source).first { $0.code == "section-empty" }
  #expect(empty?.hint == hint)
}

@Test func findsNothingInACleanReport() throws {
  #expect(try findings(clean, files: files) == [])
}

@Test(
  arguments: [
    ("# Executive summary", "# Introduction", "section-missing", Severity.error),
    ("# Executive summary", "early\n\n# Executive summary", "section-order", .error),
    ("# Executive summary", "# Contents\n\nx\n\n# Executive summary", "section-order", .error),
    ("# Body {#sec-body}", "# Summary", "section-duplicate", .warning),
    ("Text.", "<!-- nothing -->", "section-empty", .info),
    (
      "What we did; see @fig-a.", "@fig-a " + String(repeating: "word ", count: 600),
      "section-words", .error
    ),
    (
      "What we did; see @fig-a.", "@fig-a " + String(repeating: "word ", count: 590),
      "section-words-near", .info
    ),
    (
      "What we did; see @fig-a.", "@fig-a " + String(repeating: "字", count: 601), "section-words",
      .error
    ),
    ("![Caption]", "![]", "figure-caption-missing", .info),
    (" fig-alt=\"alt\"", "", "figure-alt-missing", .warning),
    ("fig-alt=\"alt\"", "fig-alt=\" \"", "figure-alt-missing", .warning),
    ("see @fig-a", "see", "figure-unreferenced", .info),
    ("Text.", "![C](figures/Other/c.png){fig-alt=\"alt\"}", "figure-unlabelled", .info),
    (
      "Text.", "![C](figures/Other/c.png){#effect fig-alt=\"alt\"}", "figure-label-unusable", .info
    ),
    ("see @fig-a", "see @fig-a and @fig-b", "reference-unresolved", .warning),
    ("Text.", "Text @sec-bdy.", "reference-unresolved", .warning),
    ("Text.", "Text[^1].", "footnote-undefined", .warning),
    ("# Body {#sec-body}", "# Body {#fig-a}", "label-duplicate", .warning),
    ("figures/a/b.svg", "figures/a/B.svg", "image-missing", .warning),
    ("Text.", "![x](https://example.org/a.png) inside", "image-remote", .warning),
    ("Text.", "[x](missing.md)", "link-broken", .warning),
    ("Text.", "[x](#nowhere)", "link-broken", .warning),
    ("Text.", "[x]()", "link-broken", .warning),
    ("Text.", "[x](../secret.md)", "link-outside", .warning),
    ("Text.", "[x](/etc/passwd)", "link-outside", .warning),
    ("Text.", "[x](a/../../b)", "link-outside", .warning),
    ("Text.", "[x](%2e%2e/b)", "link-outside", .warning),
    ("Text.", "[x](log%+2emd)", "link-broken", .warning),
    ("Text.", "<!-- guide: do -->\n\nText.", "guidance-left", .info),
    ("Text.", "[fill in: what you did]", "placeholder-left", .warning),
    ("title: T\n", "", "title-missing", .warning),
  ] as [(String, String, String, Severity)])
func reports(part: String, replacement: String, code: String, severity: Severity) throws {
  let source = clean.replacing(part, with: replacement)
  try #require(source != clean)
  let found = try findings(source, files: files)
  #expect(found.map(\.code) == [code], "\(found)")
  #expect(found.first?.severity == severity)
  #expect(found.first?.place != nil)
}

@Test(arguments: [
  "[x](log.md)", "[x](./log.md#entries)", "[x](figures/Other)", "[x](figures/Other/)",
  "[x](#sec-body)",
  "[x](#executive-summary)", "[x](https://example.org)", "[x](mailto:a@b.c)",
  "![y](data:image/png;base64,AA==) z",
  "[x](figures/../log.md)", "![y](figures/Other/c.png) z", "<https://example.org>",
  "[x](report.md)", "[x](log%2emd)",
  "`[x](missing.md)`", "<!-- [x](missing.md) -->\n\nT", "[x](//example.org/a)", "[x](log.md?a=b)",
  "[x](#)",
])
func acceptsLinks(text: String) throws {
  #expect(try findings(clean.replacing("Text.", with: text), files: files) == [])
}

@Test(arguments: [
  (
    "![y](figures/other/C.png) z",
    "the file is called 'figures/Other/c.png'; upper and lower case matter"
  ),
  ("[x](logs.md)", "did you mean 'log.md'?"),
  ("[x](figures\\\\a)", "put '/' between the parts of a path"),
  ("[x](b.svg)", "did you mean 'figures/a/b.svg'?"), ("[x](#sec-bdy)", "did you mean '#sec-body'?"),
  ("[x](zzzzzzzz.pdf)", "add the file, or correct the path"),
  ("![y](figures/zzzzzzzz/q.svg) z", "draw it with 'dossier run', or correct the path"),
  ("@fig-aa", "did you mean '@fig-a'?"),
  ("@tbl-zzzzzzzz", "give it to what you mean: '{#tbl-zzzzzzzz}'"),
])
func hints(text: String, hint: String) throws {
  let found = try findings(clean.replacing("Text.", with: text), files: files)
  #expect(found.map(\.hint) == [hint])
}

@Test func rollsWordsUpOverSubsections() throws {
  let part = String(repeating: "word ", count: 300)
  let source = clean.replacing(
    "What we did; see @fig-a.",
    with: "see @fig-a\n\n## What problem am I trying to solve?\n\n\(part)\n\n"
      + "### Takeaways\n\n\(part)\n\n## Key experiments\n\n\(part)\n")
  let found = try findings(source, files: files)
  #expect(found.map(\.code) == ["section-words"])
  #expect(
    found.first?.message == "the section 'Executive summary' has 914 words, 314 more than 600")
  #expect(found.first?.hint?.contains("'What problem am I trying to solve?' (608)") == true)
}

@Test func missesPartsOnlyWhereThereAreSome() throws {
  let source = clean.replacing("What we did", with: "## Problem\n\nWhat we did")
  let found = try findings(source, files: files)
  #expect(found.map(\.code) == ["section-missing", "section-missing"])
  #expect(found.allSatisfy { $0.severity == .info })
  #expect(
    found.first?.message == "the section 'Executive summary' has no part 'High-level takeaways'")
}

@Test func acceptsATitleAboveTheSummary() throws {
  let source = clean.replacing("# Executive", with: "# My report\n\n## Executive")
    .replacing("# Body", with: "## Body")
  #expect(try findings(source, files: files) == [])
  let withText = source.replacing("# My report\n", with: "# My report\n\nabstract\n")
  #expect(try findings(withText, files: files).map(\.code) == ["section-order"])
}

@Test func asksForAFigureInTheSummary() throws {
  let figure = "![Caption](figures/a/b.svg){#fig-a fig-alt=\"alt\"}\n\n"
  let source = clean.replacing(figure, with: "").replacing("Text.", with: figure + "Text.")
  let found = try findings(source, files: files)
  #expect(found.map(\.code) == ["section-figures"])
  #expect(found.first?.severity == .warning)
}

@Test(arguments: ["zh", "zh-CN"])
func namesSectionsInTheLanguageOfTheReport(language: String) throws {
  let found = try findings("---\ntitle: T\nlang: \(language)\n---\n\n# 引言\n\n文字\n")
  #expect(found.map(\.message) == ["there is no section '执行摘要'"])
  let fix = try #require(found.first?.fix)
  #expect(fix.edits.first?.replacement == "\n# 执行摘要\n")
}

@Test func acceptsChineseHeadings() throws {
  #expect(try findings(clean.replacing("Executive summary", with: "执行摘要"), files: files) == [])
}

@Test func tellsOfFiguresThatAreNotFresh() throws {
  let states = ["figures/a/b.svg": "stale: the prompt changed", "figures/x.svg": "stale"]
  let found = try findings(clean, files: files, states: states)
  #expect(found.map(\.code) == ["figure-state"])
  #expect(found.first?.message == "figure 1 ('figures/a/b.svg') is stale: the prompt changed")
}

@Test func fixesRemoveGuidanceAndInsertSections() throws {
  let source = clean.replacing("Text.", with: "<!-- guide: one -->\n\nText. <!-- guide: two -->")
  let found = try findings(source, files: files)
  #expect(found.first?.message == "2 pieces of the template's guidance are still in place")
  let fixed = apply(try #require(found.first?.fix), to: source)
  #expect(fixed == clean.replacing("Text.", with: "Text. "))

  let missing = clean.replacing("Executive summary", with: "Results so far")
  let fix = try #require(try findings(missing, files: files).first?.fix)
  #expect(apply(fix, to: missing).contains("---\n\n# Executive summary\n\n# Results so far"))
  #expect(try findings(apply(fix, to: missing), files: files).map(\.code).contains("section-empty"))
}

@Test(arguments: [
  ("![C](figures/Other/c.png)", "![C](figures/Other/c.png){#fig-c}", true),
  (
    "![C](figures/Other/c.png){fig-alt=\"x{y\"}",
    "![C](figures/Other/c.png){#fig-c fig-alt=\"x{y\"}",
    true
  ),
  ("![C](figures/a/a.png)", "![C](figures/a/a.png){#fig-a-2}", true),
  (
    "![{#x}](figures/Other/c.png){#x fig-alt=\"a\"}",
    "![{#x}](figures/Other/c.png){#fig-x fig-alt=\"a\"}", true
  ),
  ("![C](figures/Other/c.png){#fig-c}", "![C](figures/Other/c.png){#fig-c fig-alt=\"\"}", false),
  ("[x](LOG.md)", "[x](log.md)", true), ("[x](lag.md)", "[x](log.md)", false),
  ("[see LOG.md](LOG.md)", "[see LOG.md](log.md)", true),
  ("see @sec-bdy.", "see @sec-body.", false),
])
func fixes(text: String, wanted: String, isSafe: Bool) throws {
  let source = clean.replacing("Text.", with: text)
  let all = try findings(source, files: files).compactMap(\.fix)
  let fixed = all.map { apply($0, to: source) }
  let match = zip(all, fixed).first { $0.1 == clean.replacing("Text.", with: wanted) }
  #expect(match?.0.isSafe == isSafe, "\(fixed)")
}

@Test func sortsFindingsByPlace() throws {
  let source = "# B\n\n[x](no.md)\n\n![](no.svg)\n\n@fig-no [fill in: x]\n"
  let found = try findings(source)
  let lines = found.compactMap(\.place?.start.line)
  #expect(lines == lines.sorted())
  #expect(Set(found.map(\.code)).count == 9)
}

@Test func weighsByTheContract() throws {
  let yaml = """
    schema: 1
    id: x
    version: 1
    title: X
    sections: [{id: s, names: {en: [S]}, required: true, max_words: 2}]
    rules:
      - {code: section-words, section: s, level: A, text: t, sources: [{place: p}]}
      - {code: link-broken, level: R, text: t, sources: [{place: p}]}
    """
  let contract = try #require(Contract.parse(yaml, path: "c").contract)
  let report = Report.parse("---\ntitle: T\n---\n# S\n\none two [x](y)\n", path: "r").report
  let found = check(report, against: contract, in: Surroundings(files: []))
  #expect(found.map(\.code) == ["section-words", "link-broken"])
  #expect(found.map(\.severity) == [.info, .error])
}

@Test func checksTheSkeletonWithoutErrors() throws {
  var source = try asset("en/report.md")
  for (name, value) in [
    ("title", "T"), ("author", "A"), ("date", "2025-12-01"), ("language", "en"),
  ] {
    source = source.replacing("{{\(name)}}", with: value)
  }
  let figures = Set(Report.parse(source, path: "report.md").report.figures.map(\.path))
  #expect(figures.count == 3)
  #expect(!source.contains("{{"))
  let found = try findings(source, files: figures)
  #expect(Set(found.map(\.code)) == ["guidance-left", "placeholder-left"], "\(found)")
  #expect(found.allSatisfy { $0.severity < .error })
}

@Test func survivesAnyReport() throws {
  var random = SeededGenerator(seed: 23)
  let contract = try bundledContract()
  let seed = Array(try asset("en/report.md").utf8)
  for _ in 0..<40 {
    let source = String(decoding: random.mutation(of: seed), as: UTF8.self)
    let report = Report.parse(source, path: "report.md").report
    for finding in check(report, against: contract, in: Surroundings(files: ["report.md"])) {
      #expect(finding.place?.end.line ?? 1 <= report.source.lineCount)
      for edit in finding.fix?.edits ?? [] { #expect(edit.range.upperBound <= source.utf8.count) }
    }
  }
}

private func apply(_ fix: Fix, to source: String) -> String {
  var bytes = Array(source.utf8)
  for edit in fix.edits.reversed() {
    bytes.replaceSubrange(edit.range, with: edit.replacement.utf8)
  }
  return String(decoding: bytes, as: UTF8.self)
}
