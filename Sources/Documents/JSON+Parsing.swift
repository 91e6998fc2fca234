extension JSON {
  /// The deepest nesting that is read: a value inside so many arrays and objects.
  public static let depthLimit = 200

  /// Reads one JSON text (RFC 8259) from UTF-8.
  ///
  /// Refused beyond the RFC's own rules: a key given twice, half of a surrogate pair, integers that
  /// do not fit 64 bits, numbers that overflow, a byte order mark, nesting beyond ``depthLimit``.
  public static func parse(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSON {
    var reader = JSONReader(bytes: Array(bytes))
    return try reader.document()
  }

  /// Reads one JSON text from a string.
  public static func parse(_ text: String) throws(JSONError) -> JSON { try parse(text.utf8) }
}

private struct JSONReader {
  let bytes: [UInt8]
  var offset = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    let result = try value()
    skipSpace()
    guard offset == bytes.count else { throw JSONError(.contentAfterValue, at: offset) }
    return result
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    switch try peek() {
    case UInt8(ascii: "{"): return try nested(Self.object)
    case UInt8(ascii: "["): return try nested(Self.array)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ content: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < JSON.depthLimit else {
      throw JSONError(.nestedTooDeep(limit: JSON.depthLimit), at: offset)
    }
    depth += 1
    offset += 1
    let result = try content(&self)
    depth -= 1
    return result
  }

  private static func array(_ reader: inout JSONReader) throws(JSONError) -> JSON {
    var elements: [JSON] = []
    guard try !reader.ends(with: UInt8(ascii: "]")) else { return .array(elements) }
    repeat {
      elements.append(try reader.value())
    } while try reader.continues(until: UInt8(ascii: "]"))
    return .array(elements)
  }

  private static func object(_ reader: inout JSONReader) throws(JSONError) -> JSON {
    var entries: [String: JSON] = [:]
    guard try !reader.ends(with: UInt8(ascii: "}")) else { return .object(entries) }
    repeat {
      reader.skipSpace()
      let start = reader.offset
      let key = try reader.string()
      reader.skipSpace()
      try reader.take(UInt8(ascii: ":"))
      let value = try reader.value()
      guard entries.updateValue(value, forKey: key) == nil else {
        throw JSONError(.duplicateKey(key), at: start)
      }
    } while try reader.continues(until: UInt8(ascii: "}"))
    return .object(entries)
  }

  private mutating func ends(with closer: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard try peek() == closer else { return false }
    offset += 1
    return true
  }

  private mutating func continues(until closer: UInt8) throws(JSONError) -> Bool {
    if try ends(with: closer) { return false }
    try take(UInt8(ascii: ","))
    return true
  }

  private mutating func word(_ text: String, _ result: JSON) throws(JSONError) -> JSON {
    for byte in text.utf8 { try take(byte) }
    return result
  }

  private func peek() throws(JSONError) -> UInt8 {
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    return bytes[offset]
  }

  private mutating func take(_ expected: UInt8) throws(JSONError) {
    let byte = try peek()
    guard byte == expected else { throw JSONError(.unexpectedByte(byte), at: offset) }
    offset += 1
  }

  private mutating func skipSpace() {
    while offset < bytes.count,
      [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")]
        .contains(bytes[offset])
    {
      offset += 1
    }
  }
}

// MARK: - Strings

extension JSONReader {
  private mutating func string() throws(JSONError) -> String {
    try take(UInt8(ascii: "\""))
    var content: [UInt8] = []
    let start = offset
    while true {
      let byte = try peek()
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw JSONError(.invalidUTF8, at: start)
        }
        return text
      case UInt8(ascii: "\\"): content.append(contentsOf: try escape().utf8)
      case 0..<0x20: throw JSONError(.unescapedControlCharacter, at: offset - 1)
      default: content.append(byte)
      }
    }
  }

  private mutating func escape() throws(JSONError) -> String {
    let byte = try peek()
    offset += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(Character(try scalar()))
    default: throw JSONError(.unknownEscape, at: offset - 2)
    }
  }

  private mutating func scalar() throws(JSONError) -> UnicodeScalar {
    let start = offset - 2
    let first = try codeUnit()
    if let scalar = UnicodeScalar(first) { return scalar }
    guard first < 0xDC00, offset < bytes.count, bytes[offset] == UInt8(ascii: "\\") else {
      throw JSONError(.loneSurrogate, at: start)
    }
    offset += 1
    try take(UInt8(ascii: "u"))
    let second = try codeUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = UnicodeScalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw JSONError(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let byte = try peek()
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
        throw JSONError(.unexpectedByte(byte), at: offset)
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }
}

// MARK: - Numbers

extension JSONReader {
  private mutating func number() throws(JSONError) -> JSON {
    let start = offset
    if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    let wholeDigits = digits()
    guard wholeDigits > 0 else {
      if offset > start { throw JSONError(.malformedNumber, at: start) }
      throw JSONError(.unexpectedByte(bytes[start]), at: start)
    }
    if wholeDigits > 1, bytes[offset - wholeDigits] == UInt8(ascii: "0") {
      throw JSONError(.malformedNumber, at: start)
    }
    let isInteger = try !fractionOrExponent(start)
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger {
      guard let value = Int(text) else { throw JSONError(.numberOutOfRange, at: start) }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw JSONError(.numberOutOfRange, at: start)
    }
    return .number(value)
  }

  private mutating func fractionOrExponent(_ start: Int) throws(JSONError) -> Bool {
    var found = false
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      found = true
      guard digits() > 0 else { throw JSONError(.malformedNumber, at: start) }
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      found = true
      if offset < bytes.count,
        bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
      {
        offset += 1
      }
      guard digits() > 0 else { throw JSONError(.malformedNumber, at: start) }
    }
    return found
  }

  private mutating func digits() -> Int {
    let start = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      offset += 1
    }
    return offset - start
  }
}
