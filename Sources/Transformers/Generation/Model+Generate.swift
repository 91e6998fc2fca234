/// How tokens are chosen, and when generation ends.
public struct GenerationOptions: Sendable, Equatable {
  /// The most tokens to add.
  public let maxTokens: Int
  /// Tokens that end the answer; they are not part of it.
  public let stopTokens: Set<Int>
  /// How each token is chosen.
  public let sampling: Sampling

  /// Makes options.
  public init(maxTokens: Int, stopTokens: Set<Int> = [], sampling: Sampling = .greedy) {
    self.maxTokens = maxTokens
    self.stopTokens = stopTokens
    self.sampling = sampling
  }
}

extension Model {
  /// Continues a prompt token by token.
  ///
  /// - Parameters:
  ///   - prompt: The prompt's tokens.
  ///   - options: How to choose, and when to end.
  ///   - onToken: Called with each new token; says whether to go on.
  /// - Returns: The new tokens.
  /// - Throws: `ModelError` where the model cannot read the prompt, or when the task is cancelled.
  public func generate(
    _ prompt: [Int], _ options: GenerationOptions, onToken: (Int) -> Bool = { _ in true }
  ) throws(ModelError) -> [Int] {
    let answers = try generate(prompts: [prompt], options) { _, token in onToken(token) }
    return answers.first ?? []
  }

  /// Continues several prompts together, which is faster than one by one.
  ///
  /// - Parameters:
  ///   - prompts: The prompts' tokens.
  ///   - options: How to choose, and when to end each.
  ///   - onToken: Called with the index of a prompt and its new token; says whether to go on with it.
  /// - Returns: The new tokens of each prompt.
  /// - Throws: `ModelError` where the model cannot read a prompt, or when the task is cancelled.
  public func generate(
    prompts: [[Int]], _ options: GenerationOptions, onToken: (Int, Int) -> Bool = { _, _ in true }
  ) throws(ModelError) -> [[Int]] {
    guard options.maxTokens > 0 else { return prompts.map { _ in [] } }
    for prompt in prompts { try check(prompt, adding: options.maxTokens) }
    var answers: [[Int]] = []
    let lengths = prompts.map { $0.count + options.maxTokens }
    for batch in batches(lengths, most: Self.rowsAtOnce) {
      var generation = Generation(
        self, Array(prompts[batch]), options,
        batch.map { SampleSource(seed: options.sampling.seed, answer: $0) })
      try generation.readSharedPrefix()
      try generation.finish { onToken(batch.lowerBound + $0, $1) }
      answers += generation.answers
    }
    return answers
  }

  private func check(_ prompt: [Int], adding count: Int) throws(ModelError) {
    try check(prompt)
    guard count <= config.contextLength - prompt.count else {
      throw .request(
        "a prompt of \(prompt.count) tokens and \(count) new ones", "do not fit the model",
        hint: "it reads \(config.contextLength) at most")
    }
  }
}

/// The continuation of some prompts, step by step.
private struct Generation {
  let model: Model
  let options: GenerationOptions
  private(set) var answers: [[Int]]
  /// The random numbers of each prompt.
  private var sources: [SampleSource]
  /// The tokens that each unfinished prompt has still to read, and where they begin.
  private var unread: [(prompt: Int, tokens: [Int], start: Int)]
  private var pass: ForwardPass

  init(
    _ model: Model, _ prompts: [[Int]], _ options: GenerationOptions, _ sources: [SampleSource]
  ) {
    self.model = model
    self.options = options
    self.sources = sources
    answers = prompts.map { _ in [] }
    unread = prompts.enumerated().map { ($0, $1, 0) }
    let config = model.config
    let longest = prompts.map(\.count).max() ?? 0
    pass = ForwardPass(
      model, rows: prompts.reduce(0) { $0 + $1.count }, positions: longest + options.maxTokens,
      taps: Taps(config, captured: [], spans: prompts.count))
    pass.extendsCaches = true
    pass.caches = prompts.map { prompt in
      var cache = KeyValueCache(layers: config.layers)
      cache.reserve(
        positions: prompt.count + options.maxTokens, width: config.keyValueHeads * config.headWidth)
      return cache
    }
  }

  /// Reads what all prompts begin with once instead of once for each.
  mutating func readSharedPrefix() throws(ModelError) {
    let shared = sharedPrefix(of: unread.map(\.tokens))
    guard shared > 0 else { return }
    pass.add(tokens: unread[0].tokens[..<shared], start: 0, cache: 0)
    try pass.readAll()
    pass.caches = unread.map { _ in pass.caches[0] }
    unread = unread.map { ($0.prompt, Array($0.tokens[shared...]), shared) }
  }

  mutating func finish(onToken: (Int, Int) -> Bool) throws(ModelError) {
    while !unread.isEmpty {
      let tokens = try nextTokens()
      var still: [(prompt: Int, tokens: [Int], start: Int)] = []
      for (entry, token) in zip(unread, tokens) where !options.stopTokens.contains(token) {
        answers[entry.prompt].append(token)
        let goesOn = onToken(entry.prompt, token)
        if goesOn, answers[entry.prompt].count < options.maxTokens {
          still.append((entry.prompt, [token], entry.start + entry.tokens.count))
        }
      }
      unread = still
    }
  }

  /// Reads what is unread and chooses the token after each.
  private mutating func nextTokens() throws(ModelError) -> [Int] {
    pass.removeRows()
    for (prompt, tokens, start) in unread {
      pass.add(tokens: tokens[...], start: start, cache: prompt)
    }
    try pass.readAll()
    pass.finalNorm()
    let logits = model.unembed(normed: pass.normed(rows: pass.lastRows), nil)
    return zip(unread, logits).map { entry, logits in
      options.sampling.token(logits, &sources[entry.prompt])
    }
  }
}
