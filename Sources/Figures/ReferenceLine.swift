/// A dashed line across a chart, named where it stands: chance level, the untouched model.
public struct ReferenceLine: Sendable, Equatable {
  /// The name printed at the line.
  public let name: String
  /// Where the line stands on the axis of measured values.
  public let value: Double

  /// Creates a reference line; one whose value is not finite is not drawn.
  public init(_ name: String, at value: Double) {
    self.name = name
    self.value = value.isFinite ? Numerals.rounded(value) : value
  }
}
