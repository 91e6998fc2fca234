import Foundation
import Tensors

/// Numbers from -1 to 1 that come out the same every time.
func numbers(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}

/// The largest difference over the largest number expected.
func relativeError(_ found: some Collection<Float>, _ expected: some Collection<Float>) -> Float {
  guard found.count == expected.count else { return .infinity }
  let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  return difference == 0 ? 0 : difference / (expected.map(abs).max() ?? 1)
}

/// Random weights as a file stores them, at an odd address, with scales below one.
func storedMatrix(_ format: WeightFormat, rows: Int, columns: Int) -> Matrix {
  let blocks = rows * columns / format.blockLength
  var bytes = Data([0])
  for (index, number) in numbers(blocks * format.blockBytes, seed: 7).enumerated() {
    let place = index % format.blockBytes
    let isUpper = format.upperBytes.contains(place)
    bytes.append(isUpper ? 0x2C : UInt8(truncatingIfNeeded: number.bitPattern >> 3))
  }
  return Matrix(rows: rows, columns: columns, bytes: bytes.dropFirst(), format: format)
}

extension WeightFormat {
  /// The bytes of a block with the exponent of a number or a scale.
  fileprivate var upperBytes: [Int] {
    switch self {
    case .f32: [3]
    case .f16, .bf16, .q8_0, .q4_0, .q5_0: [1]
    case .q4_1, .q5_1, .q4_K, .q5_K: [1, 3]
    case .q6_K: [209]
    }
  }
}
