/// Returns the known name that was probably meant, if one is near enough.
func nearest(to name: String, among known: [String]) -> String? {
  let limit = max(1, min(name.unicodeScalars.count, 64) / 3)
  let distances = known.map { (name: $0, distance: editDistance(name, $0)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
    return nil
  }
  return best.name
}

/// Counts the letters to insert, delete, replace or swap with their neighbour, whatever their case.
private func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left.lowercased().unicodeScalars.prefix(64))
  let right = Array(right.lowercased().unicodeScalars.prefix(64))
  var rows = [Array(0...right.count)]
  for (index, scalar) in left.enumerated() {
    let above = rows[index]
    var row = [index + 1]
    for (column, other) in right.enumerated() {
      let replaced = above[column] + (scalar == other ? 0 : 1)
      var best = min(replaced, row[column] + 1, above[column + 1] + 1)
      if index > 0, column > 0, scalar == right[column - 1], left[index - 1] == other {
        best = min(best, rows[index - 1][column - 1] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[left.count][right.count]
}
