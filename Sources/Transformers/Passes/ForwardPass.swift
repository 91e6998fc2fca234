import Tensors

/// The buffers of a forward pass, made once and used by every block.
struct Activations {
  var residual: [Float]  // (row, width)
  var scale: [Float]  // (row)
  var normalized: [Float]  // (row, width)
  var queries: [Float]  // (row, head, headWidth)
  var keys: [Float]  // (row, keyValueHead, headWidth)
  var values: [Float]  // (row, keyValueHead, headWidth)
  var mixed: [Float]  // (row, head, headWidth)
  var gate: [Float]  // (row, hiddenWidth)
  var up: [Float]  // (row, hiddenWidth)
  var neurons: [Float]  // (row, hiddenWidth)
  var output: [Float]  // (row, width)

  init(rows: Int, _ config: Configuration) {
    func numbers(_ width: Int) -> [Float] { [Float](repeating: 0, count: rows * width) }
    residual = numbers(config.width)
    scale = numbers(1)
    normalized = numbers(config.width)
    queries = numbers(config.heads * config.headWidth)
    keys = numbers(config.keyValueHeads * config.headWidth)
    values = numbers(config.keyValueHeads * config.headWidth)
    mixed = numbers(config.heads * config.headWidth)
    gate = numbers(config.hiddenWidth)
    up = numbers(config.hiddenWidth)
    neurons = numbers(config.hiddenWidth)
    output = numbers(config.width)
  }
}

/// One forward pass of a Llama over the rows of one or more sequences.
///
/// The rows share every matrix product; attention keeps the sequences apart.
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
  private let rotation: Rotation

  /// Makes room for a number of rows at positions below `end`.
  init(_ model: Model, rows: Int, positions end: Int, taps: Taps) {
    self.model = model
    self.taps = taps
    activations = Activations(rows: rows, model.config)
    rotation = Rotation(positions: end, frequencies: model.rotaryFrequencies)
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

  /// Makes the edits of the embedding; call it once, when all sequences are there.
  mutating func embed() {
    taps.visit(.embed, &activations.residual, spans)
  }

  /// Computes one block: attention and MLP each read the normed residual stream and add to it.
  mutating func block(_ layer: Int) {
    let weights = model.weights.layers[layer]
    taps.visit(.residPre(layer), &activations.residual, spans)
    norm(weights.attentionNorm, .ln1Scale(layer), .ln1Normalized(layer))
    attend(layer, weights)
    taps.visit(.attnOut(layer), &activations.output, spans)
    workers.add(activations.output, to: &activations.residual, count: rows * config.width)
    taps.visit(.residMid(layer), &activations.residual, spans)
    norm(weights.mlpNorm, .ln2Scale(layer), .ln2Normalized(layer))
    neurons(layer, weights)
    taps.visit(.mlpOut(layer), &activations.output, spans)
    workers.add(activations.output, to: &activations.residual, count: rows * config.width)
    taps.visit(.residPost(layer), &activations.residual, spans)
  }

  /// Normalises the residual stream: x / sqrt(mean(x²) + epsilon) ⊙ weight.
  private mutating func norm(_ weight: [Float], _ scale: HookPoint, _ normalized: HookPoint) {
    workers.rootMeanSquare(
      of: activations.residual, rows: rows, width: config.width, epsilon: config.normEpsilon,
      into: &activations.scale)
    taps.visit(scale, &activations.scale, spans)
    workers.divide(
      activations.residual, by: activations.scale, rows: rows, width: config.width,
      into: &activations.normalized)
    taps.visit(normalized, &activations.normalized, spans)
    workers.multiply(&activations.normalized, byColumns: weight, rows: rows)
  }

  /// Computes what attention adds to the residual stream.
  private mutating func attend(_ layer: Int, _ weights: Weights.Layer) {
    let x = activations.normalized
    workers.multiply(x, by: weights.query, rows: rows, into: &activations.queries)
    workers.multiply(x, by: weights.key, rows: rows, into: &activations.keys)
    workers.multiply(x, by: weights.value, rows: rows, into: &activations.values)
    taps.visit(.q(layer), &activations.queries, spans)
    taps.visit(.k(layer), &activations.keys, spans)
    taps.visit(.v(layer), &activations.values, spans)
    workers.rotate(
      &activations.queries, by: rotation, positions: positions, heads: config.heads)
    workers.rotate(
      &activations.keys, by: rotation, positions: positions, heads: config.keyValueHeads)
    taps.visit(.rotQ(layer), &activations.queries, spans)
    taps.visit(.rotK(layer), &activations.keys, spans)
    mix(layer)
    if extendsCaches { extendCaches(layer) }
    taps.visit(.z(layer), &activations.mixed, spans)
    workers.multiply(
      activations.mixed, by: weights.output, rows: rows, into: &activations.output)
    if taps.isTapped(.result(layer)) { splitByHead(layer, weights.output) }
  }

  /// Mixes the values of earlier positions: z = softmax(q · k / sqrt(headWidth)) · v.
  private mutating func mix(_ layer: Int) {
    let inputs = AttentionInputs(
      queries: activations.queries, keys: activations.keys, values: activations.values,
      shape: config.attention)
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

  /// Computes what the MLP adds to the residual stream: down · (silu(gate · x) ⊙ (up · x)).
  private mutating func neurons(_ layer: Int, _ weights: Weights.Layer) {
    let x = activations.normalized
    workers.multiply(x, by: weights.gate, rows: rows, into: &activations.gate)
    workers.multiply(x, by: weights.up, rows: rows, into: &activations.up)
    taps.visit(.mlpPre(layer), &activations.gate, spans)
    taps.visit(.mlpPreLinear(layer), &activations.up, spans)
    workers.siluMultiply(
      gate: activations.gate, up: activations.up, count: rows * config.hiddenWidth,
      into: &activations.neurons)
    taps.visit(.mlpPost(layer), &activations.neurons, spans)
    workers.multiply(
      activations.neurons, by: weights.down, rows: rows, into: &activations.output)
  }

  /// Normalises the residual stream of all rows for the unembedding.
  mutating func finalNorm() {
    norm(model.weights.finalNorm, .finalNormScale, .finalNormalized)
  }

  /// The normed residual stream of some rows, one after the other.
  func normed(rows: [Int]) -> [Float] {
    rows.flatMap { activations.normalized[$0 * config.width..<($0 + 1) * config.width] }
  }

  /// The last row of each sequence.
  var lastRows: [Int] { spans.map { $0.rows.upperBound - 1 } }
}
