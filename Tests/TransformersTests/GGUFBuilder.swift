import Foundation

/// Writes GGUF files byte by byte, sound ones and others.
struct GGUFBuilder {
  var version: UInt32 = 3
  var tensorCount: UInt64?
  var metadataCount: UInt64?
  private var metadata: [[UInt8]] = []
  private var tensors: [[UInt8]] = []
  private var data: [UInt8] = []

  mutating func add(_ key: String, type: UInt32, _ value: [UInt8]) {
    metadata.append(Self.text(key) + Self.bytes(type) + value)
  }

  mutating func add(_ key: String, _ value: Int) { add(key, type: 4, Self.bytes(UInt32(value))) }

  mutating func add(_ key: String, _ value: Float) {
    add(key, type: 6, Self.bytes(value.bitPattern))
  }

  mutating func add(_ key: String, _ value: Bool) { add(key, type: 7, [value ? 1 : 0]) }

  mutating func add(_ key: String, _ value: String) { add(key, type: 8, Self.text(value)) }

  mutating func add(_ key: String, _ values: [String]) {
    let texts = values.flatMap(Self.text)
    add(key, type: 9, Self.bytes(UInt32(8)) + Self.bytes(UInt64(values.count)) + texts)
  }

  mutating func add(_ key: String, _ values: [Int32]) {
    let numbers = values.flatMap { Self.bytes(UInt32(bitPattern: $0)) }
    add(key, type: 9, Self.bytes(UInt32(5)) + Self.bytes(UInt64(values.count)) + numbers)
  }

  /// A tensor of single-precision numbers; dimensions fastest first, as the file has them.
  mutating func add(
    tensor name: String, _ dimensions: [UInt64], type: UInt32 = 0, at offset: UInt64? = nil
  ) {
    tensors.append(
      Self.text(name) + Self.bytes(UInt32(dimensions.count)) + dimensions.flatMap(Self.bytes)
        + Self.bytes(type) + Self.bytes(offset ?? UInt64(data.count)))
    let numbers = dimensions.reduce(1, &*)
    if offset == nil, numbers < 100_000 {
      data += (0..<numbers).flatMap { Self.bytes(Float($0 % 7).bitPattern) }
      data += [UInt8](repeating: 0, count: (32 - data.count % 32) % 32)
    }
  }

  var file: Data {
    var file = Array("GGUF".utf8) + Self.bytes(version)
    file += Self.bytes(tensorCount ?? UInt64(tensors.count))
    file += Self.bytes(metadataCount ?? UInt64(metadata.count))
    file += metadata.joined()
    file += tensors.joined()
    file += [UInt8](repeating: 0, count: (32 - file.count % 32) % 32)
    return Data(file + data)
  }

  static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func text(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + Array(text.utf8) }
}

extension GGUFBuilder {
  /// A whole Llama of one block with the tokens `a`, `b`, `ab` and a special one.
  static func llama(changing change: (inout GGUFBuilder) -> Void = { _ in }) -> GGUFBuilder {
    var file = GGUFBuilder()
    file.add("general.architecture", "llama")
    file.add("llama.block_count", 1)
    file.add("llama.context_length", 16)
    file.add("llama.embedding_length", 4)
    file.add("llama.feed_forward_length", 6)
    file.add("llama.attention.head_count", 2)
    file.add("llama.attention.head_count_kv", 1)
    file.add("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
    file.add("tokenizer.ggml.model", "gpt2")
    file.add("tokenizer.ggml.pre", "smollm")
    file.add("tokenizer.ggml.tokens", ["a", "b", "ab", "<x>"])
    file.add("tokenizer.ggml.token_type", [1, 1, 1, 3])
    file.add("tokenizer.ggml.merges", ["a b"])
    change(&file)
    for (name, dimensions) in tensors { file.add(tensor: name, dimensions) }
    return file
  }

  static let tensors: [(String, [UInt64])] = [
    ("token_embd.weight", [4, 4]), ("output_norm.weight", [4]),
    ("blk.0.attn_norm.weight", [4]), ("blk.0.attn_q.weight", [4, 4]),
    ("blk.0.attn_k.weight", [4, 2]), ("blk.0.attn_v.weight", [4, 2]),
    ("blk.0.attn_output.weight", [4, 4]), ("blk.0.ffn_norm.weight", [4]),
    ("blk.0.ffn_gate.weight", [4, 6]), ("blk.0.ffn_up.weight", [4, 6]),
    ("blk.0.ffn_down.weight", [6, 4]),
  ]
}
