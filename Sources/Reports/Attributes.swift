/// What stands in braces behind an image, a heading, a formula or a caption, as Pandoc writes it:
/// `{#fig-x .wide fig-alt="what it shows" width=80%}`.
public struct Attributes: Sendable, Equatable {
  /// The label without its `#`.
  public let label: String?
  /// The classes, without their dots.
  public let classes: [String]
  /// The values by key; of a key given twice the first.
  public let values: [String: String]

  /// No attributes.
  public static let none = Attributes(label: nil, classes: [], values: [:])

  /// Creates attributes.
  public init(label: String?, classes: [String], values: [String: String]) {
    self.label = label
    self.classes = classes
    self.values = values
  }
}

/// Reads attributes off a text, byte by byte.
struct AttributeScanner {
  let bytes: [UInt8]
  private(set) var offset: Int
  let end: Int

  /// Starts at an opening brace and looks no further than `end`.
  init(_ bytes: [UInt8], from start: Int, end: Int) {
    self.bytes = bytes
    self.offset = start
    self.end = end
  }

  /// Reads one block of attributes and stands after its closing brace; `nil` when it is none.
  mutating func attributes() -> Attributes? {
    guard take(UInt8(ascii: "{")) else { return nil }
    var label: String?
    var classes: [String] = []
    var values: [String: String] = [:]
    var count = 0
    while true {
      skipBlanks()
      if take(UInt8(ascii: "}")) {
        return count == 0 ? nil : Attributes(label: label, classes: classes, values: values)
      }
      count += 1
      if take(UInt8(ascii: "#")) {
        guard let name = name() else { return nil }
        label = label ?? name
      } else if take(UInt8(ascii: ".")) {
        guard let name = name() else { return nil }
        classes.append(name)
      } else {
        guard let key = name(), take(UInt8(ascii: "=")), let value = value() else { return nil }
        values[key] = values[key] ?? value
      }
    }
  }

  private var current: UInt8? { offset < end ? bytes[offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
  }

  private mutating func name() -> String? {
    let start = offset
    while let byte = current,
      byte.isLabelByte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    {
      offset += 1
    }
    return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
  }

  private mutating func value() -> String? {
    guard let quote = current else { return nil }
    var content: [UInt8] = []
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      offset += 1
      while let byte = current, byte != quote {
        offset += 1
        if byte == UInt8(ascii: "\\"), let escaped = current {
          content.append(escaped)
          offset += 1
        } else {
          content.append(byte)
        }
      }
      guard take(quote) else { return nil }
      return Self.onOneLine(content)
    }
    // Another opening brace ends it too, so that many braces without an end cost little.
    while let byte = current, byte > 0x20, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "{") {
      content.append(byte)
      offset += 1
    }
    return content.isEmpty ? nil : String(decoding: content, as: UTF8.self)
  }

  private static func onOneLine(_ content: [UInt8]) -> String {
    String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }
}

extension UInt8 {
  /// Whether the byte may stand in a label: ASCII letters, digits, `-` and `_`.
  var isLabelByte: Bool { isAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }

  /// Whether the byte is an ASCII letter or digit.
  var isAlphanumeric: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || isDigit
  }

  /// Whether the byte is an ASCII digit.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// Whether the byte is a space, a tab or the end of a line.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
