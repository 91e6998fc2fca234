import Findings
import Yams

/// The text of a document and where its parts begin and end.
///
/// Yams tells where a node starts, in lines and Unicode scalars; everything else is found here.
struct YAMLText {
  let source: SourceText
  let range: Range<Int>
  let content: String
  private let lineStarts: [Int]
  /// The offset of every so many-th scalar of the text, since Yams counts scalars and lines may be long.
  private let scalarOffsets: [Int]
  /// How many scalars stand before each line.
  private let scalarsBefore: [Int]

  private static let stride = 64

  init(source: SourceText, range: Range<Int>) {
    self.source = source
    self.range = range
    self.content = source.text(range)
    self.lineStarts = Self.lineStarts(of: source.utf8, in: range)
    (scalarOffsets, scalarsBefore) = Self.scalars(of: source.utf8, in: range, lineStarts)
  }

  /// The range without a byte order mark, which Yams would take for a column.
  static func withoutMark(_ range: Range<Int>, of source: SourceText) -> Range<Int> {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return source.utf8[range].starts(with: mark) ? range.dropFirst(mark.count) : range
  }

  /// The byte offset of a mark in the file.
  func offset(of mark: Mark) -> Int {
    guard mark.line >= 1 else { return range.lowerBound }
    guard mark.line <= lineStarts.count else { return range.upperBound }
    let scalar = scalarsBefore[mark.line - 1] + max(mark.column, 1) - 1
    guard scalar / Self.stride < scalarOffsets.count else { return range.upperBound }
    var offset = scalarOffsets[scalar / Self.stride]
    for _ in 0..<scalar % Self.stride where offset < range.upperBound {
      offset += 1
      while offset < range.upperBound, source.utf8[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  private static func scalars(
    of bytes: [UInt8], in range: Range<Int>, _ lineStarts: [Int]
  ) -> (offsets: [Int], beforeLines: [Int]) {
    var offsets: [Int] = []
    var beforeLines: [Int] = []
    var count = 0
    for offset in range {
      if beforeLines.count < lineStarts.count, lineStarts[beforeLines.count] == offset {
        beforeLines.append(count)
      }
      guard bytes[offset] & 0xC0 != 0x80 else { continue }
      if count % stride == 0 { offsets.append(offset) }
      count += 1
    }
    // A last line without a character.
    while beforeLines.count < lineStarts.count { beforeLines.append(count) }
    return (offsets, beforeLines)
  }

  /// The offset of the first `*name` for which a `&name` stands before it.
  ///
  /// Aliases are refused before Yams sees them, since nested ones grow without bound. The search knows
  /// no quotes, so a long text with both ` &name` and ` *name` in it is refused too.
  var aliasOffset: Int? {
    var anchors: Set<ArraySlice<UInt8>> = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = source.utf8[offset]
      offset += 1
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"),
        offset - 1 == range.lowerBound || Self.mayPrecedeNode(source.utf8[offset - 2])
      else { continue }
      let rest = source.utf8[offset..<range.upperBound]
      let name = rest.prefix(while: Self.isNameByte)
      guard !name.isEmpty else { continue }
      if byte == UInt8(ascii: "&") {
        anchors.insert(name)
      } else if anchors.contains(name) {
        return offset - 1
      }
    }
    return nil
  }

  private static func mayPrecedeNode(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte >= 0x80 || "[{,:".utf8.contains(byte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Lines as YAML 1.1 breaks them: also at next line, line separator and paragraph separator.
  private static func lineStarts(of bytes: [UInt8], in range: Range<Int>) -> [Int] {
    var starts = [range.lowerBound]
    for offset in range {
      let isEnd =
        switch bytes[offset] {
        case 0x0A: true
        case 0x0D: offset + 1 == range.upperBound || bytes[offset + 1] != 0x0A
        case 0x85: offset > range.lowerBound && bytes[offset - 1] == 0xC2
        case 0xA8, 0xA9:
          offset > range.lowerBound + 1 && bytes[offset - 1] == 0x80 && bytes[offset - 2] == 0xE2
        default: false
        }
      if isEnd { starts.append(offset + 1) }
    }
    return starts
  }
}

// MARK: - Ends

extension YAMLText {
  /// The offset after a scalar that starts at an offset.
  func endOfScalar(_ value: String, style: Yams.Node.Scalar.Style, from start: Int) -> Int {
    switch style {
    case .singleQuoted: endOfQuoted(by: UInt8(ascii: "'"), from: start)
    case .doubleQuoted: endOfQuoted(by: UInt8(ascii: "\""), from: start)
    case .literal, .folded: endOfBlock(from: start)
    case .any, .plain: endOfPlain(value, from: start)
    }
  }

  /// The offset after a list or a mapping, given where its last item ends.
  func endOfCollection(from start: Int, lastItemEnd: Int?) -> Int {
    var offset = max(lastItemEnd ?? start, start)
    guard start < range.upperBound,
      source.utf8[start] == UInt8(ascii: "[") || source.utf8[start] == UInt8(ascii: "{")
    else { return offset }
    let closer = source.utf8[start] + 2
    if offset == start { offset += 1 }
    while offset < range.upperBound, source.utf8[offset] != closer {
      offset = source.utf8[offset] == UInt8(ascii: "#") ? endOfLine(from: offset) : offset + 1
    }
    return min(offset + 1, range.upperBound)
  }

  private func endOfQuoted(by quote: UInt8, from start: Int) -> Int {
    var offset = start + 1
    while offset < range.upperBound {
      let byte = source.utf8[offset]
      offset += 1
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        offset += 1
      } else if byte == quote {
        let isDoubled =
          quote == UInt8(ascii: "'") && offset < range.upperBound && source.utf8[offset] == quote
        guard isDoubled else { return offset }
        offset += 1
      }
    }
    return range.upperBound
  }

  /// A plain scalar may be folded over lines: any run of blanks stands for any other.
  private func endOfPlain(_ value: String, from start: Int) -> Int {
    var offset = start
    var isAfterBlank = false
    for byte in value.utf8 {
      if Self.isBlank(byte) {
        isAfterBlank = true
        continue
      }
      if isAfterBlank {
        while offset < range.upperBound, Self.isBlank(source.utf8[offset]) { offset += 1 }
        isAfterBlank = false
      }
      guard offset < range.upperBound, source.utf8[offset] == byte else { return offset }
      offset += 1
    }
    return offset
  }

  /// A block scalar runs over every line that is blank or indented as deep as its first one.
  private func endOfBlock(from start: Int) -> Int {
    var end = endOfLine(from: start)
    var offset = end
    var depth = 0
    while offset < range.upperBound {
      let lineStart = offset + 1
      let lineEnd = lineStart < range.upperBound ? endOfLine(from: lineStart) : range.upperBound
      let line = source.utf8[min(lineStart, lineEnd)..<lineEnd]
      let indentation = line.prefix { $0 == UInt8(ascii: " ") }.count
      offset = lineEnd
      if line.allSatisfy(Self.isBlank) { continue }
      if depth == 0 { depth = max(indentation, 1) }
      guard indentation >= depth else { break }
      end = lineEnd
    }
    return end
  }

  private func endOfLine(from offset: Int) -> Int {
    source.utf8[offset..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
