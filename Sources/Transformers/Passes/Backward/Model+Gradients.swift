import Tensors

extension Model {
  /// Computes how one number of the logits changes with what is found at hook points.
  ///
  /// A gradient is with respect to the value there after its edits. Upstream of an edit flows what the
  /// edit lets through: nothing where it replaces or zeroes, the factor times as much where it
  /// scales, all where it adds.
  ///
  /// One prompt is computed at a time. Besides what is asked for, the pass keeps at most 256 million
  /// numbers (1 GiB) of all blocks, or else the residual stream between blocks and all of one block,
  /// and for each block in turn five arrays (head, query, key).
  ///
  /// - Parameters:
  ///   - tokens: The prompt; nothing is added to it.
  ///   - scalar: The number.
  ///   - hooks: Where gradients are wanted; blocks before the first of them are not gone through.
  ///   - edits: What to change in the forward pass.
  ///   - detachments: What to take for constants.
  /// - Returns: The number, and activations and gradients at the hook points.
  /// - Throws: `ModelError` where the model lacks what is asked for, or when the task is cancelled.
  public func gradients(
    _ tokens: [Int], of scalar: LogitScalar, at hooks: Set<HookPoint>, edits: [Edit] = [],
    detaching detachments: Detachments = []
  ) throws(ModelError) -> Gradients {
    try gradients(
      tokens, of: scalar, at: hooks, edits: edits, detaching: detachments, keeping: 1 << 28)
  }

  /// The same, keeping at most so many numbers of all blocks.
  func gradients(
    _ tokens: [Int], of scalar: LogitScalar, at hooks: Set<HookPoint>, edits: [Edit],
    detaching detachments: Detachments, keeping most: Int
  ) throws(ModelError) -> Gradients {
    try check(tokens)
    for hook in hooks { try hook.check(config) }
    for edit in edits { try edit.check(config, positions: tokens.count) }
    try scalar.request.check(config, positions: tokens.count)
    try check(vocabulary: scalar.tokens)
    var recording = try Recording(self, tokens, hooks: hooks, edits: edits, keeping: most)
    let positions = scalar.request.positions(of: tokens.count)
    let logits = unembed(normed: recording.normed(positions), scalar.request.tokens)
    let result = try scalar.result(positions, logits)
    var pass = BackwardPass(
      self, rows: tokens.count, hooks: hooks, edits: edits, detached: detachments)
    pass.unembed(
      result.gradient, of: logits, at: positions, tokens: scalar.request.tokens, recording.final)
    let first = hooks.map { $0.firstBlock(config) }.min() ?? config.layers
    for layer in (first..<config.layers).reversed() {
      try checkCancellation()
      pass.block(layer, recording.block(layer))
    }
    if first == 0 { pass.embed() }
    return Gradients(
      value: result.value, activations: recording.activations, gradients: pass.gradients)
  }
}

extension HookPoint {
  /// The first block that the backward pass has to go through to get here.
  fileprivate func firstBlock(_ config: Configuration) -> Int {
    switch site {
    case .embed, .posEmbed: 0
    case .finalNormScale, .finalNormalized: config.layers
    default: layer ?? 0
    }
  }
}
