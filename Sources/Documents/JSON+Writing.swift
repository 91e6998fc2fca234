extension JSON {
  /// The one text of this value that digests and journals are made of.
  ///
  /// One line without spaces or newline, in ASCII: keys in the order of their UTF-8 bytes; `"` and
  /// `\` escaped by `\`, backspace, form feed, newline, return and tab by letter, every other
  /// control character and everything beyond ASCII as `\u` and four lower-case hexadecimal digits,
  /// in surrogate pairs where needed; integers as integers; other numbers in the fewest digits that
  /// read back as the same double, always with `.` or, below 0.0001 and from 10^16 on, an exponent of
  /// at least two digits. An infinite number or one that is not a number is refused.
  public func canonical() throws(JSONError) -> String {
    var writer = JSONWriter(isPretty: false)
    try writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The text of this value for files that people read.
  ///
  /// Two spaces of indentation, keys in the order of their UTF-8 bytes, a final newline; text beyond
  /// ASCII as it is. Below the top, arrays and objects without arrays or objects inside stand on one
  /// line where it fits 100 columns. Numbers as in ``canonical()``.
  public func pretty() throws(JSONError) -> String {
    var writer = JSONWriter(isPretty: true)
    try writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }
}

private struct JSONWriter {
  let isPretty: Bool
  var bytes: [UInt8] = []
  var indentation = 0

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: JSON) throws(JSONError) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let number):
      guard number.isFinite else { throw JSONError(.notFinite) }
      append(Self.text(of: number))
    case .string(let text): write(text)
    case .array(let elements):
      try writeItems(elements, "[", "]", of: value) { writer, element throws(JSONError) in
        try writer.write(element)
      }
    case .object(let entries):
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      try writeItems(sorted, "{", "}", of: value) { writer, entry throws(JSONError) in
        writer.write(entry.key)
        writer.append(writer.isPretty ? ": " : ":")
        try writer.write(entry.value)
      }
    }
  }

  /// The fewest digits that read back, with an exponent below 0.0001 and from 10^16 on.
  private static func text(of number: Double) -> String {
    let text = number.description
    // Swift writes an exponent from 2^53 on already.
    guard text.hasSuffix("e+15") else { return text }
    let digits = text.dropLast(4).filter { $0 != "." }
    let length = number < 0 ? 17 : 16
    return digits + String(repeating: "0", count: length - digits.count) + ".0"
  }

  private mutating func writeItems<Item>(
    _ items: [Item], _ opener: String, _ closer: String, of value: JSON,
    _ writeItem: (inout JSONWriter, Item) throws(JSONError) -> Void
  ) throws(JSONError) {
    let start = bytes.count
    if isPretty, indentation > 0, value.isFlat, !items.isEmpty {
      try writeLine(items, opener, closer, writeItem)
      let width = bytes.count - (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) - 1
      if width < 100 { return }
      bytes.removeSubrange(start...)
    }
    append(opener)
    indentation += 2
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      breakLine()
      try writeItem(&self, item)
    }
    indentation -= 2
    if !items.isEmpty { breakLine() }
    append(closer)
  }

  private mutating func writeLine<Item>(
    _ items: [Item], _ opener: String, _ closer: String,
    _ writeItem: (inout JSONWriter, Item) throws(JSONError) -> Void
  ) throws(JSONError) {
    append(opener)
    for (index, item) in items.enumerated() {
      if index > 0 { append(", ") }
      try writeItem(&self, item)
    }
    append(closer)
  }

  private mutating func breakLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(_ text: String) {
    append("\"")
    defer { append("\"") }
    if text.utf8.allSatisfy(\.isWrittenAsItIs) { return append(text) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\u{8}": append("\\b")
      case "\u{C}": append("\\f")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{20}"..."\u{7E}": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default:
        if isPretty, scalar.value >= 0x80 {
          append(String(scalar))
        } else {
          for unit in scalar.utf16 { escape(unit) }
        }
      }
    }
  }

  private mutating func escape(_ unit: UInt16) {
    append("\\u")
    for shift in [12, 8, 4, 0] {
      append(String((unit >> UInt16(shift)) & 0xF, radix: 16))
    }
  }
}

extension UInt8 {
  /// Whether a string holds it without an escape: printed ASCII but `"` and `\`.
  fileprivate var isWrittenAsItIs: Bool {
    self >= 0x20 && self < 0x7F && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}

extension JSON {
  /// Whether nothing inside is an array or an object.
  fileprivate var isFlat: Bool {
    let content: [JSON]
    switch self {
    case .array(let elements): content = elements
    case .object(let entries): content = Array(entries.values)
    default: return true
    }
    return content.allSatisfy { value in
      switch value {
      case .array, .object: false
      default: true
      }
    }
  }
}
