import Foundation

/// A 95 % interval.
struct Interval: Equatable, Sendable {
  let low: Double
  let high: Double

  /// Whether the interval lies wholly on one side of zero.
  var excludesZero: Bool { low > 0 || high < 0 }
}

/// The exact (Clopper-Pearson) 95 % interval of a rate.
enum ExactRate {
  /// The share of an interval's error on each side.
  private static let tail = 0.025

  /// Returns the interval of the rate behind `successes` out of `trials`; nothing known is `0...1`.
  ///
  /// The limits are the rates at which a count as large (or as small) as the observed one has a
  /// chance of 2.5 %.
  static func interval(successes: Int, trials: Int) -> Interval {
    precondition((0...max(trials, 0)).contains(successes), "more successes than trials")
    let terms = BinomialTerms(trials: trials)
    let low =
      successes == 0
      ? 0 : rate { terms.chance(ofAtLeast: successes, rate: $0) < tail }
    let high =
      successes == trials
      ? 1 : rate { 1 - terms.chance(ofAtLeast: successes + 1, rate: $0) > tail }
    return Interval(low: low, high: high)
  }

  /// Finds by bisection the rate up to which a condition holds.
  private static func rate(upTo holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = (low + high) / 2
      if middle == low || middle == high { return middle }
      if holds(middle) { low = middle } else { high = middle }
    }
  }
}

/// The binomial distribution of a number of trials, by its logarithms.
private struct BinomialTerms {
  let trials: Int
  /// The logarithm of `trials` over k, for every k.
  let coefficients: [Double]

  init(trials: Int) {
    self.trials = trials
    var logFactorial = [0.0]
    for number in stride(from: 1, through: trials, by: 1) {
      logFactorial.append(logFactorial[number - 1] + log(Double(number)))
    }
    coefficients = (0...trials).map {
      logFactorial[trials] - logFactorial[$0] - logFactorial[trials - $0]
    }
  }

  /// The chance of at least `count` successes, summed from the smallest term up.
  func chance(ofAtLeast count: Int, rate: Double) -> Double {
    let (success, failure) = (log(rate), log1p(-rate))
    return (count...trials).reversed().reduce(0) { sum, successes in
      sum
        + exp(
          coefficients[successes] + Double(successes) * success
            + Double(trials - successes) * failure)
    }
  }
}
