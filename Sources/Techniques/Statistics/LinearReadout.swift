/// A direction and an offset: a score above zero says yes.
struct LinearReadout: Equatable, Sendable {
  let weights: [Double]
  let offset: Double

  /// Returns the score of every item.
  func scores(of features: FeatureTable) -> [Double] {
    (0..<features.rows).map { dot(features[$0], weights[...]) + offset }
  }

  /// The difference of the two classes' means, with the threshold halfway between them.
  ///
  /// `nil` where one of the two classes is missing.
  static func differenceOfMeans(_ features: FeatureTable, labels: [Bool]) -> LinearReadout? {
    precondition(features.rows == labels.count, "one label per item")
    let positives = labels.count { $0 }
    let negatives = labels.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    func mean(of label: Bool, count: Int) -> [Double] {
      features.sum(weights: labels.map { $0 == label ? 1 / Double(count) : 0 })
    }
    let (above, below) = (mean(of: true, count: positives), mean(of: false, count: negatives))
    let direction = zip(above, below).map { $0 - $1 }
    let middle = zip(above, below).map { ($0 + $1) / 2 }
    return LinearReadout(weights: direction, offset: -dot(direction[...], middle[...]))
  }
}
