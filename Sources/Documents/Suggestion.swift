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
      let distance = distance(wanted, letters)
      let limit = max(wanted.count, letters.count) / 3
      guard distance <= max(limit, 1), distance < max(wanted.count, letters.count) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  private static func folded(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" ? "-" : $0 }
  }

  /// Counts insertions, deletions, replacements and swaps of neighbours.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(replaced, previous[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        row.append(cost)
      }
      beforePrevious = previous
      previous = row
    }
    return previous[b.count]
  }
}
