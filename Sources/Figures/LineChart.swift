/// Lines over a numeric axis, with bands for intervals and dashed baselines.
public struct LineChart: Sendable, Equatable {
  /// One point of a line.
  public struct Point: Sendable, Equatable {
    /// Where the point stands on the horizontal axis.
    public let x: Double
    /// The measured value; a missing one interrupts the line.
    public let y: Estimate

    /// Creates a point from a position and an estimate.
    public init(x: Double, _ y: Estimate) {
      self.x = x.isFinite ? Numerals.rounded(x) : x
      self.y = y
    }

    /// Creates a point from plain numbers.
    public init(x: Double, y: Double?, low: Double? = nil, high: Double? = nil, count: Int? = nil) {
      self.init(x: x, Estimate(y, low: low, high: high, count: count))
    }
  }

  /// One line.
  public struct Series: Sendable, Equatable {
    /// The name printed at the end of the line or in the legend.
    public let name: String
    /// The points by ascending x.
    public let points: [Point]
    /// Whether the line is what the others are compared with; it is grey and dashed.
    public let isBaseline: Bool

    /// Creates a line that is measured.
    public init(_ name: String, points: [Point]) {
      self.init(name: name, points: points, isBaseline: false)
    }

    private init(name: String, points: [Point], isBaseline: Bool) {
      self.name = name
      self.points =
        points
        .enumerated().filter(\.element.x.isFinite)
        .sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }
        .map(\.element)
      self.isBaseline = isBaseline
    }

    /// Creates a line to compare with, such as a probe with shuffled labels.
    public static func baseline(_ name: String, points: [Point]) -> Series {
      Series(name: name, points: points, isBaseline: true)
    }
  }

  /// The words around the chart.
  public let labels: ChartLabels
  /// The lines, in the order of their colours.
  public let series: [Series]
  /// Dashed horizontal lines to compare with.
  public let references: [ReferenceLine]
  /// The names of the whole numbers from 0 on the horizontal axis; empty for a numeric axis.
  public let xNames: [String]
  /// What the vertical axis must include beside every number shown, such as `0...1`.
  public let range: ClosedRange<Double>?

  /// Creates a line chart.
  public init(
    labels: ChartLabels, series: [Series], references: [ReferenceLine] = [],
    xNames: [String] = [], range: ClosedRange<Double>? = nil
  ) {
    self.labels = labels
    self.series = series
    self.references = references.filter(\.value.isFinite)
    self.xNames = xNames
    self.range = range
  }

  /// Returns one row per point by series, then one per reference line.
  public func table() -> DataTable {
    let all = series.flatMap(\.points).map(\.y)
    let hasInterval = all.contains { $0.low != nil || $0.high != nil }
    let hasCount = all.contains { $0.count != nil }
    var headings = [
      DataTable.Column("series"),
      DataTable.Column(labels.xAxis.isEmpty ? "x" : labels.xAxis),
      DataTable.Column(labels.yAxis.isEmpty ? "value" : labels.yAxis, unit: labels.unit),
    ]
    if hasInterval {
      headings += [
        DataTable.Column("low", unit: labels.unit), DataTable.Column("high", unit: labels.unit),
      ]
    }
    if hasCount { headings.append(DataTable.Column("n")) }
    var lines: [[Cell]] = []
    for series in series {
      for point in series.points {
        var line = [.text(series.name), position(point.x), Cell(point.y.value)]
        if hasInterval { line += [Cell(point.y.low), Cell(point.y.high)] }
        if hasCount { line.append(Cell(point.y.count)) }
        lines.append(line)
      }
    }
    lines += references.map { [.text($0.name), .missing, Cell($0.value)] }
    return DataTable(columns: headings, rows: lines)
  }

  /// The cell for a position: its name, a whole number, or a number.
  private func position(_ x: Double) -> Cell {
    guard let whole = Int(exactly: x) else { return Cell(x) }
    return xNames.indices.contains(whole) ? .text(xNames[whole]) : .integer(whole)
  }
}
