import CommonMark
import Findings
import Reports
import TestSupport
import Testing

/// Writes the tree in one line: every node by its kind or role, text as it is.
private func dump(_ node: MarkdownNode) -> String {
  let children = node.children.map(dump).joined(separator: " ")
  let name: String
  switch node.role {
  case .formula(let formula): return (formula.isDisplayed ? "$$" : "$") + "{" + formula.tex + "}"
  case .reference(let label): return "@{\(label)}"
  case .citation(let text): return "cite{\(text)}"
  case .number(let name, let format): return "#{\(name) \(format.text(of: 0.5))}"
  case .figure(let index): name = "figure\(index)"
  case .tableCaption(let index): name = "caption\(index)"
  case .equation(let index): name = "equation\(index)"
  case nil:
    switch node.kind {
    case .document: return children
    case .text(let text): return "'\(text)'"
    case .softBreak: return "~"
    case .code(let text): return "`\(text)`"
    case .htmlInline(let text), .htmlBlock(let text): return "<\(text)>"
    case .codeBlock(_, let text): return "code{\(text)}"
    case .image(let destination, _): name = "image(\(destination))"
    case .link(let destination, _): name = "link(\(destination))"
    case .paragraph: name = "p"
    case .heading(let level): name = "h\(level)"
    case .emphasis: name = "em"
    case .strong: name = "strong"
    case .list: name = "list"
    case .item: name = "item"
    case .table: name = "table"
    case .tableRow: name = "row"
    case .tableCell: name = "cell"
    case .blockQuote: name = "quote"
    case .footnoteReference(let label): return "mark{\(label)}"
    case .footnoteDefinition(let label): name = "footnote{\(label)}"
    default: name = "other"
    }
  }
  return "\(name)(\(children))"
}

private func report(_ source: String) -> Report { Report.parse(source, path: "report.md").report }

@Test(arguments: [
  ("a $x_1*b*$ c", "p('a ' ${x_1*b*} ' c')"), ("costs $5 and $6", "p('costs $5 and $6')"),
  ("$a$ $b$", "p(${a} ' ' ${b})"), ("$a $ b$", "p('$a $ b$')"), ("a\\$b$c$", "p('a$b' ${c})"),
  ("`$x$` $y$", "p(`$x$` ' ' ${y})"), ("$$\na &= *b* \\\\\n- c\n$$", "p($${a &= *b* \\\\\n- c})"),
  ("$$ a\n\nb $$", "p('$$ a') p('b $$')"), ("$$x$$ {#eq-a}", "p(equation0($${x}))"),
  ("> $$\n> a > b\n> $$", "quote(p($${a > b}))"), ("**$x$**y", "p(strong(${x}) 'y')"),
  ("    $x$", "code{$x$\n}"), ("```\n$x$ {#a}\n```", "code{$x$ {#a}\n}"),
  (
    "| a | b |\n|---|---|\n| $x$ | $y|z$ |",
    "table(row(cell('a') cell('b')) row(cell(${x}) cell('$y')))"
  ),
  ("[a](http://x/$b$c)", "p(link(http://x/$b$c)('a'))"),
  ("http://x/$b$", "p(link(http://x/$b$)('http://x/$b$'))"),
  ("- $a\n- b$", "list(item(p('$a')) item(p('b$')))"), ("$x$ \u{E000}", "p(${x} ' \u{E000}')"),
  ("# A $x$ {#sec-a}", "h1('A ' ${x})"), ("$\\$$", "p(${\\$})"), ("$$$$", "p('$$$$')"),
])
func readsFormulas(source: String, tree: String) {
  #expect(dump(report(source).body) == tree)
}

@Test(arguments: [
  (
    "![c *d*](a.svg){#fig-x fig-alt=\"e_f_g\" .w width=80%}",
    "p(figure0(image(a.svg)('c ' em('d'))))"
  ),
  ("![](a.svg)\n![](b.svg){#fig-b}", "p(figure0(image(a.svg)()) ~ figure1(image(b.svg)()))"),
  ("text ![i](a.svg) more", "p('text ' image(a.svg)('i') ' more')"),
  ("text ![i](a.svg){#fig-i} more", "p('text ' figure0(image(a.svg)('i')) ' more')"),
  ("![c](a.svg){not attributes}", "p(image(a.svg)('c') '{not attributes}')"),
  ("![c](a.svg){#fig-x\nfig-alt=\"two\n  lines\"}", "p(figure0(image(a.svg)('c')))"),
  ("a {#b} c", "p('a {#b} c')"), ("word {.x}", "p('word ' '{.x}')"),
])
func readsFigures(source: String, tree: String) {
  #expect(dump(report(source).body) == tree)
}

@Test(arguments: [
  ("see @fig-x, @sec-y-z.", "p('see ' @{fig-x} ', ' @{sec-y-z} '.')"),
  ("见@fig-x所示", "p('见' @{fig-x} '所示')"), ("a@fig-x", "p('a@fig-x')"),
  ("(@eq-a; @tbl-b)", "p('(' @{eq-a} '; ' @{tbl-b} ')')"), ("@fig- x", "p(cite{@fig} '- x')"),
  ("[@key, p. 3; @b] and @c:d.", "p(cite{[@key, p. 3; @b]} ' and ' cite{@c:d} '.')"),
  ("`@fig-x` @fig-x-", "p(`@fig-x` ' ' @{fig-x} '-')"),
  ("me@example.org", "p(link(mailto:me@example.org)('me@example.org'))"),
  ("[^a] [^b]\n\n[^a]: note", "p(mark{a} ' ' '[^b]') footnote{a}(p('note'))"),
  ("@ @@ @", "p('@ @@ @')"),
])
func readsReferences(source: String, tree: String) {
  #expect(dump(report(source).body) == tree)
}

@Test func readsTableCaptions() {
  let report = report("| a |\n|---|\n| b |\n\n: What *it* says {#tbl-x}\n\n: no caption\n")
  #expect(
    dump(report.body)
      == "table(row(cell('a')) row(cell('b'))) caption0('What ' em('it') ' says ') p(': no caption')"
  )
  #expect(report.tables.map(\.label) == ["tbl-x"])
  #expect(report.tables.map(\.caption) == ["What it says"])
}

@Test func knowsAllAboutAFigure() throws {
  let source = "# A\n\n![one $x$](figures/a/b.svg){#fig-x fig-alt=\"A \\\"curve\\\"\" width=80%}\n"
  let figure = try #require(report(source).figures.first)
  #expect(figure.number == 1)
  #expect(figure.label == "fig-x")
  #expect(figure.path == "figures/a/b.svg")
  #expect(figure.alt == "A \"curve\"")
  #expect(figure.caption == "one x")
  #expect(figure.attributes.values["width"] == "80%")
  #expect(figure.section == 0)
  #expect(figure.range == 5..<source.utf8.count - 1)
  #expect(figure.place.start == Position(line: 3, column: 1, utf16Column: 1))
}

@Test func ordersSections() {
  let source =
    "before\n\n# A\n\na\n\n### A.1 {#sec-deep}\n\nb\n\n## A.2\n\n# A\n\n## 中文 标题\n\n> # not one\n"
  let report = report(source)
  #expect(report.sections.map(\.title) == ["A", "A.1", "A.2", "A", "中文 标题"])
  #expect(report.sections.map(\.id) == ["a", "sec-deep", "a2", "a-2", "中文-标题"])
  #expect(report.sections.map(\.parent) == [nil, 0, 0, nil, 3])
  #expect(report.sections.map(\.level) == [1, 3, 2, 1, 2])
  #expect(report.blocksBeforeSections == 0..<1)
  #expect(report.source.text(report.sections[0].range).hasSuffix("## A.2\n\n"))
  #expect(report.source.text(report.sections[0].ownRange) == "# A\n\na\n\n")
  #expect(report.sections[4].range.upperBound == source.utf8.count)
  #expect(report.headingPath(of: 2) == ["A", "A.2"])
}

@Test func countsLinesFromTheStartOfTheFile() throws {
  let source =
    "---\ntitle: T\nauthor: [A, {name: B, email: b@x}]\nlang: zh-CN\n---\n\n# H\n\n[x](y.md) @fig-z\n"
  let (report, findings) = Report.parse(source, path: "report.md")
  #expect(findings.isEmpty)
  #expect(report.frontMatter.title == "T")
  #expect(report.frontMatter.authors == [Author(name: "A"), Author(name: "B", email: "b@x")])
  #expect(report.frontMatter.language == "zh-CN")
  #expect(report.sections.first?.place.start.line == 7)
  #expect(report.links.first?.place.start == Position(line: 9, column: 1, utf16Column: 1))
  #expect(report.references.first?.place.start == Position(line: 9, column: 11, utf16Column: 11))
}

@Test(
  arguments: [
    ("---\ntitle: T\n", ["front-matter-open"]), ("---\n\ntext\n", []),
    ("---\na: [\n---\n", ["yaml-syntax"]),
    ("---\ntilte: x\n---\n", ["field-unknown"]), ("---\ntitle: [a]\n---\n", ["field-type"]),
    ("a <!-- b", ["comment-open"]), ("<!-- b\n\nc\n", ["comment-open"]), ("`<!-- b`", []),
    ("---\n---\n", []),
    ("---", []), ("", []), ("\u{FEFF}---\ntitle: T\n---\n", []),
    ("---\nauthor: {nam: x}\n---\n", ["field-missing", "field-unknown"]),
  ] as [(String, [String])])
func complainsOf(source: String, codes: [String]) {
  let findings = Report.parse(source, path: "report.md").findings
  #expect(findings.map(\.code) == codes)
  #expect(findings.allSatisfy { $0.severity < .error && $0.place != nil })
}

@Test func findsComments() {
  let source =
    "<!-- guide: say\n\nwhy -->\n\ntext <!-- note --> `<!-- code -->`\n\n```\n<!-- no -->\n```\n"
  let comments = report(source).comments
  #expect(comments.map(\.text) == ["guide: say\n\nwhy", "note"])
  #expect(comments.map(\.isGuidance) == [true, false])
  #expect(comments.map { report(source).source.text($0.range) }.last == "<!-- note -->")
}

@Test func placesLinksWhereTheyStand() {
  let source =
    "- a *b* [c](d) and\n  ![e](f) [g][r] <http://h>\n\n[r]: i\n\n| [j](k) |\n|---|\n| ![l](m) |\n"
  let report = report(source)
  #expect(report.links.map(\.destination) == ["d", "f", "i", "http://h", "k", "m"])
  #expect(report.links.map(\.isImage) == [false, true, false, false, false, true])
  #expect(report.links.map(\.place.start.line) == [1, 2, 2, 2, 6, 8])
  #expect(report.links.prefix(3).map(\.place.start.column) == [9, 3, 11])
}

@Test func survivesAnyText() {
  var random = SeededGenerator(seed: 5)
  let seed = Array(fixture.utf8)
  for _ in 0..<200 {
    let source = String(decoding: random.mutation(of: seed), as: UTF8.self)
    let (report, findings) = Report.parse(source, path: "report.md")
    let whole = 0..<source.utf8.count
    #expect(findings.allSatisfy { $0.severity < .error })
    for section in report.sections {
      #expect(section.range.clamped(to: whole) == section.range)
      _ = report.words(in: section)
    }
    #expect(report.words().total >= 0)
    #expect(report.blocks().allSatisfy { $0.range.clamped(to: whole) == $0.range })
    #expect(report.figures.allSatisfy { $0.range.clamped(to: whole) == $0.range })
    #expect(
      !report.body.readableText.unicodeScalars.contains { (0xE000...0xF8FF).contains($0.value) }
        || source.unicodeScalars.contains { (0xE000...0xF8FF).contains($0.value) })
  }
}

@Test(arguments: [
  "#\n", "# a\n\n## b\n\nc\n\n", "[@a", "[^", "[^a] ", "&#64;fig-a ", "$", "$$ a", "`` ` ", "{a=b ",
  "{a=\"", "<!--",
  "<!-- a -->\n\n", "![a](b){", "> ", "- ", "\u{E000}", "@fig-a ", "[a](b) ", "| a ", "\r", "\0",
  "&#x1F600;", "**a",
])
func readsLongRepetitions(part: String) {
  let source = "---\na: b\n---\n" + String(repeating: part, count: 800)
  let report = Report.parse(source, path: "report.md").report
  #expect(report.words().total >= 0)
  #expect(report.blocks().count >= 0)
  if let section = report.sections.first { #expect(report.words(in: section).total >= 0) }
}

@Test(arguments: [
  ("![a](b){fig-alt=\"c\"}", "c"), ("![a](b){fig-alt=\"c\"} {.d}", "c"),
  ("![a](b){.x fig-alt=c}  ", "c"),
])
func readsAttributesBehindAnImage(source: String, alt: String) {
  #expect(Report.parse(source, path: "report.md").report.figures.map(\.alt) == [alt])
}

@Test(arguments: ["# a\n\nb\n\n[^n]\n\n", "![a](b){#fig-x}\n\n"])
func placesManyParts(part: String) {
  let report = Report.parse(String(repeating: part, count: 300), path: "report.md").report
  #expect(report.sections.count + report.figures.count == 300)
  #expect(report.footnotesWithoutText.map(\.section) == report.sections.map(\.index))
}

private let fixture = """
  ---
  title: "A report"
  author: Ada
  ---

  # Executive summary {#sec-summary}

  We ask **whether** `x` holds; see @fig-a and @sec-body[^1]. <!-- guide: short -->

  - one $a_b$ and *two*
  - [three](figures/a.svg) ~~four~~

  ![Caption with $x$](figures/a/b.svg){#fig-a fig-alt="a \\"curve\\"" width=80%}

  $$
  y = \\sum_i x_i
  $$ {#eq-a}

  # Body {#sec-body}

  | a | b |
  |:--|--:|
  | $1$ | 文字 |

  : A table {#tbl-a}

  > quoted @key
  > $$
  > a
  > $$

  ```python
  print("$x$")
  ```

  <div>raw</div>

  [^1]: A note with ![img](figures/c.png).

  """
