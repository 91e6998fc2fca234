/// Finds what somebody who mistyped a name may have meant.
public enum Suggestion {
  /// The candidate nearest to a name, if one is near: at most a third of its letters differ.
  ///
  /// Of equally near ones the first counts. Upper and lower case, `-` and `_` are the same letter.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(name)
    guard wanted.count <= 64 else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= 256 {
      let letters = folded(candidate)
      let longer = max(wanted.count, letters.count)
      let limit = min(max(longer / 3, 1), longer - 1, (best?.distance ?? .max) - 1)
      guard abs(wanted.count - letters.count) <= limit,
        let distance = distance(wanted, letters, atMost: limit)
      else { continue }
      best = (candidate, distance)
    }
    return best?.candidate
  }

  private static func folded(_ name: String) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.map { $0 == "_" ? "-" : $0 }
  }

  /// Counts insertions, deletions, replacements and swaps of neighbours; `nil` where there are more
  /// than a limit.
  private static func distance(
    _ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int
  ) -> Int? {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var row = beforePrevious
    for i in a.indices {
      row[0] = i + 1
      var least = row[0]
      for j in b.indices {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(replaced, previous[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        row[j + 1] = cost
        least = min(least, cost)
      }
      // A swap of neighbours reaches two rows back and costs one.
      guard least <= limit + 1 else { return nil }
      (beforePrevious, previous, row) = (previous, row, beforePrevious)
    }
    return previous[b.count] <= limit ? previous[b.count] : nil
  }
}
