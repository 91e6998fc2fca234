import Findings

extension String {
  /// The text without blanks at its ends.
  func trimmingBlanks() -> String { trimmingBlanksAtStart().trimmingBlanksAtEnd() }

  /// The text without blanks at its start.
  func trimmingBlanksAtStart() -> String { String(drop(while: \.isWhitespace)) }

  /// The text without blanks at its end.
  func trimmingBlanksAtEnd() -> String {
    var rest = self[...]
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}

extension SourceText {
  /// The stretch of each line of a range, without the marks of a quotation and the blanks before it.
  func contentLines(of range: Range<Int>) -> [Range<Int>] {
    let bytes = utf8
    let firstLine = position(at: range.lowerBound).line
    let lastLine = position(at: range.upperBound).line
    let lineStart = offset(line: firstLine, column: 1)
    let quotes = bytes[lineStart..<range.lowerBound].prefix {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">")
    }.count { $0 == UInt8(ascii: ">") }
    return (firstLine...lastLine).compactMap { line in
      var start = max(offset(line: line, column: 1), range.lowerBound)
      var end = min(offset(line: line + 1, column: 1), range.upperBound)
      if line == lastLine { end = range.upperBound }
      var marks = line == firstLine ? 0 : quotes
      while start < end, bytes[start].isBlank || (marks > 0 && bytes[start] == UInt8(ascii: ">")) {
        if bytes[start] == UInt8(ascii: ">") { marks -= 1 }
        start += 1
      }
      while end > start, bytes[end - 1].isBlank { end -= 1 }
      return start < end ? start..<end : nil
    }
  }
}
