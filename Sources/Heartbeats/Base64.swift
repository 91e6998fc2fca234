/// Base64 (RFC 4648) as it stands in the head of a request.
enum Base64 {
  /// The bytes that a text stands for; `nil` where it is none.
  static func decode(_ text: Substring) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let digits = Array(text.utf8)
    let body = digits.prefix { $0 != UInt8(ascii: "=") }
    guard digits.count % 4 == 0, digits.count - body.count <= 2,
      digits.dropFirst(body.count).allSatisfy({ $0 == UInt8(ascii: "=") }), body.count % 4 != 1
    else { return nil }
    var bytes: [UInt8] = []
    var bits = 0
    var width = 0
    for digit in body {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      bits = (bits << 6 | value) & 0xFFFF
      width += 6
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
    }
    return bytes
  }
}
