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

  /// Turns every head by its position's angles: of its first `2 * half` numbers, number i is paired
  /// with number i + half, and the others stay.
  ///
  /// - Parameters:
  ///   - x: (row, head, headWidth); changed in place.
  ///   - rotation: The angles of at least the positions that occur, `half` for each.
  ///   - positions: The position of each row; as many rows are turned.
  ///   - heads: The heads in a row.
  ///   - headWidth: The numbers in a head.
  public func rotate(
    _ x: inout [Float], by rotation: Rotation, positions: [Int32], heads: Int, headWidth: Int
  ) {
    let half = rotation.half
    let width = heads * headWidth
    precondition(2 * half <= headWidth, "more angles than pairs")
    precondition(x.count >= positions.count * width, "buffer too small")
    precondition(
      positions.allSatisfy { $0 >= 0 && $0 < rotation.positions }, "position without angles")
    positions.withUnsafeBufferPointer { positions in
      open(rotation.cosines, rotation.sines, &x) { cosines, sines, x in
        guard let rowPositions = positions.baseAddress else { return }
        share(rows: positions.count, width: width) { range in
          let first = range.lowerBound
          kernel_rotate(
            x + first * width, cosines, sines, rowPositions + first, range.count, heads,
            headWidth, half)
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

  /// Applies a function to each number, in place.
  ///
  /// - Parameters:
  ///   - y: Changed in place.
  ///   - function: Which.
  ///   - count: How many numbers to change.
  public func apply(_ y: inout [Float], _ function: ElementFunction, count: Int) {
    update(&y, count: count) { y, count in
      switch function {
      case .silu: kernel_silu(y, count)
      case .gelu: kernel_gelu(y, count)
      case .geluTanh: kernel_gelu_tanh(y, count)
      case .softCap(let cap): kernel_soft_cap(y, cap, count)
      case .scale(let factor): kernel_scale(y, factor, count)
      }
    }
  }

  private func update(
    _ y: inout [Float], count: Int, _ body: (UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    precondition(y.count >= count, "buffer too small")
    y.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else { return }
      share(rows: count, width: 1) { body(y + $0.lowerBound, $0.count) }
    }
  }

  /// Multiplies numbers: y = y ⊙ x.
  ///
  /// - Parameters:
  ///   - y: Changed in place.
  ///   - x: The numbers to multiply with.
  ///   - count: How many numbers to multiply.
  public func multiply(_ y: inout [Float], with x: [Float], count: Int) {
    precondition(x.count >= count && y.count >= count, "buffer too small")
    open(x, &y) { x, y in
      share(rows: count, width: 1) { range in
        kernel_multiply(y + range.lowerBound, x + range.lowerBound, range.count)
      }
    }
  }

  /// Takes its mean from each row: y = x - mean(x).
  ///
  /// - Parameters:
  ///   - x: (row, width).
  ///   - rows: How many rows to read.
  ///   - width: The numbers in a row.
  ///   - y: (row, width); overwritten.
  public func centre(_ x: [Float], rows: Int, width: Int, into y: inout [Float]) {
    precondition(x.count >= rows * width && y.count >= rows * width, "buffer too small")
    open(x, &y) { x, y in
      share(rows: rows, width: width) { range in
        let first = range.lowerBound * width
        kernel_centre_rows(y + first, x + first, range.count, width)
      }
    }
  }

  /// Adds the same numbers to each row: y = y + bias.
  ///
  /// - Parameters:
  ///   - y: (row, width); changed in place.
  ///   - bias: (width).
  ///   - rows: How many rows to change.
  public func add(_ y: inout [Float], toColumns bias: [Float], rows: Int) {
    let width = bias.count
    precondition(y.count >= rows * width, "buffer too small")
    open(bias, &y) { bias, y in
      share(rows: rows, width: width) { range in
        kernel_add_columns(y + range.lowerBound * width, bias, range.count, width)
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

/// What happens to each number by itself.
public enum ElementFunction: Sendable, Equatable {
  /// y · sigmoid(y).
  case silu
  /// y / 2 · (1 + erf(y / √2)).
  case gelu
  /// The same with tanh: y / 2 · (1 + tanh(√(2/π) (y + 0.044715 y³))).
  case geluTanh
  /// cap · tanh(y / cap).
  case softCap(Float)
  /// y · factor.
  case scale(Float)
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
  ///   - frequencies: One for each pair of numbers that turn.
  ///   - amplitude: What cosines and sines are multiplied by.
  public init(positions: Int, frequencies: [Float], amplitude: Float = 1) {
    var cosines: [Float] = []
    var sines: [Float] = []
    cosines.reserveCapacity(positions * frequencies.count)
    sines.reserveCapacity(positions * frequencies.count)
    for position in 0..<positions {
      for frequency in frequencies {
        // The product is rounded to single precision because models were trained with it.
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(cosine(angle)) * amplitude)
        sines.append(Float(sine(angle)) * amplitude)
      }
    }
    self.positions = positions
    self.half = frequencies.count
    self.cosines = cosines
    self.sines = sines
  }
}
