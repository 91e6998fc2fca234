/// Text of an HTML document under construction.
///
/// Everything that comes from a report enters through ``text(_:)`` or as the value of an attribute,
/// both of which escape it.
struct Markup {
  private(set) var utf8: [UInt8] = []

  /// An attribute of a tag; one without a value is left out.
  typealias Attribute = (name: StaticString, value: String?)

  /// Appends a start tag.
  mutating func open(_ tag: StaticString, _ attributes: Attribute...) {
    append("<")
    append(tag)
    for (name, value) in attributes { attribute(name, value) }
    append(">")
  }

  /// Appends an end tag.
  mutating func close(_ tag: StaticString) {
    append("</")
    append(tag)
    append(">")
  }

  /// Appends an element that holds only text.
  mutating func element(_ tag: StaticString, _ attributes: Attribute..., text content: String) {
    append("<")
    append(tag)
    for (name, value) in attributes { attribute(name, value) }
    append(">")
    text(content)
    close(tag)
  }

  /// Appends text, escaped.
  mutating func text(_ text: String) { escape(text, quote: false) }

  /// Ends the line; a blank line never comes about.
  mutating func endLine() {
    if let last = utf8.last, last != UInt8(ascii: "\n") { utf8.append(UInt8(ascii: "\n")) }
  }

  /// Appends markup that this target wrote itself.
  mutating func append(_ markup: StaticString) {
    unsafe utf8 += UnsafeBufferPointer(
      start: markup.utf8Start, count: markup.utf8CodeUnitCount)
  }

  /// Appends a style sheet, which holds no `<`.
  mutating func append(style css: String) { utf8 += css.utf8 }

  /// Appends another piece of markup.
  mutating func append(_ other: Markup) { utf8 += other.utf8 }

  private mutating func attribute(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    append(" ")
    append(name)
    append("=\"")
    escape(value, quote: true)
    append("\"")
  }

  /// Appends text, stretch by stretch between the characters that mean something to HTML.
  private mutating func escape(_ text: String, quote: Bool) {
    let bytes = Array(text.utf8)
    var start = 0
    for (position, byte) in bytes.enumerated() {
      guard byte <= UInt8(ascii: ">") || byte == 0x7F,
        let replacement = Self.replacement(of: byte, quote: quote)
      else { continue }
      utf8 += bytes[start..<position]
      append(replacement)
      start = position + 1
    }
    utf8 += bytes[start...]
  }

  /// What stands for a byte in HTML, which allows no control characters but white space; `nil` for
  /// one that stands for itself.
  private static func replacement(of byte: UInt8, quote: Bool) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): quote ? "&quot;" : nil
    case 0x09, 0x0A: nil
    case ..<0x20, 0x7F: ""
    default: nil
    }
  }
}
