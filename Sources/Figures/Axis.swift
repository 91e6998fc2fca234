/// A linear axis with ticks at round numbers.
struct Axis: Equatable {
  /// The greatest magnitude that an axis shows; greater numbers are drawn there.
  static let greatest = 8e307
  /// Ranges narrower than this are taken for a single number.
  static let smallestSpan = 1e-300

  /// A round number on the axis and the way it is written.
  struct Tick: Equatable {
    let value: Double
    let label: String
  }

  let lower: Double
  let upper: Double
  let ticks: [Tick]

  /// Creates an axis over exactly the given bounds, with ticks inside.
  init(lower: Double, upper: Double, maximumTicks: Int, wholeNumbers: Bool = false) {
    (self.lower, self.upper) = Self.sensibleBounds(lower: lower, upper: upper)
    let step = Step(
      span: self.upper - self.lower, maximumCount: maximumTicks, wholeNumbers: wholeNumbers)
    ticks = Self.ticks(from: self.lower, to: self.upper, step: step)
  }

  /// Creates an axis whose ends are ticks, so that the outermost grid lines frame the plot.
  init(framing lower: Double, _ upper: Double, maximumTicks: Int) {
    let bounds = Self.sensibleBounds(lower: lower, upper: upper)
    let step = Step(span: bounds.upper - bounds.lower, maximumCount: maximumTicks)
    let first = step.multiple(atOrBelow: bounds.lower)
    let last = step.multiple(atOrAbove: bounds.upper)
    self.init(
      lower: max(first ?? bounds.lower, -Self.greatest),
      upper: min(last ?? bounds.upper, Self.greatest), step: step)
  }

  private init(lower: Double, upper: Double, step: Step) {
    self.lower = lower
    self.upper = upper
    ticks = Self.ticks(from: lower, to: upper, step: step)
  }

  /// The place of a number between two coordinates; numbers beyond the axis stay at its end.
  func position(of value: Double, from start: Double, to end: Double) -> Double {
    let part = (min(max(value, lower), upper) - lower) / (upper - lower)
    return start + (end - start) * part
  }

  /// Finite bounds with some space between them, whatever the numbers.
  static func sensibleBounds(lower: Double, upper: Double) -> (lower: Double, upper: Double) {
    var lower = lower.isFinite ? min(max(lower, -greatest), greatest) : 0
    var upper = upper.isFinite ? min(max(upper, -greatest), greatest) : 1
    if lower > upper { swap(&lower, &upper) }
    guard upper - lower < max(smallestSpan, max(lower.magnitude, upper.magnitude) * 1e-12) else {
      return (lower, upper)
    }
    let margin = lower.magnitude < smallestSpan ? 1 : lower.magnitude / 10
    return (max(lower - margin, -greatest), min(upper + margin, greatest))
  }

  private static func ticks(from lower: Double, to upper: Double, step: Step) -> [Tick] {
    let values = step.multiples(from: lower, to: upper)
    let labels = Numerals.tickLabels(values, stepExponent: step.lastDigit)
    return zip(values, labels).map { Tick(value: $0, label: $1) }
  }
}

/// The distance between two ticks: 1, 2, 2.5 or 5 times a power of ten.
struct Step: Equatable {
  /// Ten times the leading digits: 10, 20, 25 or 50.
  let mantissa: Int
  /// The step is `mantissa` times ten to the power of `exponent`.
  let exponent: Int

  /// Chooses the smallest round step that needs no more than the given number of steps.
  init(span: Double, maximumCount: Int, wholeNumbers: Bool = false) {
    let raw = span / Double(max(maximumCount, 1))
    let power = wholeNumbers && raw < 1 ? 1 : DecimalDigits(raw).exponent
    let mantissas = wholeNumbers && power < 3 ? [10, 20, 50, 100] : [10, 20, 25, 50, 100]
    let smallest = mantissas.first { Self.number($0, power - 2) >= raw } ?? 100
    mantissa = smallest == 100 ? 10 : smallest
    exponent = smallest == 100 ? power - 1 : power - 2
  }

  /// The power of ten of the step's last digit that is not zero.
  var lastDigit: Int { mantissa == 25 ? exponent : exponent + 1 }

  /// The greatest multiple of the step that is not above a number, nil if out of reach.
  func multiple(atOrBelow value: Double) -> Double? {
    count(of: value, rounding: .down, tolerance: 1e-9).flatMap { multiple($0) }
  }

  /// The smallest multiple of the step that is not below a number, nil if out of reach.
  func multiple(atOrAbove value: Double) -> Double? {
    count(of: value, rounding: .up, tolerance: -1e-9).flatMap { multiple($0) }
  }

  /// The multiples within a range; its two ends if they cannot be counted.
  func multiples(from lower: Double, to upper: Double) -> [Double] {
    guard let first = count(of: lower, rounding: .up, tolerance: -1e-9),
      let last = count(of: upper, rounding: .down, tolerance: 1e-9), first <= last,
      last - first < 1000
    else { return [lower, upper] }
    return (first...last).compactMap { multiple($0) }
  }

  private func count(
    of value: Double, rounding rule: FloatingPointRoundingRule, tolerance: Double
  ) -> Int? {
    Int(exactly: (value / Self.number(mantissa, exponent) + tolerance).rounded(rule))
  }

  private func multiple(_ count: Int) -> Double? {
    let (product, overflow) = count.multipliedReportingOverflow(by: mantissa)
    return overflow ? nil : Self.number(product, exponent)
  }

  private static func number(_ mantissa: Int, _ exponent: Int) -> Double {
    Double("\(mantissa)e\(exponent)") ?? 0
  }
}
