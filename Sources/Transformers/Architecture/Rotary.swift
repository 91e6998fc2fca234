import Foundation

/// Rotary position embeddings: pairs of a head's numbers turn with the position.
///
/// Su et al. 2021, section 3.2.
struct Rotary: Sendable, Equatable {
  /// How frequencies differ from those of the base, for prompts longer than those of the training.
  enum Scaling: Sendable, Equatable {
    case none
    /// Every frequency is divided by a factor (Chen et al. 2023).
    case linear(Double)
    /// Low frequencies are divided, high ones kept, those between blended: Llama 3.1.
    case llama3(Llama3)
    /// The same by numbers of rotations, and larger scores (Peng et al. 2023).
    case yarn(Yarn)
    /// Each frequency is divided by its own factor, and turned pairs are lengthened.
    case factors([Float], amplitude: Double)
  }

  /// `rope_type: llama3` of `transformers`' `modeling_rope_utils.py`.
  struct Llama3: Sendable, Equatable {
    let factor: Double
    let lowFactor: Double
    let highFactor: Double
    let originalLength: Double
  }

  /// `rope_type: yarn` of `transformers`' `modeling_rope_utils.py`.
  struct Yarn: Sendable, Equatable {
    let factor: Double
    let originalLength: Double
    var fastRotations = 32.0
    var slowRotations = 1.0
    /// What turned pairs are multiplied by; `nil` for 0.1 ln(factor) + 1 (equation 22).
    var amplitude: Double?
    /// Whether the blended range has whole ends.
    var truncates = true
  }

  /// How many of a head's numbers turn, from the first.
  let width: Int
  /// The base of the frequencies.
  let base: Double
  let scaling: Scaling

  /// The angle that each pair turns by from one position to the next.
  var frequencies: [Float] {
    let plain = stride(from: 0, to: width, by: 2).map {
      Float(1 / pow(base, Double(Float($0) / Float(width))))
    }
    switch scaling {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / Float(factor) }
    case .llama3(let llama3): return plain.map(llama3.scaled)
    case .yarn(let yarn):
      return plain.enumerated().map { index, frequency in
        let kept = 1 - yarn.ramp(index, width: width, base: base)
        return frequency / Float(yarn.factor) * (1 - kept) + frequency * kept
      }
    case .factors(let factors, _): return zip(plain, factors).map { $0 / $1 }
    }
  }

  /// What turned pairs are multiplied by.
  var amplitude: Float {
    switch scaling {
    case .none, .linear, .llama3: 1
    case .yarn(let yarn):
      Float(yarn.amplitude ?? (yarn.factor > 1 ? 0.1 * log(yarn.factor) + 1 : 1))
    case .factors(_, let amplitude): Float(amplitude)
    }
  }

  /// What lengthened contexts multiply turned pairs by: sqrt(1 + ln(factor) / ln(originalLength)).
  static func longAmplitude(_ factor: Double, originalLength: Double) -> Double {
    factor > 1 ? (1 + log(factor) / log(originalLength)).squareRoot() : 1
  }

  /// Refuses constants that would make frequencies no numbers.
  func check() throws(ModelError) {
    let constants: [Double] =
      switch scaling {
      case .none: []
      case .linear(let factor): [factor]
      case .llama3(let it):
        [it.factor, it.lowFactor, it.highFactor - it.lowFactor, it.originalLength]
      case .yarn(let it):
        [it.factor, it.originalLength, it.fastRotations, it.slowRotations, it.amplitude ?? 1]
      case .factors(let factors, let amplitude): factors.map(Double.init) + [amplitude]
      }
    guard (constants + [base]).allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw .malformed("the rotary scaling", "has a constant that is no number above zero")
    }
    if case .factors(let factors, _) = scaling, factors.count != width / 2 {
      throw .malformed("the rotary scaling", "has \(factors.count) factors, not \(width / 2)")
    }
  }
}

extension Rotary.Llama3 {
  fileprivate func scaled(_ frequency: Float) -> Float {
    let length = 2 * Float.pi / frequency
    if length > Float(originalLength / lowFactor) { return frequency / Float(factor) }
    if length < Float(originalLength / highFactor) { return frequency }
    let blend =
      (Float(originalLength) / length - Float(lowFactor)) / Float(highFactor - lowFactor)
    return (1 - blend) * frequency / Float(factor) + blend * frequency
  }
}

extension Rotary.Yarn {
  /// How far a pair's frequency is divided: from 0, not at all, to 1, by the whole factor.
  fileprivate func ramp(_ index: Int, width: Int, base: Double) -> Float {
    var low = pair(turning: fastRotations, width, base)
    var high = pair(turning: slowRotations, width, base)
    if truncates { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    low = max(low, 0)
    high = min(high, Double(width - 1))
    if low == high { high += 0.001 }
    return Float(min(max((Double(index) - low) / (high - low), 0), 1))
  }

  /// The pair that turns so many times over the original length.
  private func pair(turning rotations: Double, _ width: Int, _ base: Double) -> Double {
    Double(width) * log(originalLength / (rotations * 2 * .pi)) / (2 * log(base))
  }
}
