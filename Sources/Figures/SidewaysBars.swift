/// A bar chart whose bars grow to the right, for categories with long names.
struct SidewaysBars {
  private let chart: BarChart
  private let painter: BarPainter
  private let valueLabels: BarPainter.ValueLabels?
  private let nameRight: Double
  private let nameLines: [[String]]
  private let nameStride: Int
  private let yTitle: [String]
  private let references: ReferenceFlags

  private var plot: Frame { painter.plot }
  private static let nameFont = Font.label
  private static let lineHeight = 13.0
  private static let greatestHeight = 840.0

  init(_ chart: BarChart, top: Double) {
    self.chart = chart
    let values = ValueAxis(axis: chart.valueAxis(maximumTicks: 6), isLevel: true)
    let count = Double(chart.categories.count)
    let bars = Double(chart.series.count)
    let names = chart.categories.indices.map {
      Self.lines(chart, $0, room: Self.greatestHeight / count)
    }
    nameLines = names
    let lineCount = Double(names.map(\.count).max() ?? 1)
    let wanted = max(bars * 16 + 8, lineCount * Self.lineHeight + 6)
    let pitch = max(min(wanted, Self.greatestHeight / count), bars * 3)
    let thickness = min((pitch - min(8, pitch * 0.25)) / bars, 18)
    nameStride = LabelRow.stride(for: lineCount * Self.lineHeight - 1, pitch: pitch)
    let labels = thickness >= 9 ? BarPainter.valueLabels(chart, font: .small) : nil
    valueLabels = labels
    let height = pitch * count
    yTitle = Words.wrapped(
      Words.prose(chart.labels.xAxis), to: max(height, 60), font: .axisTitle, lines: 2)
    let nameLeft = Page.margin + Double(yTitle.count) * Font.axisTitle.lineHeight
    let nameWidth = names.joined().map(Self.nameFont.width).max() ?? 0
    nameRight = nameLeft + (yTitle.isEmpty ? 0 : 6) + nameWidth
    func reserve(negative: Bool) -> Double {
      let width = BarPainter.widestLabel(chart, labels, negative: negative)
      return width > 0 ? width + 6 : 0
    }
    let left = nameRight + 8 + reserve(negative: true)
    let right = Page.width - Page.margin - max(reserve(negative: false), 8)
    var plot = Frame(x: left, y: top + 4, width: right - left, height: height)
    references = ReferenceFlags(chart.references, values, plot)
    plot.y += references.height
    painter = BarPainter(
      chart: chart, plot: plot, values: values, pitch: pitch, thickness: thickness)
  }

  /// The name of a category in a few lines, the last of them its number of samples.
  private static func lines(_ chart: BarChart, _ category: Int, room: Double) -> [String] {
    let most = max(1, min(3, Int(room / lineHeight)))
    let name = Words.label(chart.categories[category])
    guard let count = chart.countWords(category) else {
      return Words.wrapped(name, to: 210, font: nameFont, lines: most)
    }
    if most == 1 {
      let room = 210 - nameFont.width(" (\(count))")
      return [Words.fitted(name, to: room, font: nameFont) + " (\(count))"]
    }
    return Words.wrapped(name, to: 210, font: nameFont, lines: most - 1) + [count]
  }

  /// Adds everything between legend and footer.
  func add(to page: inout Page) {
    let titleTop = page.top
    page.add(painter.values.shapes(in: plot, labelTop: plot.bottom + 4))
    page.add(painter.bars())
    page.add(references.lines(through: plot))
    page.add(references.names(above: plot))
    page.add(painter.signs(valueLabels))
    addNames(to: &page)
    page.addLeftTitle(
      yTitle, middle: plot.middleY, from: titleTop, to: max(plot.bottom, titleTop + 60))
    page.top = plot.bottom + 4 + Font.label.lineHeight + 4
    page.addBottomTitle(
      axisTitle(chart.labels.yAxis, unit: chart.labels.unit), middle: plot.middleX)
  }

  private func addNames(to page: inout Page) {
    for category in stride(from: 0, to: nameLines.count, by: nameStride) {
      let middle = plot.y + (Double(category) + 0.5) * painter.pitch
      let lines = nameLines[category]
      let hasCount = lines.count > 1 && chart.countWords(category) != nil
      for (index, line) in lines.enumerated() {
        let shift = (Double(index) - Double(lines.count - 1) / 2) * Self.lineHeight
        let isCount = hasCount && index == lines.count - 1
        page.add(
          .text(
            Text(
              words: line, font: isCount ? .small : Self.nameFont,
              colour: isCount ? .quiet : .text,
              at: Spot(x: nameRight, y: middle + shift + Self.nameFont.middle), anchor: .end)))
      }
    }
  }
}
