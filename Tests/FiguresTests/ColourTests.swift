import Testing

@testable import Figures

@Suite struct ColourTests {
  static let diverging = ColourScale(.diverging(limit: 1), showing: [])
  static let sequential = ColourScale(.sequential(0...1), showing: [])

  @Test func showsPositiveBlueAndNegativeRed() {
    for part in stride(from: 0.2, through: 1, by: 0.1) {
      let positive = Self.diverging.colour(of: part)
      let negative = Self.diverging.colour(of: -part)
      #expect(positive.blue > positive.red)
      #expect(negative.red > negative.blue)
    }
    let zero = Self.diverging.colour(of: 0)
    #expect(zero.red == zero.green && zero.green == zero.blue)
  }

  @Test func getsDarkerEvenly() {
    for lightness in [
      (0...20).map { lightness(Self.sequential.colour(of: Double($0) / 20)) },
      (0...20).map { lightness(Self.diverging.colour(of: Double($0) / 20)) },
      (0...20).map { lightness(Self.diverging.colour(of: -Double($0) / 20)) },
    ] {
      let steps = zip(lightness, lightness.dropFirst()).map { $0 - $1 }
      let mean = steps.reduce(0, +) / Double(steps.count)
      #expect(steps.allSatisfy { (mean * 0.5...mean * 1.6).contains($0) }, "\(steps)")
    }
  }

  @Test func showsEqualMagnitudesEquallyDark() {
    for part in stride(from: 0.0, through: 1, by: 0.125) {
      let difference =
        lightness(Self.diverging.colour(of: part)) - lightness(Self.diverging.colour(of: -part))
      #expect(difference.magnitude < 0.03)
    }
  }

  @Test func writesLegiblyOnEveryColour() {
    for step in 0...200 {
      for scale in [Self.sequential, Self.diverging] {
        let colour = scale.blend(at: Double(step) / 200)
        #expect(contrast(colour, colour.ink) >= 4.5, "\(colour.hex)")
      }
    }
    for index in 0..<40 {
      #expect(contrast(LineStyle(measured: index, of: 40).textColour, .white) >= 3)
    }
    for index in Colour.series.indices {
      let style = LineStyle(measured: index, of: Colour.series.count)
      #expect(contrast(style.textColour, .white) >= 3)
    }
    #expect(contrast(.quiet, .white) >= 4.5)
  }

  @Test(arguments: [
    (HeatMap.Scale.diverging(), [0.87, -0.2], -0.9, 0.9), (.diverging(limit: -2), [5], -2, 2),
    (.diverging(limit: .nan), [0.5], -0.5, 0.5), (.diverging(limit: 0), [0.5], -0.5, 0.5),
    (.diverging(), [], -1, 1), (.diverging(), [0, 0], -1, 1), (.sequential(0...1), [3], 0, 1),
    (.sequential(), [2, 11], 2, 11), (.sequential(), [], 0, 1), (.sequential(2...2), [], 1.8, 2.2),
    (.diverging(), [1e308], -8e307, 8e307),
    (.sequential(-Double.infinity...Double.infinity), [], 0, 1),
  ])
  func settlesLimits(scale: HeatMap.Scale, values: [Double], lower: Double, upper: Double) {
    let settled = ColourScale(scale, showing: values)
    #expect(settled.lower == lower)
    #expect(settled.upper == upper)
    #expect(settled.exceedsAbove == values.contains { $0 > upper })
  }

  // The lightness of the OKLab colour space, from 0 to 1.
  private func lightness(_ colour: Colour) -> Double {
    let (red, green, blue) = linear(colour)
    let long = 0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_99 * blue
    let medium = 0.211_903_5 * red + 0.680_699_55 * green + 0.107_396_96 * blue
    let short = 0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue
    return 0.210_454_26 * cubeRoot(long) + 0.793_617_79 * cubeRoot(medium)
      - 0.004_072_05 * cubeRoot(short)
  }

  private func contrast(_ first: Colour, _ second: Colour) -> Double {
    func luminance(_ colour: Colour) -> Double {
      let (red, green, blue) = linear(colour)
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    }
    let (one, other) = (luminance(first), luminance(second))
    return max(one, other) / min(one, other)
  }

  private func linear(_ colour: Colour) -> (Double, Double, Double) {
    func channel(_ value: UInt8) -> Double {
      let part = Double(value) / 255
      if part <= 0.04045 { return part / 12.92 }
      let base = (part + 0.055) / 1.055
      // The power 2.4 as square times the fifth root of the square.
      return base * base * fifthRoot(base * base)
    }
    return (channel(colour.red), channel(colour.green), channel(colour.blue))
  }

  private func cubeRoot(_ value: Double) -> Double {
    var root = 1.0
    for _ in 0..<60 where root > 0 { root = (2 * root + value / (root * root)) / 3 }
    return root
  }

  private func fifthRoot(_ value: Double) -> Double {
    var root = 1.0
    for _ in 0..<80 where root > 0 {
      root = (4 * root + value / (root * root * root * root)) / 5
    }
    return root
  }
}
