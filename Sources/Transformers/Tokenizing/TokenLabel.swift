/// How a token is written in a figure.
enum TokenLabel {
  static func text(_ bytes: [UInt8]) -> String {
    var label = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = max(1, scalarLength(rest))
      let part = rest.prefix(length)
      rest = rest.dropFirst(length)
      if length == 1, first >= 0x80 {
        label += escape(first)
      } else {
        for scalar in String(decoding: part, as: UTF8.self).unicodeScalars { label += name(scalar) }
      }
    }
    return label
  }

  /// The bytes of the whole character at the start; 0 where there is none.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    for length in 1...4 where length <= bytes.count {
      if String(validating: bytes.prefix(length), as: UTF8.self) != nil { return length }
    }
    return 0
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case " ": "␣"
    case "\n": "↵"
    case "\t": "⇥"
    default:
      scalar.properties.generalCategory == .control
        ? scalar.utf8.map(escape).joined() : String(Character(scalar))
    }
  }

  private static func escape(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
