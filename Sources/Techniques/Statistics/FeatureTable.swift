/// Numbers by item and feature, row after row.
struct FeatureTable: Equatable, Sendable {
  let rows: Int
  let columns: Int
  var values: [Double]  // (row, column)

  init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "one value per row and column")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  subscript(row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

  /// Returns the named rows, in the given order.
  func selecting(_ selected: [Int]) -> FeatureTable {
    FeatureTable(rows: selected.count, columns: columns, values: selected.flatMap { self[$0] })
  }

  /// Returns every row's inner product with every row.
  func innerProducts() -> [Double] {  // (row, row)
    var result = Array(repeating: 0.0, count: rows * rows)
    for row in 0..<rows {
      for other in 0...row {
        let product = dot(self[row], self[other])
        result[row * rows + other] = product
        result[other * rows + row] = product
      }
    }
    return result
  }

  /// Returns the weighted sum of the rows.
  func sum(weights: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: columns)
    for (row, weight) in weights.enumerated() {
      for (column, value) in self[row].enumerated() { result[column] += weight * value }
    }
    return result
  }
}

/// Returns the inner product of two runs of numbers of the same length.
func dot(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>) -> Double {
  precondition(left.count == right.count, "inner product of unequal lengths")
  let (left, right) = (left.span, right.span)
  let whole = left.count & ~7
  var lanes = SIMD8<Double>.zero
  for start in stride(from: 0, to: whole, by: 8) {
    var (first, second) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for lane in 0..<8 {
      first[lane] = left[start + lane]
      second[lane] = right[start + lane]
    }
    lanes += first * second
  }
  return (whole..<left.count).reduce(lanes.sum()) { $0 + left[$1] * right[$1] }
}
