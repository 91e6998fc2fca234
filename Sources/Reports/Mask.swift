import CommonMark
import Findings

/// The source with every formula and attribute hidden from the Markdown parser.
///
/// Each line of a span becomes one private-use character that occurs nowhere else, filled up with
/// letters to the length it had, so that lines and columns stay where they were. A piece of less than
/// three bytes grows to three. Of more than 6,400 pieces the rest stays unhidden.
struct Mask {
  /// One line of a span.
  struct Piece {
    let span: Int
    /// Whether the span begins with this piece.
    let isFirst: Bool
    /// The bytes hidden.
    let range: Range<Int>
    /// How many letters follow the character.
    let filling: Int
  }

  let source: SourceText
  let spans: [Span]
  private let pieces: [UnicodeScalar: Piece]
  /// What the parser is to read.
  let text: String

  init(_ source: SourceText, spans: [Span], hiding frontMatter: Range<Int>) {
    self.source = source
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.utf8.count)
    // Blank lines in the place of the front matter keep the numbers of all lines.
    bytes += source.utf8[frontMatter].filter { $0 == 0x0A || $0 == 0x0D }
    var pieces: [UnicodeScalar: Piece] = [:]
    var markers = spans.isEmpty ? [] : Self.unusedMarkers(in: source)[...]
    var kept = frontMatter.upperBound
    for (index, span) in spans.enumerated() {
      let lines = source.contentLines(of: span.range)
      guard lines.count <= markers.count else { break }
      for (number, range) in lines.enumerated() {
        guard let marker = markers.popFirst() else { break }
        bytes += source.utf8[kept..<range.lowerBound]
        kept = range.upperBound
        let filling = max(range.count - 3, 0)
        bytes += String(marker).utf8
        bytes += repeatElement(UInt8(ascii: "x"), count: filling)
        pieces[marker] = Piece(span: index, isFirst: number == 0, range: range, filling: filling)
      }
    }
    bytes += source.utf8[kept...]
    self.spans = spans
    self.pieces = pieces
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// A part of a text that came back from the parser.
  enum Part {
    case text(String)
    case piece(Piece)
  }

  /// Takes a text of the parser apart.
  func parts(of text: String) -> [Part] {
    guard !pieces.isEmpty, text.utf8.contains(where: Self.mayBeginMarker) else {
      return [.text(text)]
    }
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var start = 0
    var offset = 0
    while offset < bytes.count {
      guard let marker = Self.privateScalar(in: bytes, at: offset), let piece = pieces[marker]
      else {
        offset += 1
        continue
      }
      if start < offset {
        parts.append(.text(String(decoding: bytes[start..<offset], as: UTF8.self)))
      }
      parts.append(.piece(piece))
      offset = min(offset + 3 + piece.filling, bytes.count)
      start = offset
    }
    if start < bytes.count { parts.append(.text(String(decoding: bytes[start...], as: UTF8.self))) }
    return parts
  }

  /// Whether a text of the parser holds nothing but blanks and what is hidden.
  func hidesAllBut(blanksIn text: String) -> Bool {
    // Most texts begin with a word.
    if let first = text.utf8.first, first > 0x20, first < 0x80 { return false }
    return parts(of: text).allSatisfy { part in
      switch part {
      case .text(let text): text.allSatisfy(\.isWhitespace)
      case .piece: true
      }
    }
  }

  /// A text of the parser with the source put back, for where a formula means nothing.
  func restored(_ text: String) -> String {
    guard !pieces.isEmpty else { return text }
    return parts(of: text).map { part in
      switch part {
      case .text(let text): text
      case .piece(let piece): source.text(piece.range)
      }
    }.joined()
  }

  private static func unusedMarkers(in source: SourceText) -> [UnicodeScalar] {
    var used: Set<UnicodeScalar> = []
    let bytes = source.utf8
    var rest = bytes[...]
    while let offset = rest.firstIndex(where: mayBeginMarker) {
      if let scalar = privateScalar(in: bytes, at: offset) { used.insert(scalar) }
      rest = bytes[(offset + 1)...]
    }
    return (0xE000...0xF8FF).compactMap { UnicodeScalar($0) }.filter { !used.contains($0) }
  }

  /// The private use area is EE 80 80 to EF A3 BF in UTF-8; most texts have neither byte.
  private static func mayBeginMarker(_ byte: UInt8) -> Bool { byte == 0xEE || byte == 0xEF }

  /// The scalar of three bytes at an offset, if it is for private use.
  private static func privateScalar(in bytes: [UInt8], at offset: Int) -> UnicodeScalar? {
    guard mayBeginMarker(bytes[offset]), offset + 2 < bytes.count else { return nil }
    let value =
      UInt32(bytes[offset] & 0xF) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6
      | UInt32(bytes[offset + 2] & 0x3F)
    return (0xE000...0xF8FF).contains(value) ? UnicodeScalar(value) : nil
  }
}
