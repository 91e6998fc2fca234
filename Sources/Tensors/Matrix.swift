public import Foundation

/// Rows of numbers, in single precision or as a model file stores them.
///
/// A weight matrix keeps one row per output, as model files do. What is stored in another format stays
/// so: whoever reads a row, or multiplies, gets exactly the numbers that decoding it brings.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  let storage: Storage

  enum Storage: Sendable, Equatable {
    case numbers([Float])  // (row, column)
    case bytes(Data, WeightFormat)  // (row, block)
  }

  /// Makes a matrix of numbers in row-major order; there must be `rows * columns` of them.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "wrong matrix size")
    self.rows = rows
    self.columns = columns
    storage = .numbers(values)
  }

  /// Makes a matrix of weights that stay as they are stored.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns; whole blocks.
  ///   - bytes: The rows as stored, one after the other. They are kept, not copied: a slice of a mapped
  ///     file is read when it is multiplied.
  ///   - format: How they are stored.
  public init(rows: Int, columns: Int, bytes: Data, format: WeightFormat) {
    precondition(
      rows >= 0 && columns >= 0 && columns % format.blockLength == 0
        && bytes.count == rows * format.byteCount(of: columns), "wrong matrix size")
    self.rows = rows
    self.columns = columns
    storage = .bytes(bytes, format)
  }

  /// How the numbers are stored.
  public var format: WeightFormat {
    switch storage {
    case .numbers: .f32
    case .bytes(_, let format): format
    }
  }

  /// All numbers, row after row: (row, column).
  public var values: [Float] {
    switch storage {
    case .numbers(let values): values
    case .bytes(let bytes, let format): Workers(1).decode(bytes.bytes, as: format)
    }
  }

  /// One row.
  public subscript(row: Int) -> ArraySlice<Float> {
    switch storage {
    case .numbers(let values): values[row * columns..<(row + 1) * columns]
    case .bytes(let bytes, let format):
      Workers(1).decode(bytes.bytes.extracting(byteRange(ofRow: row)), as: format)[...]
    }
  }

  /// The matrix whose row `i` is row `order[i]` of this one, stored in the same way.
  public func selectingRows(_ order: [Int]) -> Matrix {
    switch storage {
    case .numbers:
      var selected: [Float] = []
      selected.reserveCapacity(order.count * columns)
      for row in order { selected += self[row] }
      return Matrix(rows: order.count, columns: columns, values: selected)
    case .bytes(let bytes, let format):
      var selected = Data(capacity: order.count * format.byteCount(of: columns))
      for row in order {
        let range = byteRange(ofRow: row)
        selected += bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
      }
      return Matrix(rows: order.count, columns: columns, bytes: selected, format: format)
    }
  }

  /// Columns `range` of every row, in single precision.
  public func selectingColumns(_ range: Range<Int>) -> Matrix {
    var selected: [Float] = []
    selected.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      let numbers = self[row]
      selected +=
        numbers[numbers.startIndex + range.lowerBound..<numbers.startIndex + range.upperBound]
    }
    return Matrix(rows: rows, columns: range.count, values: selected)
  }

  /// The matrix whose rows are the columns of this one.
  public func transposed() -> Matrix {
    let values = self.values
    let turned = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      for row in 0..<rows {
        for column in 0..<columns { target[column * rows + row] = values[row * columns + column] }
      }
      count = values.count
    }
    return Matrix(rows: columns, columns: rows, values: turned)
  }

  private func byteRange(ofRow row: Int) -> Range<Int> {
    precondition(row >= 0 && row < rows, "no such row")
    let count = format.byteCount(of: columns)
    return row * count..<(row + 1) * count
  }

  /// Lends the rows as they are stored; does nothing where there are none.
  func withStorage(_ body: (UnsafePointer<UInt8>) -> Void) {
    func lend(_ bytes: UnsafeRawBufferPointer) {
      guard let base = bytes.baseAddress else { return }
      body(base.assumingMemoryBound(to: UInt8.self))
    }
    switch storage {
    case .numbers(let values): values.withUnsafeBytes(lend)
    case .bytes(let bytes, _): bytes.withUnsafeBytes(lend)
    }
  }
}
