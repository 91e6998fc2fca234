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
  public func generate(
    prompts: [[Int]], _ options: GenerationOptions, onToken: (Int, Int) -> Void = { _, _ in }
  ) throws(ModelError) -> [[Int]] {
    guard options.maxTokens > 0 else { return prompts.map { _ in [] } }
    for prompt in prompts { try check(prompt + [], adding: options.maxTokens) }
    var answers: [[Int]] = prompts.map { _ in [] }
    var next: [Int: [Int]] = Dictionary(uniqueKeysWithValues: zip(prompts.indices, prompts))
    let longest = prompts.map(\.count).max() ?? 0
    var pass = ForwardPass(
      self, rows: prompts.reduce(0) { $0 + $1.count }, positions: longest + options.maxTokens,
      taps: Taps(config, captured: [], spans: prompts.count))
    pass.caches = prompts.map { _ in KeyValueCache(layers: config.layers) }
    pass.extendsCaches = true
    while !next.isEmpty {
      let live = next.keys.sorted()
      let tokens = try step(live.map { ($0, next[$0] ?? []) }, &pass, answers, prompts)
      for (index, token) in zip(live, tokens) {
        next[index] = nil
        if options.stopTokens.contains(token) { continue }
        answers[index].append(token)
        onToken(index, token)
        if answers[index].count < options.maxTokens { next[index] = [token] }
      }
    }
    return answers
  }

  /// Reads the next tokens of some prompts and returns the likeliest token after each.
  private func step(
    _ inputs: [(index: Int, tokens: [Int])], _ pass: inout ForwardPass, _ answers: [[Int]],
    _ prompts: [[Int]]
  ) throws(ModelError) -> [Int] {
    pass.removeRows()
    for (index, tokens) in inputs {
      let end = prompts[index].count + answers[index].count
      pass.add(tokens: tokens[...], start: end - tokens.count, cache: index)
    }
    for layer in 0..<config.layers {
      try checkCancellation()
      pass.block(layer)
    }
    pass.finalNorm()
    return unembed(normed: pass.normed(rows: pass.lastRows), nil).map(\.indexOfLargest)
  }

  private func check(_ prompt: [Int], adding count: Int) throws(ModelError) {
    try check(prompt)
    guard prompt.count + count <= config.contextLength else {
      throw .request(
        "a prompt of \(prompt.count) tokens and \(count) new ones", "do not fit the model",
        hint: "it reads \(config.contextLength) at most")
    }
  }
}

extension [Float] {
  /// The index of the largest number, the first of equal ones.
  var indexOfLargest: Int {
    var largest = 0
    for index in indices.dropFirst() where self[index] > self[largest] { largest = index }
    return largest
  }
}
