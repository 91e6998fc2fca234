/// Area under the ROC curve.
enum RankStatistics {
  /// Returns the chance that a positive scores above a negative, ties counting half.
  ///
  /// `nil` where one of the two classes is missing.
  static func areaUnderCurve(scores: [Double], labels: [Bool]) -> Double? {
    precondition(scores.count == labels.count, "one label per score")
    let positives = labels.count { $0 }
    let negatives = labels.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let sharedRank = Double(start + end + 1) / 2
      rankSum += sharedRank * Double(order[start..<end].count { labels[$0] })
      start = end
    }
    let smallest = Double(positives * (positives + 1)) / 2
    return (rankSum - smallest) / Double(positives * negatives)
  }
}
