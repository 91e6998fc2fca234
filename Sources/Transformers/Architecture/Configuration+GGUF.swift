import Tensors

extension Configuration {
  /// Reads the metadata of a GGUF file.
  init(_ file: GGUF) throws(ModelError) {
    guard let architecture = file.text("general.architecture") else {
      throw .malformed("metadata 'general.architecture'", "is missing")
    }
    guard let family = Family.all.first(where: { $0.architecture == architecture }) else {
      throw .unsupported(
        "the architecture '\(architecture)'", "is not known",
        hint: "use a model of type \(Family.all.map(\.architecture).joined(separator: ", "))")
    }
    let reader = MetadataReader(file: file, prefix: architecture)
    try reader.refuseVariants()
    self.name = file.modelName ?? architecture
    self.storage = file.commonFormat?.rawValue ?? "no weights"
    self.licence = file.text("general.license")
    self.architecture = architecture
    layers = try reader.size("block_count", most: 1 << 10)
    heads = try reader.size("attention.head_count", most: 1 << 12)
    width = try reader.size("embedding_length")
    hiddenWidth = try reader.size("feed_forward_length")
    let trainedLength = try reader.size("context_length", most: 1 << 24)
    vocabularySize = try file.texts("tokenizer.ggml.tokens").count
    keyValueHeads = try reader.optionalSize("attention.head_count_kv", most: 1 << 12) ?? heads
    headWidth = try reader.optionalSize("attention.key_length") ?? width / heads
    let isLayerNorm = family.design.norm == .layer
    normEpsilon = Float(
      try reader.number(
        isLayerNorm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"))
    var design = family.design
    if let isParallel = file.flag("\(architecture).use_parallel_residual") {
      design.isParallel = isParallel
    }
    self.design = design
    attentionScale = reader.attentionScale(family, layers, width, heads, headWidth)
    scoreCap = try reader.optionalNumber("attn_logit_softcapping").map { Float($0) }
    logitCap = try reader.optionalNumber("final_logit_softcapping").map { Float($0) }
    embeddingScale = family.scalesEmbedding ? Float(width).squareRoot() : 1
    let window = try reader.optionalSize("attention.sliding_window", most: 1 << 24)
    rotaries = try reader.rotaries(family, headWidth, trainedLength)
    blocks = Block.all(layers, window: window, family.windows, rotaries: rotaries.count)
    contextLength = try reader.usableLength(trainedLength)
    try check()
  }
}

extension Configuration.Block {
  /// The blocks of a family whose files do not list which see a window.
  static func all(
    _ layers: Int, window: Int?, _ windows: Family.Windows, rotaries: Int
  ) -> [Configuration.Block] {
    (0..<layers).map { layer in
      var seesWindow = window != nil
      if case .allButEach(let n) = windows { seesWindow = seesWindow && (layer + 1) % n != 0 }
      let usesLocal = rotaries > 1 && seesWindow
      return Configuration.Block(window: seesWindow ? window : nil, rotary: usesLocal ? 1 : 0)
    }
  }
}

/// Reads what stands below the name of the architecture.
private struct MetadataReader {
  let file: GGUF
  let prefix: String

  func size(_ key: String, most: Int = 1 << 20) throws(ModelError) -> Int {
    try file.integer("\(prefix).\(key)", in: 1...most)
  }

  /// A size that may be missing; some files write 0 for none.
  func optionalSize(_ key: String, most: Int = 1 << 20) throws(ModelError) -> Int? {
    switch file.metadata["\(prefix).\(key)"] {
    case nil, .integer(0): nil
    default: try size(key, most: most)
    }
  }

  func number(_ key: String) throws(ModelError) -> Double {
    try file.positiveNumber("\(prefix).\(key)")
  }

  /// A number that may be missing; some files write 0 for none.
  func optionalNumber(_ key: String) throws(ModelError) -> Double? {
    switch file.metadata["\(prefix).\(key)"] {
    case nil, .number(0), .integer(0): nil
    default: try number(key)
    }
  }

  /// Refuses what would change the numbers and is not computed here.
  func refuseVariants() throws(ModelError) {
    if let value = file.metadata["\(prefix).expert_count"], value != .integer(0) {
      throw .unsupported(
        "metadata '\(prefix).expert_count'", "is set", hint: "use a dense model")
    }
    if let value = file.metadata["\(prefix).attention.value_length"],
      let keys = file.metadata["\(prefix).attention.key_length"], value != keys
    {
      throw .unsupported(
        "metadata '\(prefix).attention.value_length'", "differs from the keys' length",
        hint: "use a model whose heads have one width")
    }
  }

  /// Gemma's largest models divide by the width of a head as it would be without their own.
  ///
  /// The file does not say so; the number of blocks tells them apart, as in llama.cpp's `gemma2.cpp`
  /// and `gemma3.cpp`.
  func attentionScale(
    _ family: Family, _ layers: Int, _ width: Int, _ heads: Int, _ headWidth: Int
  ) -> Float {
    let isLargest =
      (family.architecture == "gemma2" && layers == 46)
      || (family.architecture == "gemma3" && layers == 62)
    return 1 / Float(isLargest ? width / heads : headWidth).squareRoot()
  }

  /// The rotation of all blocks, and of those with a window where it differs.
  func rotaries(
    _ family: Family, _ headWidth: Int, _ trainedLength: Int
  ) throws(ModelError) -> [Rotary] {
    guard !family.design.learnsPositions else { return [] }
    let width = try optionalSize("rope.dimension_count") ?? headWidth
    let base = try optionalNumber("rope.freq_base") ?? family.defaults.rotaryBase
    let global = Rotary(
      width: width, base: base, scaling: try scaling(width, trainedLength))
    guard family.architecture == "gemma3" else { return [global] }
    let local = try optionalNumber("rope.freq_base_swa") ?? 10_000
    return [global, Rotary(width: width, base: local, scaling: .none)]
  }

  private func scaling(_ width: Int, _ trainedLength: Int) throws(ModelError) -> Rotary.Scaling {
    if file.tensors["rope_freqs.weight"] != nil {
      let factors = try file.numbers(of: "rope_freqs.weight", shape: [width / 2], .init(1))
      return .factors(factors, amplitude: 1)
    }
    if file.tensors["rope_factors_short.weight"] != nil {
      let factors = try file.numbers(of: "rope_factors_short.weight", shape: [width / 2], .init(1))
      let amplitude = try optionalNumber("rope.scaling.attn_factor") ?? 1
      return .factors(factors, amplitude: amplitude)
    }
    let kind = file.text("\(prefix).rope.scaling.type") ?? "none"
    switch kind {
    case "none": return .none
    case "linear": return .linear(try number("rope.scaling.factor"))
    case "yarn":
      let original =
        try optionalSize("rope.scaling.original_context_length", most: 1 << 24) ?? trainedLength
      return .yarn(
        Rotary.Yarn(
          factor: try number("rope.scaling.factor"), originalLength: Double(original),
          fastRotations: try optionalNumber("rope.scaling.yarn_beta_fast") ?? 32,
          slowRotations: try optionalNumber("rope.scaling.yarn_beta_slow") ?? 1))
    default:
      throw .unsupported(
        "the rotary scaling '\(kind)'", "is not known", hint: "use a model without it")
    }
  }

  /// How many positions the rotation serves: factors for longer prompts than the original ones would
  /// change with the length of the prompt, and are not used.
  func usableLength(_ trained: Int) throws(ModelError) -> Int {
    guard file.tensors["rope_factors_short.weight"] != nil else { return trained }
    return try optionalSize("rope.scaling.original_context_length", most: 1 << 24) ?? trained
  }
}
