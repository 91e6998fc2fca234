extension Collection<Double> {
  /// The arithmetic mean; not a number for nothing.
  var mean: Double { reduce(0, +) / Double(count) }
}
