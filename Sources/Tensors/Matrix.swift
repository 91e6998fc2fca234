/// Rows of numbers in one flat array.
///
/// A weight matrix keeps one row per output, as model files do.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The numbers, row after row: (row, column).
  public let values: [Float]

  /// Makes a matrix of numbers in row-major order; there must be `rows * columns` of them.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "wrong matrix size")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// One row.
  public subscript(row: Int) -> ArraySlice<Float> {
    values[row * columns..<(row + 1) * columns]
  }

  /// The matrix whose row `i` is row `order[i]` of this one.
  public func selectingRows(_ order: [Int]) -> Matrix {
    var selected: [Float] = []
    selected.reserveCapacity(order.count * columns)
    for row in order { selected += self[row] }
    return Matrix(rows: order.count, columns: columns, values: selected)
  }

  /// Columns `range` of every row.
  public func selectingColumns(_ range: Range<Int>) -> Matrix {
    var selected: [Float] = []
    selected.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      selected += values[row * columns + range.lowerBound..<row * columns + range.upperBound]
    }
    return Matrix(rows: rows, columns: range.count, values: selected)
  }

  /// The matrix whose rows are the columns of this one.
  public func transposed() -> Matrix {
    let turned = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      for row in 0..<rows {
        for column in 0..<columns { target[column * rows + row] = values[row * columns + column] }
      }
      count = values.count
    }
    return Matrix(rows: columns, columns: rows, values: turned)
  }
}
