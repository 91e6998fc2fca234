import Tensors

/// One forward pass over the rows of one or more sequences.
///
/// The rows share every matrix product; attention keeps the sequences apart. What differs between
/// families is in the configuration's ``Design``.
struct ForwardPass {
  let model: Model
  var taps: Taps
  /// The sequences, in the order of their rows.
  private(set) var spans: [Span] = []
  /// The keys and values of earlier positions.
  var caches: [KeyValueCache] = []
  /// Whether the keys and values of the rows are added to their span's cache.
  var extendsCaches = false
  private var activations: Activations
  private var positions: [Int32] = []  // (row)
  private let rotations: [Rotation]

  /// Makes room for a number of rows at positions below `end`.
  init(_ model: Model, rows: Int, positions end: Int, taps: Taps) {
    self.model = model
    self.taps = taps
    activations = Activations(rows: rows, model.config)
    rotations = model.config.rotaries.map {
      Rotation(positions: end, frequencies: $0.frequencies, amplitude: $0.amplitude)
    }
  }

  private var config: Configuration { model.config }
  private var workers: Workers { model.workers }
  /// How many rows there are.
  var rows: Int { positions.count }

  /// Lets go of all rows, but not of the buffers and caches.
  mutating func removeRows() {
    spans = []
    positions = []
  }

  /// Adds a sequence whose rows begin at position `start` with this residual stream.
  mutating func add(residual: ArraySlice<Float>, start: Int, cache: Int?) {
    let count = residual.count / config.width
    let first = rows
    activations.residual.replaceSubrange(
      first * config.width..<(first + count) * config.width, with: residual)
    positions += (start..<start + count).map(Int32.init)
    spans.append(Span(rows: first..<first + count, start: start, cache: cache))
  }

  /// Adds a sequence whose rows begin at position `start` with these tokens.
  mutating func add(tokens: ArraySlice<Int>, start: Int, cache: Int?) {
    let embedded = tokens.flatMap { model.weights.embedding[$0] }
    add(residual: embedded[...], start: start, cache: cache)
  }

  /// Finishes the embedding; call it once, when all sequences of tokens are there.
  mutating func embed() {
    let count = rows * config.width
    if config.embeddingScale != 1 {
      workers.apply(&activations.residual, .scale(config.embeddingScale), count: count)
    }
    taps.visit(.embed, &activations.residual, spans)
    guard let learned = model.weights.positions else { return }
    var vectors = positions.flatMap { learned[Int($0)] }
    taps.visit(.posEmbed, &vectors, spans)
    workers.add(vectors, to: &activations.residual, count: count)
  }

  /// Computes the embedding and all blocks.
  mutating func readAll() throws(ModelError) {
    embed()
    for layer in 0..<config.layers {
      try model.checkCancellation()
      block(layer)
    }
  }

  /// Reads what several sequences begin with into the first cache and lets go of its rows.
  mutating func readPrefix(_ tokens: ArraySlice<Int>) throws(ModelError) {
    caches = [KeyValueCache(layers: config.layers)]
    extendsCaches = true
    add(tokens: tokens, start: 0, cache: 0)
    try readAll()
    extendsCaches = false
    removeRows()
  }

  /// Computes one block: attention and MLP each read the normed residual stream and add to it.
  mutating func block(_ layer: Int) {
    taps.visit(.residPre(layer), &activations.residual, spans)
    attention(layer)
    if config.design.isParallel {
      swap(&activations.output, &activations.attentionOutput)
      neurons(layer)
      addToResidual(activations.attentionOutput)
    } else {
      addToResidual(activations.output)
      taps.visit(.residMid(layer), &activations.residual, spans)
      neurons(layer)
    }
    addToResidual(activations.output)
    taps.visit(.residPost(layer), &activations.residual, spans)
  }

  private mutating func addToResidual(_ output: [Float]) {
    workers.add(output, to: &activations.residual, count: rows * config.width)
  }

  /// Computes what attention adds to the residual stream.
  private mutating func attention(_ layer: Int) {
    let weights = model.weights.blocks[layer]
    readResidual(weights.norm1, .ln1Scale(layer), .ln1Normalized(layer))
    attend(layer, weights)
    if let norm = weights.norm1Post {
      normOutput(norm, .ln1PostScale(layer), .ln1PostNormalized(layer))
    }
    taps.visit(.attnOut(layer), &activations.output, spans)
  }

  /// Computes what the MLP adds to the residual stream: down · (act(gate · x) ⊙ (up · x)), or
  /// down · act(up · x) without a gate.
  private mutating func neurons(_ layer: Int) {
    let weights = model.weights.blocks[layer]
    readResidual(weights.norm2, .ln2Scale(layer), .ln2Normalized(layer))
    let count = rows * config.hiddenWidth
    if let gate = weights.gate {
      multiply(activations.normalized, by: gate, into: \.gate)
      multiply(activations.normalized, by: weights.up, into: \.up)
      taps.visit(.mlpPre(layer), &activations.gate, spans)
      taps.visit(.mlpPreLinear(layer), &activations.up, spans)
      activateGate(count)
    } else {
      multiply(activations.normalized, by: weights.up, into: \.neurons)
      taps.visit(.mlpPre(layer), &activations.neurons, spans)
      workers.apply(&activations.neurons, config.design.activation.function, count: count)
    }
    taps.visit(.mlpPost(layer), &activations.neurons, spans)
    multiply(activations.neurons, by: weights.down, into: \.output)
    if let norm = weights.norm2Post {
      normOutput(norm, .ln2PostScale(layer), .ln2PostNormalized(layer))
    }
    taps.visit(.mlpOut(layer), &activations.output, spans)
  }

  private mutating func activateGate(_ count: Int) {
    if config.design.activation == .silu {
      workers.siluMultiply(
        gate: activations.gate, up: activations.up, count: count, into: &activations.neurons)
    } else {
      swap(&activations.neurons, &activations.gate)
      workers.apply(&activations.neurons, config.design.activation.function, count: count)
      workers.multiply(&activations.neurons, with: activations.up, count: count)
    }
  }

  /// Multiplies the rows by a weight and adds its bias.
  private mutating func multiply(
    _ x: [Float], by linear: Weights.Linear, into y: WritableKeyPath<Activations, [Float]>
  ) {
    workers.multiply(x, by: linear.weight, rows: rows, into: &activations[keyPath: y])
    if let bias = linear.bias {
      workers.add(&activations[keyPath: y], toColumns: bias, rows: rows)
    }
  }

  /// Normalises the residual stream of all rows for the unembedding.
  mutating func finalNorm() {
    readResidual(model.weights.finalNorm, .finalNormScale, .finalNormalized)
  }

  /// The normed residual stream of some rows, one after the other.
  func normed(rows: [Int]) -> [Float] {
    rows.flatMap { activations.normalized[$0 * config.width..<($0 + 1) * config.width] }
  }

  /// The last row of each sequence.
  var lastRows: [Int] { spans.map { $0.rows.upperBound - 1 } }
}

// MARK: - Norms

extension ForwardPass {
  /// Normalises the residual stream into what attention, MLP or unembedding reads; families that
  /// normalise only afterwards read it as it is.
  private mutating func readResidual(
    _ norm: Weights.Norm?, _ scale: HookPoint, _ normalized: HookPoint
  ) {
    guard let norm else {
      activations.normalized = activations.residual
      return
    }
    let residual = activations.residual
    normalise(residual, norm, rows: rows, scale, normalized)
  }

  /// Normalises what attention or MLP adds.
  private mutating func normOutput(
    _ norm: Weights.Norm, _ scale: HookPoint, _ normalized: HookPoint
  ) {
    let output = activations.output
    normalise(output, norm, rows: rows, scale, normalized)
    swap(&activations.output, &activations.normalized)
  }

  /// Normalises queries or keys, each head by itself or all of a row together.
  private mutating func normHeads(
    _ norm: Weights.Norm, _ heads: Int, _ x: WritableKeyPath<Activations, [Float]>,
    _ scale: HookPoint, _ normalized: HookPoint
  ) {
    let units = config.design.queryKeyNorm == .eachHead ? rows * heads : rows
    let values = activations[keyPath: x]
    swap(&activations.normalized, &activations.heads)
    normalise(values, norm, rows: units, scale, normalized)
    swap(&activations.normalized, &activations.heads)
    activations[keyPath: x] = activations.heads
    activations.heads = values
  }

  /// Normalises rows: x / sqrt(mean(x²) + epsilon) ⊙ weight, for layer norms without x's mean and with
  /// a bias.
  ///
  /// The width of the weight says how long a row is.
  private mutating func normalise(
    _ x: [Float], _ norm: Weights.Norm, rows: Int, _ scale: HookPoint, _ normalized: HookPoint
  ) {
    let width = norm.weight.count
    var source = x
    if config.design.norm == .layer {
      swap(&source, &activations.centred)
      workers.centre(x, rows: rows, width: width, into: &source)
    }
    workers.rootMeanSquare(
      of: source, rows: rows, width: width, epsilon: config.normEpsilon,
      into: &activations.scale)
    taps.visit(scale, &activations.scale, spans)
    workers.divide(
      source, by: activations.scale, rows: rows, width: width, into: &activations.normalized)
    taps.visit(normalized, &activations.normalized, spans)
    workers.multiply(&activations.normalized, byColumns: norm.weight, rows: rows)
    if let bias = norm.bias { workers.add(&activations.normalized, toColumns: bias, rows: rows) }
    if config.design.norm == .layer { swap(&source, &activations.centred) }
  }
}

// MARK: - Attention

extension ForwardPass {
  /// Computes the sum of what the heads add.
  private mutating func attend(_ layer: Int, _ weights: Weights.Block) {
    multiply(activations.normalized, by: weights.query, into: \.queries)
    multiply(activations.normalized, by: weights.key, into: \.keys)
    multiply(activations.normalized, by: weights.value, into: \.values)
    taps.visit(.q(layer), &activations.queries, spans)
    taps.visit(.k(layer), &activations.keys, spans)
    taps.visit(.v(layer), &activations.values, spans)
    if let norm = weights.queryNorm {
      normHeads(norm, config.heads, \.queries, .qNormScale(layer), .qNormNormalized(layer))
    }
    if let norm = weights.keyNorm {
      normHeads(norm, config.keyValueHeads, \.keys, .kNormScale(layer), .kNormNormalized(layer))
    }
    rotate(layer)
    mix(layer)
    if extendsCaches { extendCaches(layer) }
    taps.visit(.z(layer), &activations.mixed, spans)
    multiply(activations.mixed, by: weights.output, into: \.output)
    if taps.isTapped(.result(layer)) { splitByHead(layer, weights.output.weight) }
  }

  /// Turns queries and keys, unless positions are learned.
  private mutating func rotate(_ layer: Int) {
    guard !config.design.learnsPositions else { return }
    let rotation = rotations[config.blocks[layer].rotary]
    workers.rotate(
      &activations.queries, by: rotation, positions: positions, heads: config.heads,
      headWidth: config.headWidth)
    workers.rotate(
      &activations.keys, by: rotation, positions: positions, heads: config.keyValueHeads,
      headWidth: config.headWidth)
    taps.visit(.rotQ(layer), &activations.queries, spans)
    taps.visit(.rotK(layer), &activations.keys, spans)
  }

  /// Mixes the values of earlier positions: z = softmax(q · k * scale) · v.
  private mutating func mix(_ layer: Int) {
    let inputs = AttentionInputs(
      queries: activations.queries, keys: activations.keys, values: activations.values,
      shape: config.attention(layer))
    let spans = self.spans.map { span in
      AttentionSpan(
        rows: span.rows,
        prefix: span.cache.map { caches[$0].prefix(layer: layer, length: span.start) } ?? .none)
    }
    guard taps.isTapped(.attnScores(layer)) || taps.isTapped(.pattern(layer)) else {
      workers.attend(inputs, spans: spans, into: &activations.mixed)
      return
    }
    var pattern = workers.attentionScores(inputs, spans: spans)
    taps.visit(.attnScores(layer), &pattern, self.spans)
    workers.softmax(&pattern, spans: spans, heads: config.heads)
    taps.visit(.pattern(layer), &pattern, self.spans)
    workers.mix(pattern, inputs, spans: spans, into: &activations.mixed)
  }

  private mutating func extendCaches(_ layer: Int) {
    let width = config.keyValueHeads * config.headWidth
    for span in spans {
      guard let cache = span.cache else { continue }
      let range = span.rows.lowerBound * width..<span.rows.upperBound * width
      caches[cache].append(
        keys: activations.keys[range], values: activations.values[range], layer: layer)
    }
  }

  /// Computes what each head adds by itself; an edit of it changes the sum by as much.
  private mutating func splitByHead(_ layer: Int, _ weight: Matrix) {
    let results = model.results(of: activations.mixed, rows: rows, weight)
    var edited = results
    taps.visit(.result(layer), &edited, spans)
    guard taps.isEdited(.result(layer)) else { return }
    let width = config.width
    for row in 0..<rows {
      for head in 0..<config.heads {
        let place = (row * config.heads + head) * width
        for i in 0..<width {
          activations.output[row * width + i] += edited[place + i] - results[place + i]
        }
      }
    }
  }
}

extension Design.Activation {
  /// What computes it.
  fileprivate var function: ElementFunction {
    switch self {
    case .silu: .silu
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    }
  }
}
