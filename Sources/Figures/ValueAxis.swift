/// The grid and the tick labels of measured values, along either side of a plot.
struct ValueAxis {
  let axis: Axis
  /// Whether values grow to the right rather than upwards.
  let isLevel: Bool

  /// The width of the widest tick label.
  var labelWidth: Double { axis.ticks.map { Font.label.width($0.label) }.max() ?? 0 }

  /// The place of a value along its direction.
  func position(of value: Double, in plot: Frame) -> Double {
    isLevel
      ? axis.position(of: value, from: plot.x, to: plot.right)
      : axis.position(of: value, from: plot.bottom, to: plot.y)
  }

  /// The line across the plot at a value.
  func line(at value: Double, in plot: Frame, _ stroke: Stroke) -> Shape {
    let place = position(of: value, in: plot)
    return isLevel
      ? .line(Spot(x: place, y: plot.y), Spot(x: place, y: plot.bottom), stroke)
      : .line(Spot(x: plot.x, y: place), Spot(x: plot.right, y: place), stroke)
  }

  /// Draws grid lines and tick labels; `labelTop` is the upper edge of labels below a plot.
  func shapes(in plot: Frame, labelTop: Double) -> [Shape] {
    let font = Font.label
    var lastEnd = -Double.infinity
    return axis.ticks.flatMap { tick -> [Shape] in
      let place = position(of: tick.value, in: plot)
      let grid = line(at: tick.value, in: plot, Stroke(colour: .grid))
      var text = Text(
        words: tick.label, font: font, colour: .text,
        at: Spot(x: plot.x - 7, y: place + font.middle), anchor: .end)
      if isLevel {
        let half = font.width(tick.label) / 2
        if place - half < lastEnd + 4 { return [grid] }
        lastEnd = place + half
        text.at = Spot(x: place, y: labelTop + font.size)
        text.anchor = .middle
      }
      return [grid, .text(text)]
    }
  }
}
