extension Family {
  /// Gemma 2 (Gemma Team 2024, section 2): norms on both sides, scores and logits that level off,
  /// every other block with a window, embeddings times the root of the width.
  static let gemma2 = Family(
    title: "Gemma 2", architecture: "gemma2", modelTypes: ["gemma2"],
    design: Design(norm: .rootMeanSquare, normPlaces: .around, activation: .geluTanh),
    scalesEmbedding: true, windows: .allButEach(2), layout: Layout(normOffset: 1), names: .gemma)

  /// Gemma 3 (Gemma Team 2025, section 2): normalised queries and keys instead of caps, and five
  /// blocks of six with a window and a rotation of their own.
  static let gemma3 = Family(
    title: "Gemma 3", architecture: "gemma3", modelTypes: ["gemma3_text", "gemma3"],
    design: Design(
      norm: .rootMeanSquare, normPlaces: .around, queryKeyNorm: .eachHead, activation: .geluTanh),
    defaults: Defaults(rotaryBase: 1_000_000), scalesEmbedding: true, windows: .allButEach(6),
    layout: Layout(normOffset: 1),
    names: PartNames.gemma.replacing([:], prefixes: ["", "language_model."]))
}

extension PartNames {
  /// The names of Gemma 2 and 3.
  static let gemma = PartNames.llama.replacing([
    .norm1Post: "model.layers.{}.post_attention_layernorm",
    .norm2: "model.layers.{}.pre_feedforward_layernorm",
    .norm2Post: "model.layers.{}.post_feedforward_layernorm",
  ])
}
