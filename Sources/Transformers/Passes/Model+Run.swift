import Tensors

extension Model {
  /// Runs the model over a prompt.
  ///
  /// - Parameters:
  ///   - tokens: The prompt; nothing is added to it.
  ///   - capture: What to keep.
  ///   - edits: What to change, at one place in the order given.
  ///   - logits: Which logits to compute.
  /// - Returns: What was captured, and the logits.
  /// - Throws: `ModelError` where the model lacks what is asked for, or when the task is cancelled.
  public func run(
    _ tokens: [Int], capture: Set<HookPoint> = [], edits: [Edit] = [],
    logits: LogitRequest = .last
  ) throws(ModelError) -> Run {
    let runs = try run(prompts: [tokens], capture: capture, edits: edits, logits: logits)
    guard let run = runs.first else { throw .request("the prompt", "is missing") }
    return run
  }

  /// Runs the model over several prompts together, which is faster than one by one.
  ///
  /// - Parameters:
  ///   - prompts: The prompts, of any lengths.
  ///   - capture: What to keep of each.
  ///   - edits: What to change in each; positions must be in all of them.
  ///   - logits: Which logits to compute for each.
  /// - Returns: One run for each prompt, in their order.
  /// - Throws: `ModelError` where the model lacks what is asked for, or when the task is cancelled.
  public func run(
    prompts: [[Int]], capture: Set<HookPoint> = [], edits: [Edit] = [],
    logits: LogitRequest = .last
  ) throws(ModelError) -> [Run] {
    try run(
      prompts: prompts, capture: capture, edits: Array(repeating: edits, count: prompts.count),
      logits: logits)
  }

  /// Runs the model over several prompts together, each with edits of its own.
  ///
  /// - Parameters:
  ///   - prompts: The prompts, of any lengths.
  ///   - capture: What to keep of each.
  ///   - edits: What to change in each prompt, in the order of the prompts.
  ///   - logits: Which logits to compute for each.
  /// - Returns: One run for each prompt, in their order.
  /// - Throws: `ModelError` where the model lacks what is asked for, or when the task is cancelled.
  public func run(
    prompts: [[Int]], capture: Set<HookPoint> = [], edits: [[Edit]],
    logits: LogitRequest = .last
  ) throws(ModelError) -> [Run] {
    guard edits.count == prompts.count else {
      throw .request("\(prompts.count) prompts", "have \(edits.count) lists of edits")
    }
    for hook in capture { try hook.check(config) }
    for (tokens, edits) in zip(prompts, edits) {
      try check(tokens)
      for edit in edits { try edit.check(config, positions: tokens.count) }
      try logits.check(config, positions: tokens.count)
    }
    var runs: [Run] = []
    for batch in batches(prompts.map(\.count), most: Self.rowsAtOnce) {
      try checkCancellation()
      runs += try runBatch(Array(prompts[batch]), capture, Array(edits[batch]), logits)
    }
    return runs
  }

  private func runBatch(
    _ prompts: [[Int]], _ capture: Set<HookPoint>, _ edits: [[Edit]], _ request: LogitRequest
  ) throws(ModelError) -> [Run] {
    var taps = Taps(config, captured: capture, spans: prompts.count)
    for (span, edits) in edits.enumerated() { for edit in edits { taps.add(edit, span: span) } }
    let rows = prompts.reduce(0) { $0 + $1.count }
    var pass = ForwardPass(
      self, rows: rows, positions: prompts.map(\.count).max() ?? 0, taps: taps)
    let isPlain = capture.isEmpty && edits.allSatisfy(\.isEmpty)
    let shared = isPlain ? request.unreadPrefix(of: prompts) : 0
    if shared > 0 {
      try pass.readPrefix(prompts[0][..<shared])
    }
    for tokens in prompts {
      pass.add(tokens: tokens[shared...], start: shared, cache: shared > 0 ? 0 : nil)
    }
    try pass.readAll()
    if request != .none || pass.taps.isTapped(.finalNormScale)
      || pass.taps.isTapped(.finalNormalized)
    {
      pass.finalNorm()
    }
    let wanted = pass.spans.map { span in
      request.positions(of: span.end).map { span.rows.lowerBound + $0 - shared }
    }
    var logits = unembed(normed: pass.normed(rows: wanted.flatMap { $0 }), request.tokens)[...]
    return prompts.indices.map { index in
      defer { logits = logits.dropFirst(wanted[index].count) }
      return Run(
        tokens: prompts[index], activations: pass.taps.activations[index],
        logitPositions: request.positions(of: prompts[index].count),
        logits: Array(logits.prefix(wanted[index].count)))
    }
  }

  /// How many rows share one pass: enough for fast products, few enough for the caches.
  static let rowsAtOnce = 2_048

  /// Refuses prompts that the model cannot read.
  func check(_ tokens: [Int]) throws(ModelError) {
    guard !tokens.isEmpty else { throw .request("the prompt", "has no tokens") }
    guard tokens.count <= config.contextLength else {
      throw .request(
        "the prompt", "has \(tokens.count) tokens",
        hint: "the model reads \(config.contextLength) at most")
    }
    try check(vocabulary: tokens)
  }

  /// Refuses tokens that the model does not know.
  func check(vocabulary tokens: [Int]) throws(ModelError) {
    if let token = tokens.first(where: { !(0..<config.vocabularySize).contains($0) }) {
      throw .request(
        "token \(token)", "is not in the vocabulary",
        hint: "tokens are 0 to \(config.vocabularySize - 1)")
    }
  }

  func checkCancellation() throws(ModelError) {
    if Task.isCancelled { throw .cancelled }
  }
}

extension LogitRequest {
  /// The positions of a prompt at which logits are asked for.
  func positions(of count: Int) -> [Int] {
    switch self {
    case .none: []
    case .last, .tokens(_, at: .last): [count - 1]
    case .all, .tokens(_, at: .all): Array(0..<count)
    case .positions(let positions), .tokens(_, at: .positions(let positions)): positions
    }
  }

  /// How many positions all prompts begin with alike and none of the logits is asked for.
  func unreadPrefix(of prompts: [[Int]]) -> Int {
    let wanted = prompts.flatMap { positions(of: $0.count) }.min()
    return min(sharedPrefix(of: prompts), wanted ?? .max)
  }

  /// The tokens asked for; `nil` for all.
  var tokens: [Int]? {
    if case .tokens(let tokens, _) = self { tokens } else { nil }
  }

  func check(_ config: Configuration, positions count: Int) throws(ModelError) {
    if let outside = positions(of: count).first(where: { !(0..<count).contains($0) }) {
      throw .request(
        "the logits at position \(outside)", "do not exist",
        hint: "the positions are 0 to \(count - 1)")
    }
    if let token = tokens?.first(where: { !(0..<config.vocabularySize).contains($0) }) {
      throw .request("the logit of token \(token)", "does not exist")
    }
  }
}
