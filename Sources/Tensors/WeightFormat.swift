import CKernels
import Synchronization

/// How a model file stores numbers.
public enum WeightFormat: String, Sendable, CaseIterable {
  /// Single precision.
  case f32 = "F32"
  /// Half precision.
  case f16 = "F16"
  /// The upper half of single precision.
  case bf16 = "BF16"
  /// Blocks of 32 signed bytes with one scale.
  case q8_0 = "Q8_0"
  /// Blocks of 32 nibbles with one scale.
  case q4_0 = "Q4_0"
  /// Blocks of 32 nibbles with one scale and one least value.
  case q4_1 = "Q4_1"
  /// Blocks of 32 weights of five bits with one scale.
  case q5_0 = "Q5_0"
  /// Blocks of 32 weights of five bits with one scale and one least value.
  case q5_1 = "Q5_1"
  /// Blocks of 256 nibbles in eight groups with a scale and a least value of six bits each.
  case q4_K = "Q4_K"
  /// Blocks of 256 weights of five bits in groups as in Q4_K.
  case q5_K = "Q5_K"
  /// Blocks of 256 weights of six bits in groups of 16 with a signed scale each.
  case q6_K = "Q6_K"

  /// How many numbers a block holds.
  public var blockLength: Int {
    switch self {
    case .f32, .f16, .bf16: 1
    case .q8_0, .q4_0, .q4_1, .q5_0, .q5_1: 32
    case .q4_K, .q5_K, .q6_K: 256
    }
  }

  /// How many bytes a block takes.
  public var blockBytes: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .q8_0: 34
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q4_K: 144
    case .q5_K: 176
    case .q6_K: 210
    }
  }

  /// How many bytes that many numbers take; they must be whole blocks.
  func byteCount(of count: Int) -> Int { count / blockLength * blockBytes }

  var kernel: kernel_format {
    switch self {
    case .f32: kernel_f32
    case .f16: kernel_f16
    case .bf16: kernel_bf16
    case .q8_0: kernel_q8_0
    case .q4_0: kernel_q4_0
    case .q4_1: kernel_q4_1
    case .q5_0: kernel_q5_0
    case .q5_1: kernel_q5_1
    case .q4_K: kernel_q4_k
    case .q5_K: kernel_q5_k
    case .q6_K: kernel_q6_k
    }
  }
}

extension Workers {
  /// Reads stored weights as single-precision numbers.
  ///
  /// - Parameters:
  ///   - bytes: Exactly the bytes of the weights, little-endian.
  ///   - format: How they are stored.
  /// - Returns: The numbers, in the order of the file.
  public func decode(_ bytes: RawSpan, as format: WeightFormat) -> [Float] {
    let blocks = bytes.byteCount / format.blockBytes
    precondition(bytes.byteCount == blocks * format.blockBytes, "half a block of weights")
    guard blocks > 0 else { return [] }
    return bytes.withUnsafeBytes { source in
      [Float](unsafeUninitializedCapacity: blocks * format.blockLength) { target, count in
        count = blocks * format.blockLength
        guard let y = target.baseAddress, let bytes = source.baseAddress else { return }
        let x = bytes.assumingMemoryBound(to: UInt8.self)
        share(rows: blocks, width: format.blockLength) { range in
          kernel_decode(
            instructions, format.kernel, y + range.lowerBound * format.blockLength,
            x + range.lowerBound * format.blockBytes, range.count * format.blockLength)
        }
      }
    }
  }

  /// Whether all numbers of a matrix are finite.
  ///
  /// Of blocks only the scales are read: where they are finite, so is what they scale.
  public func isFinite(_ matrix: Matrix) -> Bool {
    let format = matrix.format
    let blocks = matrix.rows * matrix.columns / format.blockLength
    let wrong = Atomic(false)
    matrix.withStorage { bytes in
      share(rows: blocks, width: format.blockLength) { range in
        let start = bytes + range.lowerBound * format.blockBytes
        if !kernel_is_finite(format.kernel, start, range.count) {
          wrong.store(true, ordering: .relaxed)
        }
      }
    }
    return !wrong.load(ordering: .relaxed)
  }
}
