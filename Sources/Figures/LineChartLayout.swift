/// Where the parts of a line chart stand.
struct LineChartLayout {
  private let chart: LineChart
  private let plot: Frame
  private let values: ValueAxis
  private let horizontal: Axis
  private let yTitle: [String]
  private let endLabels: EndLabels?
  private let key: Key

  private static let height = 270.0
  /// The room between the edge of the plot and its first and last point.
  private static let inset = 10.0

  init(_ chart: LineChart, top: Double) {
    self.chart = chart
    values = ValueAxis(axis: Self.valueAxis(chart), isLevel: false)
    yTitle = Words.wrapped(
      axisTitle(chart.labels.yAxis, unit: chart.labels.unit), to: Self.height, font: .axisTitle,
      lines: 2)
    let left =
      Page.margin + Double(yTitle.count) * Font.axisTitle.lineHeight + 4 + values.labelWidth + 7
    let width = EndLabels.width(
      of: chart.series.map(\.name) + chart.references.map(\.name))
    func plot(right: Double, top: Double) -> Frame {
      Frame(
        x: left, y: top + 6, width: Page.width - Page.margin - right - left, height: Self.height)
    }
    let beside = plot(right: width, top: top)
    let horizontal = Self.horizontalAxis(chart, width: beside.width)
    let labels = EndLabels(Self.entries(chart, beside, values, horizontal))
    if labels.height <= Self.height {
      key = Key([])
      self.plot = beside
      self.horizontal = horizontal
      endLabels = labels
    } else {
      let key = Key(Self.keyEntries(chart))
      self.plot = plot(right: 0, top: top + key.height)
      self.horizontal = Self.horizontalAxis(chart, width: self.plot.width)
      endLabels = nil
      self.key = key
    }
  }

  // MARK: Axes

  private static func valueAxis(_ chart: LineChart) -> Axis {
    var numbers = chart.references.map(\.value)
    for estimate in chart.series.flatMap(\.points).map(\.y) where estimate.value != nil {
      numbers += [estimate.value, estimate.low, estimate.high].compactMap { $0 }
    }
    if let range = chart.range {
      numbers += [range.lowerBound, range.upperBound].filter(\.isFinite)
    }
    let lower = numbers.min() ?? 0
    let upper = numbers.max() ?? 1
    return Axis(framing: lower, upper, maximumTicks: 6)
  }

  private static func horizontalAxis(_ chart: LineChart, width: Double) -> Axis {
    if !chart.xNames.isEmpty {
      return Axis(lower: 0, upper: Double(max(chart.xNames.count - 1, 1)), maximumTicks: 1)
    }
    let places = chart.series.flatMap(\.points).map(\.x)
    let areWhole = places.allSatisfy { $0 == $0.rounded() }
    var count = 12
    while true {
      let axis = Axis(
        lower: places.min() ?? 0, upper: places.max() ?? 1, maximumTicks: count,
        wholeNumbers: areWhole)
      let widest = axis.ticks.map { Font.label.width($0.label) }.max() ?? 0
      if Double(axis.ticks.count) * (widest + 14) <= width || count <= 1 { return axis }
      count -= 1
    }
  }

  private static func x(_ value: Double, _ axis: Axis, _ plot: Frame) -> Double {
    axis.position(of: value, from: plot.x + inset, to: plot.right - inset)
  }

  // MARK: Names

  private static func entries(
    _ chart: LineChart, _ plot: Frame, _ values: ValueAxis, _ horizontal: Axis
  ) -> [EndLabels.Entry] {
    let lines = chart.series.indices.compactMap { index -> EndLabels.Entry? in
      let last = chart.series[index].points.last { $0.y.value != nil }
      guard let last, let value = last.y.value else { return nil }
      return EndLabels.Entry(
        words: chart.series[index].name, colour: chart.style(of: index).textColour,
        end: Spot(x: x(last.x, horizontal, plot), y: values.position(of: value, in: plot)))
    }
    let references = chart.references.map { reference in
      EndLabels.Entry(
        words: reference.name, colour: .reference,
        end: Spot(x: plot.right, y: values.position(of: reference.value, in: plot)))
    }
    return lines + references
  }

  private static func keyEntries(_ chart: LineChart) -> [(swatch: Key.Swatch, words: String)] {
    chart.series.indices.map { (.line(chart.style(of: $0).stroke), chart.series[$0].name) }
      + chart.references.map { (.line(ReferenceLine.stroke), $0.name) }
  }

  // MARK: Drawing

  /// Adds everything between heading and footer.
  func add(to page: inout Page) {
    key.add(to: &page)
    page.add(values.shapes(in: plot, labelTop: 0))
    for index in chart.series.indices { page.add(band(index)) }
    for reference in chart.references {
      page.add(values.line(at: reference.value, in: plot, ReferenceLine.stroke))
    }
    let bottom = Stroke(colour: .axis)
    page.add(
      .line(Spot(x: plot.x, y: plot.bottom), Spot(x: plot.right, y: plot.bottom), bottom))
    let order =
      chart.series.indices.filter { chart.series[$0].isBaseline }
      + chart.series.indices.filter { !chart.series[$0].isBaseline }
    for index in order { page.add(line(index)) }
    if let endLabels { page.add(endLabels.shapes(besides: plot)) }
    page.addLeftTitle(yTitle, middle: plot.middleY, from: plot.y - 8, to: plot.bottom + 8)
    page.top = plot.bottom + 5
    addHorizontalTicks(to: &page)
    page.top += 4
    page.addBottomTitle(Words.prose(chart.labels.xAxis), middle: plot.middleX)
  }

  private func addHorizontalTicks(to page: inout Page) {
    let font = Font.label
    guard chart.xNames.isEmpty else {
      let first = Self.x(0, horizontal, plot)
      let pitch = Self.x(1, horizontal, plot) - first
      let row = LabelRow(chart.xNames, pitch: pitch, start: first)
      page.add(row.shapes(start: first, top: page.top))
      page.top += row.height
      return
    }
    for tick in horizontal.ticks {
      let x = Self.x(tick.value, horizontal, plot)
      page.add(
        .line(Spot(x: x, y: plot.bottom), Spot(x: x, y: plot.bottom + 4), Stroke(colour: .axis)))
      page.add(
        .text(
          Text(
            words: tick.label, font: font, colour: .text,
            at: Spot(x: x, y: page.top + font.size), anchor: .middle)))
    }
    page.top += font.lineHeight
  }

  private func spot(_ x: Double, _ value: Double) -> Spot {
    Spot(x: Self.x(x, horizontal, plot), y: values.position(of: value, in: plot))
  }

  /// Draws the intervals of a line: a band, or a whisker where a point stands alone.
  private func band(_ index: Int) -> [Shape] {
    let colour = chart.style(of: index).stroke.colour
    let points = chart.series[index].points
    let runs = points.split { $0.y.value == nil || $0.y.low == nil || $0.y.high == nil }
    return runs.compactMap { run -> Shape? in
      let lower = run.compactMap { point in point.y.low.map { spot(point.x, $0) } }
      let upper = run.compactMap { point in point.y.high.map { spot(point.x, $0) } }
      if run.count == 1, let low = lower.first, let high = upper.first {
        return .line(low, high, Stroke(colour: colour, width: 1.2))
      }
      return .polygon(upper + lower.reversed(), colour, opacity: 0.16)
    }
  }

  /// Draws a line, interrupted where values are missing, with markers where points are few.
  private func line(_ index: Int) -> [Shape] {
    let style = chart.style(of: index)
    let points = chart.series[index].points
    let isSparse = points.count <= 16
    return points.split { $0.y.value == nil }.flatMap { run -> [Shape] in
      let spots = run.compactMap { point in point.y.value.map { spot(point.x, $0) } }
      let markers = spots.map { style.marker.shape(at: $0, radius: 3, style.stroke.colour) }
      if spots.count == 1 { return markers }
      return [.polyline(spots, style.stroke)] + (isSparse ? markers : [])
    }
  }
}
