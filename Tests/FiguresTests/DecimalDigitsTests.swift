import Testing

@testable import Figures

@Suite struct DecimalDigitsTests {
  @Test(
    arguments: [
      (0.0, 0.0), (-0.0, 0.0), (0.1 + 0.2, 0.3), (1.0 / 3, 0.333333), (2.0 / 3, 0.666667),
      (999_999.5, 1_000_000.0), (1_234_567.0, 1_234_567.0), (1_234_567.4, 1_234_567.0),
      (1e20 / 3, 3.33333e19),
      (-0.000_123_456_78, -0.000_123_457),
      (1.797_693_134_862_315_7e308, 1.79769e308),
      (Double.leastNonzeroMagnitude, Double.leastNonzeroMagnitude),
    ] as [(Double, Double)])
  func roundsToSixSignificantDigits(value: Double, expected: Double) {
    #expect(Numerals.rounded(value) == expected)
    #expect(Numerals.rounded(value).sign == .plus || expected < 0)
  }

  @Test(arguments: [
    (0.005, 2, "0.01"), (0.004, 2, "0.00"), (1.005, 2, "1.01"), (9.995, 2, "10.00"), (0.5, 0, "1"),
    (0.49, 0, "0"), (123_456.0, 0, "123456"), (0.05, 1, "0.1"), (1e21, 0, "1000000000000000000000"),
    (0.000_012, 3, "0.000"), (95.0, 3, "95.000"), (0.0, 1, "0.0"),
  ])
  func writesDecimals(value: Double, decimals: Int, expected: String) {
    #expect(DecimalDigits(value).plain(decimals: decimals) == expected)
  }
}
