import Tensors
import Testing

@testable import Transformers

/// Quantised blocks against what the Python package `gguf` finds in them; they must agree to the bit.
struct QuantisedFormatTests {
  static let formats = WeightFormat.allCases.filter { $0.blockLength > 1 }

  @Test(arguments: formats, [1, 2])
  func readsBlocks(format: WeightFormat, threads: Int) throws {
    let arrays = try Arrays("quants.safetensors")
    let bytes = try arrays.bytes(format.rawValue + ".bytes")
    let found = Workers(threads).decode(bytes.span.bytes, as: format)
    let expected = try arrays.floats(format.rawValue + ".values")
    let wrong = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(found.count == expected.count)
    #expect(
      wrong == nil, "\(format) at \(wrong?.offset ?? 0): \(String(describing: wrong?.element))")
  }

  @Test(
    arguments: zip(
      [0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 30],
      [
        "F32", "F16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "BF16",
      ]))
  func knowsTheCodesOfTheFormat(code: Int, name: String) {
    #expect(WeightFormat(code: code)?.rawValue == name)
  }

  @Test(arguments: [-1, 4, 5, 9, 10, 11, 15, 31, 1000])
  func refusesOtherCodes(code: Int) {
    #expect(WeightFormat(code: code) == nil)
  }
}
