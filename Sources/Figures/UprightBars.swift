/// A bar chart whose bars grow upwards.
struct UprightBars {
  private let chart: BarChart
  private let painter: BarPainter
  private let valueLabels: BarPainter.ValueLabels?
  private let yTitle: [String]
  private let names: EndLabels
  private let categoryTop: Double

  private var plot: Frame { painter.plot }
  private static let nameFont = Font.label
  private static let nameLines = 3

  init(_ chart: BarChart, top: Double) {
    self.chart = chart
    let height = 236.0
    let values = ValueAxis(axis: chart.valueAxis(maximumTicks: 6), isLevel: false)
    yTitle = Words.wrapped(
      axisTitle(chart.labels.yAxis, unit: chart.labels.unit), to: height, font: .axisTitle, lines: 2
    )
    let left =
      Page.margin + Double(yTitle.count) * Font.axisTitle.lineHeight + 4 + values.labelWidth + 7
    let nameWidth = EndLabels.width(of: chart.references.map(\.name))
    let width = Page.width - Page.margin - nameWidth - left
    let pitch = width / Double(chart.categories.count)
    let count = Double(chart.series.count)
    let thickness = min(pitch * (count > 1 ? 0.8 : 0.66) / count, 48)
    let room = count > 1 ? thickness : pitch
    let labels = [Font.small, .smallest].lazy
      .compactMap { BarPainter.valueLabels(chart, font: $0) }
      .first { labels in
        max(
          BarPainter.widestLabel(chart, labels, negative: false),
          BarPainter.widestLabel(chart, labels, negative: true)) + 2 <= room
      }
    valueLabels = labels
    let above = BarPainter.widestLabel(chart, labels, negative: false) > 0 ? 12.0 : 4
    let below = BarPainter.widestLabel(chart, labels, negative: true) > 0 ? 12.0 : 0
    let plot = Frame(x: left, y: top + above, width: width, height: height)
    painter = BarPainter(
      chart: chart, plot: plot, values: values, pitch: pitch, thickness: thickness)
    categoryTop = plot.bottom + below + 6
    names = EndLabels(
      chart.references.map { reference in
        EndLabels.Entry(
          words: reference.name, colour: .reference,
          end: Spot(x: plot.right, y: values.position(of: reference.value, in: plot)))
      })
  }

  /// Whether the names of all categories can be written level below the bars.
  static func namesFit(_ chart: BarChart, pitch: Double) -> Bool {
    chart.categories.allSatisfy {
      Words.fits(Words.label($0), width: pitch - 8, font: nameFont, lines: nameLines)
    }
  }

  /// Adds everything between legend and footer.
  func add(to page: inout Page) {
    page.add(painter.values.shapes(in: plot, labelTop: 0))
    page.add(painter.bars())
    for reference in chart.references {
      page.add(painter.values.line(at: reference.value, in: plot, ReferenceLine.stroke))
    }
    page.add(painter.signs(valueLabels))
    page.add(names.shapes(besides: plot))
    page.addLeftTitle(yTitle, middle: plot.middleY, from: plot.y - 8, to: plot.bottom + 8)
    page.top = categoryTop
    addCategories(to: &page)
    page.top += 4
    page.addBottomTitle(Words.prose(chart.labels.xAxis), middle: plot.middleX)
  }

  private func addCategories(to page: inout Page) {
    let top = page.top
    guard Self.namesFit(chart, pitch: painter.pitch) else {
      let start = plot.x + painter.pitch / 2
      let row = LabelRow(chart.categories, pitch: painter.pitch, start: start)
      page.add(row.shapes(start: start, top: top))
      page.top = top + row.height
      return
    }
    var bottom = top
    for category in chart.categories.indices {
      let middle = plot.x + (Double(category) + 0.5) * painter.pitch
      var y = top
      func add(_ words: String, font: Font, colour: Colour) {
        page.add(
          .text(
            Text(
              words: words, font: font, colour: colour, at: Spot(x: middle, y: y + font.size),
              anchor: .middle)))
        y += font.size + 2
      }
      let lines = Words.wrapped(
        Words.label(chart.categories[category]), to: painter.pitch - 8, font: Self.nameFont,
        lines: Self.nameLines)
      for line in lines { add(line, font: Self.nameFont, colour: .text) }
      if let words = chart.countWords(category), Font.small.width(words) <= painter.pitch - 2 {
        add(words, font: .small, colour: .quiet)
      }
      bottom = max(bottom, y)
    }
    page.top = bottom
  }
}
