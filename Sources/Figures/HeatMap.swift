/// A matrix of colours with a colour bar: layers by positions, layers by heads, sentences by sentences.
///
/// The first row is drawn at the top. Rows and columns decide the shape: values beyond them are
/// not drawn, values that are absent or not finite are drawn as missing.
public struct HeatMap: Sendable, Equatable {
  /// How numbers become colours.
  public enum Scale: Sendable, Equatable {
    /// Red below zero, white at zero, blue above, with symmetric limits.
    ///
    /// Without a limit the greatest magnitude shown decides. Greater values take the end's colour
    /// and the colour bar says so.
    case diverging(limit: Double? = nil)
    /// Light to dark with even steps in perceived lightness; `0...1` for probabilities.
    ///
    /// Without a range the smallest and the greatest value shown decide.
    case sequential(ClosedRange<Double>? = nil)
  }

  /// What is written into the cells, where it fits.
  public enum CellText: Sendable, Equatable {
    /// Nothing.
    case none
    /// The value, with two decimals or fewer.
    case values
    /// A word for each cell by row and column, such as the top token of a logit lens.
    case words([[String]])
  }

  /// Which cells carry a dot.
  public enum Marks: Sendable, Equatable {
    /// None.
    case none
    /// Cells whose interval lies on one side of zero.
    case intervalsExcludingZero(meaning: String = "interval excludes 0")
    /// The cells that are true, by row and column; the meaning is printed beside the colour bar.
    case cells([[Bool]], meaning: String)
  }

  /// The words around the chart.
  public let labels: ChartLabels
  /// What the colours measure, printed at the colour bar together with the unit of the labels.
  public let measure: String
  /// The names of the rows, from top to bottom.
  public let rows: [String]
  /// The names of the columns, from left to right.
  public let columns: [String]
  /// The cells by row and column, exactly `rows.count` by `columns.count`.
  public let estimates: [[Estimate]]
  /// How numbers become colours.
  public let scale: Scale
  /// What is written into the cells.
  public let cellText: CellText
  /// Which cells carry a dot.
  public let marks: Marks

  /// Creates a heat map of numbers with intervals.
  public init(
    labels: ChartLabels, measure: String, rows: [String], columns: [String],
    estimates: [[Estimate]], scale: Scale, cellText: CellText = .none, marks: Marks = .none
  ) {
    self.labels = labels
    self.measure = measure
    self.rows = rows
    self.columns = columns
    self.estimates = rows.indices.map { row in
      columns.indices.map { column in
        row < estimates.count && column < estimates[row].count ? estimates[row][column] : .missing
      }
    }
    self.scale = scale
    self.cellText = cellText
    self.marks = marks
  }

  /// Creates a heat map of numbers without intervals.
  public init(
    labels: ChartLabels, measure: String, rows: [String], columns: [String],
    values: [[Double?]], scale: Scale, cellText: CellText = .none, marks: Marks = .none
  ) {
    self.init(
      labels: labels, measure: measure, rows: rows, columns: columns,
      estimates: values.map { $0.map { Estimate($0) } }, scale: scale, cellText: cellText,
      marks: marks)
  }

  /// Returns one row per cell, in reading order: row, column, value, interval, word and mark.
  public func table() -> DataTable {
    let all = estimates.joined()
    let hasInterval = all.contains { $0.low != nil || $0.high != nil }
    let hasCount = all.contains { $0.count != nil }
    var headings = [
      DataTable.Column(labels.yAxis.isEmpty ? "row" : labels.yAxis),
      DataTable.Column(labels.xAxis.isEmpty ? "column" : labels.xAxis),
      DataTable.Column(measure.isEmpty ? "value" : measure, unit: labels.unit),
    ]
    if hasInterval {
      headings += [
        DataTable.Column("low", unit: labels.unit), DataTable.Column("high", unit: labels.unit),
      ]
    }
    if hasCount { headings.append(DataTable.Column("n")) }
    if case .words = cellText { headings.append(DataTable.Column("text")) }
    if let meaning = markMeaning { headings.append(DataTable.Column(meaning)) }
    let rowCells = Cell.labels(rows)
    let columnCells = Cell.labels(columns)
    var lines: [[Cell]] = []
    for row in rows.indices {
      for column in columns.indices {
        let estimate = estimates[row][column]
        var line = [rowCells[row], columnCells[column], Cell(estimate.value)]
        if hasInterval { line += [Cell(estimate.low), Cell(estimate.high)] }
        if hasCount { line.append(Cell(estimate.count)) }
        if case .words = cellText { line.append(word(row, column).map { .text($0) } ?? .missing) }
        if markMeaning != nil { line.append(.integer(isMarked(row, column) ? 1 : 0)) }
        lines.append(line)
      }
    }
    return DataTable(columns: headings, rows: lines)
  }

  /// The word that belongs into a cell, if the cells carry words and this one has one.
  func word(_ row: Int, _ column: Int) -> String? {
    guard case .words(let words) = cellText, row < words.count, column < words[row].count else {
      return nil
    }
    return words[row][column]
  }

  /// What a dot in a cell means, if the chart has dots.
  var markMeaning: String? {
    switch marks {
    case .none: nil
    case .intervalsExcludingZero(let meaning): meaning
    case .cells(_, let meaning): meaning
    }
  }

  /// Whether a cell carries a dot.
  func isMarked(_ row: Int, _ column: Int) -> Bool {
    switch marks {
    case .none: false
    case .intervalsExcludingZero: estimates[row][column].excludesZero
    case .cells(let cells, _): row < cells.count && column < cells[row].count && cells[row][column]
    }
  }
}
