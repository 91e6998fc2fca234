public import Platform
import Synchronization

/// Random bytes that are the same in every run, and a generator for tests with random input.
public final class SeededRandomness: Randomness {
  private let generator: Mutex<SeededGenerator>

  /// Creates a source; another seed gives other bytes.
  public init(seed: UInt64 = 1) {
    generator = Mutex(SeededGenerator(seed: seed))
  }

  /// As many bytes as asked for.
  public func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in
      (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    }
  }
}

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
}
