/// Percentile bootstrap: what a mean could have been with other prompts of the same kind.
///
/// The unit that is drawn again is whatever the caller counts: a prompt, a pair, a group. The draws
/// are made once, so every cell of a heat map is resampled with the same prompts.
struct Bootstrap {
  /// How often the units are drawn again.
  static let standardResamples = 2000

  /// Below this many units a percentile bootstrap is too narrow to be trusted.
  static let trustedUnits = 8

  private let count: Int
  private let resamples: [[Int]]

  /// Draws the units; fewer than two units have no interval.
  init(units: Int, purpose: String, seed: Int, resamples: Int = standardResamples) {
    count = units
    guard units > 1 else {
      self.resamples = []
      return
    }
    var generator = SeededGenerator(purpose: purpose, seed: seed)
    self.resamples = (0..<resamples).map { _ in
      (0..<units).map { _ in generator.index(below: units) }
    }
  }

  /// Returns the 95 % interval of the mean of one value per unit.
  func interval(ofMean values: [Double]) -> Interval? {
    precondition(values.count == count, "one value per unit")
    return interval { draw in draw.reduce(0) { $0 + values[$1] } / Double(count) }
  }

  /// Returns the 95 % interval of any statistic of drawn units; draws without a value are left out.
  func interval(of statistic: ([Int]) -> Double?) -> Interval? {
    let values = resamples.compactMap(statistic).sorted()
    guard values.count > 1 else { return nil }
    return Interval(
      low: Quantile.of(sorted: values, at: 0.025), high: Quantile.of(sorted: values, at: 0.975))
  }

  /// The caution to print with intervals of so few units, if any.
  static func caution(units: Int, called name: String) -> String? {
    if units < 2 { return "one \(name) only: no interval can be given" }
    guard units < trustedUnits else { return nil }
    return "intervals rest on \(units) \(name)s and are too narrow; use \(trustedUnits) or more"
  }
}

/// Quantiles of sorted values, with linear interpolation between neighbours.
enum Quantile {
  static func of(sorted values: [Double], at fraction: Double) -> Double {
    let place = fraction * Double(values.count - 1)
    let below = Int(place)
    guard below + 1 < values.count else { return values[values.count - 1] }
    return values[below] + (place - Double(below)) * (values[below + 1] - values[below])
  }
}
