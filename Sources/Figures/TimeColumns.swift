/// The days of a time chart as columns: what some limit is about upwards, what is free downwards.
struct TimeColumns {
  private let chart: TimeChart
  private let plot: Frame
  private let pitch: Double
  private let thickness: Double
  /// The ends of the axis and the distance between two lines of its grid, in units.
  private let highest, lowest, step: Int
  /// The seconds of a unit: an hour, or a minute where no day has two hours.
  private let unit: Int

  private static let labelWidth = 34.0
  private static let restricted: [TimeChart.Kind] = [.counted, .limited]

  init(_ chart: TimeChart, top: Double) {
    self.chart = chart
    let up = chart.days.map { chart.sum($0, of: Self.restricted).upper }.max() ?? 0
    let down = chart.days.map { chart.sum($0, of: [.free]).upper }.max() ?? 0
    unit = max(up, down) < 7200 ? 60 : 3600
    let units = { [unit] (seconds: Int) in (seconds + unit - 1) / unit }
    let steps = unit == 3600 ? [1, 2, 3, 4, 6, 8, 12] : [5, 10, 15, 20, 30, 60]
    step = steps.first { (units(up) + units(down)) / $0 <= 7 } ?? steps.last ?? 1
    let framed = { [step] (count: Int) in (count + step - 1) / step * step }
    highest = max(framed(units(up)), step)
    lowest = framed(units(down))
    let left = Page.margin + Self.labelWidth
    plot = Frame(
      x: left, y: top + 14, width: Page.width - Page.margin - left,
      height: lowest == 0 ? 130 : 172)
    pitch = plot.width / Double(max(chart.days.count, 1))
    thickness = min(pitch * 0.68, 40)
  }

  /// Adds grid, columns and the names of the days.
  func add(to page: inout Page) {
    page.add(grid())
    for (place, day) in chart.days.enumerated() { page.add(column(day, middle: middle(place))) }
    page.add(
      .line(
        Spot(x: plot.x, y: y(0)), Spot(x: plot.right, y: y(0)),
        Stroke(colour: .axis, width: 1.2)))
    page.add(totals())
    if lowest > 0 {
      page.add(
        .text(
          Text(
            words: Words.prose(chart.captions.groups[.free] ?? ""), font: .smallest, colour: .quiet,
            at: Spot(x: plot.right, y: plot.bottom - 4), anchor: .end, hasHalo: true)))
    }
    let row = LabelRow(chart.days.map(\.name), pitch: pitch, start: middle(0))
    page.add(row.shapes(start: middle(0), top: plot.bottom + 6))
    page.top = plot.bottom + 8 + row.height
  }

  private func middle(_ place: Int) -> Double { plot.x + (Double(place) + 0.5) * pitch }

  private func y(_ seconds: Int) -> Double {
    let whole = Double((highest + lowest) * unit)
    return plot.y + plot.height * (Double(highest * unit) - Double(seconds)) / whole
  }

  private func grid() -> [Shape] {
    var shapes: [Shape] = []
    for value in stride(from: -lowest, through: highest, by: step) {
      let y = y(value * unit)
      shapes.append(.line(Spot(x: plot.x, y: y), Spot(x: plot.right, y: y), Stroke(colour: .grid)))
      shapes.append(
        .text(
          Text(
            words: "\(value.magnitude)", font: .small, colour: .quiet,
            at: Spot(x: plot.x - 6, y: y + Font.small.middle), anchor: .end)))
    }
    let name = unit == 3600 ? chart.captions.hours : chart.captions.minutes
    shapes.append(
      .text(
        Text(
          words: name, font: .small, colour: .quiet, at: Spot(x: Page.margin, y: plot.y - 9))))
    return shapes
  }

  /// What is certain next to the line, category on category, and beyond it what is possible.
  private func column(_ day: TimeChart.Day, middle: Double) -> [Shape] {
    var shapes: [Shape] = []
    for (kinds, sign) in [(Self.restricted, 1), ([.free], -1)] {
      var height = 0
      for isCertain in [true, false] {
        for (place, part) in day.parts.enumerated()
        where kinds.contains(chart.categories[place].kind) {
          let length = isCertain ? part.certain : part.upper - part.certain
          guard length > 0 else { continue }
          let frame = Frame(
            from: Spot(x: middle - thickness / 2, y: y(sign * height)),
            to: Spot(x: middle + thickness / 2, y: y(sign * (height + length))))
          let colour = chart.colour(of: place)
          shapes.append(
            .rectangle(frame, isCertain ? colour : colour.mixed(with: .white, 0.65)))
          if !isCertain { shapes.append(outline(frame, colour)) }
          height += length
        }
      }
    }
    return shapes
  }

  private func outline(_ frame: Frame, _ colour: Colour) -> Shape {
    let corners = [
      Spot(x: frame.x + 0.5, y: frame.y + 0.5), Spot(x: frame.right - 0.5, y: frame.y + 0.5),
      Spot(x: frame.right - 0.5, y: frame.bottom - 0.5),
      Spot(x: frame.x + 0.5, y: frame.bottom - 0.5), Spot(x: frame.x + 0.5, y: frame.y + 0.5),
    ]
    return .polyline(corners, Stroke(colour: colour, width: 0.8, dashes: [2, 2]))
  }

  /// Writes the time of each day that some limit is about above its column, where all of them fit.
  private func totals() -> [Shape] {
    let lengths = chart.days.map { chart.sum($0, of: Self.restricted) }
    let words = lengths.map(\.text)
    let short = lengths.map { TimeChart.Length.text($0.upper) }
    for (font, texts) in [(Font.small, words), (.smallest, words), (.smallest, short)] {
      guard texts.allSatisfy({ font.width($0) + 3 <= pitch }) else { continue }
      return zip(lengths, texts).enumerated().compactMap { place, day in
        guard TimeChart.Length.text(day.0.upper) != "0:00" else { return nil }
        return .text(
          Text(
            words: day.1, font: font, colour: .text,
            at: Spot(x: middle(place), y: y(day.0.upper) - 4), anchor: .middle, hasHalo: true))
      }
    }
    return []
  }
}
