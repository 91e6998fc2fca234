/// When generation ends.
public struct GenerationOptions: Sendable, Equatable {
  /// The most tokens to add.
  public let maxTokens: Int
  /// Tokens that end the answer; they are not part of it.
  public let stopTokens: Set<Int>

  /// Makes options.
  public init(maxTokens: Int, stopTokens: Set<Int> = []) {
    self.maxTokens = maxTokens
    self.stopTokens = stopTokens
  }
}

extension Model {
  /// Continues a prompt with the likeliest token, again and again.
  ///
  /// - Parameters:
  ///   - prompt: The prompt's tokens.
  ///   - options: When to end.
  ///   - onToken: Called with each new token.
  /// - Returns: The new tokens.
  /// - Throws: `ModelError` where the model cannot read the prompt, or when the task is cancelled.
  public func generate(
    _ prompt: [Int], _ options: GenerationOptions, onToken: (Int) -> Void = { _ in }
  ) throws(ModelError) -> [Int] {
    let answers = try generate(prompts: [prompt], options) { _, token in onToken(token) }
    return answers.first ?? []
  }

  /// Continues several prompts together, which is faster than one by one.
  ///
  /// - Parameters:
  ///   - prompts: The prompts' tokens.
  ///   - options: When to end each.
  ///   - onToken: Called with the index of a prompt and its new token.
  /// - Returns: The new tokens of each prompt.
  /// - Throws: `ModelError` where the model cannot read a prompt, or when the task is cancelled.
  public func generate(
    prompts: [[Int]], _ options: GenerationOptions, onToken: (Int, Int) -> Void = { _, _ in }
  ) throws(ModelError) -> [[Int]] {
    guard options.maxTokens > 0 else { return prompts.map { _ in [] } }
    for prompt in prompts { try check(prompt, adding: options.maxTokens) }
    var answers: [[Int]] = []
    let lengths = prompts.map { $0.count + options.maxTokens }
    for batch in batches(lengths, most: Self.rowsAtOnce) {
      var generation = Generation(self, Array(prompts[batch]), options)
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
  /// The tokens that each unfinished prompt has still to read, and where they begin.
  private var unread: [(prompt: Int, tokens: [Int], start: Int)]
  private var pass: ForwardPass

  init(_ model: Model, _ prompts: [[Int]], _ options: GenerationOptions) {
    self.model = model
    self.options = options
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

  mutating func finish(onToken: (Int, Int) -> Void) throws(ModelError) {
    while !unread.isEmpty {
      let tokens = try likeliestTokens()
      var still: [(prompt: Int, tokens: [Int], start: Int)] = []
      for (entry, token) in zip(unread, tokens) where !options.stopTokens.contains(token) {
        answers[entry.prompt].append(token)
        onToken(entry.prompt, token)
        if answers[entry.prompt].count < options.maxTokens {
          still.append((entry.prompt, [token], entry.start + entry.tokens.count))
        }
      }
      unread = still
    }
  }

  /// Reads what is unread and returns the likeliest token after each.
  private mutating func likeliestTokens() throws(ModelError) -> [Int] {
    pass.removeRows()
    for (prompt, tokens, start) in unread {
      pass.add(tokens: tokens[...], start: start, cache: prompt)
    }
    for layer in 0..<model.config.layers {
      try model.checkCancellation()
      pass.block(layer)
    }
    pass.finalNorm()
    return model.unembed(normed: pass.normed(rows: pass.lastRows), nil).map(\.indexOfLargest)
  }
}

extension [Float] {
  /// The index of the largest number, the first of equal ones.
  fileprivate var indexOfLargest: Int {
    var largest = 0
    for index in indices.dropFirst() where self[index] > self[largest] { largest = index }
    return largest
  }
}
