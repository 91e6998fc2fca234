/// The name of a device: a readable part and four random digits, such as `lap-k3fq`.
///
/// It names a file and a branch, so it is lower-case letters, digits and single hyphens only.
public enum DeviceName {
  /// Whether a text may name a device.
  public static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...40).contains(bytes.count), bytes.last != hyphen else { return false }
    return bytes.indices.allSatisfy { index in
      isLetterOrDigit(bytes[index])
        || bytes[index] == hyphen && index > 0 && bytes[index - 1] != hyphen
    }
  }

  /// Makes a name from the machine's own and random digits.
  public static func make(fromHost host: String, digits: String) -> String {
    var readable: [UInt8] = []
    for byte in host.lowercased().utf8.prefix(while: { $0 != UInt8(ascii: ".") }) {
      if isLetterOrDigit(byte) {
        readable.append(byte)
      } else if let last = readable.last, last != hyphen {
        readable.append(hyphen)
      }
    }
    readable = Array(readable.prefix(24))
    while readable.last == hyphen { readable.removeLast() }
    let name = readable.isEmpty ? "device" : String(decoding: readable, as: UTF8.self)
    return "\(name)-\(digits)"
  }

  private static let hyphen = UInt8(ascii: "-")

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
