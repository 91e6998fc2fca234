internal import CCrypto

/// A SHA-256 digest (FIPS 180-4): 32 bytes.
public struct SHA256: Sendable, Hashable {
  /// The digest as 64 lower-case hexadecimal digits.
  public let hex: String

  /// Computes the digest of a sequence of bytes.
  public static func digest(_ bytes: some Sequence<UInt8>) -> SHA256 {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// Computes the digest of a text in UTF-8.
  public static func digest(_ text: String) -> SHA256 { digest(text.utf8) }

  /// Reads a digest; `nil` unless the text is 64 lower-case hexadecimal digits.
  public init?(hex: String) {
    let digits = hex.utf8
    let valid = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    guard digits.count == 64, valid else { return nil }
    self.hex = hex
  }

  fileprivate init(bytes: [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self.hex = String(decoding: text, as: UTF8.self)
  }
}

/// Computes a SHA-256 digest from pieces.
///
/// The algorithm is called by its own name: what finds algorithms by theirs reads the library's settings
/// first, which takes longer than most commands have to digest.
public struct SHA256Hasher: ~Copyable {
  private var context = SHA256_CTX()

  /// Starts an empty digest.
  public init() { SHA256_Init(&context) }

  /// Adds bytes.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { update(raw: $0) }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      SHA256_Update(&context, buffer.baseAddress, buffer.count)
      return
    }
    if done == nil { Array(bytes).withUnsafeBytes { update(raw: $0) } }
  }

  /// Adds the bytes of a region of memory, such as a mapped file.
  public mutating func update(raw bytes: UnsafeRawBufferPointer) {
    SHA256_Update(&context, bytes.baseAddress, bytes.count)
  }

  /// Ends the digest, tells whether it is the one that 64 lower-case hexadecimal digits say, and starts an
  /// empty one.
  ///
  /// For thousands of short pieces, none of which needs a text of its own.
  public mutating func finishAndRestart(matching hex: ArraySlice<UInt8>) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
      SHA256_Final(digest.baseAddress, &context)
      SHA256_Init(&context)
      guard hex.count == 64 else { return false }
      var place = hex.startIndex
      for byte in digest {
        guard hex[place] == Self.digit(byte >> 4), hex[place + 1] == Self.digit(byte & 15) else {
          return false
        }
        place += 2
      }
      return true
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Ends the digest.
  public consuming func finish() -> SHA256 {
    var bytes = [UInt8](repeating: 0, count: 32)
    SHA256_Final(&bytes, &context)
    return SHA256(bytes: bytes)
  }
}
