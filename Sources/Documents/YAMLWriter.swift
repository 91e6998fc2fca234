import Findings

/// Writes YAML for the few files that the tool itself creates or changes.
public enum YAMLWriter {
  /// A text as a scalar that every YAML reader takes for that text: plain where that is safe,
  /// otherwise in double quotes.
  public static func scalar(_ text: String) -> String {
    isSafePlain(text) ? text : quoted(text)
  }

  /// The text of a YAML file with the value of one key set, everything else as it was.
  ///
  /// The path names the keys from the top: `["models", "smollm2"]`. Keys that are missing are added
  /// at the end of their mapping. The result is `nil` where the file cannot be read or where a key on
  /// the way holds something else than a block of keys and values.
  public static func setting(
    _ path: [String], to value: String, in source: String
  ) -> String? {
    let (root, findings) = YAML.parse(source, path: "")
    guard findings.isEmpty, let last = path.last else { return nil }
    var mapping = root
    for (depth, key) in path.enumerated() {
      if let mapping, mapping.entries == nil, !mapping.isEmpty { return nil }
      guard let entry = mapping?.entries?.first(where: { $0.name == key }) else {
        return adding(Array(path[depth...]), value, to: mapping, depth: depth, in: source)
      }
      if depth == path.count - 1 { return replacing(entry, last, value, in: source) }
      if entry.value.isEmpty {
        return filling(entry, Array(path[(depth + 1)...]), value, depth: depth, in: source)
      }
      mapping = entry.value
    }
    return nil
  }
}

// MARK: - Scalars

extension YAMLWriter {
  private static func isSafePlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    let isAlphanumeric = { (byte: UInt8) in
      byte >= 0x80 || Character(UnicodeScalar(byte)).isLetter
        || Character(UnicodeScalar(byte)).isNumber
    }
    guard isAlphanumeric(first), last != UInt8(ascii: " "), last != UInt8(ascii: ":") else {
      return false
    }
    let unsafe = text.unicodeScalars.contains { scalar in
      scalar.value < 0x20 || scalar.properties.generalCategory == .control
        || "{}[],#&*!|>'\"%@`\\\u{2028}\u{2029}\u{FEFF}".unicodeScalars.contains(scalar)
    }
    return !unsafe && !text.contains(": ") && !isGuessed(text)
  }

  /// Whether some reader would take the text for a number, a date, a truth value or nothing.
  private static func isGuessed(_ text: String) -> Bool {
    let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
    let isNumeric =
      text.utf8.allSatisfy { "0123456789_.:+-eExXoObBtTzZ".utf8.contains($0) }
      && text.utf8.contains { "0123456789".utf8.contains($0) }
    return words.contains(text.lowercased()) || isNumeric
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.properties.generalCategory == .control,
        "\u{2028}", "\u{2029}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

// MARK: - Edits

extension YAMLWriter {
  private static func replacing(
    _ entry: Node.Entry, _ key: String, _ value: String, in source: String
  ) -> String? {
    guard entry.value.text != nil else { return nil }
    if entry.value.isEmpty {
      return filling(entry, [], value, depth: 0, in: source)
    }
    var isBlock = false
    if case .scalar(_, let plain) = entry.value.value, !plain {
      let first = Array(source.utf8)[entry.value.range.lowerBound]
      isBlock = first == UInt8(ascii: "|") || first == UInt8(ascii: ">")
    }
    return isBlock ? nil : splice(source, entry.value.range, scalar(value))
  }

  /// Puts a value behind a key that has none.
  private static func filling(
    _ entry: Node.Entry, _ path: [String], _ value: String, depth: Int, in source: String
  ) -> String? {
    let bytes = Array(source.utf8)
    var offset = entry.key.range.upperBound
    while offset < bytes.count, bytes[offset] != UInt8(ascii: ":") { offset += 1 }
    offset = min(offset + 1, bytes.count)
    let column = entry.key.place.start.column - 1
    let text = path.isEmpty ? " " + scalar(value) : "\n" + lines(path, value, column: column + 2)
    return splice(source, offset..<offset, text)
  }

  /// Adds keys at the end of a mapping.
  private static func adding(
    _ path: [String], _ value: String, to mapping: Node?, depth: Int, in source: String
  ) -> String? {
    guard let mapping, let first = mapping.entries?.first else {
      guard depth == 0, mapping == nil else { return nil }
      let separator = source.isEmpty || source.hasSuffix("\n") ? "" : "\n"
      return source + separator + lines(path, value, column: 0) + "\n"
    }
    let bytes = Array(source.utf8)
    guard bytes[mapping.range.lowerBound] != UInt8(ascii: "{") else { return nil }
    let column = first.key.place.start.column - 1
    let end = mapping.range.upperBound
    let lineEnd = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    return splice(source, lineEnd..<lineEnd, "\n" + lines(path, value, column: column))
  }

  private static func lines(_ path: [String], _ value: String, column: Int) -> String {
    path.enumerated().map { index, key in
      let indentation = String(repeating: " ", count: column + 2 * index)
      let isLast = index == path.count - 1
      return indentation + scalar(key) + ":" + (isLast ? " " + scalar(value) : "")
    }.joined(separator: "\n")
  }

  private static func splice(_ source: String, _ range: Range<Int>, _ text: String) -> String {
    var bytes = Array(source.utf8)
    bytes.replaceSubrange(range, with: text.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }
}
