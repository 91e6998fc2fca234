import Documents
import Findings
import TestSupport
import Testing

/// Writes a node with its ranges, one line each: `key @2..<5`.
private func dump(_ node: Node, _ indentation: String = "") -> String {
  let range = "@\(node.range.lowerBound)..<\(node.range.upperBound)"
  switch node.value {
  case .scalar(let text, let plain):
    return "\(indentation)\(plain ? text : "'\(text)'") \(range)\n"
  case .sequence(let elements):
    return "\(indentation)- \(range)\n" + elements.map { dump($0, indentation + "  ") }.joined()
  case .mapping(let entries):
    let content = entries.map {
      dump($0.key, indentation + "  ") + dump($0.value, indentation + "    ")
    }
    return "\(indentation): \(range)\n" + content.joined()
  }
}

@Test(arguments: [
  ("a: 1\nb: 'it''s'\n", ": @0..<15\n  a @0..<1\n    1 @3..<4\n  b @5..<6\n    'it's' @8..<15\n"),
  ("[x, \"y\\\"z\" , ] # t\n", "- @0..<14\n  x @1..<2\n  'y\"z' @4..<10\n"),
  ("{}", ": @0..<2\n"), ("[]", "- @0..<2\n"), ("a:", ": @0..<2\n  a @0..<1\n     @2..<2\n"),
  (
    "a: one\n  two  three\nb: x",
    ": @0..<24\n  a @0..<1\n    one two  three @3..<19\n  b @20..<21\n    x @23..<24\n"
  ),
  (
    "a: |\n  x\n\n  y\nb: 1",
    ": @0..<18\n  a @0..<1\n    'x\n\ny\n' @3..<13\n  b @14..<15\n    1 @17..<18\n"
  ),
  ("\u{FEFF}a: 文\nb: c", ": @3..<14\n  a @3..<4\n    文 @6..<9\n  b @10..<11\n    c @13..<14\n"),
])
func reads(source: String, tree: String) throws {
  let (node, findings) = YAML.parse(source, path: "a.yaml")
  #expect(findings.isEmpty)
  #expect(dump(try #require(node)) == tree)
}

@Test func givesPlacesInTheWholeFile() throws {
  let source = SourceText("---\ntitle: 文章 x\n---\n", path: "report.md")
  let (node, findings) = YAML.parse(source, in: 4..<20)
  #expect(findings.isEmpty)
  let title = try #require(node?["title"])
  #expect(title.text == "文章 x")
  #expect(title.place.start == Position(line: 2, column: 8, utf16Column: 8))
  #expect(title.place.end == Position(line: 2, column: 16, utf16Column: 12))
}

@Test(arguments: ["", " \n\n", "# only a comment\n", "---\n...\n"])
func readsNothingFromNothing(source: String) {
  let (node, findings) = YAML.parse(source, path: "a.yaml")
  #expect(node == nil || node?.isEmpty == true)
  #expect(findings.isEmpty)
}

@Test(arguments: [
  ("a: [1, 2\nb: 3\n", "yaml-syntax", 2), ("a: b: c\n", "yaml-syntax", 1),
  ("\ta: 1\n", "yaml-syntax", 1), ("x: 1\na: \"open\n", "yaml-syntax", 3),
  ("a: 1\na: 2\n", "yaml-key-duplicate", 1), ("a: 1\n'a': 2\n", "yaml-key-duplicate", 1),
  ("a: 1\n---\nb: 2\n", "yaml-documents", 2), ("a: &x 1\nb: *x\n", "yaml-alias", 2),
  ("a: *unknown\n", "yaml-alias", 1), ("b: 1\na: &x 1\n", "yaml-anchor", 2),
  ("a: !!int 1\n", "yaml-tag", 1), ("a: !x 1\n", "yaml-tag", 1), ("!x [1]\n", "yaml-tag", 1),
  ("? [a, b]\n: 1\n", "yaml-key", 1), ("a: b\0c\n", "yaml-syntax", 1),
  ("a: \u{7F}\n", "yaml-syntax", 1),
])
func refuses(source: String, code: String, line: Int) {
  let (_, findings) = YAML.parse(source, path: "a.yaml")
  #expect(findings.map(\.code) == [code])
  #expect(findings.first?.place?.start.line == line, "\(findings)")
  #expect(findings.first?.severity == .error)
}

@Test func refusesAliasesThatGrowWithoutBound() {
  var source = "a0: &a0 [x, x]\n"
  for level in 1...60 {
    source += "a\(level): &a\(level) [" + "*a\(level - 1), *a\(level - 1)]\n"
  }
  source += "? *a60\n: 1\n"
  #expect(YAML.parse(source, path: "a.yaml").findings.map(\.code) == ["yaml-alias"])
}

@Test(arguments: ["[", "{a: ", "- ", "? "])
func refusesDeepNesting(opener: String) {
  let source = String(repeating: opener, count: 50_000)
  let (node, findings) = YAML.parse(source, path: "a.yaml")
  #expect(node == nil)
  #expect(["yaml-too-deep", "yaml-syntax"].contains(findings.first?.code))
}

@Test func readsNestingUpToTheLimit() {
  let depth = 900
  let source = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  #expect(YAML.parse(source, path: "a.yaml").findings.isEmpty)
}

@Test func refusesHugeTexts() {
  let source = "a: " + String(repeating: "x", count: YAML.sizeLimit)
  #expect(YAML.parse(source, path: "a.yaml").findings.map(\.code) == ["yaml-too-large"])
}

@Test(arguments: ["文, ", "{a: '文'}, ", "[文], "])
func readsLongLinesInProportion(part: String) {
  let part = part.replacing("文", with: String(repeating: "文", count: 40))
  let ratio = growth(from: 300) { size in
    let list = "[" + String(repeating: part, count: size) + "z]"
    #expect(YAML.parse(list, path: "a.yaml").node?.elements?.count == size + 1)
  }
  #expect(ratio < 9)
}

@Test func placesNodesOfALongLine() throws {
  let source = "[" + String(repeating: "文 a, ", count: 300) + "z]"
  let node = try #require(YAML.parse(source, path: "a.yaml").node)
  for (index, element) in try #require(node.elements).enumerated() {
    #expect(element.range.lowerBound == 1 + 7 * index)
    #expect(element.place.start.utf16Column == 2 + 5 * index)
  }
}

@Test func takesAmpersandsAndStarsInTextForText() {
  let (node, findings) = YAML.parse("a: R&D *bold*\nb: 'Q &A'\n", path: "a.yaml")
  #expect(findings.isEmpty)
  #expect(node?["a"]?.text == "R&D *bold*")
  #expect(node?["b"]?.text == "Q &A")
}

@Test func readsAnyBytes() {
  var random = SeededGenerator(seed: 3)
  let seed = Array(
    """
    schema: 1
    title: "A \\u00e9 'x'" # note
    list: [a, {b: c}, 'd''e']
    block: |
      one
       two
    folded: >-
      x
      y
    nested:
      - a: 1
        b: 文字 😀
      - ? k
        : &v w

    """.utf8)
  for _ in 0..<4000 {
    let text = String(decoding: random.mutation(of: seed), as: UTF8.self)
    let (node, findings) = YAML.parse(text, path: "a.yaml")
    #expect(findings.allSatisfy { $0.place != nil })
    if let node { expectRangesNest(node, in: 0..<text.utf8.count) }
  }
}

private func expectRangesNest(_ node: Node, in outer: Range<Int>) {
  #expect(outer.lowerBound <= node.range.lowerBound && node.range.upperBound <= outer.upperBound)
  for element in node.elements ?? [] { expectRangesNest(element, in: outer) }
  for entry in node.entries ?? [] {
    expectRangesNest(entry.key, in: outer)
    expectRangesNest(entry.value, in: outer)
  }
}
