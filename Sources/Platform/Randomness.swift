/// A source of random bytes.
public protocol Randomness: Sendable {
  /// As many random bytes as asked for.
  func bytes(_ count: Int) -> [UInt8]
}

extension Randomness {
  /// Random lower-case hexadecimal digits.
  public func hex(digits count: Int) -> String {
    text(count, alphabet: Array("0123456789abcdef".utf8))
  }

  /// Random letters and digits of which none is easily taken for another (32 in all).
  public func base32(digits count: Int) -> String {
    text(count, alphabet: Array("abcdefghijkmnpqrstuvwxyz23456789".utf8))
  }

  /// A random number from 0 up to but not including 1.
  public func fraction() -> Double {
    let value = bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Double(value) / 4_294_967_296
  }

  private func text(_ count: Int, alphabet: [UInt8]) -> String {
    String(
      decoding: bytes(count).map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }
}

/// The system's own generator.
public struct SystemRandomness: Randomness {
  /// Creates a view of the generator.
  public init() {}

  /// As many random bytes as asked for.
  public func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
