import Foundation
import Tensors

/// The header of a GGUF model file: metadata, and where each tensor lies.
struct GGUF {
  /// A metadata value.
  enum Value: Equatable {
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case text(String)
    case integers([Int])
    case numbers([Double])
    case flags([Bool])
    /// Where each text lies in the file.
    case texts([Range<Int>])
  }

  /// What the header says about one tensor.
  struct Tensor: Equatable {
    let name: String
    /// Slowest dimension first, as Python writes shapes; the file has them the other way round.
    let shape: [Int]
    /// How its numbers are stored, by the format's own code.
    let type: Int
    /// Where its bytes begin, from the start of the file.
    let offset: Int

    /// How many numbers it holds; the header's reader has seen that this is a number.
    var count: Int { shape.reduce(1, *) }
    /// How many bytes its whole blocks take; at least one where the format is not known.
    var byteCount: Int {
      guard let format = WeightFormat(code: type) else { return 1 }
      return count / format.blockLength * format.blockBytes
    }
  }

  let data: Data
  let metadata: [String: Value]
  let tensors: [String: Tensor]

  /// The bytes of a stretch of the file.
  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    let start = data.startIndex
    return ArraySlice(data[start + range.lowerBound..<start + range.upperBound])
  }
}

extension GGUF {
  /// A whole number that must be there and lie in a range.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(ModelError) -> Int {
    guard let value = metadata[key] else { throw .malformed("metadata '\(key)'", "is missing") }
    guard case .integer(let number) = value, range.contains(number) else {
      throw .malformed("metadata '\(key)'", "is no whole number from \(range)")
    }
    return number
  }

  /// A number that must be there, be finite and be above zero.
  func positiveNumber(_ key: String) throws(ModelError) -> Double {
    switch metadata[key] {
    case .number(let number) where number.isFinite && number > 0: return number
    case .integer(let number) where number > 0: return Double(number)
    case nil: throw .malformed("metadata '\(key)'", "is missing")
    default: throw .malformed("metadata '\(key)'", "is no number above zero")
    }
  }

  /// A text; `nil` when it is missing or no text.
  func text(_ key: String) -> String? {
    if case .text(let text)? = metadata[key] { text } else { nil }
  }

  /// The name of the model: base, size and kind where the file tells them apart, as the name that
  /// converters write may be that of a training run's folder.
  var modelName: String? {
    guard let base = text("general.basename"), let size = text("general.size_label") else {
      return text("general.name")
    }
    let kind = text("general.finetune").flatMap { $0.allSatisfy(\.isLetter) ? $0 : nil }
    return [base, size, kind].compactMap(\.self).joined(separator: "-")
  }

  /// The format that most weights are stored in; `nil` where none is known.
  var commonFormat: WeightFormat? {
    var counts: [WeightFormat: Double] = [:]
    for tensor in tensors.values {
      guard let format = WeightFormat(code: tensor.type) else { continue }
      counts[format, default: 0] += Double(tensor.count)
    }
    return counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
  }

  /// A switch; `nil` when it is missing or no switch.
  func flag(_ key: String) -> Bool? {
    if case .flag(let flag)? = metadata[key] { flag } else { nil }
  }

  /// Texts that must be there.
  func texts(_ key: String) throws(ModelError) -> [Range<Int>] {
    guard case .texts(let texts)? = metadata[key] else {
      throw .malformed("metadata '\(key)'", "is missing or no list of texts")
    }
    return texts
  }
}

extension GGUF: TensorSource {
  var tensorNames: Set<String> { Set(tensors.keys) }

  func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    let (bytes, format, offset) = try stored(name, shape: shape)
    let numbers = workers.decode(bytes.bytes, as: format)
    try numbers.refuseNonFinite("tensor '\(name)'", format, at: offset)
    return numbers
  }

  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix {
    let (bytes, format, offset) = try stored(name, shape: [rows, columns])
    let matrix = Matrix(rows: rows, columns: columns, bytes: bytes, format: format)
    try matrix.refuseNonFinite("tensor '\(name)'", at: offset, workers)
    return matrix
  }

  /// The bytes of a tensor, which are not copied, and where they begin.
  private func stored(
    _ name: String, shape: [Int]
  ) throws(ModelError) -> (bytes: Data, format: WeightFormat, offset: Int) {
    let subject = "tensor '\(name)'"
    guard let tensor = tensors[name] else { throw .malformed(subject, "is missing") }
    guard tensor.shape == shape else {
      throw .malformed(subject, "has the shape \(tensor.shape), not \(shape)", at: tensor.offset)
    }
    let format = try Self.format(of: tensor)
    let blocks = shape.reduce(1, *) / format.blockLength
    guard shape.last.map({ $0 % format.blockLength == 0 }) ?? true else {
      throw .malformed(subject, "has rows that are no whole blocks", at: tensor.offset)
    }
    guard tensor.offset <= data.count,
      blocks <= (data.count - tensor.offset) / format.blockBytes
    else { throw .malformed(subject, "ends after the file", at: tensor.offset) }
    let start = data.startIndex + tensor.offset
    return (data[start..<start + blocks * format.blockBytes], format, tensor.offset)
  }

  private static func format(of tensor: Tensor) throws(ModelError) -> WeightFormat {
    guard let format = WeightFormat(code: tensor.type) else {
      throw .unsupported(
        "tensor '\(tensor.name)'", "is stored in the format \(tensor.type)",
        hint: "use a file with weights in \(WeightFormat.names)")
    }
    return format
  }
}

extension WeightFormat {
  /// The formats that are read, for people.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The format with a code of GGUF's table of types; `nil` where it is not read.
  init?(code: Int) {
    switch code {
    case 0: self = .f32
    case 1: self = .f16
    case 2: self = .q4_0
    case 3: self = .q4_1
    case 6: self = .q5_0
    case 7: self = .q5_1
    case 8: self = .q8_0
    case 12: self = .q4_K
    case 13: self = .q5_K
    case 14: self = .q6_K
    case 30: self = .bf16
    default: return nil
    }
  }
}
