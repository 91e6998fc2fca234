/// A measured number with what is known about its uncertainty.
///
/// Numbers that are not finite count as missing, and an interval without a value is dropped.
public struct Estimate: Sendable, Equatable {
  /// The number itself; nil where nothing was measured.
  public let value: Double?
  /// The lower end of the interval, in the unit of `value`.
  public let low: Double?
  /// The upper end of the interval, in the unit of `value`.
  public let high: Double?
  /// The number of independent samples behind the value (prompts, not tokens).
  public let count: Int?

  /// Creates an estimate; an interval given the wrong way round is turned.
  public init(_ value: Double?, low: Double? = nil, high: Double? = nil, count: Int? = nil) {
    self.value = value.flatMap(Self.tidy)
    let low = self.value == nil ? nil : low.flatMap(Self.tidy)
    let high = self.value == nil ? nil : high.flatMap(Self.tidy)
    if let low, let high, low > high {
      self.low = high
      self.high = low
    } else {
      self.low = low
      self.high = high
    }
    self.count = count
  }

  /// Nothing was measured.
  public static let missing = Estimate(nil)

  /// Rounds to the digits that charts keep and drops what is not a number.
  private static func tidy(_ value: Double) -> Double? {
    value.isFinite ? Numerals.rounded(value) : nil
  }

  /// Whether the interval is known and lies on one side of zero.
  var excludesZero: Bool {
    guard let low, let high else { return false }
    return low > 0 || high < 0
  }
}

extension Estimate: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral
{
  /// Creates an estimate without an interval.
  public init(floatLiteral value: Double) { self.init(value) }

  /// Creates an estimate without an interval.
  public init(integerLiteral value: Int) { self.init(Double(value)) }

  /// Creates a missing estimate.
  public init(nilLiteral: ()) { self.init(nil) }
}
