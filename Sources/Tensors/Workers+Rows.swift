import CKernels

/// What happens to each row, or to each number, by itself.
extension Workers {
  /// Computes the root mean square of each row: sqrt(mean(x²) + epsilon).
  ///
  /// - Parameters:
  ///   - x: (row, width).
  ///   - rows: How many rows to read.
  ///   - width: The numbers in a row.
  ///   - epsilon: Keeps the result from zero.
  ///   - scale: (row); overwritten.
  public func rootMeanSquare(
    of x: [Float], rows: Int, width: Int, epsilon: Float, into scale: inout [Float]
  ) {
    precondition(x.count >= rows * width && scale.count >= rows, "buffer too small")
    open(x, &scale) { x, scale in
      share(rows: rows, width: width) { range in
        let first = range.lowerBound
        kernel_root_mean_square(scale + first, x + first * width, range.count, width, epsilon)
      }
    }
  }

  /// Divides each row by its own number: y = x / scale.
  ///
  /// - Parameters:
  ///   - x: (row, width).
  ///   - scale: (row).
  ///   - rows: How many rows to divide.
  ///   - width: The numbers in a row.
  ///   - y: (row, width); overwritten.
  public func divide(
    _ x: [Float], by scale: [Float], rows: Int, width: Int, into y: inout [Float]
  ) {
    precondition(x.count >= rows * width && scale.count >= rows, "buffer too small")
    precondition(y.count >= rows * width, "buffer too small")
    open(x, scale, &y) { x, scale, y in
      share(rows: rows, width: width) { range in
        let first = range.lowerBound
        kernel_divide_rows(
          y + first * width, x + first * width, scale + first, range.count, width)
      }
    }
  }

  /// Multiplies each row by the same numbers: y = y ⊙ weight.
  ///
  /// - Parameters:
  ///   - y: (row, width); changed in place.
  ///   - weight: (width).
  ///   - rows: How many rows to multiply.
  public func multiply(_ y: inout [Float], byColumns weight: [Float], rows: Int) {
    let width = weight.count
    precondition(y.count >= rows * width, "buffer too small")
    open(weight, &y) { weight, y in
      share(rows: rows, width: width) { range in
        kernel_multiply_columns(y + range.lowerBound * width, weight, range.count, width)
      }
    }
  }

  /// Turns every head by its position's angles, pairing number i with number i + headWidth / 2.
  ///
  /// - Parameters:
  ///   - x: (row, head, headWidth); changed in place.
  ///   - rotation: The angles of at least the positions that occur.
  ///   - positions: The position of each row; as many rows are turned.
  ///   - heads: The heads in a row.
  public func rotate(_ x: inout [Float], by rotation: Rotation, positions: [Int32], heads: Int) {
    let half = rotation.half
    let width = heads * half * 2
    precondition(x.count >= positions.count * width, "buffer too small")
    precondition(
      positions.allSatisfy { $0 >= 0 && $0 < rotation.positions }, "position without angles")
    positions.withUnsafeBufferPointer { positions in
      open(rotation.cosines, rotation.sines, &x) { cosines, sines, x in
        guard let rowPositions = positions.baseAddress else { return }
        share(rows: positions.count, width: width) { range in
          let first = range.lowerBound
          kernel_rotate(
            x + first * width, cosines, sines, rowPositions + first, range.count, heads, half)
        }
      }
    }
  }

  /// Computes the gate of a gated MLP: y = gate · sigmoid(gate) · up.
  ///
  /// - Parameters:
  ///   - gate: The numbers that open and close.
  ///   - up: The numbers let through.
  ///   - count: How many numbers to compute.
  ///   - y: Overwritten.
  public func siluMultiply(
    gate: [Float], up: [Float], count: Int, into y: inout [Float]
  ) {
    precondition(gate.count >= count && up.count >= count && y.count >= count, "buffer too small")
    open(gate, up, &y) { gate, up, y in
      share(rows: count, width: 1) { range in
        let first = range.lowerBound
        kernel_silu_multiply(y + first, gate + first, up + first, range.count)
      }
    }
  }

  /// Adds numbers: y = y + x.
  ///
  /// - Parameters:
  ///   - x: The numbers to add.
  ///   - y: Changed in place.
  ///   - count: How many numbers to add.
  public func add(_ x: [Float], to y: inout [Float], count: Int) {
    precondition(x.count >= count && y.count >= count, "buffer too small")
    open(x, &y) { x, y in
      share(rows: count, width: 1) { range in
        kernel_add(y + range.lowerBound, x + range.lowerBound, range.count)
      }
    }
  }
}

/// The cosines and sines of rotary position embeddings.
public struct Rotation: Sendable {
  /// How many positions have angles.
  public let positions: Int
  let half: Int
  let cosines: [Float]  // (position, half)
  let sines: [Float]  // (position, half)

  /// Computes the angles of positions 0, 1 and so on: the position times each frequency.
  ///
  /// - Parameters:
  ///   - positions: How many positions.
  ///   - frequencies: One for each pair of numbers that turn; half the width of a head.
  public init(positions: Int, frequencies: [Float]) {
    var cosines: [Float] = []
    var sines: [Float] = []
    cosines.reserveCapacity(positions * frequencies.count)
    sines.reserveCapacity(positions * frequencies.count)
    for position in 0..<positions {
      for frequency in frequencies {
        // The product is rounded to single precision because models were trained with it.
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(cosine(angle)))
        sines.append(Float(sine(angle)))
      }
    }
    self.positions = positions
    self.half = frequencies.count
    self.cosines = cosines
    self.sines = sines
  }
}
