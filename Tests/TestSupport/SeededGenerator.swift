/// The SplitMix64 generator: small, fast, and the same everywhere.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator.
  public init(seed: UInt64) { state = seed }

  /// The next random number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A short text of letters, controls, signs beyond the first plane and combining marks.
  public mutating func text() -> String {
    let scalars: [UnicodeScalar] = [
      "a", "Z", "\"", "\\", "\n", "\0", "é", "文", "😀", "\u{301}", "\u{2028}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &self) {
      text.unicodeScalars.append(scalars.randomElement(using: &self) ?? "a")
    }
    return text
  }

  /// The bytes with a few of them changed, removed, doubled or moved.
  public mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...6, using: &self) where !result.isEmpty {
      let index = Int.random(in: 0..<result.count, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0: result[index] = UInt8.random(in: 0...255, using: &self)
      case 1: result.remove(at: index)
      case 2: result.insert(result.randomElement(using: &self) ?? 0, at: index)
      case 3: result.removeSubrange(index..<min(index + 9, result.count))
      default:
        let other = Int.random(in: 0..<result.count, using: &self)
        result.insert(contentsOf: result[min(index, other)..<max(index, other)], at: index)
      }
    }
    return result
  }
}
