import CKernels

/// Products with weights.
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
    guard inputs > 0 else {
      for index in 0..<rows * outputs { y[index] = 0 }
      return
    }
    weight.withStorage { weightBytes in
      open(x, &y) { x, y in
        let product = Product(
          x: x, y: y, weight: weightBytes, format: weight.format, rows: rows, outputs: outputs,
          inputs: inputs)
        if rows <= fewRows {
          multiplyFew(product)
        } else {
          multiplyMany(product)
        }
      }
    }
  }

  /// Few rows: bound by reading the weights, so each worker reads its own stretch of them.
  private func multiplyFew(_ product: Product) {
    let perTile = max(8, 131_072 / product.inputs)
    share((product.outputs + perTile - 1) / perTile) { tile in
      let first = tile * perTile
      var part = product.part(
        rows: 0..<product.rows, outputs: first..<min(first + perTile, product.outputs))
      kernel_multiply_few(instructions, &part)
    }
  }

  /// Many rows: each tile decodes weights of its own for a part of the rows, which stays in the
  /// second-level cache.
  private func multiplyMany(_ product: Product) {
    let outputsPerTile = tileOutputs(product.outputs)
    let rowsPerTile = tileRows(product.rows)
    let across = (product.outputs + outputsPerTile - 1) / outputsPerTile
    let down = (product.rows + rowsPerTile - 1) / rowsPerTile
    share(across * down) { tile in
      let row = tile / across * rowsPerTile
      let output = tile % across * outputsPerTile
      var part = product.part(
        rows: row..<min(row + rowsPerTile, product.rows),
        outputs: output..<min(output + outputsPerTile, product.outputs))
      kernel_multiply_many(instructions, &part)
    }
  }

  /// How many outputs a tile has: at most 96, but so few that every worker gets two tiles; multiples of
  /// 48 fill the kernel's registers.
  private func tileOutputs(_ outputs: Int) -> Int {
    min(96, max(48, outputs / (2 * count) / 48 * 48))
  }

  /// How many rows a tile has: about the same for each; multiples of 24 fill the kernel's registers.
  private func tileRows(_ rows: Int) -> Int {
    let tiles = (rows + mostRows - 1) / mostRows
    return ((rows + tiles - 1) / tiles + 23) / 24 * 24
  }
}

/// Up to this many rows, decoding the weights costs more than the product.
private let fewRows = 4

/// Rows beyond this many begin another tile, whose weights are decoded again.
private let mostRows = 1032

/// What is multiplied, with what, and where the result goes.
private struct Product {
  let x: UnsafePointer<Float>  // (row, input)
  let y: UnsafeMutablePointer<Float>  // (row, output)
  let weight: UnsafePointer<UInt8>  // (output, input), as stored
  let format: WeightFormat
  let rows, outputs, inputs: Int

  /// A part of it for the kernel.
  func part(rows: Range<Int>, outputs: Range<Int>) -> kernel_product {
    let rowBytes = format.byteCount(of: inputs)
    var part = kernel_product()
    part.y = y + rows.lowerBound * self.outputs + outputs.lowerBound
    part.y_stride = self.outputs
    part.x = x + rows.lowerBound * inputs
    part.x_stride = inputs
    part.weight = weight + outputs.lowerBound * rowBytes
    part.row_bytes = rowBytes
    part.rows = rows.count
    part.outputs = outputs.count
    part.inputs = inputs
    part.format = format.kernel
    return part
  }
}
