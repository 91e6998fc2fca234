/// Joins the groups of texts that are the same.
///
/// A text that stands on both sides of a split gives its label away whatever the activations mean.
struct RepeatedTexts {
  /// For every text the name of its group; of groups that are joined the first's.
  let groups: [String]
  /// How many texts are the same as an earlier one.
  let repeats: Int

  /// Compares texts by the tokens that are read.
  init(read tokens: [ArraySlice<Int>], groups: [String]) {
    precondition(tokens.count == groups.count, "one group per text")
    var places: [String: Int] = [:]
    for (text, group) in groups.enumerated() where places[group] == nil { places[group] = text }
    // Each text points at another of its group, and one of each group at itself.
    var parents = groups.map { places[$0] ?? 0 }
    func root(of text: Int) -> Int {
      var root = text
      while parents[root] != root {
        parents[root] = parents[parents[root]]
        root = parents[root]
      }
      return root
    }
    var first: [ArraySlice<Int>: Int] = [:]
    var repeats = 0
    for (text, read) in tokens.enumerated() {
      guard let earlier = first[read] else {
        first[read] = text
        continue
      }
      repeats += 1
      let (one, other) = (root(of: earlier), root(of: text))
      parents[max(one, other)] = min(one, other)
    }
    self.groups = groups.indices.map { groups[root(of: $0)] }
    self.repeats = repeats
  }
}
