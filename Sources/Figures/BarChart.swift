/// Bars with intervals, side by side in categories, over a zero line.
///
/// Without a layout of its own the chart stands upright where the names of the categories fit
/// below the bars, and lies on its side where they do not.
public struct BarChart: Sendable, Equatable {
  /// One kind of bar, with one value per category.
  public struct Series: Sendable, Equatable {
    /// What the bars of this series have in common, shown in the legend.
    public let name: String
    /// The values by category; those that are absent are missing.
    public let values: [Estimate]
    /// Whether the bars are what the others are compared with; they are grey.
    public let isBaseline: Bool

    /// Creates a series that is measured.
    public init(_ name: String, values: [Estimate]) {
      self.init(name: name, values: values, isBaseline: false)
    }

    private init(name: String, values: [Estimate], isBaseline: Bool) {
      self.name = name
      self.values = values
      self.isBaseline = isBaseline
    }

    /// Creates a series to compare with, such as random directions.
    public static func baseline(_ name: String, values: [Estimate]) -> Series {
      Series(name: name, values: values, isBaseline: true)
    }
  }

  /// Which way the bars grow.
  public enum Layout: Sendable, Equatable {
    /// Upright if the names of the categories fit, else on its side.
    case automatic
    /// Upwards.
    case upright
    /// To the right.
    case sideways
  }

  /// What the colour of a bar says.
  public enum Colouring: Sendable, Equatable {
    /// The series it belongs to.
    case series
    /// Its sign: blue above zero, red below, as in a diverging heat map.
    case sign
  }

  /// The options of a bar chart that seldom differ from their defaults.
  public struct Options: Sendable, Equatable {
    /// Which way the bars grow.
    public var layout = Layout.automatic
    /// What the colour of a bar says.
    public var colouring = Colouring.series
    /// Whether the value is printed at each bar where there is room.
    public var showsValues = true
    /// What the axis must include beside zero and every number shown, such as `0...1`.
    public var range: ClosedRange<Double>?

    /// Creates options; what is not given takes its default.
    public init(
      layout: Layout = .automatic, colouring: Colouring = .series, showsValues: Bool = true,
      range: ClosedRange<Double>? = nil
    ) {
      self.layout = layout
      self.colouring = colouring
      self.showsValues = showsValues
      self.range = range
    }
  }

  /// The words around the chart; `xAxis` names the categories, `yAxis` the measured quantity.
  public let labels: ChartLabels
  /// The names of the categories, in the order of drawing.
  public let categories: [String]
  /// The series, in the order of drawing, each with exactly one value per category.
  public let series: [Series]
  /// Dashed lines to compare with.
  public let references: [ReferenceLine]
  /// Layout, colouring, values and range.
  public let options: Options

  /// Creates a bar chart.
  public init(
    labels: ChartLabels, categories: [String], series: [Series],
    references: [ReferenceLine] = [], options: Options = Options()
  ) {
    self.labels = labels
    self.categories = categories
    self.series = series.map { series in
      let values = categories.indices.map {
        $0 < series.values.count ? series.values[$0] : Estimate.missing
      }
      return series.isBaseline
        ? .baseline(series.name, values: values) : Series(series.name, values: values)
    }
    self.references = references.filter(\.value.isFinite)
    self.options = options
  }

  /// Returns one row per bar by category and series, then one per reference line.
  public func table() -> DataTable {
    let all = series.flatMap(\.values)
    let hasInterval = all.contains { $0.low != nil || $0.high != nil }
    let hasCount = all.contains { $0.count != nil }
    var headings = [
      DataTable.Column(labels.xAxis.isEmpty ? "category" : labels.xAxis),
      DataTable.Column("series"),
      DataTable.Column(labels.yAxis.isEmpty ? "value" : labels.yAxis, unit: labels.unit),
    ]
    if hasInterval {
      headings += [
        DataTable.Column("low", unit: labels.unit), DataTable.Column("high", unit: labels.unit),
      ]
    }
    if hasCount { headings.append(DataTable.Column("n")) }
    let names = Cell.labels(categories)
    var lines: [[Cell]] = []
    for category in categories.indices {
      for series in series {
        let estimate = series.values[category]
        var line = [names[category], .text(series.name), Cell(estimate.value)]
        if hasInterval { line += [Cell(estimate.low), Cell(estimate.high)] }
        if hasCount { line.append(Cell(estimate.count)) }
        lines.append(line)
      }
    }
    lines += references.map { [.missing, .text($0.name), Cell($0.value)] }
    return DataTable(columns: headings, rows: lines)
  }
}
