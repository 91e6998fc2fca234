import Foundation
import Tensors
import Testing

/// The operations of the backward pass against plain formulas in double precision.
struct GradientTests {
  private let workers = Workers(2)

  /// One row, several tiles, sizes that are no multiple of a vector's; tolerance 1e-5.
  @Test(arguments: [(1, 1, 1), (1, 300, 700), (9, 70, 33), (40, 500, 1_000)])
  func multipliesByRows(rows: Int, outputs: Int, inputs: Int) {
    let y = numbers(rows * outputs)
    let weight = Matrix(
      rows: outputs, columns: inputs, values: numbers(outputs * inputs, seed: 2))
    let base = numbers(rows * inputs, seed: 3)
    var x = base
    workers.multiply(y, byRowsOf: weight, rows: rows, addingTo: &x)
    var expected = base.map(Double.init)
    for row in 0..<rows {
      for output in 0..<outputs {
        let factor = Double(y[row * outputs + output])
        for (input, weight) in weight[output].enumerated() {
          expected[row * inputs + input] += factor * Double(weight)
        }
      }
    }
    #expect(relativeError(x, expected.map { Float($0) }) < 1e-5)
  }

  /// Several stretches of rows, the last one short; tolerance 1e-5.
  @Test(arguments: [WeightFormat.f32, .f16]) func multipliesByStoredRows(format: WeightFormat) {
    let (rows, outputs, inputs) = (3, 700, 2_048)
    let bytes = Data((0..<outputs * inputs * format.blockBytes).map { UInt8($0 * 37 % 251 % 64) })
    let stored = Matrix(rows: outputs, columns: inputs, bytes: bytes, format: format)
    let plain = Matrix(rows: outputs, columns: inputs, values: stored.values)
    let y = numbers(rows * outputs)
    var found = numbers(rows * inputs, seed: 3)
    var expected = found
    workers.multiply(y, byRowsOf: stored, rows: rows, addingTo: &found)
    workers.multiply(y, byRowsOf: plain, rows: rows, addingTo: &expected)
    #expect(relativeError(found, expected) < 1e-5)
  }

  @Test(arguments: [(1, 1), (3, 7), (130, 300)])
  func multipliesAndAddsRows(rows: Int, width: Int) {
    let (a, b) = (numbers(rows * width), numbers(rows * width, seed: 2))
    let dots = workers.dotEachRow(a, b, rows: rows, width: width)
    var expected = [Float](repeating: 0, count: rows)
    for (place, pair) in zip(a, b).enumerated() { expected[place / width] += pair.0 * pair.1 }
    #expect(relativeError(dots, expected) < 1e-4)
    var y = b
    workers.add(a, timesRows: dots, width: width, to: &y)
    #expect(relativeError(y, b.indices.map { b[$0] + dots[$0 / width] * a[$0] }) < 1e-6)
  }

  /// Slopes by central differences of the formula, ratios by division; tolerance 1e-6, and 1e-4
  /// where differences lose digits.
  @Test func findsSlopesAndRatios() {
    let x = (-800...800).map { Float($0) / 50 + 0.001 }
    let root = (2 / Double.pi).squareRoot()
    let functions: [(ElementFunction, ElementFunction, (Double) -> Double)] = [
      (.siluSlope, .siluRatio, { 1 / (1 + exp(-$0)) }),
      (.geluSlope, .geluRatio, { (1 + erf($0 / 2.squareRoot())) / 2 }),
      (
        .geluTanhSlope, .geluTanhRatio,
        { (1 + tanh(root * ($0 + 0.044715 * $0 * $0 * $0))) / 2 }
      ),
    ]
    for (slope, ratio, share) in functions {
      var slopes = x
      var ratios = x
      workers.apply(&slopes, slope, count: x.count)
      workers.apply(&ratios, ratio, count: x.count)
      for (index, x) in x.map(Double.init).enumerated() {
        let step = 1e-5
        let expected = ((x + step) * share(x + step) - (x - step) * share(x - step)) / (2 * step)
        #expect(abs(Double(slopes[index]) - expected) < 2e-6, "\(slope) at \(x)")
        #expect(abs(Double(ratios[index]) - share(x)) < 1e-6, "\(ratio) at \(x)")
      }
      var zero: [Float] = [0]
      workers.apply(&zero, ratio, count: 1)
      #expect(zero == [0.5])
    }
  }

  @Test func levelsOffFlatly() {
    var y: [Float] = [0, 1, 2, -2, -.infinity]
    workers.apply(&y, .softCapSlope(2), count: 5)
    #expect(y == [1, 0.75, 0, 0, 0])
  }

  @Test func takesPatternsBackToScores() {
    let pattern: [Float] = [0.25, 0.75, 0, 1, 0, 0]
    var gradient: [Float] = [4, 8, 100, 3, 5, 7]
    workers.softmaxGradient(&gradient, of: pattern, keys: 3)
    #expect(gradient == [-0.75, 0.75, 0, 0, 0, 0])
  }

  /// Three heads for each key head; tolerance 1e-5.
  @Test(arguments: [1, 5, 70]) func multipliesHeads(rows: Int) {
    let shape = AttentionShape(heads: 6, keyValueHeads: 2, headWidth: 5, scale: 3)
    let a = numbers(rows * 30)
    let b = numbers(rows * 10, seed: 2)
    let products = workers.products(a, b, shape, rows: rows)
    var expected: [Float] = []
    for head in 0..<6 {
      for query in 0..<rows {
        let own = a[(query * 6 + head) * 5..<(query * 6 + head + 1) * 5]
        for key in 0..<rows {
          let start = (key * 2 + head / 3) * 5
          expected.append(zip(own, b[start..<start + 5]).reduce(0) { $0 + $1.0 * $1.1 })
        }
      }
    }
    #expect(relativeError(products, expected) < 1e-5)
    let sums = workers.sumOverQueries(products, a, shape, rows: rows)
    var back = [Double](repeating: 0, count: b.count)
    for (place, product) in products.enumerated() {
      let (head, query, key) = (place / rows / rows, place / rows % rows, place % rows)
      let (own, start) = ((query * 6 + head) * 5, (key * 2 + head / 3) * 5)
      for i in 0..<5 { back[start + i] += Double(product * a[own + i]) }
    }
    #expect(relativeError(sums, back.map { Float($0) }) < 1e-5)
  }

  @Test func turnsBack() {
    let x = numbers(4 * 2 * 8)
    let positions: [Int32] = [0, 3, 9, 9]
    let rotation = Rotation(positions: 10, frequencies: [1, 0.3, 0.1], amplitude: 2)
    var y = x
    for rotation in [rotation, rotation.transposed] {
      workers.rotate(&y, by: rotation, positions: positions, heads: 2, headWidth: 8)
    }
    // Pairs are lengthened on both ways; the last two numbers of a head do not turn.
    let expected = x.enumerated().map { $0.offset % 8 < 6 ? $0.element * 4 : $0.element }
    #expect(relativeError(y, expected) < 1e-6)
  }
}
