import Tensors

/// The way back through a forward pass: from the gradient of one number with respect to the logits to
/// that at every hook point.
///
/// In formulas `d` stands before what a gradient is with respect to: where y = x Wᵀ, dx = dy W. A
/// linear part is passed in ``pull(_:through:addingTo:)`` and nowhere else.
struct BackwardPass {
  let model: Model
  let detached: Detachments
  /// What was kept at the hook points asked for.
  private(set) var gradients: [HookPoint: Activation] = [:]
  private let hooks: Set<HookPoint>
  private let edits: [HookPoint: [Edit]]
  private let span: Span
  /// The turns back of queries and keys.
  let rotations: [Rotation]
  private var residual: [Float]  // (row, width)

  /// Begins with a gradient of zero.
  init(
    _ model: Model, rows: Int, hooks: Set<HookPoint>, edits: [Edit], detached: Detachments
  ) {
    self.model = model
    self.detached = detached
    self.hooks = hooks
    self.edits = Dictionary(grouping: edits, by: \.hook)
    span = Span(rows: 0..<rows, start: 0, cache: nil)
    rotations = model.config.rotaries.map {
      Rotation(positions: rows, frequencies: $0.frequencies, amplitude: $0.amplitude).transposed
    }
    residual = [Float](repeating: 0, count: rows * model.config.width)
  }

  var config: Configuration { model.config }
  var workers: Workers { model.workers }
  /// How many rows there are.
  var rows: Int { span.rows.count }

  func isEdited(_ hook: HookPoint) -> Bool { edits[hook] != nil }

  func isTapped(_ hook: HookPoint) -> Bool { hooks.contains(hook) || isEdited(hook) }

  /// Keeps the gradient at a hook point where it is asked for, and takes it through the edits, the last
  /// one first.
  mutating func visit(_ hook: HookPoint, _ gradient: inout [Float]) {
    guard isTapped(hook) else { return }
    let layout = Layout(hook.site, config)
    if hooks.contains(hook) {
      gradients[hook] = Activation(
        shape: layout.shape(positions: rows, keys: rows), values: gradient)
    }
    for edit in (edits[hook] ?? []).reversed() {
      guard let slope = edit.slope else { continue }
      for stretch in edit.stretches(span, start: 0, layout) {
        for place in stretch.range { gradient[place] = slope == 0 ? 0 : gradient[place] * slope }
      }
    }
  }

  /// Passes the unembedding and the final norm: logits = cap · tanh((x Wᵀ + b) / cap).
  mutating func unembed(
    _ gradient: [[Float]], of logits: [[Float]], at positions: [Int], tokens: [Int]?, _ tape: Tape
  ) {
    var products = gradient.flatMap { $0 }
    if let cap = config.logitCap {
      var slopes = logits.flatMap { $0 }
      workers.apply(&slopes, .softCapSlope(cap), count: slopes.count)
      workers.multiply(&products, with: slopes, count: slopes.count)
    }
    let linear = model.weights.unembedding
    let chosen = tokens.map {
      Weights.Linear(weight: linear.weight.selectingRows($0), bias: nil)
    }
    let width = config.width
    var read = [Float](repeating: 0, count: positions.count * width)
    pull(products, through: chosen ?? linear, addingTo: &read)
    var normed = [Float](repeating: 0, count: rows * width)
    for (order, position) in positions.enumerated() {
      for i in 0..<width { normed[position * width + i] += read[order * width + i] }
    }
    residual = pull(
      normed, through: model.weights.finalNorm, .finalNormScale, .finalNormalized, tape)
  }

  /// Passes one block: what attention and MLP add is a function of the stream they read.
  mutating func block(_ layer: Int, _ tape: Tape) {
    visitResidual(.residPost(layer))
    let output = residual
    addToResidual(neurons(layer, output, tape))
    if config.design.isParallel {
      addToResidual(attention(layer, output, tape))
    } else {
      visitResidual(.residMid(layer))
      addToResidual(attention(layer, residual, tape))
    }
    visitResidual(.residPre(layer))
  }

  /// Passes the sum of embeddings and learned positions.
  mutating func embed() {
    if config.design.learnsPositions {
      var positions = residual
      visit(.posEmbed, &positions)
    }
    visitResidual(.embed)
  }

  private mutating func visitResidual(_ hook: HookPoint) {
    var gradient = residual
    visit(hook, &gradient)
    residual = gradient
  }

  private mutating func addToResidual(_ gradient: [Float]) {
    workers.add(gradient, to: &residual, count: residual.count)
  }

  /// Takes the gradient of a linear part's output back to its input: dx = dx + dy W.
  ///
  /// The gradient of the weight, dW = dyᵀ x, and that of the bias, the sum of dy's rows, belong here
  /// once weights are trained.
  func pull(
    _ gradient: [Float], through linear: Weights.Linear, addingTo input: inout [Float]
  ) {
    workers.multiply(
      gradient, byRowsOf: linear.weight, rows: gradient.count / linear.weight.rows,
      addingTo: &input)
  }

  /// The same with one output.
  func pull(_ gradient: [Float], through linear: Weights.Linear) -> [Float] {
    let rows = gradient.count / linear.weight.rows
    var input = [Float](repeating: 0, count: rows * linear.weight.columns)
    pull(gradient, through: linear, addingTo: &input)
    return input
  }
}

// MARK: - MLP

extension BackwardPass {
  /// Passes the MLP: down · (act(gate · x) ⊙ (up · x)), or down · act(up · x) without a gate.
  ///
  /// - Returns: The gradient of the stream that the MLP reads: (row, width).
  private mutating func neurons(_ layer: Int, _ output: [Float], _ tape: Tape) -> [Float] {
    let weights = model.weights.blocks[layer]
    var gradient = output
    visit(.mlpOut(layer), &gradient)
    gradient = pull(
      gradient, through: weights.norm2Post, .ln2PostScale(layer), .ln2PostNormalized(layer), tape)
    var neurons = pull(gradient, through: weights.down)
    visit(.mlpPost(layer), &neurons)
    let pre = tape.after(.mlpPre(layer))
    var normalized: [Float]
    if let linear = weights.gate {
      var (gate, up) = gated(neurons, gate: pre, up: tape.after(.mlpPreLinear(layer)))
      visit(.mlpPre(layer), &gate)
      visit(.mlpPreLinear(layer), &up)
      normalized = pull(gate, through: linear)
      pull(up, through: weights.up, addingTo: &normalized)
    } else {
      workers.multiply(&neurons, with: slopes(pre), count: pre.count)
      visit(.mlpPre(layer), &neurons)
      normalized = pull(neurons, through: weights.up)
    }
    return pull(
      normalized, through: weights.norm2, .ln2Scale(layer), .ln2Normalized(layer), tape)
  }

  /// Passes y = act(g) ⊙ u: dg = dy ⊙ u ⊙ act'(g), du = dy ⊙ act(g); half of each by the half rule.
  private func gated(
    _ neurons: [Float], gate: [Float], up: [Float]
  ) -> (gate: [Float], up: [Float]) {
    let count = neurons.count
    var output = neurons
    if detached.contains(.gateHalves) { workers.apply(&output, .scale(0.5), count: count) }
    var gateGradient = slopes(gate)
    workers.multiply(&gateGradient, with: up, count: count)
    workers.multiply(&gateGradient, with: output, count: count)
    var upGradient = gate
    workers.apply(&upGradient, config.design.activation.function, count: count)
    workers.multiply(&upGradient, with: output, count: count)
    return (gateGradient, upGradient)
  }

  /// How the non-linearity changes with its input: act'(x), or act(x) / x where that is a constant.
  private func slopes(_ pre: [Float]) -> [Float] {
    let activation = config.design.activation
    var slopes = pre
    workers.apply(
      &slopes, detached.contains(.activationRatio) ? activation.ratio : activation.slope,
      count: slopes.count)
    return slopes
  }
}

extension Design.Activation {
  /// What computes its slope.
  fileprivate var slope: ElementFunction {
    switch self {
    case .silu: .siluSlope
    case .gelu: .geluSlope
    case .geluTanh: .geluTanhSlope
    }
  }

  /// What computes its ratio to its input.
  fileprivate var ratio: ElementFunction {
    switch self {
    case .silu: .siluRatio
    case .gelu: .geluRatio
    case .geluTanh: .geluTanhRatio
    }
  }
}

extension Edit {
  /// How what it writes changes with what was there; `nil` where as much.
  fileprivate var slope: Float? {
    switch action {
    case .replace, .zero: 0
    case .scale(let factor): factor
    case .add: nil
    }
  }
}
