/// How a vocabulary writes the bytes of its tokens.
enum Spelling: Sendable {
  /// A visible character for each byte, as GPT-2 does.
  case byteAlphabet
  /// As text with `▁` for a blank, as SentencePiece does.
  case metaspace

  /// Adds the bytes that a stretch of a vocabulary's text stands for.
  func append(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      switch self {
      case .byteAlphabet:
        // The alphabet's characters take one or two bytes of UTF-8; others stand for themselves.
        let isPair = byte & 0xE0 == 0xC0 && index + 1 < range.upperBound
        let scalar = isPair ? Int(byte & 0x1F) << 6 | Int(text[index + 1] & 0x3F) : Int(byte)
        let isWhole = byte < 0x80 || isPair
        let meant = isWhole && scalar < Self.alphabet.count ? Self.alphabet[scalar] : -1
        result.append(meant < 0 ? byte : UInt8(truncatingIfNeeded: meant))
        index += isPair && meant >= 0 ? 2 : 1
      case .metaspace:
        let isBlank = Self.isMark(text, index, range.upperBound)
        result.append(isBlank ? 0x20 : byte)
        index += isBlank ? 3 : 1
      }
    }
  }

  /// Whether `▁` is written at a place.
  static func isMark(_ text: [UInt8], _ index: Int, _ end: Int) -> Bool {
    text[index] == 0xE2 && index + 2 < end && text[index + 1] == 0x96 && text[index + 2] == 0x81
  }

  /// The byte that each character stands for; -1 where it stands for none.
  private static let alphabet: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    var next = 0x100
    for byte in 0...255 {
      let isVisible = (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
      bytes[isVisible ? byte : next] = Int16(byte)
      if !isVisible { next += 1 }
    }
    return bytes
  }()
}
