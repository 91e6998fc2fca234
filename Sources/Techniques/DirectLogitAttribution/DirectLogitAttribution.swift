public import Transformers

/// Splits the logit difference between two tokens among the parts of the model that wrote it.
public enum DirectLogitAttribution: Technique {
  /// What the technique is, and what it takes and gives.
  public static let description = TechniqueDescription(
    name: "direct-logit-attribution", version: 1,
    summary: "Splits a logit difference among embedding, attention, MLPs and heads.",
    explanation: explanation,
    options: [
      .required(
        "prompts",
        .list(
          .record([
            .required("text", .text, "What the model reads."),
            .required("answer", .text, "The right token, with its leading space."),
            .required("wrong", .text, "The token to compare it with."),
          ]), count: 1...1_000), "The prompts with their two tokens."),
      .optional(
        "seed", .integer(0...Int(Int32.max)), standard: .integer(0), "The seed of the bootstrap."),
    ],
    figures: [
      OutputDescription("components", "What each layer's attention and MLP add to the difference."),
      OutputDescription("heads", "What each head adds to the difference."),
    ],
    numbers: [
      OutputDescription("logit_difference", "The mean logit of the answer less the wrong token's."),
      OutputDescription("logit_difference_low", "The lower end of its 95 % bootstrap interval."),
      OutputDescription("logit_difference_high", "The upper end of its 95 % bootstrap interval."),
      OutputDescription("right_share", "The share of prompts with a positive difference."),
      OutputDescription("embedding", "What the embedding adds on average."),
      OutputDescription("attention", "What all attention adds on average."),
      OutputDescription("mlp", "What all MLPs add on average."),
      OutputDescription("prompts", "How many prompts were run."),
      OutputDescription("largest_error", "The parts' sum against the difference."),
    ])

  private static let explanation = """
    The residual stream at the last position is a sum: the embedding, what each layer's attention \
    added, what each MLP added. With the scale of the final norm frozen at its value in this run, the \
    logit difference is linear in that sum, so every part has an exact share: its product with the \
    difference of the two tokens' unembedding columns, over the scale. An attention layer's share is \
    in turn the sum of its heads'. Both sums are checked on every prompt. Learned positions count with \
    the embedding, and biases only in the sums. Where logits level off (Gemma 2), the difference is \
    taken before they do; where attention is normalised afterwards, heads share that norm's scale.

    What it cannot show: a part's indirect effect through later layers, and self-repair: later parts \
    often make up for one that is removed. A large share is no proof that removing it matters; patch \
    it to find out.
    """

  /// Runs the technique; see ``Technique/run(_:on:progress:)``.
  public static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult {
    var reader = AnswerReader(model.tokenizer)
    let questions = options.records("prompts").map { record in
      let prompt = Prompt(record.text("text"), in: model.tokenizer)
      if let problem = prompt.problem(at: record.path.field("text")) { reader.report(problem) }
      let (answer, wrong) = reader.readContrast(of: record)
      return AttributionQuestion(prompt: prompt, answer: answer, wrong: wrong)
    }
    try TechniqueError.check(reader.problems)
    var checks = AttributionChecks()
    var attributions: [Attribution] = []
    for (index, question) in questions.enumerated() {
      progress(
        Double(index) / Double(questions.count), "prompt \(index + 1) of \(questions.count)")
      attributions.append(try Attribution(question, model, &checks))
    }
    return AttributionReport(
      questions: questions, attributions: attributions, checks: checks, model: model,
      seed: options.integer("seed")
    ).result()
  }
}
