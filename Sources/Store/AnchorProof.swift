import Digests
import Foundation
import Ledger

/// What a time-stamp token or a signature says by itself, read without any other program.
///
/// Whether it is genuine is another question: that takes the certificates or the keys that somebody trusts.
public enum AnchorProof {
  /// What a token of RFC 3161 vouches for.
  public struct Token: Sendable, Equatable {
    /// The digest that was stamped, in hexadecimal.
    public let imprint: String
    /// When, in universal time, as `2026-11-23 09:12:05 UTC`.
    public let time: String
  }

  /// Reads a response of a time-stamping authority; `nil` for anything else, whatever the bytes.
  public static func token(_ bytes: [UInt8]) -> Token? {
    let response = DER.elements(of: bytes[...])
    // The response is a status and the signed data; the data hold what was signed in an octet string.
    guard let parts = response.first?.elements, parts.count >= 2,
      let content = parts[1].elements.dropFirst().first?.elements.first?.elements,
      let signed = content.first(where: { $0.tag == 0x30 })?.elements, signed.count == 2,
      let info = signed[1].elements.first, info.tag == 0x04,
      let fields = DER.elements(of: info.content).first?.elements, fields.count >= 5,
      let imprint = fields[2].elements.last, imprint.tag == 0x04, imprint.content.count == 32,
      fields[4].tag == 0x18, let time = time(fields[4].content)
    else { return nil }
    return Token(imprint: imprint.content.map(hex).joined(), time: time)
  }

  /// The fingerprint of the key behind a signature of OpenSSH, as `ssh-keygen` writes it.
  public static func fingerprint(ofSignature text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first == "-----BEGIN SSH SIGNATURE-----",
      let data = Data(base64Encoded: lines.dropFirst().dropLast().joined())
    else { return nil }
    let bytes = Array(data)
    // "SSHSIG", a version of four bytes, then the key with its length before it.
    guard bytes.starts(with: "SSHSIG".utf8), bytes.count >= 14 else { return nil }
    let length = bytes[10..<14].reduce(0) { $0 << 8 | Int($1) }
    guard length > 0, length <= bytes.count - 14 else { return nil }
    let digest = SHA256.digest(Array(bytes[14..<14 + length])).hex
    let raw = stride(from: 0, to: digest.count, by: 2).compactMap { place -> UInt8? in
      let start = digest.index(digest.startIndex, offsetBy: place)
      return UInt8(digest[start..<digest.index(start, offsetBy: 2)], radix: 16)
    }
    return "SHA256:" + Data(raw).base64EncodedString().filter { $0 != "=" }
  }

  /// `20261123091205Z`, with or without parts of a second.
  private static func time(_ content: ArraySlice<UInt8>) -> String? {
    let digits = content.prefix(14).map { Character(UnicodeScalar($0)) }
    guard digits.count == 14, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      content.last == UInt8(ascii: "Z")
    else { return nil }
    let text = { (range: Range<Int>) in String(digits[range]) }
    return "\(text(0..<4))-\(text(4..<6))-\(text(6..<8)) \(text(8..<10)):\(text(10..<12)):"
      + "\(text(12..<14)) UTC"
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

/// One element of DER: a tag and its content.
private struct DER {
  let tag: UInt8
  let content: ArraySlice<UInt8>

  /// The elements inside, where there are any.
  var elements: [DER] { tag & 0x20 != 0 ? DER.elements(of: content) : [] }

  /// The elements one after the other; what is cut off or damaged ends the list.
  static func elements(of bytes: ArraySlice<UInt8>) -> [DER] {
    var rest = bytes
    var found: [DER] = []
    while rest.count >= 2, found.count < 64 {
      let tag = rest.removeFirst()
      var length = Int(rest.removeFirst())
      if length >= 0x80 {
        let count = length & 0x7F
        guard (1...4).contains(count), rest.count >= count else { break }
        length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(count)
      }
      guard length <= rest.count else { break }
      found.append(DER(tag: tag, content: rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return found
  }
}
