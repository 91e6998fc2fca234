/// Numbers as a reader expects them: few digits, a true minus sign, no negative zero.
public enum Numerals {
  /// The significant digits that charts and tables keep.
  ///
  /// Noise in the last bits of a computation therefore does not reach the bytes of a figure.
  static let significantDigits = 6

  /// Returns the number with six significant digits, or with all digits before the point.
  public static func rounded(_ value: Double) -> Double {
    guard value.isFinite else { return value }
    let digits = DecimalDigits(value)
    let whole = digits.exponent <= 15 ? digits.exponent : 0
    return digits.rounded(toSignificant: max(significantDigits, whole)).value
  }

  /// Writes a number with a fixed number of decimals and commas between thousands.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let digits = DecimalDigits(value).rounded(toDecimals: decimals)
    let text = digits.plain(decimals: decimals)
    let whole = text.prefix { $0 != "." }
    return (digits.isNegative ? "−" : "") + grouped(String(whole)) + text.dropFirst(whole.count)
  }

  /// Writes a number as `2.5×10⁶`, with the given power of ten; zero stays `0`.
  static func scientific(_ value: Double, power: Int, decimals: Int) -> String {
    var digits = DecimalDigits(value)
    digits.exponent -= power
    digits = digits.rounded(toDecimals: decimals)
    if digits.digits.isEmpty { return "0" }
    return (digits.isNegative ? "−" : "") + digits.plain(decimals: decimals) + "×10"
      + superscript(power)
  }

  /// Writes the ticks of an axis with as many decimals as its step needs.
  static func tickLabels(_ values: [Double], stepExponent: Int) -> [String] {
    let greatest = DecimalDigits(values.map(\.magnitude).max() ?? 0).exponent
    let power = greatest - 1
    let isFar = greatest > 6 || greatest < -3
    if isFar && power - stepExponent <= 3 || greatest > 15 || greatest < -8 {
      return values.map { scientific($0, power: power, decimals: max(0, power - stepExponent)) }
    }
    return values.map { fixed($0, decimals: max(0, -stepExponent)) }
  }

  /// How to write numbers that stand beside each other, by the greatest magnitude among them.
  static func style(for values: [Double]) -> NumberStyle {
    let greatest = values.map(\.magnitude).max() ?? 0
    let exponent = DecimalDigits(greatest).exponent
    if greatest == 0 || values.allSatisfy({ $0 == $0.rounded() }) && exponent <= 6 {
      return .fixed(decimals: 0)
    }
    if exponent > 6 || exponent < -3 { return .scientific }
    return .fixed(decimals: exponent >= 3 ? 0 : exponent == 2 ? 1 : min(2 - min(exponent, 0), 5))
  }

  /// Writes one number on its own, with two or three significant digits.
  static func short(_ value: Double) -> String {
    style(for: [value]).text(value)
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.utf8.count > 4 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return result
  }

  private static func superscript(_ exponent: Int) -> String {
    let signs: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return String(String(exponent).map { signs[$0] ?? $0 })
  }
}

/// One way to write several numbers.
enum NumberStyle: Equatable {
  case fixed(decimals: Int)
  case scientific

  func text(_ value: Double) -> String {
    switch self {
    case .fixed(let decimals): Numerals.fixed(value, decimals: decimals)
    case .scientific:
      Numerals.scientific(value, power: DecimalDigits(value).exponent - 1, decimals: 2)
    }
  }
}
