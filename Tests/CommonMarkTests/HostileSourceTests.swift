import CommonMark
import Testing

/// A source under a name short enough for a report of failures.
struct Bomb: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let source: String

  init(_ name: String, _ source: String) {
    self.testDescription = name
    self.source = source
  }
}

/// Sources that nest without end, or that ask for far more output than they hold.
private let bombs = [
  Bomb("quotes", String(repeating: ">", count: 100_000) + "a"),
  Bomb(
    "quotes over lines", String(repeating: String(repeating: ">", count: 500) + "a\n\n", count: 50)),
  Bomb("lists", String(repeating: "- ", count: 5_000) + "a"),
  Bomb("emphasis", String(repeating: "*a **a ", count: 20_000)),
  Bomb("closed emphasis", nested("*", 20_000)),
  Bomb("open brackets", String(repeating: "[", count: 50_000) + "a"),
  Bomb("closed brackets", nested("[", 20_000, "]")),
  Bomb("open images", String(repeating: "![", count: 20_000)),
  Bomb("links", String(repeating: "[a](", count: 20_000)),
  Bomb("backticks", (1..<600).map { String(repeating: "`", count: $0) + "a" }.joined()),
  Bomb("tags", String(repeating: "<a ", count: 20_000)),
  Bomb("comments", String(repeating: "<!-- ", count: 20_000)),
  Bomb("entities", String(repeating: "&", count: 100_000)),
  Bomb("strikes", nested("~~", 20_000)),
  Bomb("addresses", String(repeating: "a@", count: 20_000)),
  Bomb("web addresses", String(repeating: "www.", count: 20_000)),
  Bomb("footnotes", (0..<3_000).map { "[^\($0)]" }.joined() + "\n\n[^1]: " + "[^1]"),
  Bomb(
    "wide table",
    nested("a|", 4_000) + "\n" + String(repeating: "-|", count: 8_000)
      + String(repeating: "\na|", count: 8_000)),
  Bomb("definitions", (0..<5_000).map { "[\($0)]: a\n" }.joined()),
]

private func nested(_ opening: String, _ count: Int, _ closing: String? = nil) -> String {
  String(repeating: opening, count: count) + "a"
    + String(repeating: closing ?? opening, count: count)
}

@Test(arguments: bombs)
func staysShallowAndQuick(bomb: Bomb) {
  let clock = ContinuousClock()
  var tree = MarkdownNode(kind: .document, lines: Markdown.parse("").lines)
  let time = clock.measure { tree = Markdown.parse(bomb.source) }
  #expect(depth(of: tree) <= 3 * MarkdownNode.nestingLimit)
  #expect(time < .seconds(20), "took \(time)")
}

@Test func keepsTheTextOfNodesThatNestTooDeep() {
  let tree = Markdown.parse(nested("*", 301) + "\n\n" + String(repeating: "> ", count: 300) + "b")
  #expect(allNodes(of: tree).contains { $0.kind == .text("a") })
  #expect(allNodes(of: tree).contains { $0.kind == .text("b") })
  #expect(allNodes(of: tree).count { $0.kind == .blockQuote } == MarkdownNode.nestingLimit)
}

@Test(arguments: [
  "\0", "a\0b", "# a\0\n\0", "[a\0](b\0)", "\u{FEFF}", "\u{FFFD}\u{FFFF}", "\r", "\r\n\r",
  "```", "| |\n|-|", "[^", "[^]: a", "- [", "![](", "<!--", "<", "&#0;", "&#x110000;",
])
func takesDamagedSources(source: String) {
  let tree = Markdown.parse(source)
  #expect(tree.kind == .document)
  #expect(allNodes(of: tree).allSatisfy { !$0.plainText.contains("\0") })
}

@Test(arguments: ["# a *b*", "| a |\n|---|\n| `b` |", "> - [x] a[^1]\n\n[^1]: b", "```a\nb"])
func takesEveryBeginningOfASource(source: String) {
  for count in 0...source.utf8.count {
    let text = String(decoding: source.utf8.prefix(count), as: UTF8.self)
    #expect(Markdown.parse(text).kind == .document)
  }
}

@Test func takesBytesThatAreNotText() {
  let bytes = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 73 ^ $0 >> 3) }
  let tree = Markdown.parse(String(decoding: bytes, as: UTF8.self))
  #expect(tree.kind == .document)
}

@Test func givesASourceThatIsTooLongBackWhole() {
  let source = String(repeating: "a *b*\n\n", count: (64 << 20) / 7 + 1)
  let tree = Markdown.parse(source)
  #expect(tree.children.map(\.kind) == [.codeBlock(info: "", text: source)])
}

@Test func parsesFromSeveralThreadsAtOnce() async {
  let source = "# a\n\n| b |\n|---|\n| ~~c~~ |\n"
  let expected = Markdown.parse(source)
  await withTaskGroup(of: MarkdownNode.self) { group in
    for _ in 0..<32 { group.addTask { Markdown.parse(source) } }
    for await tree in group { #expect(tree == expected) }
  }
}
