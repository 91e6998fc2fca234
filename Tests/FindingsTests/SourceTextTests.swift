import Findings
import TestSupport
import Testing

@Test(arguments: [
  (0, 1, 1, 1), (1, 1, 2, 2), (4, 1, 5, 3), (8, 1, 9, 5), (9, 2, 1, 1), (11, 3, 1, 1),
  (99, 3, 1, 1), (-3, 1, 1, 1),
])
func countsColumnsInBytesAndCodeUnits(offset: Int, line: Int, column: Int, utf16: Int) {
  let text = SourceText("a\u{6587}\u{1F600}\n\r\n", path: "report.md")
  #expect(
    text.position(at: offset) == Position(line: line, column: column, utf16Column: utf16))
}

@Test(arguments: ["", "one", "one\ntwo", "one\r\ntwo\r\n", "one\rtwo", "\u{1F600}\n\u{6587}x"])
func findsTheOffsetOfEveryPosition(text: String) {
  let source = SourceText(text, path: "report.md")
  for offset in 0...source.utf8.count {
    let position = source.position(at: offset)
    #expect(source.offset(line: position.line, column: position.column) == offset)
  }
}

@Test func countsColumnsFarIntoALine() {
  let source = SourceText("x\n" + String(repeating: "a\u{6587}\u{1F600}", count: 500), path: "r")
  for count in stride(from: 0, through: 500, by: 7) {
    let position = source.position(at: 2 + 8 * count)
    #expect(position == Position(line: 2, column: 8 * count + 1, utf16Column: 4 * count + 1))
  }
}

@Test func findsPositionsInALongLineAtOnce() {
  let ratio = growth(from: 4_000) { size in
    let source = SourceText(String(repeating: "\u{6587}", count: size), path: "r")
    for offset in stride(from: 0, to: 3 * size, by: 3) { _ = source.position(at: offset) }
  }
  #expect(ratio < 9)
}
