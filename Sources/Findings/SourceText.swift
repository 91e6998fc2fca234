/// A text with an index of its lines, which turns byte offsets into positions and back.
///
/// Lines end with LF, CR LF or CR, as in CommonMark. Offsets count UTF-8 bytes from 0.
public struct SourceText: Sendable {
  /// The file the text came from, relative to the application's folder.
  public let path: String
  /// The text itself.
  public let utf8: [UInt8]
  /// The offset at which each line starts; never empty.
  let lineStarts: [Int]
  /// How many UTF-16 code units stand before every so many bytes, so that a place far into a line is
  /// found without a walk from its start.
  private let unitsBefore: [Int]

  private static let stride = 256

  /// Indexes a text.
  public init(_ text: String, path: String) { self.init(bytes: Array(text.utf8), path: path) }

  /// Indexes the bytes of a text, which must be UTF-8.
  init(bytes: [UInt8], path: String) {
    self.path = path
    self.utf8 = bytes
    self.lineStarts = Self.lineStarts(of: self.utf8)
    self.unitsBefore = Self.unitsBefore(self.utf8)
  }

  /// The number of lines; an empty text has one.
  public var lineCount: Int { lineStarts.count }

  /// The position of a byte offset; offsets outside the text are moved to its nearest end.
  public func position(at offset: Int) -> Position {
    let offset = min(max(offset, 0), utf8.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    let utf16 = units(from: start, to: offset)
    return Position(line: line + 1, column: offset - start + 1, utf16Column: utf16 + 1)
  }

  /// The place of a range of byte offsets.
  public func place(_ range: Range<Int>) -> Place {
    Place(
      path: path, start: position(at: range.lowerBound), end: position(at: range.upperBound))
  }

  /// The byte offset of a line and a UTF-8 column, both counted from 1 and moved inside the text.
  public func offset(line: Int, column: Int) -> Int {
    guard line >= 1 else { return 0 }
    guard line <= lineStarts.count else { return utf8.count }
    let end = line < lineStarts.count ? lineStarts[line] : utf8.count
    return min(lineStarts[line - 1] + max(column - 1, 0), end)
  }

  /// The text of a range of byte offsets; damaged sequences become replacement characters.
  public func text(_ range: Range<Int>) -> String {
    let clamped = range.clamped(to: 0..<utf8.count)
    return String(decoding: utf8[clamped], as: UTF8.self)
  }

  func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func units(from start: Int, to end: Int) -> Int {
    end - start <= Self.stride
      ? Self.units(utf8.span, start, end) : units(before: end) - units(before: start)
  }

  private func units(before offset: Int) -> Int {
    let place = offset / Self.stride
    return unitsBefore[place] + Self.units(utf8.span, place * Self.stride, offset)
  }

  /// A lead byte stands for one code unit, that of a four-byte sequence for two.
  private static func units(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var units = 0
    for offset in start..<end {
      let byte = bytes[offset]
      units &+= (byte & 0xC0 == 0x80 ? 0 : 1) &+ (byte >= 0xF0 ? 1 : 0)
    }
    return units
  }

  private static func unitsBefore(_ bytes: [UInt8]) -> [Int] {
    var before = [0]
    before.reserveCapacity(bytes.count / stride + 1)
    for start in Swift.stride(from: 0, to: bytes.count - stride + 1, by: stride) {
      before.append(before[before.count - 1] + units(bytes.span, start, start + stride))
    }
    return before
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    let bytes = bytes.span
    for index in bytes.indices {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      let next = index + 1
      let isFirstOfTwo =
        byte == UInt8(ascii: "\r") && next < bytes.count && bytes[next] == UInt8(ascii: "\n")
      if !isFirstOfTwo { starts.append(next) }
    }
    return starts
  }
}
