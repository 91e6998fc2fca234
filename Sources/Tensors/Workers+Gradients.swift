import CBLAS
import CKernels
import Foundation

/// What the way back through a forward pass needs besides the operations of the way forth.
extension Workers {
  /// Takes the gradient of a product's result back to its input: x = x + y W.
  ///
  /// Weights that are stored in another format are decoded a stretch of rows at a time, whose sums
  /// follow each other: the same numbers in both formats may give other last bits.
  ///
  /// - Parameters:
  ///   - y: (row, output), at least `rows` of them.
  ///   - weight: (output, input).
  ///   - rows: How many rows to multiply.
  ///   - x: (row, input), at least `rows` of them; added to.
  public func multiply(
    _ y: [Float], byRowsOf weight: Matrix, rows: Int, addingTo x: inout [Float]
  ) {
    let (outputs, inputs) = (weight.rows, weight.columns)
    precondition(y.count >= rows * outputs && x.count >= rows * inputs, "buffer too small")
    guard rows > 0, outputs > 0, inputs > 0 else { return }
    switch weight.storage {
    case .numbers(let values): add(y, weight, 0..<outputs, values, rows: rows, to: &x)
    case .bytes(let bytes, let format):
      let rowBytes = format.byteCount(of: inputs)
      let stretch = max(1, decodedAtOnce / inputs)
      for first in stride(from: 0, to: outputs, by: stretch) {
        let range = first..<min(first + stretch, outputs)
        let stored = bytes.bytes.extracting(
          range.lowerBound * rowBytes..<range.upperBound * rowBytes)
        add(y, weight, range, decode(stored, as: format), rows: rows, to: &x)
      }
    }
  }

  /// Adds what some rows of the weight, given as numbers, contribute.
  private func add(
    _ y: [Float], _ weight: Matrix, _ range: Range<Int>, _ numbers: [Float], rows: Int,
    to x: inout [Float]
  ) {
    let (outputs, inputs) = (weight.rows, weight.columns)
    // Stretches of whole cache lines, as few as keep all workers busy.
    let tiles = min(count * 2, max(1, rows * range.count * inputs / 1_000_000))
    let perTile = (inputs + tiles * 48 - 1) / (tiles * 48) * 48
    open(y, numbers, &x) { y, numbers, x in
      share((inputs + perTile - 1) / perTile) { tile in
        let first = tile * perTile
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows),
          Int32(min(perTile, inputs - first)), Int32(range.count), 1, y + range.lowerBound,
          Int32(outputs), numbers + first, Int32(inputs), 1, x + first, Int32(inputs))
      }
    }
  }

  /// Multiplies two arrays row by row and adds up each row.
  ///
  /// - Parameters:
  ///   - a: (row, width).
  ///   - b: (row, width).
  ///   - rows: How many rows to multiply.
  ///   - width: The numbers in a row.
  /// - Returns: (row).
  public func dotEachRow(_ a: [Float], _ b: [Float], rows: Int, width: Int) -> [Float] {
    precondition(a.count >= rows * width && b.count >= rows * width, "buffer too small")
    var dots = [Float](repeating: 0, count: rows)
    open(a, b, &dots) { a, b, dots in
      share(rows: rows, width: width) { range in
        let first = range.lowerBound
        kernel_dot_each_row(
          dots + first, a + first * width, b + first * width, range.count, width)
      }
    }
    return dots
  }

  /// Adds multiples of rows: y = y + factor · x.
  ///
  /// - Parameters:
  ///   - x: (row, width).
  ///   - factors: One for each row; as many rows are added.
  ///   - width: The numbers in a row.
  ///   - y: (row, width); changed in place.
  public func add(_ x: [Float], timesRows factors: [Float], width: Int, to y: inout [Float]) {
    let rows = factors.count
    precondition(x.count >= rows * width && y.count >= rows * width, "buffer too small")
    open(x, factors, &y) { x, factors, y in
      share(rows: rows, width: width) { range in
        let first = range.lowerBound
        kernel_add_scaled_rows(
          y + first * width, x + first * width, factors + first, range.count, width)
      }
    }
  }

  /// Takes the gradient of patterns back to their scores: g = p ⊙ (g - Σ p g).
  ///
  /// - Parameters:
  ///   - gradient: (row, key), of all heads and queries; changed in place.
  ///   - pattern: (row, key), what the softmax gave.
  ///   - keys: The numbers in a row.
  public func softmaxGradient(_ gradient: inout [Float], of pattern: [Float], keys: Int) {
    precondition(gradient.count == pattern.count, "patterns and gradients disagree")
    guard keys > 0 else { return }
    let rows = pattern.count / keys
    open(pattern, &gradient) { pattern, gradient in
      share(rows: rows, width: keys) { range in
        let first = range.lowerBound * keys
        kernel_softmax_gradient(gradient + first, pattern + first, range.count, keys)
      }
    }
  }
}

/// The products of attention, of one sequence that begins with itself.
extension Workers {
  /// Multiplies what belongs to queries with what belongs to keys: g = a · b.
  ///
  /// - Parameters:
  ///   - a: (row, head, headWidth).
  ///   - b: (row, keyValueHead, headWidth).
  ///   - shape: The sizes; scale, window and cap are not used.
  ///   - rows: How many rows.
  /// - Returns: (head, query, key), nothing masked.
  public func products(
    _ a: [Float], _ b: [Float], _ shape: AttentionShape, rows: Int
  ) -> [Float] {
    let (width, group) = (shape.headWidth, shape.heads / shape.keyValueHeads)
    let (stride, keyStride) = (shape.heads * width, shape.keyValueHeads * width)
    precondition(a.count >= rows * stride && b.count >= rows * keyStride, "buffer too small")
    var result = [Float](repeating: 0, count: shape.heads * rows * rows)
    open(a, b, &result) { a, b, result in
      share(shape.heads) { head in
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(rows), Int32(width), 1,
          a + head * width, Int32(stride), b + head / group * width, Int32(keyStride), 0,
          result + head * rows * rows, Int32(rows))
      }
    }
    return result
  }

  /// Adds up for each key what belongs to the queries of all its heads: g = pᵀ · a.
  ///
  /// - Parameters:
  ///   - p: (head, query, key).
  ///   - a: (row, head, headWidth).
  ///   - shape: The sizes; scale, window and cap are not used.
  ///   - rows: How many rows.
  /// - Returns: (row, keyValueHead, headWidth).
  public func sumOverQueries(
    _ p: [Float], _ a: [Float], _ shape: AttentionShape, rows: Int
  ) -> [Float] {
    let (width, group) = (shape.headWidth, shape.heads / shape.keyValueHeads)
    let (stride, keyStride) = (shape.heads * width, shape.keyValueHeads * width)
    precondition(p.count >= shape.heads * rows * rows, "buffer too small")
    precondition(a.count >= rows * stride, "buffer too small")
    var result = [Float](repeating: 0, count: rows * keyStride)
    open(p, a, &result) { p, a, result in
      // The heads of a group follow each other in one tile, so that sums have one order.
      share(shape.keyValueHeads) { keyHead in
        for head in keyHead * group..<(keyHead + 1) * group {
          cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(width), Int32(rows), 1,
            p + head * rows * rows, Int32(rows), a + head * width, Int32(stride), 1,
            result + keyHead * width, Int32(keyStride))
        }
      }
    }
    return result
  }
}

extension Rotation {
  /// The turn back: what takes gradients of turned heads to those of heads before.
  public var transposed: Rotation {
    Rotation(positions: positions, half: half, cosines: cosines, sines: sines.map { -$0 })
  }
}

/// So many weights are decoded at a time: 4 MiB, which the last cache holds until they are multiplied.
private let decodedAtOnce = 1 << 20
