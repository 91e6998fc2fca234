import Reports
import Testing

private func texts(_ source: String) -> [String] {
  Report.parse(source, path: "report.md").report.blocks().map(\.text)
}

@Test(arguments: [
  ("one two\nthree", "one\ntwo three  "), ("- a b\n  c\n- d", "- a\n  b c\n- d"),
  ("> a\n> b", "> a b"),
  ("a\n\n\n\nb\n", "a\n\nb"), ("中文\n字", "中文字"), ("a *b*", "a _b_"), ("# A", "A\n==="),
  ("a <!-- x -->", "a <!-- y -->"),
  ("a\n\n<!-- guide: x -->\n\nb", "a\n\nb"), ("a\n\n<!-- x --> <!-- y -->\n\nb", "a\n\nb"),
  ("a\n\n<!-- x", "a"), ("---\ntitle: A\n---\n\na", "---\ntitle: B\n---\n\na"),
  ("$$\nx\n$$", "$$\n  x\n$$"),
  ("![c](a.svg){#fig-x .w fig-alt=\"z\"}", "![c](a.svg){.w #fig-x fig-alt='z'}"),
])
func takesTheSameForTheSame(one: String, other: String) {
  #expect(texts(one) == texts(other))
}

@Test(arguments: [
  ("one two", "one  two"), ("a", "b"), ("teh", "the"), ("*a*", "a"), ("\\*a\\*", "*a*"),
  ("# A", "## A"),
  ("[a](b)", "[a](c)"), ("![c](a.svg){fig-alt=\"x\"}", "![c](a.svg){fig-alt=\"y\"}"),
  ("$x$", "$y$"), ("$x$", "`x`"),
  ("`a`", "a"), ("```\na\nb\n```", "```\na b\n```"), ("- a\n- b", "1. a\n2. b"), ("a\n\nb", "a b"),
  ("a\\\nb", "a\nb"),
  ("@fig-x", "@fig-y"), ("| a |\n|---|\n| b |", "| a |\n|--:|\n| b |"),
  ("a[^n]\n\n[^n]: x", "a[^n]\n\n[^n]: y"),
  ("<b>", "<i>"), ("# A {#sec-a}", "# A {#sec-b}"), ("# A", "# A {#a}"),
])
func takesTheDifferentForDifferent(one: String, other: String) {
  #expect(texts(one) != texts(other))
}

@Test func namesWhereABlockStands() {
  let source =
    "pre\n\n# A\n\none\n\n## B\n\ntwo two two two two two two two two\n\n<!-- c -->\n\n- x\n"
  let blocks = Report.parse(source, path: "report.md").report.blocks()
  #expect(blocks.map(\.path) == [[], ["A"], ["A"], ["A", "B"], ["A", "B"], ["A", "B"]])
  #expect(blocks.map(\.section) == [nil, 0, 0, 1, 1, 1])
  #expect(blocks.map(\.ordinal) == [0, 0, 1, 0, 1, 2])
  #expect(blocks[4].excerpt == "two two two two two two two two…")
  #expect(source.utf8.count > blocks[5].range.upperBound - 1)
}

@Test func keepsTheBodyTheSameWhenTheSummaryGains() throws {
  let body = "# Body\n\n![c](b.svg){#fig-b}\n\nsee @fig-b[^b] and $$x$$ {#eq-b}\n\n[^b]: note b\n"
  let before = Report.parse("# Summary\n\nshort\n\n" + body, path: "report.md").report
  let after = Report.parse(
    "# Summary\n\nlong[^b][^a] $$y$$ {#eq-a}\n\n![new](a.svg){#fig-a}\n\n[^a]: note a\n\n" + body,
    path: "report.md"
  ).report
  let bodyOf = { (report: Report) in
    report.blocks().filter { $0.path.first == "Body" }.map { "\($0.ordinal) \($0.text)" }
  }
  #expect(bodyOf(before) == bodyOf(after))
  #expect(bodyOf(before).count == 4)
  #expect(after.blocks().filter { $0.path == ["Summary"] }.count == 4)
}
