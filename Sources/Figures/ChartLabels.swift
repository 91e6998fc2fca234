/// The words around a chart: what it shows, what its axes mean, and how the numbers came about.
///
/// A figure is read alone, often at half a column, so everything a reader needs stands inside it.
public struct ChartLabels: Sendable, Equatable {
  /// The message of the chart, in one line; longer titles are wrapped to at most three.
  public let title: String
  /// What exactly was measured, on what; nil where the title says it all.
  public let subtitle: String?
  /// The meaning of the horizontal axis: columns of a heat map, categories of bars, x of lines.
  ///
  /// A unit of this axis, if it has one, is part of the words: `"distance (tokens)"`.
  public let xAxis: String
  /// The meaning of the vertical axis: rows of a heat map, the measured quantity of bars and lines.
  ///
  /// Bars that lie on their side keep this meaning: it is then printed below the plot.
  public let yAxis: String
  /// The unit of the measured quantity, such as `"nats"` or `"%"`; nil for a pure number.
  public let unit: String?
  /// Facts that belong to every figure: model, n, metric, kind of interval, seed.
  ///
  /// They are printed below the plot, separated by dots and wrapped between two facts.
  public let footer: [String]

  /// Creates the words around a chart; see the properties for what belongs where.
  public init(
    title: String, subtitle: String? = nil, xAxis: String, yAxis: String, unit: String? = nil,
    footer: [String] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.unit = unit
    self.footer = footer
  }
}
