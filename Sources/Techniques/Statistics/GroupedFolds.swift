/// Splits items into folds so that a group never stands on both sides.
enum GroupedFolds {
  /// Returns the fold of every item.
  ///
  /// Groups are taken in a random order, larger ones first, and each goes to the fold where it
  /// evens out the two classes best; ties go to the first such fold.
  static func assign(
    groups: [String], labels: [Bool], folds: Int, generator: inout SeededGenerator
  ) -> [Int] {
    precondition(groups.count == labels.count, "one label per item")
    var members: [String: [Int]] = [:]
    var names: [String] = []
    for (item, group) in groups.enumerated() {
      if members[group] == nil { names.append(group) }
      members[group, default: []].append(item)
    }
    let order = generator.shuffled(names).map { members[$0, default: []] }
    let largestFirst = order.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    var counts = Array(repeating: ClassCounts(), count: folds)
    var result = Array(repeating: 0, count: groups.count)
    for (_, items) in largestFirst {
      let added = ClassCounts(items.map { labels[$0] })
      let fold = counts.indices.min {
        cost(counts, adding: added, to: $0) < cost(counts, adding: added, to: $1)
      }
      guard let fold else { continue }
      counts[fold] += added
      for item in items { result[item] = fold }
    }
    return result
  }

  /// How uneven the folds are in each class once a group has joined one of them.
  private static func cost(
    _ counts: [ClassCounts], adding added: ClassCounts, to fold: Int
  ) -> Int {
    var after = counts
    after[fold] += added
    return after.reduce(0) { $0 + $1.positive * $1.positive + $1.negative * $1.negative }
  }
}

private struct ClassCounts {
  var positive = 0
  var negative = 0

  init() {}

  init(_ labels: [Bool]) {
    positive = labels.count { $0 }
    negative = labels.count - positive
  }

  static func += (left: inout ClassCounts, right: ClassCounts) {
    left.positive += right.positive
    left.negative += right.negative
  }
}
