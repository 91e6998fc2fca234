import Tensors

extension BackwardPass {
  /// Passes attention.
  ///
  /// - Returns: The gradient of the stream that attention reads: (row, width).
  mutating func attention(_ layer: Int, _ output: [Float], _ tape: Tape) -> [Float] {
    let weights = model.weights.blocks[layer]
    var gradient = output
    visit(.attnOut(layer), &gradient)
    gradient = pull(
      gradient, through: weights.norm1Post, .ln1PostScale(layer), .ln1PostNormalized(layer), tape)
    var mixed = pullHeads(gradient, layer, weights.output)
    visit(.z(layer), &mixed)
    let (products, values) = pullMix(mixed, layer, tape)
    var (queries, keys) = pullProducts(products, layer, tape)
    turnBack(&queries, &keys, layer)
    queries = pull(
      queries, through: weights.queryNorm, .qNormScale(layer), .qNormNormalized(layer), tape)
    keys = pull(
      keys, through: weights.keyNorm, .kNormScale(layer), .kNormNormalized(layer), tape)
    visit(.q(layer), &queries)
    visit(.k(layer), &keys)
    var normalized = pull(values, through: weights.value)
    pull(queries, through: weights.query, addingTo: &normalized)
    pull(keys, through: weights.key, addingTo: &normalized)
    return pull(
      normalized, through: weights.norm1, .ln1Scale(layer), .ln1Normalized(layer), tape)
  }

  /// Passes the heads' sum: output = Σ result, result = z W_Oᵀ of each head.
  ///
  /// Every head's result has the gradient of the sum, unless edits stop some.
  private mutating func pullHeads(
    _ output: [Float], _ layer: Int, _ linear: Weights.Linear
  ) -> [Float] {
    let hook = HookPoint.result(layer)
    guard isTapped(hook) else { return pull(output, through: linear) }
    let (heads, width, headWidth) = (config.heads, config.width, config.headWidth)
    var results: [Float] = []  // (row, head, width)
    for row in 0..<rows {
      for _ in 0..<heads { results += output[row * width..<(row + 1) * width] }
    }
    visit(hook, &results)
    guard isEdited(hook) else { return pull(output, through: linear) }
    var mixed = [Float](repeating: 0, count: rows * heads * headWidth)
    for head in 0..<heads {
      var own: [Float] = []  // (row, width)
      for row in 0..<rows {
        let start = (row * heads + head) * width
        own += results[start..<start + width]
      }
      let columns = linear.weight.selectingColumns(head * headWidth..<(head + 1) * headWidth)
      let product = pull(own, through: Weights.Linear(weight: columns, bias: nil))
      for row in 0..<rows {
        let start = (row * heads + head) * headWidth
        mixed.replaceSubrange(
          start..<start + headWidth, with: product[row * headWidth..<(row + 1) * headWidth])
      }
    }
    return mixed
  }

  /// Passes z = pattern · v, pattern = softmax(scores): dv = patternᵀ · dz, dpattern = dz · v.
  ///
  /// - Returns: The gradients of products before they level off: (head, query, key), and of values.
  private mutating func pullMix(
    _ mixed: [Float], _ layer: Int, _ tape: Tape
  ) -> (products: [Float], values: [Float]) {
    let shape = config.attention(layer)
    let span = AttentionSpan(rows: 0..<rows)
    let scores = workers.attentionScores(inputs(layer, tape), spans: [span])
    var softmax = isEdited(.attnScores(layer)) ? tape.after(.attnScores(layer)) : scores
    workers.softmax(&softmax, spans: [span], heads: config.heads)
    let pattern = isEdited(.pattern(layer)) ? tape.after(.pattern(layer)) : softmax
    var values = workers.sumOverQueries(pattern, mixed, shape, rows: rows)
    visit(.v(layer), &values)
    var gradient = workers.products(mixed, tape.after(.v(layer)), shape, rows: rows)
    visit(.pattern(layer), &gradient)
    if detached.contains(.attentionPattern) {
      gradient = [Float](repeating: 0, count: gradient.count)
    } else {
      workers.softmaxGradient(&gradient, of: softmax, keys: rows)
    }
    visit(.attnScores(layer), &gradient)
    if let cap = shape.scoreCap {
      var slopes = scores
      workers.apply(&slopes, .softCapSlope(cap), count: slopes.count)
      workers.multiply(&gradient, with: slopes, count: slopes.count)
    }
    return (gradient, values)
  }

  /// What attention computed its scores and its mix from.
  private func inputs(_ layer: Int, _ tape: Tape) -> AttentionInputs {
    AttentionInputs(
      queries: tape.after(HookPoint(config.turnedQueries, layer)),
      keys: tape.after(HookPoint(config.turnedKeys, layer)), values: tape.after(.v(layer)),
      shape: config.attention(layer))
  }

  /// Passes products = scale q · k: dq = scale dproducts · k, dk = scale dproductsᵀ · q.
  private func pullProducts(
    _ gradient: [Float], _ layer: Int, _ tape: Tape
  ) -> (queries: [Float], keys: [Float]) {
    let shape = config.attention(layer)
    let (q, k) = (
      tape.after(HookPoint(config.turnedQueries, layer)),
      tape.after(HookPoint(config.turnedKeys, layer))
    )
    var queries = q
    workers.mix(
      gradient, AttentionInputs(queries: q, keys: k, values: k, shape: shape),
      spans: [AttentionSpan(rows: 0..<rows)], into: &queries)
    var keys = workers.sumOverQueries(gradient, q, shape, rows: rows)
    workers.apply(&queries, .scale(shape.scale), count: queries.count)
    workers.apply(&keys, .scale(shape.scale), count: keys.count)
    return (queries, keys)
  }

  /// Passes the rotation, whose transpose turns back, unless positions are learned.
  private mutating func turnBack(_ queries: inout [Float], _ keys: inout [Float], _ layer: Int) {
    guard !config.design.learnsPositions else { return }
    visit(.rotQ(layer), &queries)
    visit(.rotK(layer), &keys)
    let rotation = rotations[config.blocks[layer].rotary]
    let positions = (0..<Int32(rows)).map { $0 }
    workers.rotate(
      &queries, by: rotation, positions: positions, heads: config.heads,
      headWidth: config.headWidth)
    workers.rotate(
      &keys, by: rotation, positions: positions, heads: config.keyValueHeads,
      headWidth: config.headWidth)
  }
}
