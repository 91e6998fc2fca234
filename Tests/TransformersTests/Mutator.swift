import Foundation

/// Damages files in the same way every time.
struct Mutator {
  private var generator: SplitMix

  init(seed: UInt64) { generator = SplitMix(state: seed) }

  /// How many damaged files a test makes: `DOSSIER_MUTATIONS`, 20,000 unless set.
  static var rounds: Int {
    ProcessInfo.processInfo.environment["DOSSIER_MUTATIONS"].flatMap { Int($0) } ?? 20_000
  }

  /// Changes, removes, repeats or adds up to four bytes among the first `within`, or cuts the end off.
  mutating func damage(_ file: Data, within: Int) -> Data {
    var bytes = [UInt8](file)
    for _ in 0...Int.random(in: 0..<4, using: &generator) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<min(within, bytes.count), using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(bytes[place], at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 3: bytes.removeLast(Int.random(in: 0..<min(40, bytes.count), using: &generator))
      case 4: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      default: bytes[place] = Self.telling.randomElement(using: &generator) ?? 0
      }
    }
    return Data(bytes)
  }

  /// Bytes that mean something in numbers or in JSON.
  private static let telling = [0, 0xFF, 0x80, 0x7F] + Array("0179-.eE,:\"\\[]{}FU".utf8)
}
