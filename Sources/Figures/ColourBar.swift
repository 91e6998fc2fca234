/// The colours of a heat map beside it, with round numbers, the measure, and what red and blue mean.
struct ColourBar {
  private let scale: ColourScale
  private let axis: Axis
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
    self.title = Words.wrapped(title, to: height, font: .axisTitle, lines: 3)
    hint = scale.isDiverging ? "blue: positive · red: negative" : nil
    labelWidth = axis.ticks.map { Font.small.width($0.label) }.max() ?? 0
  }

  /// Draws the bar with its left upper corner at the given place.
  func shapes(at corner: Spot) -> [Shape] {
    let bar = Frame(x: corner.x, y: corner.y, width: Self.thickness, height: height)
    var shapes = [ramp(in: bar)] + arrows(at: bar)
    for tick in axis.ticks {
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
    let steps = max(2, min(64, Int(height / 2)))
    return .mosaic(
      (0..<steps).map { step in
        let part = Double(step) / Double(steps)
        return Tile(
          frame: Frame(
            x: bar.x, y: bar.y + part * height, width: bar.width, height: height / Double(steps)),
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
