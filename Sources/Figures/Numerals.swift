/// Numbers as a reader expects them: few digits, a true minus sign, no negative zero.
enum Numerals {
  /// The significant digits that charts and tables keep.
  ///
  /// Noise in the last bits of a computation therefore does not reach the bytes of a figure.
  static let significantDigits = 6

  /// Returns the number with six significant digits; whole numbers stay as they are.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite else { return value }
    if value == 0 { return 0 }
    if value.rounded() == value, value.magnitude < 9_007_199_254_740_992 { return value }
    return DecimalDigits(value).rounded(toSignificant: significantDigits).value
  }
}
