import Transformers

/// The residual streams of one prompt: before every block, and after the last.
struct LensStreams {
  /// By number of blocks applied: (position, width).
  let streams: [Activation]
  /// The model's own logits: one row per position.
  let logits: [[Float]]

  init(_ prompt: Prompt, _ model: Model) throws(TechniqueError) {
    let layers = model.config.layers
    let hooks = (0..<layers).map { HookPoint.residPre($0) } + [.residPost(layers - 1)]
    let run = try calling { () throws(ModelError) in
      try model.run(prompt.tokens, capture: Set(hooks), logits: .all)
    }
    streams = hooks.compactMap { run[$0] }
    logits = run.logits
  }

  var positions: Int { logits.count }

  var lastLogits: [Float] { logits.last ?? [] }
}

/// What the lens sees at the last position, by number of blocks applied.
struct LensReading {
  let target: Int
  let probabilities: [Double]
  let ranks: [Int]
  /// The mean probability of the other prompts' answers; empty where there are none.
  let controls: [Double]

  init(
    _ streams: LensStreams, target: Int, controls: Set<Int>, _ model: Model,
    _ check: inout SelfCheck
  ) throws(TechniqueError) {
    let last = streams.positions - 1
    let rows = try calling { () throws(ModelError) in
      try model.unembed(residual: streams.streams.flatMap { $0[last] })
    }
    try check.expectEqual(rows[rows.count - 1], streams.lastLogits)
    let odds = rows.map(TokenOdds.init)
    self.target = target
    probabilities = odds.map { $0.probability(target) }
    ranks = odds.map { $0.rank(target) }
    let others = controls.sorted()
    self.controls =
      others.isEmpty ? [] : odds.map { odds in others.map(odds.probability).mean }
  }
}

/// What the lens sees at every position of one prompt.
struct LensSheet {
  let target: Int
  let probabilities: [[Double]]  // (blocks applied, position)
  let topTokens: [[Int]]  // (blocks applied, position)

  init(
    _ streams: LensStreams, target: Int, _ model: Model, _ check: inout SelfCheck
  ) throws(TechniqueError) {
    self.target = target
    var probabilities: [[Double]] = []
    var topTokens: [[Int]] = []
    for (blocks, stream) in streams.streams.enumerated() {
      if Task.isCancelled { throw .cancelled }
      let rows = try calling { () throws(ModelError) in
        try model.unembed(residual: stream.values)
      }
      if blocks == streams.streams.count - 1 {
        for (row, logits) in zip(rows, streams.logits) { try check.expectEqual(row, logits) }
      }
      let odds = rows.map(TokenOdds.init)
      probabilities.append(odds.map { $0.probability(target) })
      topTokens.append(odds.map(\.top))
    }
    self.probabilities = probabilities
    self.topTokens = topTokens
  }
}

extension SelfCheck {
  /// Compares two rows of logits, in units of the greatest.
  mutating func expectEqual(_ found: [Float], _ expected: [Float]) throws(TechniqueError) {
    let scale = Double(expected.map(abs).max() ?? 1)
    for (value, reference) in zip(found, expected) {
      try expect(Double(reference), found: Double(value), scale: scale)
    }
  }
}
