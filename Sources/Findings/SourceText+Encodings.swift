/// What columns are counted in, by the name the language server protocol gives it.
public enum ColumnEncoding: String, Sendable, CaseIterable {
  /// Bytes.
  case utf8 = "utf-8"
  /// Code units of UTF-16: two for what lies beyond the first plane.
  case utf16 = "utf-16"
  /// Unicode scalars.
  case utf32 = "utf-32"

  /// How many columns a scalar takes that begins with a byte.
  fileprivate func width(ofLead byte: UInt8) -> Int {
    switch self {
    case .utf8: byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    case .utf16: byte < 0xF0 ? 1 : 2
    case .utf32: 1
    }
  }
}

/// A position as editors exchange it: line and column from 0, the column in some encoding.
public struct EditorPosition: Sendable, Hashable, Comparable {
  /// The line.
  public let line: Int
  /// The column.
  public let column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Orders as the text runs.
  public static func < (a: EditorPosition, b: EditorPosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

extension SourceText {
  /// The byte offset of a position of an editor; total, and never inside a scalar.
  ///
  /// A column behind the end of its line means that end, before the line's break; one in the middle of
  /// a scalar means the scalar's start; a line behind the last one means the end of the text.
  public func offset(of position: EditorPosition, in encoding: ColumnEncoding) -> Int {
    guard position.line >= 0 else { return 0 }
    guard position.line < lineCount else { return utf8.count }
    let line = contentRange(ofLine: position.line)
    if encoding == .utf8 {
      let wanted = line.lowerBound + min(max(position.column, 0), line.count)
      return scalarStart(at: wanted)
    }
    var offset = line.lowerBound
    var column = 0
    while offset < line.upperBound {
      column += encoding.width(ofLead: utf8[offset])
      if column > position.column { break }
      offset = nextScalar(after: offset, before: line.upperBound)
    }
    return offset
  }

  /// The position of a byte offset for an editor.
  ///
  /// An offset outside the text means its nearest end, one inside a scalar the scalar's start, and one
  /// between the two bytes of a line's break the end of the line.
  public func editorPosition(at offset: Int, in encoding: ColumnEncoding) -> EditorPosition {
    let inside = scalarStart(at: min(max(offset, 0), utf8.count))
    let index = lineIndex(of: inside)
    let line = contentRange(ofLine: index)
    let end = min(inside, line.upperBound)
    if encoding == .utf8 {
      return EditorPosition(line: index, column: end - line.lowerBound)
    }
    var column = 0
    for byte in utf8[line.lowerBound..<end] where byte & 0xC0 != 0x80 {
      column += encoding.width(ofLead: byte)
    }
    return EditorPosition(line: index, column: column)
  }

  /// The stretch of a line, counted from 0, without its break; empty behind the last line.
  public func contentRange(ofLine line: Int) -> Range<Int> {
    guard line >= 0, line < lineCount else { return utf8.count..<utf8.count }
    let start = lineStarts[line]
    var end = line + 1 < lineCount ? lineStarts[line + 1] : utf8.count
    if end > start, utf8[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > start, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text after a change; the range is moved inside the text and out of scalars.
  public func replacing(_ range: Range<Int>, with replacement: String) -> SourceText {
    let start = scalarStart(at: min(max(range.lowerBound, 0), utf8.count))
    let end = max(start, scalarStart(at: min(max(range.upperBound, 0), utf8.count)))
    var bytes = utf8
    bytes.replaceSubrange(start..<end, with: replacement.utf8)
    return SourceText(bytes: bytes, path: path)
  }

  /// The whole text as a string.
  public var string: String { String(decoding: utf8, as: UTF8.self) }

  /// The start of the scalar an offset lies in; the text is UTF-8, so that is at most three bytes back.
  private func scalarStart(at offset: Int) -> Int {
    var start = offset
    while start > 0, start < utf8.count, utf8[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  private func nextScalar(after offset: Int, before end: Int) -> Int {
    var next = offset + 1
    while next < end, utf8[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}
