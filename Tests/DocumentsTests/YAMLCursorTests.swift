import Foundation
import Documents
import Findings
import TestSupport
import Testing

/// Describes where the mark `‸` stands in a text: `path role typed` and the siblings.
private func described(_ marked: String) -> String? {
  let mark = "‸"
  guard let range = marked.range(of: mark) else { return nil }
  let offset = marked[..<range.lowerBound].utf8.count
  let source = SourceText(marked.replacing(mark, with: ""), path: "x.yaml")
  guard let cursor = YAMLCursor(in: source, at: offset) else { return nil }
  let role =
    switch cursor.role {
    case .key: "key"
    case .value(let key): "value of \(key)"
    case .element: "element"
    }
  return "\(cursor.path.joined(separator: ".")): \(role) '\(source.text(cursor.typed))' "
    + cursor.siblings.sorted().joined(separator: ",")
}

@Test(arguments: [
  ("‸", ": key '' "), ("ti‸", ": key 'ti' "), ("a: 1\nb‸\nc: 2\n", ": key 'b' a,c"),
  ("a: x‸", ": value of a 'x' "), ("a: ‸", ": value of a '' "), ("a:‸", ": value of a '' "),
  ("a: \"x‸", ": value of a 'x' "), ("a: [one, tw‸", ": value of a 'tw' "),
  ("a: [‸]", ": value of a '' "),
  ("a:\n  b‸", "a: key 'b' "), ("a:\n  b: 1\n  ‸", "a: key '' b"),
  ("a:\n  b:\n    c: 1\n    d: x‸\ne: 1", "a.b: value of d 'x' c"),
  ("a:\n  b:\n    c: 1\n  d‸", "a: key 'd' b"),
  ("a: # why\n  b‸", "a: key 'b' "), ("a:\n\n  # note\n  b‸", "a: key 'b' "),
  // Lists, with dashes further in than the key and below it.
  ("a:\n  - x‸", "a: element 'x' "), ("a:\n- x‸", "a: element 'x' "),
  ("a:\n  - ‸", "a: element '' "),
  ("a:\n  - b: 1\n    c‸", "a: key 'c' b"), ("a:\n- b: 1\n  c‸", "a: key 'c' b"),
  ("a:\n  - b: 1\n  - c‸", "a: element 'c' "), ("a:\n  - b: x‸\n    c: 1", "a: value of b 'x' c"),
  ("z: 1\na:\n  - b: 1\n    c:\n      - d: 1\n        e‸", "a.c: key 'e' d"),
  ("a:\n  - b: 1\n    c: 2\nd‸", ": key 'd' a"),
  // Text that does not parse.
  ("a: [\nb: {\n  c‸", "b: key 'c' "), ("a: 1\n   b: 2\n c‸", ": key 'c' "),
])
func tellsWhereACursorStands(marked: String, description: String) {
  #expect(described(marked) == description)
}

@Test func offersNothingInsideAComment() { #expect(described("a:\n  # no‸") == nil) }

@Test func findsItsWayInAnyText() {
  var generator = SeededGenerator(seed: 11)
  let seed = Array("a:\n  - b: [x, y]\n    c: \"文😀\"\n  -\n- d:\n\te: 1\r\n# f\n".utf8)
  for _ in 0..<500 {
    let text = String(decoding: generator.mutation(of: seed), as: UTF8.self)
    let source = SourceText(text, path: "x.yaml")
    for offset in stride(from: -1, through: source.utf8.count + 1, by: 3) {
      guard let cursor = YAMLCursor(in: source, at: offset) else { continue }
      #expect((0...source.utf8.count).contains(cursor.typed.upperBound))
    }
  }
}
