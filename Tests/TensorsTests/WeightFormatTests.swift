import Foundation
import Testing

@testable import Tensors

/// Dequantisers against plain twins; they must agree to the bit.
struct WeightFormatTests {
  private func decode(_ bytes: [UInt8], as format: WeightFormat) -> [Float] {
    Workers(2).decode(bytes.span.bytes, as: format)
  }

  /// All 65,536 half-precision numbers.
  @Test func readsHalfPrecision() {
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let found = decode(bytes, as: .f16)
    for code in 0...UInt16.max {
      let (sign, exponent, fraction) = (code >> 15, Int(code >> 10 & 31), Int(code & 1023))
      let magnitude: Float
      switch exponent {
      case 31: magnitude = fraction == 0 ? .infinity : .nan
      case 0: magnitude = Float(fraction) * 0x1p-24
      default:
        magnitude = Float(sign: .plus, exponent: exponent - 25, significand: Float(1024 + fraction))
      }
      let expected = sign == 1 ? -magnitude : magnitude
      let value = found[Int(code)]
      #expect(value == expected && value.sign == expected.sign || value.isNaN && expected.isNaN)
    }
  }

  @Test func readsTheUpperHalfOfSinglePrecision() {
    let values: [Float] = [0, -0.0, 1, -2.5, .infinity, .leastNonzeroMagnitude, 3e38]
    let bytes: [UInt8] = values.flatMap { value -> [UInt8] in
      [UInt8(value.bitPattern >> 16 & 255), UInt8(value.bitPattern >> 24)]
    }
    let expected = values.map { Float(bitPattern: ($0.bitPattern >> 16) << 16) }
    #expect(decode(bytes, as: .bf16) == expected)
  }

  @Test func readsSinglePrecisionAtAnyAlignment() {
    let values = numbers(1_000)
    var bytes: [UInt8] = [0]
    for value in values {
      for byte in 0..<4 { bytes.append(UInt8(value.bitPattern >> (8 * byte) & 255)) }
    }
    let span = bytes.span.bytes.extracting(1..<bytes.count)
    #expect(Workers(1).decode(span, as: .f32) == values)
  }

  @Test(arguments: [1, 3, 2_000])
  func readsBlocksOfBytes(blocks: Int) {
    var bytes: [UInt8] = []
    var expected: [Float] = []
    for block in 0..<blocks {
      let scale = Float16(block + 1) / 64
      bytes += [UInt8(scale.bitPattern & 255), UInt8(scale.bitPattern >> 8)]
      for index in 0..<32 {
        let weight = Int8(truncatingIfNeeded: block * 37 + index * 13)
        bytes.append(UInt8(bitPattern: weight))
        expected.append(Float(scale) * Float(weight))
      }
    }
    #expect(decode(bytes, as: .q8_0) == expected)
  }

  @Test(arguments: [1, 3, 2_000])
  func readsBlocksOfNibbles(blocks: Int) {
    var bytes: [UInt8] = []
    var expected: [Float] = []
    for block in 0..<blocks {
      let (scale, least) = (Float16(block + 1) / 64, Float16(-block) / 8)
      for half in [scale, least] {
        bytes += [UInt8(half.bitPattern & 255), UInt8(half.bitPattern >> 8)]
      }
      let weights = (0..<32).map { ($0 * 7 + block) % 16 }
      bytes += (0..<16).map { UInt8(weights[$0] | weights[$0 + 16] << 4) }
      expected += weights.map { Float(scale) * Float($0) + Float(least) }
    }
    #expect(decode(bytes, as: .q4_1) == expected)
  }

  @Test(arguments: WeightFormat.allCases)
  func readsNothing(format: WeightFormat) {
    #expect(decode([], as: format).isEmpty)
  }

  /// Every kernel of this processor reads the same numbers, to the bit, also at an odd address.
  @Test(arguments: WeightFormat.allCases)
  func readsTheSameWithAllInstructions(format: WeightFormat) {
    let matrix = storedMatrix(format, rows: 3, columns: format.blockLength == 1 ? 77 : 512)
    let found = Workers.withEachInstructionSet(1).map(matrix.values)
    #expect(found.allSatisfy { $0 == found[0] })
    #expect((0..<3).flatMap { Array(matrix[$0]) } == found[0])
  }

  @Test(arguments: WeightFormat.allCases)
  func seesWhatIsNotFinite(format: WeightFormat) {
    #expect(Workers(2).isFinite(storedMatrix(format, rows: 300, columns: 512)))
    let count = 512 / format.blockLength * format.blockBytes
    let infinite = Matrix(
      rows: 1, columns: 512, bytes: Data(repeating: 0x7C, count: count), format: format)
    let isSingle = format == .f32 || format == .bf16
    #expect(Workers(1).isFinite(infinite) == isSingle)
    let none = Matrix(
      rows: 1, columns: 512, bytes: Data(repeating: 0xFF, count: count), format: format)
    #expect(!Workers(1).isFinite(none))
  }
}

extension Matrix {
  /// All numbers, decoded by somebody.
  fileprivate func values(_ workers: Workers) -> [Float] {
    var values: [Float] = []
    withStorage { bytes in
      let count = rows * format.byteCount(of: columns)
      values = workers.decode(
        UnsafeRawBufferPointer(start: bytes, count: count).bytes, as: format)
    }
    return values
  }
}
