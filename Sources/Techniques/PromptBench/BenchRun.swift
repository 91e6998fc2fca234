import Transformers

/// What the model wrote after every prompt, judged.
struct BenchRun {
  /// One prompt and what came of it.
  struct Trial: Sendable {
    let bench: BenchPlan.Case
    /// The whole prompt as the model read it.
    let prompt: String
    /// What the model wrote, without the prefill.
    let answer: String
    let isSuccess: Bool
    /// The expected token's logit less the best alternative's, where the rule compares them.
    let margin: Double?
  }

  let plan: BenchPlan
  let rule: OutcomeRule
  let format: PromptFormat
  private(set) var trials: [Trial] = []

  /// How many prompts are continued together.
  private static let batch = 32

  /// Runs every prompt.
  init(
    _ plan: BenchPlan, _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) {
    self.plan = plan
    let outcome = options.record("outcome") ?? Options(values: [:])
    rule = OutcomeRule(rawValue: outcome.text("rule")) ?? .contains
    format = PromptFormat(rawValue: options.text("format")) ?? .raw
    try TechniqueError.check(Self.contradictions(options, outcome, rule, format))
    let candidates = try Self.candidates(plan, rule, outcome, model.tokenizer)
    let judge = Judge(
      model: model, rule: rule, isCaseSensitive: outcome.flag("case_sensitive"), format: format,
      generation: GenerationOptions(
        maxTokens: options.integer("max_tokens"),
        stopTokens: Set([model.tokenizer.endOfText].compactMap(\.self))))
    for start in stride(from: 0, to: plan.cases.count, by: Self.batch) {
      let range = start..<min(start + Self.batch, plan.cases.count)
      progress(
        Double(start) / Double(plan.cases.count), "prompt \(start + 1) of \(plan.cases.count)")
      trials += try judge.trials(
        plan.cases[range], candidates: rule.readsText ? nil : candidates[range])
    }
  }

  /// The expected token and its alternatives for every case, where the rule compares tokens.
  private static func candidates(
    _ plan: BenchPlan, _ rule: OutcomeRule, _ outcome: Options, _ tokenizer: Tokenizer
  ) throws(TechniqueError) -> [[Int]] {
    guard !rule.readsText else { return [] }
    var reader = AnswerReader(tokenizer)
    let path = outcome.path.field("alternatives")
    let tokens = plan.cases.map { bench in
      [reader.read(bench.expected, at: outcome.path.field("answer"))]
        + bench.alternatives.enumerated().map { reader.read($1, at: path.entry($0)) }
    }
    for (bench, tokens) in zip(plan.cases, tokens)
    where tokens.dropFirst().contains(tokens[0]) && reader.problems.isEmpty {
      reader.report(
        OptionProblem(
          path, "'\(bench.expected)' is also one of its alternatives",
          hint: "give alternatives that differ from the answer"))
    }
    try TechniqueError.check(reader.problems)
    return tokens
  }

  private static func contradictions(
    _ options: Options, _ outcome: Options, _ rule: OutcomeRule, _ format: PromptFormat
  ) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    if rule == .moreLikely, outcome.texts("alternatives").isEmpty {
      problems.append(
        outcome.problem(
          "alternatives", "'more-likely' has nothing to compare with",
          hint: "list the tokens that the answer must beat"))
    }
    if rule.readsText, !outcome.texts("alternatives").isEmpty {
      problems.append(
        outcome.problem(
          "alternatives", "'\(rule.rawValue)' does not use alternatives",
          hint: "remove them or use 'more-likely'"))
    }
    if rule.readsText, !outcome.text("answer").contains(where: { !$0.isWhitespace }) {
      problems.append(
        outcome.problem("answer", "the expected words are empty", hint: "write what to look for"))
    }
    if format == .raw, options.optionalText("system") != nil {
      problems.append(
        options.problem(
          "system", "raw prompts have no system message",
          hint: "add 'format: chat' or write it into the templates"))
    }
    return problems
  }
}

/// Asks the model and judges what it says.
private struct Judge {
  let model: Model
  let rule: OutcomeRule
  let isCaseSensitive: Bool
  let format: PromptFormat
  let generation: GenerationOptions

  func trials(
    _ cases: ArraySlice<BenchPlan.Case>, candidates: ArraySlice<[Int]>?
  ) throws(TechniqueError) -> [BenchRun.Trial] {
    let tokenizer = model.tokenizer
    var prompts: [[Int]] = []
    for bench in cases {
      prompts.append(
        try format.tokens(
          bench.user, system: bench.system, prefill: bench.prefill, in: tokenizer))
    }
    let runs = try candidates.map { _ throws(TechniqueError) in
      try calling { () throws(ModelError) in try model.run(prompts: prompts) }
    }
    let margins = zip(runs ?? [], candidates ?? []).map { run, candidates in
      Self.margin(candidates.map { run.lastLogits[$0] })
    }
    let answers =
      if let runs, generation.maxTokens == 1 {
        runs.map { [TokenOdds($0.lastLogits).top] }
      } else {
        try calling { () throws(ModelError) in try model.generate(prompts: prompts, generation) }
      }
    return zip(cases, zip(prompts, answers)).enumerated().map { index, trial in
      let (bench, (prompt, answer)) = trial
      let text = tokenizer.decode(answer)
      let isSuccess =
        runs == nil
        ? rule.holds(for: text, expected: bench.expected, caseSensitive: isCaseSensitive)
        : margins[index] > 0
      return BenchRun.Trial(
        bench: bench, prompt: tokenizer.decode(prompt), answer: text, isSuccess: isSuccess,
        margin: runs == nil ? nil : margins[index])
    }
  }

  /// The first logit less the greatest of the others.
  private static func margin(_ logits: [Float]) -> Double {
    Double(logits[0]) - Double(logits.dropFirst().max() ?? -.infinity)
  }
}
