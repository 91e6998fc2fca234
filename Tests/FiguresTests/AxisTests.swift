import Testing

@testable import Figures

@Suite struct AxisTests {
  @Test(arguments: [
    (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.0, 10.0, 4, ["0.0", "2.5", "5.0", "7.5", "10.0"]),
    (-1.0, 1.0, 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    (0.0, 30_000.0, 3, ["0", "10,000", "20,000", "30,000"]),
    (0.0, 0.03, 3, ["0.00", "0.01", "0.02", "0.03"]),
    (0.0, 3e6, 3, ["0", "1×10⁶", "2×10⁶", "3×10⁶"]),
    (0.0, 3e-6, 3, ["0", "1×10⁻⁶", "2×10⁻⁶", "3×10⁻⁶"]),
    (1_234_566.0, 1_234_568.0, 2, ["1,234,566", "1,234,567", "1,234,568"]),
    (0.3, 0.9, 3, ["0.50", "0.75"]),
  ])
  func putsTicksAtRoundNumbers(lower: Double, upper: Double, count: Int, expected: [String]) {
    let axis = Axis(lower: lower, upper: upper, maximumTicks: count)
    #expect(axis.ticks.map(\.label) == expected)
  }

  @Test(arguments: [(0.0, 3.0, [0.0, 1, 2, 3]), (0.0, 29.0, [0.0, 10, 20]), (5.0, 5.0, [5.0])])
  func keepsToWholeNumbers(lower: Double, upper: Double, expected: [Double]) {
    let axis = Axis(lower: lower, upper: upper, maximumTicks: 4, wholeNumbers: true)
    #expect(axis.ticks.map(\.value) == expected)
  }

  @Test(arguments: [
    (0.0, 0.87, 0.0, 1.0), (-0.31, 0.87, -0.5, 1.0), (12.0, 96.0, 0.0, 100.0), (0.0, 1.0, 0.0, 1.0),
  ])
  func framesNumbersWithTicks(lower: Double, upper: Double, first: Double, last: Double) {
    let axis = Axis(framing: lower, upper, maximumTicks: 5)
    #expect(axis.lower == first)
    #expect(axis.upper == last)
    #expect(axis.ticks.first?.value == first)
    #expect(axis.ticks.last?.value == last)
  }

  @Test(
    arguments: [
      (0.0, 0.0), (5, 5), (-0.0, 0.0), (.nan, .nan), (-.infinity, .infinity), (1, -1),
      (-.greatestFiniteMagnitude, .greatestFiniteMagnitude), (0, .leastNonzeroMagnitude),
      (1e300, 1e300), (1, 1.000_000_000_000_000_2), (9_007_199_254_740_990, 9_007_199_254_740_991),
      (-.leastNonzeroMagnitude, .leastNonzeroMagnitude), (1e-299, 3e-299),
    ] as [(Double, Double)])
  func survivesAnyRange(lower: Double, upper: Double) {
    for axis in [
      Axis(lower: lower, upper: upper, maximumTicks: 6),
      Axis(framing: lower, upper, maximumTicks: 6),
      Axis(lower: lower, upper: upper, maximumTicks: 6, wholeNumbers: true),
    ] {
      #expect(axis.lower < axis.upper)
      #expect((1...20).contains(axis.ticks.count))
      #expect(axis.ticks.allSatisfy { $0.value.isFinite && !$0.label.isEmpty })
      for value in [lower, upper, 0, 1e308].filter(\.isFinite) {
        #expect((0...100).contains(axis.position(of: value, from: 0, to: 100)))
      }
    }
  }

  @Test(
    arguments: [
      (0.5, "0.50"), (1, "1"), (-0.123, "−0.12"), (12.34, "12.3"), (1234.5, "1235"),
      (0.0123, "0.012"),
      (0, "0"), (0.000_012_3, "1.23×10⁻⁵"), (-2.5e7, "−2.50×10⁷"), (1_000_000, "1.00×10⁶"),
      (9999, "9999"),
      (12_345, "12,345"),
    ] as [(Double, String)])
  func writesNumbersShort(value: Double, expected: String) {
    #expect(Numerals.short(value) == expected)
  }

  @Test(arguments: [(-0.001, 2, "0.00"), (-0.005, 2, "−0.01"), (-1.0, 0, "−1"), (-0.0, 1, "0.0")])
  func hasNoNegativeZero(value: Double, decimals: Int, expected: String) {
    #expect(Numerals.fixed(value, decimals: decimals) == expected)
  }
}
