public import Transformers

/// Runs many prompts and counts how often the model does what was expected.
public enum PromptBench: Technique {
  /// What the technique is, and what it takes and gives.
  public static let description = TechniqueDescription(
    name: "prompt-bench", version: 1,
    summary: "Counts how often a model does something, over templates, items and conditions.",
    explanation: explanation, options: options,
    figures: [
      OutputDescription("rates", "The rate of the outcome by condition, with exact intervals."),
      OutputDescription("templates", "The same rate by template: does the wording decide?"),
    ],
    numbers: [
      OutputDescription("rate", "The rate over all prompts but the baseline's."),
      OutputDescription("rate_low", "The lower end of its exact 95 % interval."),
      OutputDescription("rate_high", "The upper end of its exact 95 % interval."),
      OutputDescription("baseline_rate", "The rate over the baseline's prompts."),
      OutputDescription("baseline_rate_low", "The lower end of its exact 95 % interval."),
      OutputDescription("baseline_rate_high", "The upper end of its exact 95 % interval."),
      OutputDescription("difference", "The rate less the baseline's, paired by item."),
      OutputDescription("difference_low", "The lower end of its 95 % bootstrap interval."),
      OutputDescription("difference_high", "The upper end of its 95 % bootstrap interval."),
      OutputDescription("prompts", "How many prompts were run."),
      OutputDescription("items", "How many different items they are about."),
    ])

  /// Runs the technique; see ``Technique/run(_:on:progress:)``.
  public static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult {
    progress(0, "making the prompts")
    let plan = try BenchPlan(options)
    let run = try BenchRun(plan, options, on: model, progress: progress)
    return BenchReport(run, options, model).result()
  }

  private static let explanation = """
    The simplest experiment there is, and the first to make: does the behaviour exist at all? Every \
    template is filled with every item under every combination of the factors' levels. The model \
    continues each prompt greedily, so nothing is random, and a plain rule judges the answer: words \
    it contains, starts with or equals, or a token that is likelier than its alternatives.

    Compare with a baseline: a level of a factor that should not bring the behaviour about. Intervals \
    of rates are exact (Clopper-Pearson) and count prompts; the difference to the baseline is paired \
    and draws whole items, which is what one can generalise over. Write several templates, because a \
    rate over one wording says little. Every prompt and every answer is kept: read them.

    What it cannot show: why the model answers as it does, or what it would do at another temperature.
    """

  private static let options: [OptionDescription] = [
    .required(
      "templates", .list(.text, count: 1...200),
      "Wordings of the prompt, with places such as '{country}' to fill in."),
    .optional(
      "items", .list(.texts, count: 1...5_000),
      "What the prompts are about: one mapping of names to texts each."),
    .optional(
      "factors", .list(.record(factor), count: 1...4),
      "What is varied on purpose. Every template is run with every level."),
    .optional(
      "baseline",
      .record([
        .required("factor", .text, "The name of a factor."),
        .required("level", .text, "The name of its level to compare with."),
      ]), "The condition that should not show the behaviour."),
    .optional(
      "format", .choice(PromptFormat.allCases.map(\.rawValue)), standard: .text("raw"),
      "Whether the model continues the text ('raw') or answers a user's turn ('chat')."),
    .optional("system", .text, "The system message of the chat; the model's own unless given."),
    .optional(
      "prefill", .text, standard: .text(""),
      "The beginning of the answer, put into the model's mouth."),
    .required(
      "outcome", .record(outcome), "What counts as showing the behaviour."),
    .optional(
      "max_tokens", .integer(1...512), standard: .integer(16), "The most tokens of an answer."),
    .optional(
      "seed", .integer(0...Int(Int32.max)), standard: .integer(0), "The seed of the bootstrap."),
  ]

  private static let factor: [OptionDescription] = [
    .required("name", .text, "The name, which is also its place in the templates."),
    .required(
      "levels",
      .list(
        .record([
          .required("name", .text, "The name of the level, as figures show it."),
          .optional("text", .text, "What is written in the place; the name unless given."),
          .optional(
            "answer", .text, "What is expected under this level; the outcome's unless given."),
          .optional(
            "alternatives", .list(.text, count: 1...100),
            "What the answer must beat under this level; the outcome's unless given."),
        ]), count: 2...40), "The conditions."),
  ]

  private static let outcome: [OptionDescription] = [
    .required(
      "rule", .choice(OutcomeRule.allCases.map(\.rawValue)),
      "How the answer is judged; words count only as whole words."),
    .required("answer", .text, "The expected words or token; places are filled as in templates."),
    .optional(
      "alternatives", .list(.text, count: 1...100),
      "The tokens that the expected one must beat, for 'more-likely'."),
    .optional("case_sensitive", .flag, standard: .flag(false), "Whether 'paris' is not 'Paris'."),
  ]
}
