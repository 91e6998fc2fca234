import CommonMark
import Testing

@Test(arguments: [
  ("", ""),
  ("a\nb", #"p("a" softBreak "b")"#),
  ("a  \nb\\\nc", #"p("a" lineBreak "b" lineBreak "c")"#),
  ("# One\n\nTwo\n===", #"h1("One") h1("Two")"#),
  ("###### Six #", #"h6("Six")"#),
  ("> a\n> > b", #"blockQuote(p("a") blockQuote(p("b")))"#),
  ("- a\n- b", #"ul(li(p("a")) li(p("b")))"#),
  ("- a\n\n- b", #"ul-loose(li(p("a")) li(p("b")))"#),
  ("7. a\n8. b", #"ol-7(li(p("a")) li(p("b")))"#),
  ("- [x] a\n- [ ] b\n- c", #"ul(done(p("a")) open(p("b")) li(p("c")))"#),
  ("```python\nx = 1\n```", #"code-block[python] "x = 1\n""#),
  ("    x", #"code-block[] "x\n""#),
  ("<!-- a -->", #"html-block "<!-- a -->\n""#),
  ("a <b>c</b>", #"p("a " html "<b>" "c" html "</b>")"#),
  ("a\n\n---", #"p("a") thematicBreak"#),
])
func parsesBlocks(source: String, tree: String) { check(source, tree) }

@Test(arguments: [
  ("H~2~O", #"p("H~2~O")"#),
  ("*a* __b__ ~~c~~ `d`", #"p(emphasis("a") " " strong("b") " " strikethrough("c") " " code "d")"#),
  ("[a](b.md \"c\")", #"p(link[b.md|c]("a"))"#),
  ("![a *b*](c.svg)", #"p(image[c.svg|]("a " emphasis("b")))"#),
  ("<https://a.org>", #"p(link[https://a.org|]("https://a.org"))"#),
  ("see www.a.org.", #"p("see " link[http://www.a.org|]("www.a.org") ".")"#),
  ("see https://a.org/b now", #"p("see " link[https://a.org/b|]("https://a.org/b") " now")"#),
  ("me@a.org", #"p(link[mailto:me@a.org|]("me@a.org"))"#),
  ("a &amp; &#21; \\* <", #"p("a & \u{15} * <")"#),
  ("![c](a.svg){#fig-x}", #"p(image[a.svg|]("c") "{#fig-x}")"#),
])
func parsesSpans(source: String, tree: String) { check(source, tree) }

@Test(arguments: [
  (
    "a | b\n:-- | --:\n1 | 2\n3",
    #"table[left,right](head(cell("a") cell("b")) row(cell("1") cell("2")) row(cell("3") cell))"#
  ),
  ("| a | b |\n|:-:|---|", #"table[center,natural](head(cell("a") cell("b")))"#),
  ("a | b\n---", #"h2("a | b")"#),
])
func parsesTables(source: String, tree: String) { check(source, tree) }

@Test(arguments: [
  ("a[^x]\n\n[^x]: b", #"p("a" mark[x]) note[x](p("b"))"#),
  (
    "a[^B] c[^a] d[^b]\n\n[^a]: one\n[^b]: two",
    #"p("a" mark[b] " c" mark[a] " d" mark[b]) note[b](p("two")) note[a](p("one"))"#
  ),
  (
    "a[^x&_*] | b\n-|-\n\n[^x&_*]: c",
    #"table[natural,natural](head(cell("a" mark[x&_*]) cell("b"))) note[x&_*](p("c"))"#
  ),
  ("a[^x]", #"p("a[^x]")"#),
  ("a\n\n[^unused]: b", #"p("a")"#),
])
func givesEachFootnoteMarkTheLabelOfItsText(source: String, tree: String) { check(source, tree) }

@Test(arguments: [
  ("a\n\n> b\n> c", MarkdownNode.Kind.blockQuote, 3, 1, 4, 3),
  ("\u{6587}\u{6587} *b*", .emphasis, 1, 8, 1, 10),
  ("x\n\n- [x] a\n  b", .item(task: true), 3, 1, 4, 3),
  ("a\r\nb `c`\r\n", .code("c"), 2, 4, 2, 4),
  ("\u{FEFF}# a", .heading(level: 1), 1, 4, 1, 6),
])
func saysWhereNodesStand(
  source: String, kind: MarkdownNode.Kind, startLine: Int, startColumn: Int, endLine: Int,
  endColumn: Int
) throws {
  let node = try #require(allNodes(of: Markdown.parse(source)).first { $0.kind == kind })
  let expected = SourceLines(
    startLine: startLine, startColumn: startColumn, endLine: endLine, endColumn: endColumn)
  #expect(node.lines == expected)
}

@Test func readsTextAsAReaderSeesIt() {
  let tree = Markdown.parse("a *b*\n`c` <b>[d](e) ![f](g)[^1]\n\n[^1]: h")
  #expect(tree.children.first?.plainText == "a b c d f")
}

@Test(arguments: [
  "# a *b*\n\nc `d`\n\n- [x] e\n  > f\n",
  "| a | b |\n|---|---|\n| *1* | 2 |\n\nx[^1]\n\n[^1]: y *z*\n",
  "```\na\n```\n<div>\n*b*\n</div>\n\n---\n\nc\n===\n", "- a\n\n  1. b\n\n     c\n- d", "",
])
func readsBlocksWithoutTheWordsInThem(source: String) {
  #expect(Markdown.blocks(of: source) == withoutInlines(Markdown.parse(source)))
}

private func withoutInlines(_ node: MarkdownNode) -> MarkdownNode {
  switch node.kind {
  case .paragraph, .heading, .table: MarkdownNode(kind: node.kind, lines: node.lines)
  default:
    MarkdownNode(
      kind: node.kind, lines: node.lines, children: node.children.map(withoutInlines))
  }
}
