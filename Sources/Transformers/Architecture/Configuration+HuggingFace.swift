extension Configuration {
  /// Reads the configuration of a folder.
  init(
    _ folder: ModelFolder, _ tensors: SafetensorsShards, name: String, licence: String?
  ) throws(ModelError) {
    guard let json = try folder.json(ModelFolder.Name.config) else {
      throw .malformed("the folder", "has no '\(ModelFolder.Name.config)'")
    }
    try self.init(
      json: json, name: name, storage: tensors.commonType ?? "no weights", licence: licence)
  }

  /// Reads the `config.json` of a Hugging Face folder.
  ///
  /// - Parameters:
  ///   - root: The file's content.
  ///   - name: What the model is called.
  ///   - storage: How most of its weights are stored.
  ///   - licence: Its licence, where it is known.
  /// - Throws: `ModelError` where a value is missing or asks for what is not computed here.
  init(
    json root: JSONValue, name: String, storage: String, licence: String?
  ) throws(ModelError) {
    let type = root["model_type"]?.text ?? ""
    guard let family = Family.all.first(where: { $0.modelTypes.contains(type) }) else {
      let known = Family.all.flatMap(\.modelTypes).joined(separator: ", ")
      throw .unsupported(
        "the model type '\(type)'", "is not known", hint: "use a model of type \(known)")
    }
    // Models that also read images have the language model's own values apart.
    let reader = ConfigurationReader(json: root["text_config"] ?? root)
    try reader.refuseVariants()
    self.name = name
    self.storage = storage
    self.licence = licence
    architecture = family.architecture
    layers = try reader.size(["num_hidden_layers", "n_layer"], most: 1 << 10)
    heads = try reader.size(["num_attention_heads", "n_head"], most: 1 << 12)
    width = try reader.size(["hidden_size", "n_embd"])
    hiddenWidth = try reader.optionalSize(["intermediate_size", "n_inner"]) ?? 4 * width
    vocabularySize = try reader.size(["vocab_size"], most: 1 << 24)
    keyValueHeads = try reader.optionalSize(["num_key_value_heads"], most: 1 << 12) ?? heads
    headWidth = try reader.optionalSize(["head_dim"]) ?? width / heads
    normEpsilon = Float(
      try reader.number(["rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon"])
        ?? family.defaults.normEpsilon)
    design = try reader.design(family)
    let divisor = try reader.number(["query_pre_attn_scalar"]) ?? Double(headWidth)
    attentionScale = 1 / Float(divisor).squareRoot()
    scoreCap = try reader.number(["attn_logit_softcapping"]).map { Float($0) }
    logitCap = try reader.number(["final_logit_softcapping"]).map { Float($0) }
    embeddingScale = family.scalesEmbedding ? Float(width).squareRoot() : 1
    let trained = try reader.size(["max_position_embeddings", "n_positions"], most: 1 << 24)
    let rotary = RotaryReader(
      json: reader.json, family: family, headWidth: headWidth, trainedLength: trained)
    rotaries = try rotary.rotaries()
    contextLength = try rotary.usableLength()
    blocks = try reader.blocks(family, layers, rotaries: rotaries.count)
    try check()
  }
}

/// Reads values that may have several names.
private struct ConfigurationReader {
  let json: JSONValue

  func size(_ names: [String], most: Int = 1 << 20) throws(ModelError) -> Int {
    guard let size = try optionalSize(names, most: most) else {
      throw .malformed("'\(names[0])' in 'config.json'", "is missing")
    }
    return size
  }

  func optionalSize(_ names: [String], most: Int = 1 << 20) throws(ModelError) -> Int? {
    guard let (name, value) = json.first(of: names) else { return nil }
    guard let size = value.integer, (1...most).contains(size) else {
      throw .malformed(
        "'\(name)' in 'config.json'", "is no whole number from 1 to \(most)", at: value.offset)
    }
    return size
  }

  func number(_ names: [String]) throws(ModelError) -> Double? {
    guard let (name, value) = json.first(of: names) else { return nil }
    return try value.positiveNumber(name)
  }

  /// Refuses what would change the numbers and is not computed here.
  func refuseVariants() throws(ModelError) {
    let switches = [
      "scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn", "add_cross_attention",
      "use_bidirectional_attention",
    ]
    for name in switches where json[name]?.flag == true { throw unsupported(name) }
    if json["scale_attn_weights"]?.flag == false { throw unsupported("scale_attn_weights") }
    if json["quantization_config"] != nil { throw unsupported("quantization_config") }
  }

  private func unsupported(_ name: String) -> ModelError {
    .unsupported(
      "'\(name)' in 'config.json'", "asks for what is not computed here",
      hint: "use the plain model of the family")
  }

  func design(_ family: Family) throws(ModelError) -> Design {
    var design = family.design
    let names = ["hidden_activation", "hidden_act", "activation_function"]
    if let (name, value) = json.first(of: names) {
      switch value.text {
      case "silu", "swish": design.activation = .silu
      case "gelu": design.activation = family.scalesEmbedding ? .geluTanh : .gelu
      case "gelu_new", "gelu_pytorch_tanh": design.activation = .geluTanh
      default:
        throw .unsupported(
          "'\(name)' in 'config.json'", "is '\(value.text ?? "no text")'",
          hint: "the activations are silu, gelu, gelu_new")
      }
    }
    if let isParallel = json["use_parallel_residual"]?.flag { design.isParallel = isParallel }
    return design
  }

  /// Which blocks see a window: as listed, or as the family's own rule says.
  func blocks(
    _ family: Family, _ layers: Int, rotaries: Int
  ) throws(ModelError) -> [Configuration.Block] {
    let window = try optionalSize(["sliding_window"], most: 1 << 24)
    let isOff = json["use_sliding_window"]?.flag == false
    if let list = json["layer_types"]?.elements, !list.isEmpty {
      guard list.count == layers else {
        throw .malformed("'layer_types' in 'config.json'", "lists \(list.count) of \(layers)")
      }
      var blocks: [Configuration.Block] = []
      for entry in list { blocks.append(try block(entry, isOff ? nil : window, rotaries)) }
      return blocks
    }
    switch family.windows {
    case .fromBlock:
      let first = json["max_window_layers"]?.integer ?? 28
      let used = json["use_sliding_window"]?.flag == true ? window : nil
      return (0..<layers).map {
        Configuration.Block(window: $0 >= first ? used : nil, rotary: 0)
      }
    case .allButEach(let standard):
      let n = try optionalSize(["sliding_window_pattern", "_sliding_window_pattern"]) ?? standard
      return Configuration.Block.all(layers, window: window, .allButEach(n), rotaries: rotaries)
    case .allBlocks:
      return Configuration.Block.all(layers, window: window, .allBlocks, rotaries: rotaries)
    }
  }

  private func block(
    _ entry: JSONValue, _ window: Int?, _ rotaries: Int
  ) throws(ModelError) -> Configuration.Block {
    switch entry.text {
    case "full_attention": return Configuration.Block(window: nil, rotary: 0)
    case "sliding_attention":
      return Configuration.Block(window: window, rotary: rotaries > 1 ? 1 : 0)
    default:
      throw .unsupported(
        "the block type '\(entry.text ?? "")' in 'config.json'", "is not known",
        hint: "use a model of full and sliding attention")
    }
  }
}

/// Reads rotary embeddings, which old configurations write at the top and new ones together.
private struct RotaryReader {
  let json: JSONValue
  let family: Family
  let headWidth: Int
  let trainedLength: Int

  /// The rotation of all blocks, and of those with a window where it differs.
  func rotaries() throws(ModelError) -> [Rotary] {
    guard !family.design.learnsPositions else { return [] }
    let parameters = json["rope_parameters"]
    let scaling = json["rope_scaling"]
    guard family.architecture == "gemma3" else {
      return [try rotary(parameters ?? scaling, base: try base(["rope_theta", "rotary_emb_base"]))]
    }
    let global = try rotary(
      parameters?["full_attention"] ?? scaling, base: try base(["rope_theta"]))
    let local = parameters?["sliding_attention"]
    let localBase = try json["rope_local_base_freq"]?.positiveNumber("rope_local_base_freq")
    return [global, try rotary(local, base: localBase ?? 10_000)]
  }

  /// How many positions the rotation serves: the factors of `longrope` for longer prompts than the
  /// original ones would change with the length of the prompt, and are not used.
  func usableLength() throws(ModelError) -> Int {
    guard let value = json["rope_parameters"] ?? json["rope_scaling"], type(value) == "longrope"
    else { return trainedLength }
    return Int(min(try originalLength(value), Double(trainedLength)))
  }

  private func base(_ names: [String]) throws(ModelError) -> Double {
    guard let (name, value) = json.first(of: names) else { return family.defaults.rotaryBase }
    return try value.positiveNumber(name)
  }

  private func type(_ value: JSONValue) -> String {
    value["rope_type"]?.text ?? value["type"]?.text ?? "default"
  }

  private func rotary(_ value: JSONValue?, base: Double) throws(ModelError) -> Rotary {
    let names = ["partial_rotary_factor", "rotary_pct"]
    let shared = value?["partial_rotary_factor"] ?? json.first(of: names)?.value
    let share = try shared?.positiveNumber(names[0]) ?? family.defaults.rotaryShare
    guard share <= 1 else {
      throw .malformed("'\(names[0])' in 'config.json'", "is more than 1")
    }
    let own = try value?["rope_theta"]?.positiveNumber("rope_theta")
    return Rotary(
      width: Int(Double(headWidth) * share), base: own ?? base,
      scaling: try value.map { value throws(ModelError) in try scaling(value) } ?? .none)
  }

  private func scaling(_ value: JSONValue) throws(ModelError) -> Rotary.Scaling {
    switch type(value) {
    case "default": return .none
    case "linear": return .linear(try number("factor", value))
    case "llama3":
      return .llama3(
        Rotary.Llama3(
          factor: try number("factor", value), lowFactor: try number("low_freq_factor", value),
          highFactor: try number("high_freq_factor", value),
          originalLength: try originalLength(value)))
    case "yarn": return .yarn(try yarn(value))
    case "longrope", "su": return try longRope(value)
    case let other:
      throw .unsupported(
        "the rotary scaling '\(other)'", "is not known",
        hint: "the kinds are default, linear, llama3, yarn, longrope")
    }
  }

  private func yarn(_ value: JSONValue) throws(ModelError) -> Rotary.Yarn {
    for name in ["mscale", "mscale_all_dim"] where value[name] != nil {
      throw .unsupported(
        "'\(name)' of the rotary scaling", "is not known", hint: "use a model without it")
    }
    let original = try originalLength(value)
    return Rotary.Yarn(
      factor: try value["factor"]?.positiveNumber("factor") ?? Double(trainedLength) / original,
      originalLength: original,
      fastRotations: try value["beta_fast"]?.positiveNumber("beta_fast") ?? 32,
      slowRotations: try value["beta_slow"]?.positiveNumber("beta_slow") ?? 1,
      amplitude: try value["attention_factor"]?.positiveNumber("attention_factor"),
      truncates: value["truncate"]?.flag ?? true)
  }

  /// The factors for prompts within the original length.
  ///
  /// Ding et al. 2024, section 3.3.
  private func longRope(_ value: JSONValue) throws(ModelError) -> Rotary.Scaling {
    let factors = value["short_factor"]?.elements.compactMap { $0.number.map { Float($0) } } ?? []
    let original = try originalLength(value)
    let factor = try value["factor"]?.positiveNumber("factor") ?? Double(trainedLength) / original
    let amplitude = try value["attention_factor"]?.positiveNumber("attention_factor")
    return .factors(
      factors, amplitude: amplitude ?? Rotary.longAmplitude(factor, originalLength: original))
  }

  private func originalLength(_ value: JSONValue) throws(ModelError) -> Double {
    let name = "original_max_position_embeddings"
    let found = json[name] ?? value[name]
    return try found?.positiveNumber(name) ?? Double(trainedLength)
  }

  private func number(_ name: String, _ value: JSONValue) throws(ModelError) -> Double {
    guard let found = value[name] else {
      throw .malformed("'\(name)' of the rotary scaling", "is missing", at: value.offset)
    }
    return try found.positiveNumber(name)
  }
}

extension JSONValue {
  /// The first of several names that an object has, with its value.
  fileprivate func first(of names: [String]) -> (name: String, value: JSONValue)? {
    for name in names {
      if let value = self[name] { return (name, value) }
    }
    return nil
  }

  /// A number that is finite and above zero.
  fileprivate func positiveNumber(_ name: String) throws(ModelError) -> Double {
    guard let number, number.isFinite, number > 0 else {
      throw .malformed("'\(name)' in 'config.json'", "is no number above zero", at: offset)
    }
    return number
  }
}
