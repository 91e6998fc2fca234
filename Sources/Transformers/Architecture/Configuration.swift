import Tensors

/// The sizes and constants of a model.
public struct Configuration: Sendable, Equatable {
  /// What the file calls the model, such as `SmolLM2-135M-Instruct`.
  public let name: String
  /// How most of its weights are stored in the file, such as `Q4_1`.
  public let storage: String
  /// The licence that the file states.
  public let licence: String?
  /// The family, such as `llama`.
  public let architecture: String
  /// The number of blocks.
  public let layers: Int
  /// The number of query heads in a block.
  public let heads: Int
  /// The number of key and value heads in a block.
  public let keyValueHeads: Int
  /// The numbers in the residual stream.
  public let width: Int
  /// The numbers in one head.
  public let headWidth: Int
  /// The neurons of an MLP.
  public let hiddenWidth: Int
  /// The number of tokens the model knows.
  public let vocabularySize: Int
  /// How many positions the model was made for.
  public let contextLength: Int
  /// What keeps the norms from dividing by zero.
  public let normEpsilon: Float
  /// The base of the rotary frequencies.
  public let rotaryBase: Double
}

extension Configuration {
  /// Reads the configuration of a Llama.
  init(_ file: GGUF) throws(ModelError) {
    guard let architecture = file.text("general.architecture") else {
      throw .malformed("metadata 'general.architecture'", "is missing")
    }
    guard architecture == "llama" else {
      throw .unsupported(
        "the architecture '\(architecture)'", "is not known", hint: "use a model of type 'llama'")
    }
    func size(_ key: String, most: Int = 1 << 20) throws(ModelError) -> Int {
      try file.integer("llama.\(key)", in: 1...most)
    }
    try Self.refuseVariants(file)
    self.name = file.modelName ?? architecture
    self.storage = file.commonFormat?.rawValue ?? "no weights"
    self.licence = file.text("general.license")
    self.architecture = architecture
    layers = try size("block_count", most: 1 << 10)
    heads = try size("attention.head_count", most: 1 << 12)
    width = try size("embedding_length")
    hiddenWidth = try size("feed_forward_length")
    contextLength = try size("context_length", most: 1 << 24)
    vocabularySize = try file.texts("tokenizer.ggml.tokens").count
    let hasKeyHeads = file.metadata["llama.attention.head_count_kv"] != nil
    keyValueHeads = hasKeyHeads ? try size("attention.head_count_kv", most: 1 << 12) : heads
    let hasHeadWidth = file.metadata["llama.attention.key_length"] != nil
    headWidth = hasHeadWidth ? try size("attention.key_length") : width / heads
    normEpsilon = Float(try file.positiveNumber("llama.attention.layer_norm_rms_epsilon"))
    let hasBase = file.metadata["llama.rope.freq_base"] != nil
    rotaryBase = hasBase ? try file.positiveNumber("llama.rope.freq_base") : 10_000
    try check(file)
  }

  /// Refuses what would change the numbers and is not computed here.
  private static func refuseVariants(_ file: GGUF) throws(ModelError) {
    for key in ["llama.expert_count", "llama.attention.sliding_window"] {
      if let value = file.metadata[key], value != .integer(0) {
        throw .unsupported("metadata '\(key)'", "is set", hint: "use a dense model")
      }
    }
    if let scaling = file.text("llama.rope.scaling.type"), scaling != "none" {
      throw .unsupported(
        "the rotary scaling '\(scaling)'", "is not known", hint: "use a model without it")
    }
  }

  private func check(_ file: GGUF) throws(ModelError) {
    guard heads % keyValueHeads == 0 else {
      throw .malformed("\(heads) heads", "cannot share \(keyValueHeads) key heads evenly")
    }
    guard headWidth > 0, headWidth % 2 == 0, heads * headWidth <= 1 << 20 else {
      throw .malformed("the head width \(headWidth)", "is not even or too large")
    }
    if file.metadata["llama.rope.dimension_count"] != nil,
      try file.integer("llama.rope.dimension_count", in: 1...1 << 20) != headWidth
    {
      throw .unsupported(
        "a rotation of part of a head", "is not known", hint: "use a model that turns whole heads")
    }
  }
}
