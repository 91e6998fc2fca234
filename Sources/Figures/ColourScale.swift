/// Numbers to colours between two finite limits; what lies beyond takes the end's colour.
struct ColourScale: Equatable {
  let lower: Double
  let upper: Double
  let isDiverging: Bool
  /// Whether numbers lie below `lower` or above `upper`, which the colour bar then shows.
  let exceedsBelow: Bool
  let exceedsAbove: Bool

  /// Settles the limits of a scale from the numbers it shall show.
  init(_ scale: HeatMap.Scale, showing values: [Double]) {
    switch scale {
    case .diverging(let limit):
      let wanted = limit.flatMap { $0.isFinite && $0 != 0 ? $0.magnitude : nil }
      let found = min(values.map(\.magnitude).max() ?? 0, Axis.greatest)
      let round = Axis(
        framing: 0, found < Axis.smallestSpan ? 1 : found, maximumTicks: Self.roundness)
      let end = wanted.map { min(max($0, Axis.smallestSpan), Axis.greatest) } ?? round.upper
      self.init(lower: -end, upper: end, isDiverging: true, values: values)
    case .sequential(let range):
      if let range {
        let bounds = Axis.sensibleBounds(lower: range.lowerBound, upper: range.upperBound)
        self.init(lower: bounds.lower, upper: bounds.upper, isDiverging: false, values: values)
      } else {
        let round = Axis(
          framing: values.min() ?? 0, values.max() ?? 1, maximumTicks: Self.roundness)
        self.init(lower: round.lower, upper: round.upper, isDiverging: false, values: values)
      }
    }
  }

  // Into how many round steps the numbers are divided to find limits that are round too; more
  // steps waste fewer colours, fewer steps need fewer digits.
  private static let roundness = 10

  private init(lower: Double, upper: Double, isDiverging: Bool, values: [Double]) {
    self.lower = lower
    self.upper = upper
    self.isDiverging = isDiverging
    exceedsBelow = values.contains { $0 < lower }
    exceedsAbove = values.contains { $0 > upper }
  }

  /// The colour of a number.
  func colour(of value: Double) -> Colour {
    let part = (value - lower) / (upper - lower)
    return blend(at: part.isFinite ? part : value < lower ? 0 : 1)
  }

  /// The colour at a part of the way from the lower to the upper limit.
  func blend(at part: Double) -> Colour {
    Self.blend(isDiverging ? Self.diverging : Self.sequential, at: part)
  }

  /// A colour of the sequential scale, for things that have an order.
  static func sequentialColour(at part: Double) -> Colour { blend(sequential, at: part) }

  private static func blend(_ stops: [Colour], at part: Double) -> Colour {
    let place = min(max(part, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], place - Double(index))
  }

  // Dark red over near white to dark blue. Lightness falls evenly on both sides, and as fast on
  // one as on the other, so that equal magnitudes stay equal in grey and to colour-blind eyes.
  private static let diverging: [Colour] = [
    0x6E171E, 0x8E2626, 0xAB3B31, 0xC45541, 0xD87259, 0xE59278, 0xEEB39D, 0xF2D4C7, 0xF4F4F4,
    0xC8DFF0, 0x9DC9EB, 0x76B1E3, 0x5498D7, 0x397FC6, 0x2767AF, 0x1D5093, 0x183A73,
  ].map { Colour($0) }

  // Pale yellow over green and blue to near black, with even steps in lightness.
  private static let sequential: [Colour] = [
    0xF9FAD8, 0xD4E7B9, 0xA5D6A5, 0x6FC59E, 0x2FB09E, 0x13969C, 0x0E7B93, 0x09618A, 0x244773,
    0x293055, 0x221E35,
  ].map { Colour($0) }
}
