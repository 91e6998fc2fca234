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
