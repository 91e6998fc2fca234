import Foundation
import Testing

@testable import Tensors

/// Products against the plain sum over the inputs in double precision; tolerance 1e-5.
struct ProductTests {
  static func plain(_ x: [Float], _ weight: Matrix, rows: Int) -> [Float] {
    let values = weight.values
    return (0..<rows).flatMap { row in
      (0..<weight.rows).map { output in
        Float(
          (0..<weight.columns).reduce(0.0) {
            $0 + Double(x[row * weight.columns + $1])
              * Double(values[output * weight.columns + $1])
          })
      }
    }
  }

  @Test(arguments: [
    (1, 1, 1), (1, 7, 5), (1, 300, 64), (2, 3, 4), (5, 64, 33), (64, 5, 17), (130, 70, 40),
    (40, 130, 70), (3, 1, 100),
  ])
  func multiplies(rows: Int, outputs: Int, inputs: Int) {
    let x = numbers(rows * inputs)
    let weight = Matrix(rows: outputs, columns: inputs, values: numbers(outputs * inputs, seed: 2))
    let expected = Self.plain(x, weight, rows: rows)
    for count in [1, 2, 5] {
      var y = [Float](repeating: .nan, count: rows * outputs)
      Workers(count).multiply(x, by: weight, rows: rows, into: &y)
      #expect(relativeError(y, expected) < 1e-5)
    }
  }

  /// Shapes large enough for several tiles, along rows and along outputs.
  @Test(arguments: [(700, 300, 200), (100, 2_100, 200), (1, 5_000, 300)])
  func computesTheSameWithAnyNumberOfWorkers(rows: Int, outputs: Int, inputs: Int) {
    let x = numbers(rows * inputs)
    let weight = Matrix(rows: outputs, columns: inputs, values: numbers(outputs * inputs, seed: 2))
    let products = [1, 2, 2, 3, 16].map { count in
      var y = [Float](repeating: 0, count: rows * outputs)
      Workers(count).multiply(x, by: weight, rows: rows, into: &y)
      return y
    }
    #expect(products.allSatisfy { relativeError($0, products[0]) < 1e-5 })
    #expect(products[1] == products[2])
    let sampled = Matrix(rows: 1, columns: inputs, values: Array(weight[outputs - 1]))
    let expected = Self.plain(Array(x.suffix(inputs)), sampled, rows: 1)
    #expect(abs(products[0][rows * outputs - 1] - expected[0]) < 1e-3)
  }

  /// Random blocks in every format, with each set of instructions that this processor has, for one row,
  /// a few and many; columns beyond one chunk of the kernel, outputs that fill no tile.
  @Test(arguments: WeightFormat.allCases, [1, 2, 3, 4, 7, 33])
  func multipliesStoredWeights(format: WeightFormat, rows: Int) {
    let columns = format.blockLength == 1 ? 301 : max(format.blockLength, 64) * 5
    let weight = storedMatrix(format, rows: 29, columns: columns)
    let x = numbers(rows * columns)
    let expected = Self.plain(x, weight, rows: rows)
    for workers in Workers.withEachInstructionSet(2) {
      var y = [Float](repeating: .nan, count: rows * weight.rows)
      workers.multiply(x, by: weight, rows: rows, into: &y)
      #expect(relativeError(y, expected) < 1e-5, "\(workers)")
    }
  }

  /// A row's product does not depend on the rows beside it, so long as they are many.
  @Test func computesEachOfManyRowsByItself() {
    let weight = storedMatrix(.q4_1, rows: 100, columns: 640)
    let x = numbers(600 * 640)
    var all = [Float](repeating: 0, count: 600 * 100)
    Workers(2).multiply(x, by: weight, rows: 600, into: &all)
    for first in [0, 17, 520] {
      var some = [Float](repeating: 0, count: 9 * 100)
      Workers(1).multiply(Array(x[(first * 640)...]), by: weight, rows: 9, into: &some)
      #expect(some == Array(all[first * 100..<(first + 9) * 100]))
    }
  }

  /// What is not finite stays in its own row or output.
  @Test(arguments: [1, 3, 20])
  func passesOnWhatIsNoNumber(rows: Int) {
    var x = [Float](repeating: 1, count: rows * 40)
    x[40 * (rows - 1) + 39] = .infinity
    var values = [Float](repeating: 1, count: 5 * 40)
    values[3 * 40 + 7] = .nan
    var y = [Float](repeating: 0, count: rows * 5)
    Workers(1).multiply(
      x, by: Matrix(rows: 5, columns: 40, values: values), rows: rows, into: &y)
    for row in 0..<rows {
      #expect(y[row * 5] == (row == rows - 1 ? .infinity : 40))
      #expect(y[row * 5 + 3].isNaN)
      #expect(y[row * 5 + 4] == y[row * 5])
    }
  }

  @Test func leavesRowsBeyondTheOnesAskedForAlone() {
    let weight = Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
    var y: [Float] = [9, 9, 9, 9]
    Workers(1).multiply([1, 2, 3, 4], by: weight, rows: 1, into: &y)
    #expect(y == [1, 2, 9, 9])
    Workers(1).multiply([1, 2, 3, 4], by: weight, rows: 0, into: &y)
    #expect(y == [1, 2, 9, 9])
  }

  @Test func hasAtLeastOneWorker() {
    #expect(Workers(0).count == 1)
    #expect(Workers(-3).count == 1)
    #expect(Workers.automatic.count >= 1)
  }
}
