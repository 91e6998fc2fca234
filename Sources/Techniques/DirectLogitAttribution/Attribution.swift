import Tensors
import Transformers

/// One prompt and the two tokens whose logits are compared.
struct AttributionQuestion {
  let prompt: Prompt
  let answer: Int
  let wrong: Int
}

/// The sums that must come out right.
struct AttributionChecks {
  var total = SelfCheck("the parts sum to the logit difference", tolerance: 1e-3)
  var heads = SelfCheck("the heads sum to their layer's attention", tolerance: 1e-3)
}

/// The shares of a logit difference, at the last position of one prompt.
struct Attribution {
  let difference: Double
  let embedding: Double
  /// By layer.
  let attention: [Double]
  /// By layer.
  let mlp: [Double]
  let heads: [[Double]]  // (layer, head)

  init(
    _ question: AttributionQuestion, _ model: Model, _ checks: inout AttributionChecks
  ) throws(TechniqueError) {
    let layers = 0..<model.config.layers
    let parts = layers.flatMap {
      [HookPoint.attnOut($0), .mlpOut($0), .result($0), .ln1PostScale($0)]
    }
    let hooks = (parts + [.embed, .posEmbed, .finalNormScale]).filter(model.has)
    let last = question.prompt.tokens.count - 1
    let (run, contrast) = try calling { () throws(ModelError) in
      (
        try model.run(
          question.prompt.tokens, capture: Set(hooks + [.residPost(layers.upperBound - 1)]),
          logits: .none), try model.contrast(of: question.answer, and: question.wrong)
      )
    }
    let scale = Double(run[.finalNormScale]?[last].first ?? 1)
    func share(_ part: some Sequence<Float>) -> Double {
      zip(part, contrast.direction).reduce(0) { $0 + Double($1.0) * $1.1 } / scale
    }
    func share(_ hook: HookPoint) -> Double { share(run[hook]?[last] ?? []) }
    difference = try Self.difference(question, model, run)
    embedding = share(.embed) + share(.posEmbed)
    attention = layers.map { share(.attnOut($0)) }
    mlp = layers.map { share(.mlpOut($0)) }
    let factors = layers.map { Self.headFactors(model, run, layer: $0, at: last) }
    heads = layers.map { layer in
      (0..<model.config.heads).map { head in
        let result = run[.result(layer)]?[last, head] ?? []
        return share(factors[layer].map { zip(result, $0).map(*) } ?? Array(result))
      }
    }
    let biases = layers.map { share(model.attentionBias($0) ?? []) }
    let total = embedding + attention.reduce(0, +) + mlp.reduce(0, +) + contrast.constant
    let size = (attention + mlp + [embedding]).map(abs).max() ?? 1
    try checks.total.expect(difference, found: total, scale: size)
    for (attention, (heads, bias)) in zip(attention, zip(heads, biases)) {
      try checks.heads.expect(attention, found: heads.reduce(0, +) + bias, scale: size)
    }
  }

  /// What the norm after attention multiplies each head's result with; `nil` where there is none.
  private static func headFactors(
    _ model: Model, _ run: Run, layer: Int, at position: Int
  ) -> [Float]? {
    guard let weight = model.attentionNormWeight(layer),
      let scale = run[.ln1PostScale(layer)]?[position].first
    else { return nil }
    return weight.map { $0 / scale }
  }

  /// The logit difference, before logits level off in families where they do.
  private static func difference(
    _ question: AttributionQuestion, _ model: Model, _ run: Run
  ) throws(TechniqueError) -> Double {
    let stream = run[.residPost(model.config.layers - 1)]?[question.prompt.tokens.count - 1] ?? []
    let logits = try calling { () throws(ModelError) in
      try model.unembedBeforeCap(
        residual: Array(stream), tokens: [question.answer, question.wrong])
    }
    return logits.first.map { Double($0[0]) - Double($0[1]) } ?? 0
  }
}
