/// Draws bars, whiskers and values into a plot, upright or on their side.
struct BarPainter {
  let chart: BarChart
  let plot: Frame
  let values: ValueAxis
  /// The distance between two categories.
  let pitch: Double
  /// The width of one bar across its direction.
  let thickness: Double

  /// How values are written, if they are.
  struct ValueLabels: Equatable {
    let style: NumberStyle
    let font: Font
  }

  /// How the values of a chart are written; nil if the chart does not want them.
  static func valueLabels(_ chart: BarChart, font: Font) -> ValueLabels? {
    guard chart.options.showsValues else { return nil }
    let numbers = chart.series.flatMap(\.values).compactMap(\.value)
    return ValueLabels(style: Numerals.style(for: numbers), font: font)
  }

  /// The width of the widest value label on one side of zero; 0 if there is none.
  static func widestLabel(_ chart: BarChart, _ labels: ValueLabels?, negative: Bool) -> Double {
    guard let labels else { return 0 }
    return chart.series.flatMap(\.values).compactMap(\.value)
      .filter { ($0 < 0) == negative }
      .map { labels.font.width(labels.style.text($0)) }.max() ?? 0
  }

  /// Draws the bars and the line they stand on.
  func bars() -> [Shape] {
    let half = thickness / 2 - (thickness > 4 ? 0.5 : 0)
    let bars = places().compactMap { place -> Shape? in
      guard let value = place.estimate.value else { return nil }
      return .rectangle(
        Frame(from: spot(place.middle - half, 0), to: spot(place.middle + half, value)),
        chart.colour(of: place.series, value))
    }
    return bars + [values.line(at: 0, in: plot, Stroke(colour: .axis))]
  }

  /// Draws what stands on the bars: whiskers, values, and words where there is no value.
  func signs(_ labels: ValueLabels?) -> [Shape] {
    places().flatMap { place -> [Shape] in
      guard let value = place.estimate.value else { return [missing(at: place.middle)] }
      let label = labels.map { self.label(place.estimate, value, at: place.middle, $0) }
      return whisker(place.estimate, at: place.middle) + [label].compactMap { $0 }
    }
  }

  /// Every bar with its middle across its direction.
  private func places() -> [(estimate: Estimate, series: Int, middle: Double)] {
    chart.categories.indices.flatMap { category in
      chart.series.indices.map { series in
        (chart.series[series].values[category], series, middle(category, series))
      }
    }
  }

  /// The middle of a bar across its direction.
  private func middle(_ category: Int, _ series: Int) -> Double {
    let start = values.isLevel ? plot.y : plot.x
    let shift = Double(series) - Double(chart.series.count - 1) / 2
    return start + (Double(category) + 0.5) * pitch + shift * thickness
  }

  private func spot(_ across: Double, _ value: Double) -> Spot {
    let along = values.position(of: value, in: plot)
    return values.isLevel ? Spot(x: along, y: across) : Spot(x: across, y: along)
  }

  private func whisker(_ estimate: Estimate, at middle: Double) -> [Shape] {
    guard let value = estimate.value, estimate.low != nil || estimate.high != nil else { return [] }
    let stroke = Stroke(colour: .text, width: 1.2)
    let cap = min(4, thickness / 4)
    var shapes: [Shape] = [
      .line(spot(middle, estimate.low ?? value), spot(middle, estimate.high ?? value), stroke)
    ]
    for end in [estimate.low, estimate.high].compactMap({ $0 }) where thickness >= 5 {
      shapes.append(.line(spot(middle - cap, end), spot(middle + cap, end), stroke))
    }
    return shapes
  }

  /// Writes the value beyond the bar and its whisker.
  private func label(
    _ estimate: Estimate, _ value: Double, at middle: Double, _ labels: ValueLabels
  )
    -> Shape
  {
    let isNegative = value < 0
    let end = isNegative ? min(value, estimate.low ?? value) : max(value, estimate.high ?? value)
    var text = Text(
      words: labels.style.text(value), font: labels.font, colour: .text, at: spot(middle, end),
      anchor: .middle, hasHalo: true)
    if values.isLevel {
      text.at.x += isNegative ? -4 : 4
      text.at.y += labels.font.middle
      text.anchor = isNegative ? .end : .start
    } else {
      text.at.y += isNegative ? labels.font.size * 0.72 + 4 : -4
    }
    return .text(text)
  }

  /// Says that there is no number where a bar would begin.
  private func missing(at middle: Double) -> Shape {
    let font = Font.smallest
    var text = Text(
      words: "n/a", font: font, colour: .quiet, at: spot(middle, 0), anchor: .middle,
      hasHalo: true)
    if values.isLevel {
      text.at.x += 4
      text.at.y += font.middle
      text.anchor = .start
    } else {
      text.at.y -= 4
    }
    return .text(text)
  }
}
