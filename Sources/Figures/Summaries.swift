extension Chart {
  /// Returns the chart in a few sentences, for readers who do not see it.
  ///
  /// The text is also the description inside the SVG.
  public func summary() -> String {
    switch self {
    case .heatMap(let chart): chart.summary()
    case .bars(let chart): chart.summary()
    case .lines(let chart): chart.summary()
    }
  }

  /// Returns the chart as a complete SVG document, the same bytes for the same value.
  public func svg() -> String {
    switch self {
    case .heatMap(let chart): chart.svg()
    case .bars(let chart): chart.svg()
    case .lines(let chart): chart.svg()
    }
  }
}

extension HeatMap {
  /// Returns the size, the smallest and the greatest value, and what is missing.
  public func summary() -> String {
    let row = labels.yAxis.isEmpty ? "row" : Words.prose(labels.yAxis)
    let column = labels.xAxis.isEmpty ? "column" : Words.prose(labels.xAxis)
    var sentences = ["Heat map of \(rows.count) by \(columns.count) cells (\(row) by \(column))."]
    var cells: [(value: Double, row: Int, column: Int)] = []
    for (row, line) in estimates.enumerated() {
      for (column, estimate) in line.enumerated() {
        if let value = estimate.value { cells.append((value, row, column)) }
      }
    }
    if let least = cells.min(by: { $0.value < $1.value }),
      let most = cells.max(by: { $0.value < $1.value })
    {
      func place(_ cell: (value: Double, row: Int, column: Int)) -> String {
        "\(Numerals.short(cell.value)) at \(row) \(Words.label(rows[cell.row])), "
          + "\(column) \(Words.label(columns[cell.column]))"
      }
      let name = axisTitle(measure.isEmpty ? "Value" : measure, unit: labels.unit)
      sentences.append("\(name): lowest \(place(least)); highest \(place(most)).")
    }
    let missing = rows.count * columns.count - cells.count
    if missing > 0 { sentences.append("Cells without a value: \(missing).") }
    if let meaning = markMeaning {
      let count = rows.indices.reduce(0) { sum, row in
        sum + columns.indices.count { isMarked(row, $0) }
      }
      sentences.append("Marked cells (\(Words.prose(meaning))): \(count).")
    }
    return sentences.joined(separator: " ")
  }
}

extension BarChart {
  /// Returns the first values by name, and the reference lines.
  public func summary() -> String {
    let shown = 12
    let measure = axisTitle(labels.yAxis.isEmpty ? "value" : labels.yAxis, unit: labels.unit)
    var bars: [String] = []
    for category in categories.indices.prefix(shown) {
      for series in series.prefix(shown) where bars.count < shown {
        let name = [categories[category], self.series.count > 1 ? series.name : ""]
          .map(Words.label).filter { !$0.isEmpty }.joined(separator: ", ")
        bars.append("\(name): \(series.values[category].words)")
      }
    }
    let more = categories.count * series.count - bars.count
    if more > 0 { bars.append("and \(more) more") }
    var sentences = ["Bar chart of \(measure)."]
    if !bars.isEmpty { sentences.append(bars.joined(separator: "; ") + ".") }
    return (sentences + references.map(\.sentence)).joined(separator: " ")
  }
}

extension LineChart {
  /// Returns the ends and the greatest value of each line, and the reference lines.
  public func summary() -> String {
    let measure = axisTitle(labels.yAxis.isEmpty ? "value" : labels.yAxis, unit: labels.unit)
    let place = labels.xAxis.isEmpty ? "x" : Words.prose(labels.xAxis)
    var sentences = ["Line chart of \(measure) by \(place)."]
    for series in series.prefix(12) {
      let points = series.points.filter { $0.y.value != nil }
      guard let first = points.first, let last = points.last,
        let most = points.max(by: { ($0.y.value ?? 0) < ($1.y.value ?? 0) })
      else { continue }
      sentences.append(
        "\(Words.prose(series.name)): \(words(first)), highest \(words(most)), \(words(last)).")
    }
    if series.count > 12 { sentences.append("And \(series.count - 12) more lines.") }
    return (sentences + references.map(\.sentence)).joined(separator: " ")
  }

  private func words(_ point: Point) -> String {
    let name = Int(exactly: point.x).flatMap { xNames.indices.contains($0) ? xNames[$0] : nil }
    return "\(point.y.words) at \(name.map(Words.label) ?? Numerals.short(point.x))"
  }
}

extension Estimate {
  /// The value with its interval, as it is read aloud.
  fileprivate var words: String {
    guard let value else { return "no value" }
    guard let low, let high else { return Numerals.short(value) }
    return "\(Numerals.short(value)) (\(Numerals.short(low)) to \(Numerals.short(high)))"
  }
}

extension ReferenceLine {
  fileprivate var sentence: String {
    "Dashed line, \(Words.prose(name)): \(Numerals.short(value))."
  }
}
