/// Shifts and scales features to mean 0 and standard deviation 1, as measured on the training items.
struct Standardiser: Equatable, Sendable {
  let means: [Double]
  /// Standard deviations; 1 for a feature that never varies.
  let deviations: [Double]

  /// Measures the training items; the test items must never be among them.
  init(training features: FeatureTable) {
    let share = 1 / Double(features.rows)
    let means = features.sum(weights: Array(repeating: share, count: features.rows))
    var squares = Array(repeating: 0.0, count: features.columns)
    for row in 0..<features.rows {
      for (column, (value, mean)) in zip(features[row], means).enumerated() {
        squares[column] += (value - mean) * (value - mean)
      }
    }
    self.means = means
    deviations = zip(squares, means).map { square, mean in
      let deviation = (square * share).squareRoot()
      return deviation > 1e-12 * max(1, abs(mean)) ? deviation : 1
    }
  }

  /// Returns the features in standard units.
  func standardised(_ features: FeatureTable) -> FeatureTable {
    var result = features
    for row in 0..<features.rows {
      for column in 0..<features.columns {
        let place = row * features.columns + column
        result.values[place] = (features.values[place] - means[column]) / deviations[column]
      }
    }
    return result
  }
}
