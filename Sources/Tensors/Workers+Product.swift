import CBLAS

/// Where and how a product is written.
extension Workers {
  /// Multiplies the first `rows` rows of `x` by the transpose of a weight matrix: y = x Wᵀ.
  ///
  /// - Parameters:
  ///   - x: (row, input), at least `rows` of them.
  ///   - weight: (output, input).
  ///   - rows: How many rows to multiply.
  ///   - y: (row, output), at least `rows` of them; overwritten.
  public func multiply(_ x: [Float], by weight: Matrix, rows: Int, into y: inout [Float]) {
    let (outputs, inputs) = (weight.rows, weight.columns)
    precondition(x.count >= rows * inputs && y.count >= rows * outputs, "buffer too small")
    guard rows > 0, outputs > 0 else { return }
    x.withUnsafeBufferPointer { x in
      weight.values.withUnsafeBufferPointer { weight in
        y.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let w = weight.baseAddress, let y = y.baseAddress else {
            return
          }
          if rows == 1 {
            multiplyOne(x, w, outputs: outputs, inputs: inputs, into: y)
          } else {
            multiplyMany(x, w, rows: rows, outputs: outputs, inputs: inputs, into: y)
          }
        }
      }
    }
  }

  /// One row: bound by reading the weights, so each worker reads its own stretch of them.
  private func multiplyOne(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, outputs: Int, inputs: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    let perTile = max(16, 262_144 / inputs)
    share((outputs + perTile - 1) / perTile) { tile in
      let first = tile * perTile
      let n = min(perTile, outputs - first)
      cblas_sgemv(
        CblasRowMajor, CblasNoTrans, Int32(n), Int32(inputs), 1, w + first * inputs, Int32(inputs),
        x, 1, 0, y + first, 1)
    }
  }

  /// Many rows: tiles along the longer side, as few as keep all workers busy, because each tile has to
  /// pack all of the other side; large products have more, so that a worker held up delays less.
  private func multiplyMany(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, rows: Int, outputs: Int, inputs: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    let work = rows * outputs * inputs
    let byRows = rows > outputs
    let length = byRows ? rows : outputs
    let rounds = min(4, max(1, work / (count * 64_000_000)))
    let tiles = min(count * rounds, max(1, work / 2_000_000))
    // Multiples of 24 fit the registers of every x86-64 kernel of OpenBLAS.
    let perTile = (length + tiles * 24 - 1) / (tiles * 24) * 24
    share((length + perTile - 1) / perTile) { tile in
      let first = tile * perTile
      let n = min(perTile, length - first)
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(byRows ? n : rows),
        Int32(byRows ? outputs : n), Int32(inputs), 1, byRows ? x + first * inputs : x,
        Int32(inputs), byRows ? w : w + first * inputs, Int32(inputs), 0,
        byRows ? y + first * outputs : y + first, Int32(outputs))
    }
  }
}
