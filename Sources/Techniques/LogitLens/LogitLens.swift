public import Transformers

/// Reads the residual stream after every block as if it were the last.
public enum LogitLens: Technique {
  /// What the technique is, and what it takes and gives.
  public static let description = TechniqueDescription(
    name: "logit-lens", version: 2,
    summary: "Shows what the model would say if it stopped after each block.",
    explanation: explanation,
    options: [
      .required(
        "prompts",
        .list(
          .record([
            .required("text", .text, "What the model reads."),
            .optional(
              "answer", .text,
              "The token to follow, with its leading space; the model's own next token unless given."
            ),
          ]), count: 1...500),
        "The prompts; the first one is drawn token by token."),
      .optional(
        "seed", .integer(0...Int(Int32.max)), standard: .integer(0), "The seed of the bootstrap."),
    ],
    figures: [
      OutputDescription(
        "lens",
        "For the first prompt, the answer's probability and the top token by block and token."),
      OutputDescription(
        "answer", "The answer's probability at the last token by block, all prompts."),
    ],
    numbers: [
      OutputDescription("probability", "The answer's mean probability after the last block."),
      OutputDescription("probability_low", "The lower end of its 95 % bootstrap interval."),
      OutputDescription("probability_high", "The upper end of its 95 % bootstrap interval."),
      OutputDescription(
        "top_share", "The share of prompts whose answer is the top token at the end."),
      OutputDescription(
        "first_block", "After how many blocks the answer is, and stays, on top in most prompts."),
      OutputDescription("prompts", "How many prompts were run."),
      OutputDescription("largest_error", "The last row against the model's own output."),
    ])

  private static let explanation = """
    The residual stream before each block, and after the last, is put through the final norm and the \
    unembedding. The norm's scale is computed anew for each stream, which is the lens's convention; \
    direct logit attribution freezes it instead, so the two must not be mixed. The last row is the \
    model's own output, which is checked on every run.

    The line chart follows one token, the answer, at the last position over all prompts, beside the \
    answers of the other prompts: what any answer of this kind would get.

    What it cannot show: early streams may hold the answer in a form that the final unembedding \
    cannot read, so a late row says when the model writes it out, not when it knows.
    """

  /// Runs the technique; see ``Technique/run(_:on:progress:)``.
  public static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult {
    let questions = try LensQuestion.all(options, model)
    var check = SelfCheck("the last row is the model's own output", tolerance: 1e-4)
    var readings: [LensReading] = []
    var sheet: LensSheet?
    for (index, question) in questions.enumerated() {
      progress(
        Double(index) / Double(questions.count), "prompt \(index + 1) of \(questions.count)")
      let streams = try LensStreams(question.prompt, model)
      let target = question.answer ?? TokenOdds(streams.lastLogits).top
      let controls = questions.compactMap(\.answer).filter { $0 != question.answer }
      readings.append(
        try LensReading(streams, target: target, controls: Set(controls), model, &check))
      if index == 0 { sheet = try LensSheet(streams, target: target, model, &check) }
    }
    guard let sheet else { throw .model(message: "no prompt was read", hint: "give a prompt") }
    return LensReport(
      questions: questions, readings: readings, sheet: sheet, check: check, model: model,
      seed: options.integer("seed")
    ).result()
  }
}

/// One prompt and the token that is followed.
struct LensQuestion {
  let prompt: Prompt
  /// The answer that was given; `nil` for the model's own.
  let answer: Int?

  static func all(_ options: Options, _ model: Model) throws(TechniqueError) -> [LensQuestion] {
    var reader = AnswerReader(model.tokenizer)
    let records = options.records("prompts")
    let questions = records.map { record in
      let prompt = Prompt(record.text("text"), in: model.tokenizer)
      if let problem = prompt.problem(at: record.path.field("text")) { reader.report(problem) }
      let answer =
        record.optionalText("answer") == nil ? nil : reader.read("answer", of: record)
      return LensQuestion(prompt: prompt, answer: answer)
    }
    let answered = questions.count { $0.answer != nil }
    if answered > 0, let missing = questions.firstIndex(where: { $0.answer == nil }) {
      reader.report(
        records[missing].problem(
          "answer", "prompt \(missing + 1) has no answer but others have",
          hint: "give every prompt an answer, or none"))
    }
    try TechniqueError.check(reader.problems)
    return questions
  }
}
