/// The colours of a heat map beside it, with round numbers, the measure, and what red and blue mean.
struct ColourBar {
  private let scale: ColourScale
  private let axis: Axis
  private let ticks: [Axis.Tick]
  private let title: [String]
  private let hint: String?
  private let labelWidth: Double

  /// The height of the bar itself.
  let height: Double

  /// The room from the left edge of the bar to the right edge of its title.
  var width: Double {
    Self.thickness + 6 + labelWidth + 8 + Double(title.count) * Font.axisTitle.lineHeight
      + (hint == nil ? 0 : Font.small.lineHeight)
  }

  private static let thickness = 13.0

  init(_ scale: ColourScale, title: String, height: Double) {
    self.scale = scale
    self.height = height
    axis = Axis(
      lower: scale.lower, upper: scale.upper, maximumTicks: max(2, min(8, Int(height / 36))))
    ticks = Self.ticks(of: axis, height: height)
    self.title = Words.wrapped(title, to: height, font: .axisTitle, lines: 3)
    hint = scale.isDiverging ? "blue: positive · red: negative" : nil
    labelWidth = ticks.map { Font.small.width($0.label) }.max() ?? 0
  }

  /// The two limits, and the round numbers that do not come too close to them.
  private static func ticks(of axis: Axis, height: Double) -> [Axis.Tick] {
    let inner = axis.ticks.map(\.value).filter { value in
      let place = axis.position(of: value, from: 0, to: height)
      return place >= 14 && place <= height - 14
    }
    let values = [axis.lower] + inner + [axis.upper]
    let lastDigits = values.filter { $0 != 0 }.map { value in
      let digits = DecimalDigits(value).rounded(toSignificant: 3)
      return digits.exponent - digits.digits.count
    }
    let labels = Numerals.tickLabels(values, stepExponent: lastDigits.min() ?? 0)
    return zip(values, labels).map { Axis.Tick(value: $0, label: $1) }
  }

  /// Draws the bar with its left upper corner at the given place.
  func shapes(at corner: Spot) -> [Shape] {
    let bar = Frame(x: corner.x, y: corner.y, width: Self.thickness, height: height)
    var shapes = [ramp(in: bar)] + arrows(at: bar)
    for tick in ticks {
      let y = axis.position(of: tick.value, from: bar.bottom, to: bar.y)
      shapes.append(
        .line(Spot(x: bar.right, y: y), Spot(x: bar.right + 3, y: y), Stroke(colour: .axis)))
      shapes.append(
        .text(
          Text(
            words: tick.label, font: .small, colour: .text,
            at: Spot(x: bar.right + 6, y: y + Font.small.middle))))
    }
    return shapes + words(right: bar.right + 6 + labelWidth + 8, middle: bar.middleY)
  }

  private func ramp(in bar: Frame) -> Shape {
    let steps = max(2, min(96, Int(height / 2)))
    // Each colour reaches down to the end and is covered by the next: no seam can show.
    return .mosaic(
      (0..<steps).map { step in
        let above = height * Double(step) / Double(steps)
        return Tile(
          frame: Frame(x: bar.x, y: bar.y + above, width: bar.width, height: height - above),
          colour: scale.blend(at: 1 - Double(step) / Double(steps - 1)))
      })
  }

  /// Points at the ends beyond which there are numbers.
  private func arrows(at bar: Frame) -> [Shape] {
    var shapes: [Shape] = []
    func arrow(base: Double, tip: Double, part: Double) {
      shapes.append(
        .polygon(
          [
            Spot(x: bar.x, y: base), Spot(x: bar.right, y: base), Spot(x: bar.middleX, y: tip),
          ], scale.blend(at: part), opacity: 1))
    }
    if scale.exceedsAbove { arrow(base: bar.y - 1, tip: bar.y - 8, part: 1) }
    if scale.exceedsBelow { arrow(base: bar.bottom + 1, tip: bar.bottom + 8, part: 0) }
    return shapes
  }

  private func words(right start: Double, middle: Double) -> [Shape] {
    var shapes: [Shape] = []
    var x = start
    func add(_ words: String, font: Font, colour: Colour) {
      x += font.lineHeight
      shapes.append(
        .text(
          Text(
            words: words, font: font, colour: colour, at: Spot(x: x - 4, y: middle),
            anchor: .middle, rotation: -90)))
    }
    for line in title { add(line, font: .axisTitle, colour: .text) }
    if let hint { add(hint, font: .small, colour: .quiet) }
    return shapes
  }
}
