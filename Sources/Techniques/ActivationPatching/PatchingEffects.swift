import Transformers

/// What must hold for every pair.
struct PatchingChecks {
  var nothing = SelfCheck("patching nothing changes nothing", tolerance: 1e-3)
  var everything = SelfCheck("patching the whole stream gives the other run", tolerance: 1e-3)
}

/// The effect of every patch on one pair.
struct PatchingEffects: Sendable {
  let cleanDifference: Double
  let corruptDifference: Double
  /// The effects of patching nothing and of patching the whole stream.
  let nothing: Double
  let everything: Double
  let grids: [PatchedNode: [[Double]]]  // (layer, position or head)

  /// How far the two runs are apart, positive where the model does what is expected.
  var gap: Double { cleanDifference - corruptDifference }

  init(
    _ pair: PatchingPair, _ setting: PatchingSetting, _ model: Model,
    _ checks: inout PatchingChecks, progress: (Double) -> Void
  ) throws(TechniqueError) {
    let answers = [pair.answer, pair.wrong]
    let isDenoising = setting.direction == .denoising
    let source = isDenoising ? pair.clean : pair.corrupt
    let base = isDenoising ? pair.corrupt : pair.clean
    let patches = PatchSet(setting.nodes, pair.firstDifference, base.tokens.count, model.config)
    let sourceRun = try calling { () throws(ModelError) in
      try model.run(
        source.tokens, capture: patches.hooks, logits: .tokens(answers, at: .last))
    }
    let baseRun = try calling { () throws(ModelError) in
      try model.run(
        base.tokens, capture: [patches.wholeStream], logits: .tokens(answers, at: .last))
    }
    let rows = try calling { () throws(ModelError) in
      try model.sweep(
        base.tokens, edits: patches.edits(from: sourceRun, own: baseRun), answers: answers,
        alwaysComputing: PatchSet.checks, progress: progress)
    }
    let differences = rows.map { Self.difference($0) }
    let (reached, untouched) = (
      Self.difference(sourceRun.lastLogits), Self.difference(baseRun.lastLogits)
    )
    cleanDifference = isDenoising ? reached : untouched
    corruptDifference = isDenoising ? untouched : reached
    let gap = reached - untouched
    let effects = differences.map { gap == 0 ? 0 : ($0 - untouched) / gap }
    (nothing, everything) = (effects[0], effects[1])
    grids = patches.grids(effects)
    try checks.nothing.expect(untouched, found: differences[0], scale: abs(gap))
    try checks.everything.expect(reached, found: differences[1], scale: abs(gap))
  }

  private static func difference(_ logits: [Float]) -> Double {
    Double(logits[0]) - Double(logits[1])
  }
}

/// The patches of one pair, in the order in which they are swept.
private struct PatchSet {
  private struct Patch {
    let node: PatchedNode
    let layer: Int
    /// The position, or the head.
    let column: Int
  }

  /// Patches that serve the checks: the whole stream, by its own and by the source's.
  ///
  /// They are computed as every patch is, even where nothing changes.
  static let checks: Set<Int> = [0, 1]

  private let nodes: [PatchedNode]
  private let firstDifference: Int
  private let positions: Int
  private let config: Configuration
  private let patches: [Patch]

  init(
    _ nodes: [PatchedNode], _ firstDifference: Int, _ positions: Int, _ config: Configuration
  ) {
    self.nodes = nodes
    self.firstDifference = firstDifference
    self.positions = positions
    self.config = config
    patches = nodes.flatMap { node in
      let columns = node == .heads ? 0..<config.heads : firstDifference..<positions
      return (0..<config.layers).flatMap { layer in
        columns.map { Patch(node: node, layer: layer, column: $0) }
      }
    }
  }

  /// Where the whole stream is patched: in the middle, so that both halves are tried.
  var wholeStream: HookPoint { .residPre(config.layers / 2) }

  /// What the source run must keep.
  var hooks: Set<HookPoint> {
    Set(nodes.flatMap { node in (0..<config.layers).map(node.hook) } + [wholeStream])
  }

  /// The edits: those of the checks, then one set for each patch.
  func edits(from source: Run, own: Run) -> [[Edit]] {
    // The streams are the same before the first difference, where a patch reads what the unpatched run
    // has kept.
    let changed = Array(firstDifference..<positions)
    let whole = [own, source].map { run in
      let values = changed.flatMap { position in run[wholeStream].map { Array($0[position]) } ?? []
      }
      return [Edit(wholeStream, at: changed, .replace(values))]
    }
    return whole + patches.map { [edit($0, from: source)] }
  }

  private func edit(_ patch: Patch, from source: Run) -> Edit {
    let hook = patch.node.hook(patch.layer)
    guard let activation = source[hook] else { return Edit(hook, .scale(1)) }
    guard patch.node == .heads else {
      return Edit(hook, at: [patch.column], .replace(Array(activation[patch.column])))
    }
    let changed = Array(firstDifference..<positions)
    return Edit(
      hook, at: changed, head: patch.column,
      .replace(changed.flatMap { activation[$0, patch.column] }))
  }

  /// Puts the effects into their layers and columns; what comes before a difference has none.
  func grids(_ effects: [Double]) -> [PatchedNode: [[Double]]] {
    var grids: [PatchedNode: [[Double]]] = [:]
    for node in nodes {
      let width = node == .heads ? config.heads : positions
      grids[node] = Array(repeating: Array(repeating: 0, count: width), count: config.layers)
    }
    for (patch, effect) in zip(patches, effects.dropFirst(Self.checks.count)) {
      grids[patch.node]?[patch.layer][patch.column] = effect
    }
    return grids
  }
}
