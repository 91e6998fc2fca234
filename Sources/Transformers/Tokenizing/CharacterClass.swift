/// What the patterns of tokenizers tell apart, by Unicode's general categories.
enum CharacterClass: UInt8, Sendable {
  case letter, mark, number, blank, newline, other

  /// The class of a character.
  init(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      self.init(ascii: UInt8(truncatingIfNeeded: scalar.value))
      return
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
    case .decimalNumber, .letterNumber, .otherNumber: self = .number
    default: self = scalar.properties.isWhitespace ? .blank : .other
    }
  }

  private init(ascii byte: UInt8) {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A: self = .letter
    case 0x30...0x39: self = .number
    case 0x0A, 0x0D: self = .newline
    case 0x20, 0x09...0x0D: self = .blank
    default: self = .other
    }
  }

  /// The classes of the characters that take at most three bytes, looked up once.
  private static let table: [CharacterClass] = (0..<0x10000).map {
    Unicode.Scalar(UInt32($0)).map(CharacterClass.init) ?? .other
  }

  private static let ascii: [CharacterClass] = (0..<0x80).map { CharacterClass(ascii: $0) }

  /// The class of the character at a place in UTF-8, and where the next one begins.
  ///
  /// Bytes that are no character have no class of their own.
  @inline(__always)
  static func at(
    _ index: Int, in text: [UInt8], before end: Int
  ) -> (class: CharacterClass, next: Int) {
    let byte = text[index]
    return byte < 0x80 ? (ascii[Int(byte)], index + 1) : beyondASCII(index, text, end)
  }

  private static func beyondASCII(
    _ index: Int, _ text: [UInt8], _ end: Int
  ) -> (class: CharacterClass, next: Int) {
    let (value, next) = UTF8Text.scalar(at: index, in: text, before: end)
    if value < 0x10000 { return (table[Int(value)], next) }
    return (Unicode.Scalar(value).map(CharacterClass.init) ?? .other, next)
  }
}

/// Characters in bytes of UTF-8.
enum UTF8Text {
  /// The character at a place, and where the next one begins; bytes that are no character are one
  /// replacement character each.
  static func scalar(at index: Int, in text: [UInt8], before end: Int) -> (value: UInt32, next: Int)
  {
    let first = text[index]
    let length = length(of: first)
    guard length > 1, index + length <= end else {
      return (first < 0x80 ? UInt32(first) : 0xFFFD, index + 1)
    }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for place in index + 1..<index + length {
      guard text[place] & 0xC0 == 0x80 else { return (0xFFFD, index + 1) }
      value = value << 6 | UInt32(text[place] & 0x3F)
    }
    return (value, index + length)
  }

  /// How many bytes a character has that begins with a byte.
  @inline(__always)
  static func length(of first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
