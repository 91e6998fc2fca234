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
    var markers = Self.unusedMarkers(in: source)[...]
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
    guard !pieces.isEmpty else { return [.text(text)] }
    var parts: [Part] = []
    var plain = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard let piece = pieces[scalar] else {
        plain.append(scalar)
        continue
      }
      if !plain.isEmpty { parts.append(.text(String(plain))) }
      plain = String.UnicodeScalarView()
      parts.append(.piece(piece))
      rest = rest.dropFirst(piece.filling)
    }
    if !plain.isEmpty { parts.append(.text(String(plain))) }
    return parts
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
    // The private use area is EE 80 80 to EF A3 BF in UTF-8; most reports have none of it.
    var used: Set<UInt32> = []
    for index in source.utf8.indices.dropLast(2)
    where source.utf8[index] == 0xEE || source.utf8[index] == 0xEF {
      let scalar =
        UInt32(source.utf8[index] & 0xF) << 12 | UInt32(source.utf8[index + 1] & 0x3F) << 6
        | UInt32(source.utf8[index + 2] & 0x3F)
      used.insert(scalar)
    }
    return (0xE000...0xF8FF).filter { !used.contains($0) }.compactMap { UnicodeScalar($0) }
  }
}
