import Foundation

/// Logistic regression with an L2 penalty on the weights, not on the offset.
///
/// Minimises `sum(log(1 + exp(-y score))) + penalty / 2 * |w|^2` by Newton's method. The weights are
/// written as a weighted sum of the training items, so a step costs the cube of the number of items
/// and not of the features: activations have more features than a probe has texts. The items' inner
/// products are computed once and serve every set of labels that is tried on them.
struct LogisticRegression {
  private static let mostSteps = 100
  private static let tolerance = 1e-10

  private let features: FeatureTable
  private let penalty: Double
  private let products: [Double]  // (item, item)

  /// Prepares the fit of labels to the training items, which should be standardised.
  init(_ features: FeatureTable, penalty: Double) {
    precondition(penalty > 0, "a penalty above zero keeps the weights finite")
    self.features = features
    self.penalty = penalty
    products = features.innerProducts()
  }

  /// Returns the best direction for the labels; `nil` where one of the two classes is missing.
  func fit(_ labels: [Bool]) -> LinearReadout? {
    precondition(features.rows == labels.count, "one label per item")
    guard labels.contains(true), labels.contains(false) else { return nil }
    let targets = labels.map { $0 ? 1.0 : 0.0 }
    var point = evaluate(Array(repeating: 0, count: labels.count), offset: 0, targets)
    for _ in 0..<Self.mostSteps {
      guard let next = improve(point, targets) else { break }
      let gain = point.loss - next.loss
      point = next
      if gain <= Self.tolerance * (1 + abs(point.loss)) { break }
    }
    return LinearReadout(
      weights: features.sum(weights: point.coefficients), offset: point.offset)
  }

  /// One place on the way to the minimum.
  private struct Point {
    let coefficients: [Double]
    let offset: Double
    let scores: [Double]
    let loss: Double
  }

  private func evaluate(_ coefficients: [Double], offset: Double, _ targets: [Double]) -> Point {
    let count = features.rows
    let weighted = (0..<count).map {
      dot(products[$0 * count..<($0 + 1) * count], coefficients[...])
    }
    let scores = weighted.map { $0 + offset }
    let size = dot(coefficients[...], weighted[...])
    let fit = zip(scores, targets).reduce(0) { sum, pair in
      sum + max(pair.0, 0) - pair.0 * pair.1 + log1p(exp(-abs(pair.0)))
    }
    return Point(
      coefficients: coefficients, offset: offset, scores: scores, loss: fit + penalty / 2 * size)
  }

  /// Takes one Newton step, halved until it goes down; `nil` where nothing is left to gain.
  private func improve(_ point: Point, _ targets: [Double]) -> Point? {
    guard let (coefficients, offset) = newtonTarget(point, targets) else { return nil }
    var length = 1.0
    while length > 1e-6 {
      let trial = evaluate(
        zip(point.coefficients, coefficients).map { $0 + length * ($1 - $0) },
        offset: point.offset + length * (offset - point.offset), targets)
      if trial.loss < point.loss { return trial }
      length /= 2
    }
    return nil
  }

  /// The minimum of the parabola that touches the loss here.
  ///
  /// With `S` the square roots of `p (1 - p)` and coefficients `S a`, the parabola's minimum solves
  /// `(penalty + S K S) a + S b = S score + (y - p) / S` under `sum(S a) = 0`.
  private func newtonTarget(_ point: Point, _ targets: [Double]) -> ([Double], Double)? {
    let count = features.rows
    let chances = point.scores.map { 1 / (1 + exp(-$0)) }
    let roots = chances.map { max($0 * (1 - $0), 1e-12).squareRoot() }
    var matrix = products
    for row in 0..<count {
      for column in 0...row { matrix[row * count + column] *= roots[row] * roots[column] }
      matrix[row * count + row] += penalty
    }
    guard let factor = CholeskyFactor(matrix, size: count) else { return nil }
    let right = (0..<count).map {
      roots[$0] * point.scores[$0] + (targets[$0] - chances[$0]) / roots[$0]
    }
    let (free, constant) = (factor.solve(right), factor.solve(roots))
    let offset = dot(roots[...], free[...]) / dot(roots[...], constant[...])
    let coefficients = (0..<count).map { roots[$0] * (free[$0] - offset * constant[$0]) }
    return (coefficients, offset)
  }
}

/// The lower triangular square root of a symmetric positive matrix.
struct CholeskyFactor {
  private let size: Int
  private var values: [Double]  // (row, column), lower half

  /// Factors the matrix, of which only the lower half is read; `nil` where it is not positive.
  init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix")
    self.size = size
    values = matrix
    for row in 0..<size {
      for column in 0..<row {
        let known = dot(
          values[row * size..<row * size + column], values[column * size..<column * size + column])
        values[row * size + column] =
          (values[row * size + column] - known) / values[column * size + column]
      }
      let before = values[row * size..<row * size + row]
      let square = values[row * size + row] - dot(before, before)
      guard square > 0 else { return nil }
      values[row * size + row] = square.squareRoot()
    }
  }

  /// Returns the vector that the matrix turns into `right`.
  func solve(_ right: [Double]) -> [Double] {
    var result = right
    for row in 0..<size {
      let known = dot(values[row * size..<row * size + row], result[0..<row])
      result[row] = (result[row] - known) / values[row * size + row]
    }
    for row in (0..<size).reversed() {
      result[row] /= values[row * size + row]
      for column in 0..<row { result[column] -= values[row * size + column] * result[row] }
    }
    return result
  }
}
