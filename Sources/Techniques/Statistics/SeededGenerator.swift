/// A named, seeded source of random numbers, the same on every machine.
///
/// One generator serves one purpose: the name keeps, say, the split of a probe independent of the
/// bootstrap of the same run, so adding draws to one never changes the other. The algorithm is
/// xoshiro256** with its state filled by SplitMix64 from the FNV-1a digest of the name and the seed.
/// It is made for resampling, not for secrets.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Makes the generator for a purpose such as `linear-probe/folds`.
  public init(purpose: String, seed: Int) {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 {
      digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    var mixer = digest ^ (UInt64(bitPattern: Int64(seed)) &* 0x9e37_79b9_7f4a_7c15)
    func mix() -> UInt64 {
      mixer &+= 0x9e37_79b9_7f4a_7c15
      var word = mixer
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      return word ^ (word >> 31)
    }
    state = (mix(), mix(), mix(), mix())
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, by: 45)
    return result
  }

  /// Draws a whole number from `0..<bound`, each with the same chance.
  ///
  /// The method is ours rather than the standard library's, whose algorithm may change.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "a draw needs at least one outcome")
    let range = UInt64(bound)
    let tail = (0 &- range) % range
    while true {
      let word = next()
      if word >= tail { return Int(word % range) }
    }
  }

  /// Returns the elements in a random order, each order with the same chance.
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for position in result.indices.dropFirst().reversed() {
      result.swapAt(position, index(below: position + 1))
    }
    return result
  }

  private static func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
  }
}
