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
    let hooks = layers.flatMap { [HookPoint.attnOut($0), .mlpOut($0), .result($0)] }
    let run = try calling { () throws(ModelError) in
      try model.run(
        question.prompt.tokens, capture: Set(hooks + [.embed, .finalNormScale]),
        logits: .tokens([question.answer, question.wrong], at: .last))
    }
    let last = question.prompt.tokens.count - 1
    let direction = try Self.direction(question, model)
    let scale = Double(run[.finalNormScale]?[last].first ?? 1)
    func share(_ part: ArraySlice<Float>?) -> Double {
      zip(part ?? [], direction).reduce(0) { $0 + Double($1.0) * $1.1 } / scale
    }
    difference = Double(run.lastLogits[0]) - Double(run.lastLogits[1])
    embedding = share(run[.embed]?[last])
    attention = layers.map { share(run[.attnOut($0)]?[last]) }
    mlp = layers.map { share(run[.mlpOut($0)]?[last]) }
    heads = layers.map { layer in
      (0..<model.config.heads).map { share(run[.result(layer)]?[last, $0]) }
    }
    let total = embedding + attention.reduce(0, +) + mlp.reduce(0, +)
    let size = (attention + mlp + [embedding]).map(abs).max() ?? 1
    try checks.total.expect(difference, found: total, scale: size)
    for (attention, heads) in zip(attention, heads) {
      try checks.heads.expect(attention, found: heads.reduce(0, +), scale: size)
    }
  }

  /// The final norm's weight times the difference of the two tokens' unembedding columns.
  private static func direction(
    _ question: AttributionQuestion, _ model: Model
  ) throws(TechniqueError) -> [Double] {
    let (answer, wrong) = try calling { () throws(ModelError) in
      (try model.unembedding(question.answer), try model.unembedding(question.wrong))
    }
    return zip(model.finalNormWeight, zip(answer, wrong)).map { weight, columns in
      Double(weight) * (Double(columns.0) - Double(columns.1))
    }
  }
}
