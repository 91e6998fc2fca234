/// Any of the charts that the built-in techniques draw.
///
/// A chart is a value; `svg()` and `table()` are functions of it alone. The same value gives the
/// same bytes on every machine.
public enum Chart: Sendable, Equatable {
  /// A matrix of colours, such as layers by positions.
  case heatMap(HeatMap)
  /// Bars with intervals, baselines and reference lines.
  case bars(BarChart)
  /// Lines with bands over a numeric axis.
  case lines(LineChart)

  /// The words around the chart.
  public var labels: ChartLabels {
    switch self {
    case .heatMap(let chart): chart.labels
    case .bars(let chart): chart.labels
    case .lines(let chart): chart.labels
    }
  }

  /// Returns the numbers shown, in a fixed order.
  public func table() -> DataTable {
    switch self {
    case .heatMap(let chart): chart.table()
    case .bars(let chart): chart.table()
    case .lines(let chart): chart.table()
    }
  }
}
