extension Family {
  /// GPT-2: layer norms, learned positions, biases everywhere, an MLP without gate; its weights are
  /// stored with a row for each input.
  ///
  /// Radford et al. 2019, section 2.3.
  static let gpt2 = Family(
    title: "GPT-2", architecture: "gpt2", modelTypes: ["gpt2"],
    design: Design(norm: .layer, activation: .geluTanh, isGated: false, learnsPositions: true),
    defaults: Defaults(normEpsilon: 1e-5), layout: Layout(isTransposed: true),
    names: PartNames(
      [
        .embedding: "wte", .positions: "wpe", .finalNorm: "ln_f", .unembedding: "lm_head",
        .norm1: "h.{}.ln_1", .joinedAttention: "h.{}.attn.c_attn", .output: "h.{}.attn.c_proj",
        .norm2: "h.{}.ln_2", .up: "h.{}.mlp.c_fc", .down: "h.{}.mlp.c_proj",
      ], prefixes: ["", "transformer."], ignored: [".attn.bias", ".attn.masked_bias"]))

  /// GPT-NeoX and Pythia: attention and MLP read the same stream through norms of their own, and a
  /// quarter of each head turns.
  ///
  /// Black et al. 2022, section 2; Biderman et al. 2023.
  static let gptNeoX = Family(
    title: "GPT-NeoX, Pythia", architecture: "gptneox", modelTypes: ["gpt_neox"],
    design: Design(norm: .layer, isParallel: true, activation: .gelu, isGated: false),
    defaults: Defaults(normEpsilon: 1e-5, rotaryShare: 0.25), layout: Layout(joinsByHead: true),
    names: PartNames(
      [
        .embedding: "gpt_neox.embed_in", .finalNorm: "gpt_neox.final_layer_norm",
        .unembedding: "embed_out", .norm1: "gpt_neox.layers.{}.input_layernorm",
        .joinedAttention: "gpt_neox.layers.{}.attention.query_key_value",
        .output: "gpt_neox.layers.{}.attention.dense",
        .norm2: "gpt_neox.layers.{}.post_attention_layernorm",
        .up: "gpt_neox.layers.{}.mlp.dense_h_to_4h",
        .down: "gpt_neox.layers.{}.mlp.dense_4h_to_h",
      ],
      ignored: [".attention.bias", ".attention.masked_bias", ".attention.rotary_emb.inv_freq"]))
}
