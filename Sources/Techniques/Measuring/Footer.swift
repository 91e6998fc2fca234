import Figures
import Transformers

/// The facts that stand below every figure.
enum Footer {
  /// Names the model, the number of units and what an interval is.
  static func facts(
    _ model: Model, units: String, metric: String? = nil, interval: String? = nil
  ) -> [String] {
    ["\(model.config.name), \(model.config.storage)", units, metric, interval].compactMap(\.self)
  }

  /// The words for an interval by bootstrap.
  static func bootstrap(over units: String, seed: Int) -> String {
    "95 % bootstrap interval over \(units), seed \(seed)"
  }

  /// Counts things in words.
  static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    let noun = count == 1 ? singular : plural ?? singular + "s"
    return "n = \(grouped(count)) \(noun)"
  }

  /// Writes a whole number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().map { index, digit in
      let left = digits.count - index
      return left % 3 == 0 && index > 0 ? ",\(digit)" : "\(digit)"
    }.joined()
  }
}

extension Footer {
  /// Writes a number with two decimals.
  static func short(_ value: Double) -> String {
    guard abs(value) < 1e12 else { return "\(value)" }
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "−" : ""
    let digits = String(abs(hundredths) % 100 + 100).dropFirst()
    return "\(sign)\(abs(hundredths) / 100).\(digits)"
  }
}

/// The dots of a heat map: cells worth looking at.
enum Dots {
  /// The least effect that gets a dot, as a share of the whole.
  private static let leastShare = 0.05

  /// Marks cells whose interval lies on one side of 0 and whose value is no trifle.
  static func marks(
    _ estimates: [[Estimate]], of whole: Double, called name: String
  ) -> HeatMap.Marks {
    let cells = estimates.map { row in
      row.map { estimate in
        guard let value = estimate.value, let low = estimate.low, let high = estimate.high else {
          return false
        }
        return Interval(low: low, high: high).excludesZero && abs(value) >= leastShare * whole
      }
    }
    let hasIntervals = estimates.joined().contains { $0.low != nil }
    return hasIntervals
      ? .cells(cells, meaning: "95 % interval excludes 0, at least 5 % of \(name)") : .none
  }
}

extension Estimate {
  /// A value with an interval that may be unknown.
  init(_ value: Double?, _ interval: Interval?, count: Int? = nil) {
    self.init(value, low: interval?.low, high: interval?.high, count: count)
  }
}
