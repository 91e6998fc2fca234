public import Findings

/// A place of the text that stands for a number of an experiment: `{{num:patch.effect}}`.
///
/// Behind a colon it says how the number is written: `{{num:patch.effect:2}}` with two decimals,
/// `{{num:patch.effect:1%}}` as a percentage with one. Without that it has three significant digits.
public struct NumberReference: Sendable, Equatable {
  /// The experiment and the key of the number, with a dot between them, as written.
  public let name: String
  /// How the number is written.
  public let format: NumberFormat
  /// Where it stands.
  public let place: Place
  /// The section it stands in; `nil` before the first heading.
  public let section: Int?
}

/// How a number is written.
public struct NumberFormat: Sendable, Equatable {
  /// The digits behind the point; `nil` for three significant digits.
  public let decimals: Int?
  /// Whether it is written as a percentage.
  public let isPercentage: Bool

  /// The most decimals.
  static let mostDecimals = 9

  /// Creates a format.
  public init(decimals: Int? = nil, isPercentage: Bool = false) {
    self.decimals = decimals.map { min(max($0, 0), Self.mostDecimals) }
    self.isPercentage = isPercentage
  }

  /// Reads `2`, `1%` or `%`; `nil` for anything else.
  init?(_ text: Substring) {
    let isPercentage = text.last == "%"
    let digits = isPercentage ? text.dropLast() : text
    guard digits.count <= 1, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      isPercentage || !digits.isEmpty
    else { return nil }
    self.init(decimals: Int(digits), isPercentage: isPercentage)
  }

  /// A number in this format: `0.79`, `78.9 %` without the blank, `1.2e-07` where it is very small.
  public func text(of value: Double) -> String {
    let value = isPercentage ? value * 100 : value
    let sign = isPercentage ? "%" : ""
    let size = abs(value)
    guard size < 1e12, size >= 1e-6 || value == 0 || decimals != nil else {
      return "\(value)" + sign
    }
    return Self.text(of: value, decimals: decimals ?? Self.decimals(for: size)) + sign
  }

  /// How many decimals give three significant digits.
  private static func decimals(for size: Double) -> Int {
    var decimals = 2
    var bound = 10.0
    while size >= bound, decimals > 0 {
      decimals -= 1
      bound *= 10
    }
    bound = 1
    while size < bound, size > 0, decimals < mostDecimals {
      decimals += 1
      bound /= 10
    }
    return decimals
  }

  private static func text(of value: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrEven)
    guard scaled < 9e15 else { return "\(value)" }
    var digits = String(Int(scaled))
    while digits.count <= decimals { digits = "0" + digits }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }
}
