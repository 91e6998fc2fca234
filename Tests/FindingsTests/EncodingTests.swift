import Findings
import TestSupport
import Testing

/// Line 1 has a letter of one, two, three and four bytes; lines end with LF, CR LF and CR.
private let mixed = SourceText("aé文😀z\r\nxy\n\r\u{301}e\n", path: "report.md")

@Test(arguments: [
  (ColumnEncoding.utf8, [0, 1, 3, 6, 10, 11]), (.utf16, [0, 1, 2, 3, 5, 6]),
  (.utf32, [0, 1, 2, 3, 4, 5]),
])
func countsColumnsOfEveryEncoding(encoding: ColumnEncoding, columns: [Int]) {
  for (offset, column) in zip([0, 1, 3, 6, 10, 11], columns) {
    let position = EditorPosition(line: 0, column: column)
    #expect(mixed.editorPosition(at: offset, in: encoding) == position)
    #expect(mixed.offset(of: position, in: encoding) == offset)
  }
}

@Test(arguments: [
  // In the middle of a scalar: its start.
  (ColumnEncoding.utf16, 0, 4, 6), (.utf8, 0, 2, 1), (.utf8, 0, 8, 6),
  // Behind the end of a line: before its break.
  (.utf16, 0, 99, 11), (.utf8, 0, 12, 11), (.utf32, 1, 3, 15), (.utf16, 2, 1, 16),
  // Behind the last line and before the first.
  (.utf16, 9, 0, 21), (.utf16, -1, 5, 0), (.utf32, 0, -4, 0),
])
func movesPositionsIntoTheText(encoding: ColumnEncoding, line: Int, column: Int, offset: Int) {
  #expect(mixed.offset(of: EditorPosition(line: line, column: column), in: encoding) == offset)
}

@Test(arguments: ColumnEncoding.allCases)
func neverSplitsAScalarOrABreak(encoding: ColumnEncoding) {
  for offset in -2...mixed.utf8.count + 2 {
    let position = mixed.editorPosition(at: offset, in: encoding)
    let back = mixed.offset(of: position, in: encoding)
    #expect(back <= max(offset, 0))
    #expect(back == mixed.utf8.count || mixed.utf8[back] & 0xC0 != 0x80)
    #expect(mixed.editorPosition(at: back, in: encoding) == position)
  }
}

@Test func replacesAStretchAndNumbersTheLinesAnew() {
  let changed = mixed.replacing(11..<13, with: "\n\n")
  #expect(changed.string == "aé文😀z\n\nxy\n\r\u{301}e\n")
  #expect(changed.lineCount == mixed.lineCount + 1)
  // A range that begins inside a scalar takes the whole of it.
  #expect(mixed.replacing(7..<10, with: "").string.hasPrefix("aé文z"))
  #expect(mixed.replacing(500..<900, with: "!").string.hasSuffix("e\n!"))
}

@Test func keepsToTheRulesOnRandomTexts() {
  var generator = SeededGenerator(seed: 7)
  for _ in 0..<200 {
    let text = SourceText(
      (0..<4).map { _ in
        generator.text() + ["\n", "\r\n", "\r"][Int.random(in: 0..<3, using: &generator)]
      }
      .joined(), path: "r")
    for encoding in ColumnEncoding.allCases {
      let line = Int.random(in: -1...6, using: &generator)
      let column = Int.random(in: -2...12, using: &generator)
      let offset = text.offset(of: EditorPosition(line: line, column: column), in: encoding)
      #expect((0...text.utf8.count).contains(offset))
      let position = text.editorPosition(at: offset, in: encoding)
      #expect(text.offset(of: position, in: encoding) == offset)
    }
  }
}
