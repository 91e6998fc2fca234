import Tensors

/// What the forward pass left at some hook points.
struct Tape {
  private let originals: [HookPoint: Activation]
  private let activations: [HookPoint: Activation]

  init(_ taps: Taps) {
    originals = taps.originals.first ?? [:]
    activations = taps.activations.first ?? [:]
  }

  /// What the pass computed.
  func before(_ hook: HookPoint) -> [Float] { originals[hook]?.values ?? after(hook) }

  /// What it went on with: the same but for edits.
  func after(_ hook: HookPoint) -> [Float] { activations[hook]?.values ?? [] }
}

/// The forward pass of one prompt, for the backward pass to read in reverse.
///
/// What the backward pass reads of all blocks is kept where that is little; else only the residual
/// streams between the blocks are, and a block is computed again when its turn comes. Both give the
/// same bits. Patterns are in neither case kept, unless asked for or edited.
struct Recording {
  private let model: Model
  private let tokens: [Int]
  private let hooks: Set<HookPoint>
  private let edits: [Edit]
  private let keepsAll: Bool
  private let taps: Taps
  private var pass: ForwardPass

  /// Runs the model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - tokens: The prompt.
  ///   - hooks: What to keep in any case.
  ///   - edits: What to change.
  ///   - most: How many numbers to keep before blocks are computed twice.
  /// - Throws: `ModelError` when the task is cancelled.
  init(
    _ model: Model, _ tokens: [Int], hooks: Set<HookPoint>, edits: [Edit], keeping most: Int
  ) throws(ModelError) {
    self.model = model
    self.tokens = tokens
    self.hooks = hooks
    self.edits = edits
    let config = model.config
    let edited = Set(edits.map(\.hook))
    let taped = (0..<config.layers).map { HookPoint.taped($0, config, edited: edited) }
    let perRow = taped.joined().reduce(0) { $0 + Layout($1.site, config).numbersInRow }
    keepsAll = perRow * tokens.count <= most
    let kept =
      keepsAll
      ? Set(taped.joined()) : Set((0..<config.layers).map { HookPoint.residPost($0) })
    pass = ForwardPass(
      model, rows: tokens.count, positions: tokens.count,
      taps: Taps(config, hooks.union(kept).union([.finalNormScale, .finalNormalized]), edits))
    pass.add(tokens: tokens[...], start: 0, cache: nil)
    try pass.readAll()
    pass.finalNorm()
    taps = pass.taps
  }

  /// What was found at the hook points asked for.
  var activations: [HookPoint: Activation] {
    (taps.activations.first ?? [:]).filter { hooks.contains($0.key) }
  }

  /// What the final norm left.
  var final: Tape { Tape(taps) }

  /// The final normed residual stream at some positions, one after the other.
  ///
  /// Ask before ``block(_:)``, which uses the pass again.
  func normed(_ positions: [Int]) -> [Float] { pass.normed(rows: positions) }

  /// What a block left.
  mutating func block(_ layer: Int) -> Tape {
    if keepsAll { return Tape(taps) }
    let config = model.config
    let taped = HookPoint.taped(layer, config, edited: Set(edits.map(\.hook)))
    pass.removeRows()
    pass.taps = Taps(config, hooks.union(taped), edits)
    if layer == 0 {
      pass.add(tokens: tokens[...], start: 0, cache: nil)
      pass.embed()
    } else {
      let residual = taps.activations.first?[.residPost(layer - 1)]?.values ?? []
      pass.add(residual: residual[...], start: 0, cache: nil)
    }
    pass.block(layer)
    return Tape(pass.taps)
  }
}

extension Taps {
  /// What one prompt's pass reads and changes.
  fileprivate init(_ config: Configuration, _ captured: Set<HookPoint>, _ edits: [Edit]) {
    self.init(config, captured: captured, spans: 1)
    for edit in edits { add(edit, span: 0) }
  }
}

extension Layout {
  /// The numbers of one position, but for scores and patterns.
  fileprivate var numbersInRow: Int { heads * width }
}

extension HookPoint {
  /// What the backward pass of a block reads: the inputs of everything that is not linear.
  fileprivate static func taped(
    _ layer: Int, _ config: Configuration, edited: Set<HookPoint>
  ) -> [HookPoint] {
    let norms: [Site] = [
      .ln1Scale, .ln1Normalized, .qNormScale, .qNormNormalized, .kNormScale, .kNormNormalized,
      .ln1PostScale, .ln1PostNormalized, .ln2Scale, .ln2Normalized, .ln2PostScale,
      .ln2PostNormalized,
    ]
    let inputs: [Site] = [config.turnedQueries, config.turnedKeys, .v, .mlpPre, .mlpPreLinear]
    let always = (norms + inputs).filter(config.has).map { HookPoint($0, layer) }
    return always + [attnScores(layer), pattern(layer)].filter(edited.contains)
  }
}

extension Configuration {
  /// Where the queries are found that scores are computed from.
  var turnedQueries: HookPoint.Site { has(.rotQ) ? .rotQ : .q }
  /// Where the keys are found that scores are computed from.
  var turnedKeys: HookPoint.Site { has(.rotK) ? .rotK : .k }
}
