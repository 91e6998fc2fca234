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
  /// - Throws: `ModelError` where it is missing, has another shape or format, is cut off, or holds a
  ///   number that is not finite.
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

extension Matrix {
  /// Refuses weights with which every result would be no number.
  ///
  /// - Parameters:
  ///   - subject: What errors call the tensor.
  ///   - offset: Where it begins in its file.
  ///   - workers: Who looks.
  /// - Throws: `ModelError` with the place of the first number that is infinite or none.
  func refuseNonFinite(
    _ subject: String, at offset: Int, _ workers: Workers
  ) throws(ModelError) {
    guard !workers.isFinite(self) else { return }
    try values.refuseNonFinite(subject, format, at: offset)
  }
}

extension [Float] {
  /// Refuses weights with which every result would be no number.
  ///
  /// - Parameters:
  ///   - subject: What errors call the tensor.
  ///   - format: How it is stored.
  ///   - offset: Where it begins in its file.
  /// - Throws: `ModelError` with the place of the first number that is infinite or none.
  func refuseNonFinite(
    _ subject: String, _ format: WeightFormat, at offset: Int
  ) throws(ModelError) {
    // Without a branch in it the loop runs at the speed of the memory.
    let exponent: UInt32 = 0x7F80_0000
    var found: UInt32 = 0
    for number in self { found |= number.bitPattern & exponent == exponent ? 1 : 0 }
    guard found != 0, let place = firstIndex(where: { !$0.isFinite }) else { return }
    throw .malformed(
      subject, "holds a number that is not finite",
      at: offset + place / format.blockLength * format.blockBytes)
  }
}
