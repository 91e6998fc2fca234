extension Model {
  /// Runs one prompt many times, each time with other edits, and reads a few answers.
  ///
  /// What comes before an edit is computed once: a variant starts at the block of its first edit and
  /// at the first position that the edit changes, and reads the keys and values of earlier positions
  /// from the unedited run. All variants that have started share the products of a block. An edit
  /// that writes what is already there starts nothing, unless its variant is to be computed anyway:
  /// a check that patching nothing changes nothing would otherwise compare a run with itself.
  ///
  /// - Parameters:
  ///   - tokens: The prompt.
  ///   - edits: The edits of each variant.
  ///   - answers: The tokens whose logits are read at the last position.
  ///   - computed: The variants that are computed even where their edits change nothing.
  ///   - progress: Called with the share of the work done, from 0 to 1.
  /// - Returns: For each variant the answers' logits.
  /// - Throws: `ModelError` where the model lacks what is asked for, or when the task is cancelled.
  public func sweep(
    _ tokens: [Int], edits: [[Edit]], answers: [Int], alwaysComputing computed: Set<Int> = [],
    progress: (Double) -> Void = { _ in }
  ) throws(ModelError) -> [[Float]] {
    try check(tokens)
    try check(vocabulary: answers)
    for edit in edits.joined() { try edit.check(config, positions: tokens.count) }
    let base = try SweepBase(self, tokens, edits: edits, answers: answers)
    var results = Array(repeating: base.logits, count: edits.count)
    let variants = edits.indices
      .compactMap { base.variant($0, edits[$0], isComputed: computed.contains($0)) }
      .sorted { ($0.layer, $0.index) < ($1.layer, $1.index) }
    let work = variants.reduce(0) { $0 + $1.cost(config, tokens.count) }
    var done = 0
    let lengths = variants.map { tokens.count - $0.start }
    let groups = batches(lengths, most: Self.rowsAtOnce)
    var pass = base.pass(rows: groups.map { lengths[$0].reduce(0, +) }.max() ?? 0)
    for group in groups {
      let members = Array(variants[group])
      try base.run(members, &pass) { rows in
        done += rows
        progress(Double(done) / Double(work))
      }
      let normed = pass.normed(rows: pass.lastRows)
      for (member, logits) in zip(members, unembed(normed: normed, answers)) {
        results[member.index] = logits
      }
    }
    progress(1)
    return results
  }
}

/// One set of edits that has to be computed.
struct Variant {
  /// Its place among the results.
  let index: Int
  /// The first block to compute; the number of blocks when only the final norm is edited.
  let layer: Int
  /// The first position to compute.
  let start: Int
  let edits: [Edit]

  /// The rows of all blocks that have to be computed.
  func cost(_ config: Configuration, _ positions: Int) -> Int {
    (config.layers - layer + 1) * (positions - start)
  }
}

/// The unedited run: what all variants share.
private struct SweepBase {
  let model: Model
  let tokens: [Int]
  /// The answers' logits.
  let logits: [Float]
  private let activations: [HookPoint: Activation]
  private let cache: KeyValueCache

  init(
    _ model: Model, _ tokens: [Int], edits: [[Edit]], answers: [Int]
  ) throws(ModelError) {
    self.model = model
    self.tokens = tokens
    let config = model.config
    let hooks = Set(edits.joined().map(\.hook))
    let starts = hooks.map { hook in
      hook.firstLayer(config) < config.layers
        ? HookPoint.residPre(hook.firstLayer(config)) : .residPost(config.layers - 1)
    }
    let taps = Taps(config, captured: hooks.union(starts), spans: 1)
    var pass = ForwardPass(model, rows: tokens.count, positions: tokens.count, taps: taps)
    pass.caches = [KeyValueCache(layers: config.layers)]
    pass.extendsCaches = true
    pass.add(tokens: tokens[...], start: 0, cache: 0)
    pass.embed()
    for layer in 0..<config.layers {
      try model.checkCancellation()
      pass.block(layer)
    }
    pass.finalNorm()
    logits = model.unembed(normed: pass.normed(rows: pass.lastRows), answers).first ?? []
    activations = pass.taps.activations[0]
    cache = pass.caches[0]
  }

  /// Finds where a set of edits begins to change the run, or to write into it where it is computed in
  /// any case; `nil` when it nowhere does.
  func variant(_ index: Int, _ edits: [Edit], isComputed: Bool) -> Variant? {
    let changes = edits.compactMap { edit in
      firstChange(edit, orWrite: isComputed).map {
        (layer: edit.hook.firstLayer(model.config), position: $0)
      }
    }
    guard let layer = changes.map(\.layer).min(), let start = changes.map(\.position).min() else {
      return nil
    }
    let later = edits.filter { $0.hook.firstLayer(model.config) >= layer }
    return Variant(index: index, layer: layer, start: start, edits: later)
  }

  /// The first position at which an edit writes something else than is there, or anything at all.
  private func firstChange(_ edit: Edit, orWrite countsAll: Bool) -> Int? {
    guard let own = activations[edit.hook]?.values else { return 0 }
    let whole = Span(rows: 0..<tokens.count, start: 0, cache: nil)
    let layout = Layout(edit.hook.site, model.config)
    let changed = edit.stretches(whole, start: 0, layout).filter { stretch in
      countsAll
        || stretch.range.enumerated().contains { offset, place in
          let result = edit.result(own[place], operand: stretch.operand + offset)
          return result.bitPattern != own[place].bitPattern
        }
    }
    return changed.map(\.position).min()
  }

  /// A pass with room for a number of rows, which reads earlier positions from the unedited run.
  func pass(rows: Int) -> ForwardPass {
    var pass = ForwardPass(
      model, rows: rows, positions: tokens.count,
      taps: Taps(model.config, captured: [], spans: 0))
    pass.caches = [cache]
    return pass
  }

  /// Computes variants, ordered by their first block, up to the final norm.
  func run(
    _ variants: [Variant], _ pass: inout ForwardPass, done: (Int) -> Void
  ) throws(ModelError) {
    let config = model.config
    pass.removeRows()
    pass.taps = Taps(config, captured: [], spans: variants.count)
    for (span, variant) in variants.enumerated() {
      for edit in variant.edits { pass.taps.add(edit, span: span) }
    }
    var waiting = variants[...]
    for layer in (variants.first?.layer ?? 0)...config.layers {
      try model.checkCancellation()
      while let next = waiting.first, next.layer == layer {
        enter(next, &pass)
        waiting = waiting.dropFirst()
      }
      if layer == 0 { pass.embed() }
      if layer < config.layers { pass.block(layer) }
      done(pass.rows)
    }
    pass.finalNorm()
  }

  /// Adds a variant with the residual stream that the unedited run has where it starts.
  private func enter(_ variant: Variant, _ pass: inout ForwardPass) {
    let width = model.config.width
    if variant.layer == 0 {
      pass.add(tokens: tokens[variant.start...], start: variant.start, cache: 0)
      return
    }
    let hook =
      variant.layer < model.config.layers
      ? HookPoint.residPre(variant.layer) : .residPost(variant.layer - 1)
    let residual = activations[hook]?.values ?? []
    pass.add(residual: residual[(variant.start * width)...], start: variant.start, cache: 0)
  }
}

extension HookPoint {
  /// The first block that an edit here changes: its own, or the number of blocks after them.
  fileprivate func firstLayer(_ config: Configuration) -> Int {
    switch site {
    case .embed, .posEmbed: 0
    case .finalNormScale, .finalNormalized: config.layers
    default: layer ?? 0
    }
  }
}
