import Tensors

/// The named tensors of a model, whatever files they lie in.
protocol TensorSource {
  /// The names of all tensors.
  var tensorNames: Set<String> { get }

  /// The shape of a tensor, slowest dimension first; `nil` where there is none of that name.
  func shape(of name: String) -> [Int]?

  /// Reads a tensor as numbers.
  ///
  /// - Parameters:
  ///   - name: Its name in the file.
  ///   - shape: What its shape must be, slowest dimension first.
  ///   - workers: Who decodes it.
  /// - Returns: Its numbers, row after row.
  /// - Throws: `ModelError` where it is missing, has another shape or format, or is cut off.
  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float]

  /// Reads a tensor as a matrix, which may stay as it is stored.
  ///
  /// - Parameters:
  ///   - name: Its name in the file.
  ///   - rows: How many rows it must have.
  ///   - columns: How many columns it must have.
  ///   - workers: Who decodes it.
  /// - Returns: The matrix.
  /// - Throws: `ModelError` where it is missing, has another shape or format, or is cut off.
  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix
}

extension TensorSource {
  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix {
    let values = try numbers(of: name, shape: [rows, columns], workers)
    return Matrix(rows: rows, columns: columns, values: values)
  }
}
