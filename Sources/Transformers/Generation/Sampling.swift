import Foundation

/// How the next token is chosen from its logits.
///
/// The filters come in the order of the `transformers` library: temperature, then the number of
/// tokens, then their share. The same seed gives the same tokens, whatever else is generated beside.
public struct Sampling: Sendable, Equatable {
  /// What divides the logits, at least 0; with 0 the likeliest token is taken.
  public let temperature: Float
  /// How many of the likeliest tokens may be taken, at least 1; `nil` for all.
  ///
  /// Tokens as likely as the last of them may be taken, too.
  public let topK: Int?
  /// How likely together the tokens must be that may be taken, above 0 and at most 1; `nil` for all.
  ///
  /// They are the fewest likeliest ones that are (Holtzman et al. 2020, section 3.1).
  public let topP: Float?
  /// Where the random numbers begin.
  public let seed: UInt64

  /// The likeliest token, each time.
  public static let greedy = Sampling(temperature: 0)

  /// Creates a way to choose; numbers out of their range are taken to its nearest end.
  public init(temperature: Float, topK: Int? = nil, topP: Float? = nil, seed: UInt64 = 0) {
    self.temperature = temperature.isFinite ? max(temperature, 0) : 1
    self.topK = topK.map { max($0, 1) }
    self.topP = topP.map { min(max($0, .leastNormalMagnitude), 1) }
    self.seed = seed
  }
}

extension Sampling {
  /// Chooses one of the tokens.
  func token(_ logits: [Float], _ source: inout SampleSource) -> Int {
    guard temperature > 0 else { return logits.indexOfLargest }
    let candidates = candidates(logits)
    var rest = source.fraction() * candidates.reduce(0) { $0 + $1.weight }
    for candidate in candidates {
      rest -= candidate.weight
      if rest < 0 { return candidate.token }
    }
    return candidates.last?.token ?? logits.indexOfLargest
  }

  /// The tokens that may be taken, likeliest first, each with a weight in proportion to its
  /// probability.
  func candidates(_ logits: [Float]) -> [(token: Int, weight: Double)] {
    guard let largest = logits.max(), largest.isFinite else { return [] }
    var tokens = Array(logits.indices)
    if let topK, topK < tokens.count {
      let least = logits.sorted(by: >)[topK - 1]
      tokens.removeAll { logits[$0] < least }
    }
    tokens.sort { (logits[$0], $1) > (logits[$1], $0) }
    var weights = tokens.map { exp(Double((logits[$0] - largest) / temperature)) }
    if let topP {
      let wanted = Double(topP) * weights.reduce(0, +)
      var sum = 0.0
      let kept = weights.prefix { weight in
        defer { sum += weight }
        return sum < wanted
      }
      weights = Array(kept)
    }
    return zip(tokens, weights).map { ($0, $1) }
  }
}

/// Random numbers for one answer: SplitMix64 (Steele, Lea and Flood 2014).
struct SampleSource {
  private var state: UInt64

  /// Begins the numbers of one of several answers of a seed.
  init(seed: UInt64, answer: Int) {
    state = seed ^ (UInt64(truncatingIfNeeded: answer) &* 0xD1B5_4A32_D192_ED03)
  }

  /// A number from 0 up to but not including 1.
  mutating func fraction() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}

extension [Float] {
  /// The index of the largest number, the first of equal ones.
  fileprivate var indexOfLargest: Int {
    var largest = 0
    for index in indices.dropFirst() where self[index] > self[largest] { largest = index }
    return largest
  }
}
