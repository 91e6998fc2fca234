/// What `adapter_config.json` says about an adapter of PEFT.
struct AdapterConfiguration: Sendable, Equatable {
  static let fileName = "adapter_config.json"

  let baseName: String?
  private let rank: Int
  private let alpha: Double
  private let ranks: [Pattern]
  private let alphas: [Pattern]
  private let usesRootOfRank: Bool
  let isTransposed: Bool

  /// A number for the modules that have a name or end in it.
  private struct Pattern: Equatable {
    let name: String
    let value: Double

    func matches(_ module: String) -> Bool { module == name || module.hasSuffix(".\(name)") }
  }
}

extension AdapterConfiguration {
  /// Reads the file.
  ///
  /// - Throws: `ModelError` where a value is missing or asks for what is not computed here.
  init(_ bytes: [UInt8]) throws(ModelError) {
    let root = try JSONDocument(bytes, name: Self.fileName).root
    let reader = Reader(root: root)
    guard root["peft_type"]?.text == "LORA" else {
      throw reader.unsupported("peft_type", "is not 'LORA'")
    }
    try reader.refuseVariants()
    baseName = root["base_model_name_or_path"]?.text
    rank = Int(try reader.positive("r"))
    alpha = try reader.positive("lora_alpha")
    ranks = try reader.patterns("rank_pattern")
    alphas = try reader.patterns("alpha_pattern")
    usesRootOfRank = root["use_rslora"]?.flag ?? false
    isTransposed = root["fan_in_fan_out"]?.flag ?? false
  }

  /// The rank that a module's change must have.
  func rank(of module: String) -> Int {
    ranks.first { $0.matches(module) }.map { Int($0.value) } ?? rank
  }

  /// What a module's change is multiplied by: α over the rank or, of rank-stabilised adapters
  /// (Kalajdzievski 2023), over its square root.
  func scale(of module: String) -> Float {
    let alpha = alphas.first { $0.matches(module) }?.value ?? alpha
    let rank = Double(rank(of: module))
    return Float(alpha / (usesRootOfRank ? rank.squareRoot() : rank))
  }

  private struct Reader {
    let root: JSONValue

    /// What does not change the numbers, or is read elsewhere.
    private static let known: Set<String> = [
      "alpha_pattern", "auto_mapping", "base_model_name_or_path", "bias", "corda_config",
      "ensure_weight_tying", "eva_config", "exclude_modules", "fan_in_fan_out", "inference_mode",
      "init_lora_weights", "layers_pattern", "layers_to_transform", "loftq_config", "lora_alpha",
      "lora_dropout", "lora_ga_config", "megatron_core", "modules_to_save", "peft_type",
      "peft_version", "qalora_group_size", "r", "rank_pattern", "revision", "runtime_config",
      "target_modules", "task_type", "use_rslora",
    ]

    func unsupported(_ name: String, _ reason: String) -> ModelError {
      .unsupported(
        "'\(name)' in '\(fileName)'", reason,
        hint: "merge the adapter into its model with PEFT, and add the merged model")
    }

    func refuseVariants() throws(ModelError) {
      for (name, value) in root.members {
        let name = name.text ?? ""
        let isUnset =
          value.kind == .null || value.flag == false
          || [.list, .object].contains(value.kind) && value.count == 0
        if !isUnset, !Self.known.contains(name) {
          throw unsupported(name, "asks for what is not computed here")
        }
      }
      // These begin with a decomposition of the model's weights and change them too.
      if let way = root["init_lora_weights"]?.text,
        !["gaussian", "eva", "orthogonal"].contains(way)
      {
        throw unsupported("init_lora_weights", "is '\(way)', which changes the model itself")
      }
    }

    func positive(_ name: String) throws(ModelError) -> Double {
      guard let value = root[name] else {
        throw .malformed("'\(name)' in '\(fileName)'", "is missing")
      }
      return try positive(value, name)
    }

    private func positive(_ value: JSONValue, _ name: String) throws(ModelError) -> Double {
      guard let number = value.number, number > 0, number <= 1e6 else {
        throw .malformed(
          "'\(name)' in '\(fileName)'", "is no number above 0 and up to 1,000,000",
          at: value.offset)
      }
      return number
    }

    /// PEFT takes each name for a regular expression that the end of a module's name must match.
    func patterns(_ name: String) throws(ModelError) -> [Pattern] {
      guard let object = root[name] else { return [] }
      var patterns: [Pattern] = []
      for (key, value) in object.members {
        let text = key.text ?? ""
        let isPlain = text.utf8.allSatisfy { byte in
          byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte >= 0x80
            || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
        }
        guard isPlain else { throw unsupported(name, "has the regular expression '\(text)'") }
        patterns.append(Pattern(name: text, value: try positive(value, name)))
      }
      return patterns
    }
  }
}
