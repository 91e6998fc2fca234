import Foundation
import Tensors
import Testing

/// Each kernel against a plain twin in double precision.
///
/// Widths that are no multiple of a vector's and counts beyond one tile are among the cases.
struct RowTests {
  private let workers = Workers(2)
  static let shapes = [(1, 1), (3, 7), (5, 64), (2, 576), (130, 300), (1, 40_000)]

  /// Tolerance 1e-6: one rounding more or less in the sum.
  @Test(arguments: shapes)
  func computesRootMeanSquares(rows: Int, width: Int) {
    let x = numbers(rows * width).map { $0 * 30 }
    var scale = [Float](repeating: .nan, count: rows)
    workers.rootMeanSquare(of: x, rows: rows, width: width, epsilon: 0.01, into: &scale)
    let expected = (0..<rows).map { row in
      let squares = x[row * width..<(row + 1) * width].map { Double($0) * Double($0) }
      return Float((squares.reduce(0, +) / Double(width) + 0.01).squareRoot())
    }
    #expect(relativeError(scale, expected) < 1e-6)
  }

  @Test(arguments: shapes)
  func dividesAndMultiplies(rows: Int, width: Int) {
    let x = numbers(rows * width)
    let scale = numbers(rows, seed: 3).map { $0 + 2 }
    let weight = numbers(width, seed: 4)
    var y = [Float](repeating: .nan, count: rows * width)
    workers.divide(x, by: scale, rows: rows, width: width, into: &y)
    #expect(y == x.indices.map { x[$0] / scale[$0 / width] })
    let divided = y
    workers.multiply(&y, byColumns: weight, rows: rows)
    #expect(y == x.indices.map { divided[$0] * weight[$0 % width] })
  }

  @Test(arguments: [0, 1, 9, 100_000])
  func adds(count: Int) {
    let x = numbers(count)
    let base = numbers(count, seed: 5)
    var y = base
    workers.add(x, to: &y, count: count)
    #expect(y == zip(base, x).map { $0 + $1 })
  }

  /// Tolerance 4e-7 of each result: exponential and division round a few times.
  @Test func gates() {
    let gate = (-1_000...1_000).map { Float($0) / 10 } + [0, -0.0, 1e-30, -88, 88, 1e4]
    let up = numbers(gate.count).map { $0 + 1.5 }
    var y = [Float](repeating: .nan, count: gate.count)
    workers.siluMultiply(gate: gate, up: up, count: gate.count, into: &y)
    for index in gate.indices {
      let expected = Double(gate[index]) / (1 + exp(-Double(gate[index]))) * Double(up[index])
      // Below -87 the result is as good as nothing.
      #expect(abs(Double(y[index]) - expected) <= 4e-7 * abs(expected) + 1e-35, "\(gate[index])")
    }
  }

  @Test func passesOnWhatIsNoNumber() {
    var y: [Float] = [0, 0, 0]
    workers.siluMultiply(
      gate: [.nan, .infinity, -.infinity], up: [1, 1, 1], count: 3, into: &y)
    #expect(y[0].isNaN)
    #expect(y[1] == .infinity)
  }

  /// Tolerance 1e-6: two products and a sum.
  @Test(arguments: [10, 13]) func rotates(headWidth: Int) {
    let (heads, half) = (3, 5)
    let frequencies = (0..<half).map { Float(1 / pow(50, Double($0) / Double(half))) }
    let positions: [Int32] = [0, 7, 2, 2, 40]
    let x = numbers(positions.count * heads * headWidth)
    var y = x
    let rotation = Rotation(positions: 41, frequencies: frequencies)
    workers.rotate(&y, by: rotation, positions: positions, heads: heads, headWidth: headWidth)
    for (row, position) in positions.enumerated() {
      for head in 0..<heads {
        let start = (row * heads + head) * headWidth
        #expect(y[start + 2 * half..<start + headWidth] == x[start + 2 * half..<start + headWidth])
        for pair in 0..<half {
          let first = start + pair
          let angle = Double(position) * Double(frequencies[pair])
          let (a, b) = (Double(x[first]), Double(x[first + half]))
          #expect(abs(Double(y[first]) - (a * cos(angle) - b * sin(angle))) < 3e-6)
          #expect(abs(Double(y[first + half]) - (b * cos(angle) + a * sin(angle))) < 3e-6)
        }
      }
    }
  }
}
