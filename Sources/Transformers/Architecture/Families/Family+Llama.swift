// The families that grew from Llama: a root-mean-square norm before attention and MLP, rotary
// positions, key heads that query heads share, and a gated MLP. What a description leaves out is so.

extension Family {
  /// Llama 2 and 3, and SmolLM2.
  ///
  /// Touvron et al. 2023, section 2.2; Llama Team 2024, section 3.2.
  static let llama = Family(
    title: "Llama 2 and 3, SmolLM2", architecture: "llama", modelTypes: ["llama"],
    design: Design(norm: .rootMeanSquare, activation: .silu), names: .llama)

  /// Mistral: Llama with a window in its first version.
  ///
  /// Jiang et al. 2023, section 2.
  static let mistral = Family(
    title: "Mistral", architecture: "mistral", modelTypes: ["mistral"],
    design: Design(norm: .rootMeanSquare, activation: .silu), names: .llama)

  /// Qwen 2 and 2.5 (Qwen Team 2024): Llama with biases on queries, keys and values.
  static let qwen2 = Family(
    title: "Qwen 2 and 2.5", architecture: "qwen2", modelTypes: ["qwen2"],
    design: Design(norm: .rootMeanSquare, activation: .silu), windows: .fromBlock, names: .llama)

  /// Qwen 3 (Qwen Team 2025): the queries and keys of each head are normalised before they turn.
  static let qwen3 = Family(
    title: "Qwen 3", architecture: "qwen3", modelTypes: ["qwen3"],
    design: Design(norm: .rootMeanSquare, queryKeyNorm: .eachHead, activation: .silu),
    windows: .fromBlock, names: .llama)

  /// OLMo 2 (OLMo Team 2025, section 2): what attention and MLP add is normalised instead of what
  /// they read, and so are all queries and all keys of a position together.
  static let olmo2 = Family(
    title: "OLMo 2", architecture: "olmo2", modelTypes: ["olmo2"],
    design: Design(
      norm: .rootMeanSquare, normPlaces: .after, queryKeyNorm: .allHeads, activation: .silu),
    defaults: Defaults(normEpsilon: 1e-5),
    names: PartNames.llama.replacing(
      [
        .norm1Post: "model.layers.{}.post_attention_layernorm",
        .norm2Post: "model.layers.{}.post_feedforward_layernorm",
      ], removing: [.norm1, .norm2]))

  /// Phi-3: Llama with joined weights.
  ///
  /// Abdin et al. 2024, section 2.
  static let phi3 = Family(
    title: "Phi-3", architecture: "phi3", modelTypes: ["phi3"],
    design: Design(norm: .rootMeanSquare, activation: .silu),
    defaults: Defaults(normEpsilon: 1e-5),
    names: PartNames.llama.replacing(
      [
        .joinedAttention: "model.layers.{}.self_attn.qkv_proj",
        .joinedMLP: "model.layers.{}.mlp.gate_up_proj",
      ], removing: [.query, .key, .value, .gate, .up]))
}

extension PartNames {
  /// The names of Llama.
  static let llama = PartNames(
    [
      .embedding: "model.embed_tokens", .finalNorm: "model.norm", .unembedding: "lm_head",
      .norm1: "model.layers.{}.input_layernorm", .query: "model.layers.{}.self_attn.q_proj",
      .key: "model.layers.{}.self_attn.k_proj", .value: "model.layers.{}.self_attn.v_proj",
      .queryNorm: "model.layers.{}.self_attn.q_norm",
      .keyNorm: "model.layers.{}.self_attn.k_norm", .output: "model.layers.{}.self_attn.o_proj",
      .norm2: "model.layers.{}.post_attention_layernorm", .gate: "model.layers.{}.mlp.gate_proj",
      .up: "model.layers.{}.mlp.up_proj", .down: "model.layers.{}.mlp.down_proj",
    ], ignored: [".rotary_emb.inv_freq"])
}
