extension HeatMap {
  /// Returns the heat map as a complete SVG document.
  public func svg() -> String { drawing().svg() }

  func drawing() -> Drawing {
    var page = Page(labels)
    if rows.isEmpty || columns.isEmpty {
      page.addEmptyPlot()
    } else {
      HeatMapLayout(self, top: page.top).add(to: &page)
    }
    return page.finished(labels, summary: summary())
  }
}

/// Where the parts of a heat map stand.
struct HeatMapLayout {
  private let chart: HeatMap
  private let scale: ColourScale
  private let plot: Frame
  private let pitch: (x: Double, y: Double)
  private let rowLabels: LabelColumn
  private let columnLabels: LabelRow
  private let bar: ColourBar
  private let yTitle: [String]

  init(_ chart: HeatMap, top: Double) {
    self.chart = chart
    scale = ColourScale(chart.scale, showing: chart.estimates.joined().compactMap(\.value))
    let rowPitch = Self.rowPitch(chart)
    let plotHeight = rowPitch * Double(chart.rows.count)
    let barHeight = max(plotHeight, 156)
    yTitle = Words.wrapped(
      Words.prose(chart.labels.yAxis), to: barHeight, font: .axisTitle, lines: 2)
    rowLabels = LabelColumn(chart.rows, pitch: rowPitch, maximumWidth: 150)
    bar = ColourBar(
      scale, title: axisTitle(chart.measure, unit: chart.labels.unit), height: barHeight)
    let titleWidth = Double(yTitle.count) * Font.axisTitle.lineHeight
    let left = Page.margin + titleWidth + (titleWidth > 0 ? 6 : 0) + rowLabels.width + 6
    let room = Page.width - Page.margin - bar.width - 16 - left
    pitch = (Self.columnPitch(room: room, count: chart.columns.count), rowPitch)
    let arrow = scale.exceedsAbove ? 8.0 : 0
    plot = Frame(
      x: left.rounded(.up), y: (top + arrow).rounded(.up),
      width: pitch.x * Double(chart.columns.count), height: plotHeight)
    columnLabels = LabelRow(chart.columns, pitch: pitch.x, start: plot.x + pitch.x / 2)
  }

  /// Whole pixels where there are enough of them, so that cells are equal and edges sharp.
  private static func columnPitch(room: Double, count: Int) -> Double {
    let pitch = min(room / Double(count), 120)
    return pitch >= 3 ? pitch.rounded(.down) : pitch
  }

  private static func rowPitch(_ chart: HeatMap) -> Double {
    let count = Double(chart.rows.count)
    let least = chart.cellText == .none ? 3.0 : 15
    let most = count <= 3 ? 40.0 : 26
    let pitch = min(max(420 / count, least), most).rounded(.down)
    return pitch * count <= 640 ? pitch : 640 / count
  }

  /// Adds everything between heading and footer.
  func add(to page: inout Page) {
    addCells(to: &page)
    page.add(rowLabels.shapes(start: plot.y + pitch.y / 2, right: plot.x - 6))
    page.add(columnLabels.shapes(start: plot.x + pitch.x / 2, top: plot.bottom + 4))
    page.add(bar.shapes(at: Spot(x: plot.right + 16, y: plot.y)))
    page.addLeftTitle(yTitle, middle: plot.middleY, from: plot.y, to: plot.y + bar.height)
    page.top = plot.bottom + 4 + columnLabels.height + 4
    page.addBottomTitle(
      Words.prose(chart.labels.xAxis), middle: plot.middleX,
      right: page.top < plot.y + bar.height + 8 ? plot.right + 12 : Page.width - Page.margin)
    page.top = max(page.top, plot.y + bar.height + (scale.exceedsBelow ? 8 : 0) + 6)
    let key = keyEntries()
    if !key.isEmpty { page.top += 6 }
    Key(key).add(to: &page)
  }

  private func keyEntries() -> [(swatch: Key.Swatch, words: String)] {
    var entries: [(swatch: Key.Swatch, words: String)] = []
    if let meaning = chart.markMeaning { entries.append((.dot, meaning)) }
    if chart.estimates.joined().contains(where: { $0.value == nil }) {
      entries.append((.missing, "no value"))
    }
    return entries
  }

  /// Draws the cells; dense maps have no gaps and no hatching, and equal neighbours are merged.
  private func addCells(to page: inout Page) {
    let gap = min(pitch.x, pitch.y) >= 7 ? 1.0 : 0
    var tiles: [Tile] = []
    var missing: [Shape] = []
    for row in chart.rows.indices {
      for column in chart.columns.indices {
        let frame = cell(row, column, gap: gap)
        let value = chart.estimates[row][column].value
        if value == nil, gap > 0 {
          missing += Key.missingCell(frame)
          continue
        }
        let tile = Tile(
          frame: gap > 0 ? frame : frame.overlapping(within: plot),
          colour: value.map(scale.colour) ?? .missing)
        if gap == 0, column > 0, let last = tiles.last, last.colour == tile.colour {
          tiles[tiles.count - 1] = last.extended(to: tile)
        } else {
          tiles.append(tile)
        }
      }
    }
    page.add(.mosaic(tiles))
    page.add(missing)
    addCellWords(to: &page)
    addMarks(to: &page)
  }

  private func cell(_ row: Int, _ column: Int, gap: Double) -> Frame {
    Frame(
      from: Spot(x: plot.x + Double(column) * pitch.x, y: plot.y + Double(row) * pitch.y),
      to: Spot(
        x: plot.x + Double(column + 1) * pitch.x - gap, y: plot.y + Double(row + 1) * pitch.y - gap)
    )
  }

  /// Writes into the cells with the greatest type that fits, or not at all.
  private func addCellWords(to page: inout Page) {
    guard chart.cellText != .none, pitch.y >= 12, pitch.x >= 16 else { return }
    let style = Numerals.style(for: chart.estimates.joined().compactMap(\.value))
    let words = chart.rows.indices.map { row in
      chart.columns.indices.map { column in
        chart.word(row, column).map(Words.label)
          ?? (chart.cellText == .values ? chart.estimates[row][column].value.map(style.text) : nil)
      }
    }
    let room = pitch.x - 4
    let widest = words.joined().compactMap { $0 }.map { Font(size: 1).width($0) }.max() ?? 0
    let size = min(11, max(9, (room / max(widest, 0.1)).rounded(.down)), pitch.y - 3)
    guard size >= 9, chart.cellText != .values || widest * size <= pitch.x - 2 else { return }
    let font = Font(size: size)
    for row in chart.rows.indices {
      for column in chart.columns.indices {
        guard let word = words[row][column] else { continue }
        let frame = cell(row, column, gap: 1)
        let colour = chart.estimates[row][column].value.map(scale.colour) ?? .missing
        page.add(
          .text(
            Text(
              words: Words.fitted(word, to: room, font: font), font: font, colour: colour.ink,
              at: Spot(x: frame.middleX, y: frame.middleY + font.middle), anchor: .middle)))
      }
    }
  }

  /// Draws dots: in the middle of a cell, or in its corner beside words.
  private func addMarks(to page: inout Page) {
    guard chart.markMeaning != nil else { return }
    let radius = min(2.2, max(0.8, min(pitch.x, pitch.y) / 5))
    for row in chart.rows.indices {
      for column in chart.columns.indices where chart.isMarked(row, column) {
        let frame = cell(row, column, gap: 1)
        let colour = chart.estimates[row][column].value.map(scale.colour) ?? .missing
        let spot =
          chart.cellText == .none
          ? Spot(x: frame.middleX, y: frame.middleY) : Spot(x: frame.right - 3, y: frame.y + 3)
        page.add(.circle(spot, radius: chart.cellText == .none ? radius : 1.4, colour.ink))
      }
    }
  }
}
