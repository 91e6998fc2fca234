/// A family of models: how it computes, and what files call its parts.
struct Family: Sendable {
  /// What people call it, with where it is described.
  let title: String
  /// What GGUF files call it in `general.architecture`.
  let architecture: String
  /// What Hugging Face folders call it in `model_type`.
  let modelTypes: [String]
  /// How it computes.
  let design: Design
  /// The constants that Hugging Face configurations may leave out.
  var defaults = Defaults()
  /// Whether token embeddings are multiplied by the square root of the width.
  var scalesEmbedding = false
  /// Which blocks see a window only, where the configuration has one but no list of them.
  var windows = Windows.allBlocks
  /// How safetensors hold the weights.
  var layout = Layout()
  /// What safetensors call the parts.
  let names: PartNames

  /// Constants that a Hugging Face configuration may leave out.
  struct Defaults: Sendable {
    var normEpsilon = 1e-6
    var rotaryBase = 10_000.0
    var rotaryShare = 1.0
  }

  /// Which blocks see a window only.
  enum Windows: Sendable {
    case allBlocks
    /// All but each n-th.
    case allButEach(Int)
    /// Those from `max_window_layers` on, where `use_sliding_window` says so.
    case fromBlock
  }

  /// How safetensors hold the weights.
  struct Layout: Sendable {
    /// Whether a row is an input instead of an output.
    var isTransposed = false
    /// Whether the queries, keys and values of one head follow each other in the joined weight.
    var joinsByHead = false
    /// What the stored weights of norms lack.
    var normOffset: Float = 0
  }

  /// All families.
  static let all: [Family] = [
    .llama, .mistral, .qwen2, .qwen3, .gemma2, .gemma3, .gpt2, .gptNeoX, .olmo2, .phi3,
  ]
}

/// A part of a model that has weights.
enum Part: Sendable, CaseIterable {
  case embedding, positions, finalNorm, unembedding
  case norm1, query, key, value, joinedAttention, queryNorm, keyNorm, output, norm1Post
  case norm2, gate, up, joinedMLP, down, norm2Post
}

/// What files call the parts of a model; `{}` stands for the number of the block.
struct PartNames: Sendable {
  private let names: [Part: String]
  /// What may stand before all names.
  let prefixes: [String]
  /// The ends of names that hold no weights.
  let ignored: [String]

  init(_ names: [Part: String], prefixes: [String] = [""], ignored: [String] = []) {
    self.names = names
    self.prefixes = prefixes
    self.ignored = ignored
  }

  /// These names with others in place of some.
  func replacing(
    _ others: [Part: String], removing removed: Set<Part> = [], prefixes: [String]? = nil
  ) -> PartNames {
    PartNames(
      names.filter { !removed.contains($0.key) }.merging(others) { $1 },
      prefixes: prefixes ?? self.prefixes, ignored: ignored)
  }

  /// What a part of a block is called, without `.weight` or `.bias`; `nil` where there is none.
  func name(_ part: Part, _ layer: Int = 0) -> String? {
    names[part]?.replacing("{}", with: String(layer))
  }
}

extension PartNames {
  /// The names that GGUF has for every family.
  static let gguf = PartNames([
    .embedding: "token_embd", .positions: "position_embd", .finalNorm: "output_norm",
    .unembedding: "output", .norm1: "blk.{}.attn_norm", .query: "blk.{}.attn_q",
    .key: "blk.{}.attn_k", .value: "blk.{}.attn_v", .joinedAttention: "blk.{}.attn_qkv",
    .queryNorm: "blk.{}.attn_q_norm", .keyNorm: "blk.{}.attn_k_norm",
    .output: "blk.{}.attn_output", .norm1Post: "blk.{}.post_attention_norm",
    .norm2: "blk.{}.ffn_norm", .gate: "blk.{}.ffn_gate", .up: "blk.{}.ffn_up",
    .joinedMLP: "blk.{}.ffn_up", .down: "blk.{}.ffn_down", .norm2Post: "blk.{}.post_ffw_norm",
  ])
}
