import Foundation
import Tensors

/// A safetensors file: named tensors behind a header in JSON.
///
/// The bytes may be memory-mapped: reading the header touches nothing behind it, and a tensor is
/// copied only where its numbers have to be converted.
public struct Safetensors: Sendable {
  /// What the header says about one tensor.
  struct Tensor: Sendable, Equatable {
    let name: String
    /// How its numbers are stored, as the header calls it: `BF16`.
    let type: String
    /// Slowest dimension first.
    let shape: [Int]
    /// Where its bytes lie, from the start of the file.
    let range: Range<Int>
  }

  /// What errors call the file.
  public let file: String
  /// Texts about the file as a whole.
  public let metadata: [String: String]
  let data: Data
  let tensors: [String: Tensor]

  init(file: String, metadata: [String: String], data: Data, tensors: [String: Tensor]) {
    self.file = file
    self.metadata = metadata
    self.data = data
    self.tensors = tensors
  }

  /// What errors call a tensor.
  func subject(_ name: String) -> String { "tensor '\(name)' of '\(file)'" }
}

extension Safetensors: TensorSource {
  var tensorNames: Set<String> { Set(tensors.keys) }

  func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    let (tensor, format) = try stored(name, shape)
    let numbers = workers.decode(data.bytes.extracting(tensor.range), as: format)
    try numbers.refuseNonFinite(subject(name), format, at: tensor.range.lowerBound)
    return numbers
  }

  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix {
    let (tensor, format) = try stored(name, [rows, columns])
    let start = data.startIndex
    let bytes = data[start + tensor.range.lowerBound..<start + tensor.range.upperBound]
    let matrix = Matrix(rows: rows, columns: columns, bytes: bytes, format: format)
    try matrix.refuseNonFinite(subject(name), at: tensor.range.lowerBound, workers)
    return matrix
  }

  /// Finds a tensor of a shape whose numbers can be read.
  func stored(
    _ name: String, _ shape: [Int]
  ) throws(ModelError) -> (tensor: Tensor, format: WeightFormat) {
    guard let tensor = tensors[name] else { throw .malformed(subject(name), "is missing") }
    guard tensor.shape == shape else {
      throw .malformed(
        subject(name), "has the shape \(tensor.shape), not \(shape)", at: tensor.range.lowerBound)
    }
    guard let format = NumberType(rawValue: tensor.type)?.format else {
      throw .unsupported(
        subject(name), "is stored as '\(tensor.type)'",
        hint: "use a file with weights in \(NumberType.names)")
    }
    return (tensor, format)
  }
}

extension Safetensors {
  /// How the numbers of a tensor are stored, of those that are read and written here.
  public enum NumberType: String, Sendable, CaseIterable {
    /// Single precision.
    case f32 = "F32"
    /// The upper half of single precision.
    case bf16 = "BF16"
    /// Half precision.
    case f16 = "F16"

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    var format: WeightFormat {
      switch self {
      case .f32: .f32
      case .bf16: .bf16
      case .f16: .f16
      }
    }

    /// The bytes that one number takes.
    public var byteCount: Int { format.blockBytes }
  }

  /// The bits that a number takes in each type of the format; a file may hold types that are not
  /// read here, as long as nobody asks for them.
  static let bits: [String: Int] = [
    "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64,
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F16": 16, "BF16": 16, "F32": 32, "F64": 64, "C64": 64,
  ]
}
