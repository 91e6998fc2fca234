import Tensors

extension Model {
  /// Reads residual streams as logits, each with its own final norm (the logit lens).
  ///
  /// - Parameters:
  ///   - residual: One or more rows: (row, width).
  ///   - tokens: The tokens wanted; `nil` for the whole vocabulary.
  /// - Returns: For each row the logits of the tokens, in their order.
  /// - Throws: `ModelError` where rows are incomplete or a token is not in the vocabulary.
  public func unembed(
    residual: [Float], tokens: [Int]? = nil
  ) throws(ModelError) -> [[Float]] {
    levelled(try unembedBeforeCap(residual: residual, tokens: tokens))
  }

  /// Reads residual streams as logits before they level off, in families where they do.
  ///
  /// - Parameters:
  ///   - residual: One or more rows: (row, width).
  ///   - tokens: The tokens wanted; `nil` for the whole vocabulary.
  /// - Returns: For each row what is linear in its normed stream, in the order of the tokens.
  /// - Throws: `ModelError` where rows are incomplete or a token is not in the vocabulary.
  public func unembedBeforeCap(
    residual: [Float], tokens: [Int]? = nil
  ) throws(ModelError) -> [[Float]] {
    guard residual.count % config.width == 0 else {
      throw .request(
        "the residual stream", "has \(residual.count) numbers",
        hint: "a row has \(config.width)")
    }
    if let tokens { try check(vocabulary: tokens) }
    let rows = residual.count / config.width
    return products(normalised(residual, by: weights.finalNorm, rows: rows), tokens)
  }

  /// Takes the norms of the final stream apart: what a logit difference is linear in.
  ///
  /// With the final norm's scale frozen, the difference of two logits, before they level off in
  /// families where they do, is `residual · direction / scale + constant`. Layer norms take the mean
  /// from the residual stream, which is the same as taking it from the direction.
  ///
  /// - Parameters:
  ///   - answer: The token whose logit counts.
  ///   - wrong: The token whose logit is taken away.
  /// - Returns: The direction: (width), and the constant.
  /// - Throws: `ModelError` where a token is not in the vocabulary.
  public func contrast(
    of answer: Int, and wrong: Int
  ) throws(ModelError) -> (direction: [Double], constant: Double) {
    let columns = zip(try unembedding(answer), try unembedding(wrong)).map {
      Double($0) - Double($1)
    }
    let norm = weights.finalNorm
    var direction = zip(norm.weight, columns).map { Double($0) * $1 }
    if config.design.norm == .layer {
      let mean = direction.reduce(0, +) / Double(direction.count)
      direction = direction.map { $0 - mean }
    }
    var constant = zip(norm.bias ?? [], columns).reduce(0) { $0 + Double($1.0) * $1.1 }
    if let bias = weights.unembedding.bias {
      constant += Double(bias[answer]) - Double(bias[wrong])
    }
    return (direction, constant)
  }

  /// The weight of the final norm: (width).
  public var finalNormWeight: [Float] { weights.finalNorm.weight }

  /// What is added to the sum of a block's heads, in families that have such a bias: (width).
  public func attentionBias(_ layer: Int) -> [Float]? { weights.blocks[layer].output.bias }

  /// The weight of the norm after attention, in families that have one: (width).
  public func attentionNormWeight(_ layer: Int) -> [Float]? {
    weights.blocks[layer].norm1Post?.weight
  }

  /// A token's column of W_U: what its logit is the product with, after the final norm.
  public func unembedding(_ token: Int) throws(ModelError) -> [Float] {
    try check(vocabulary: [token])
    return Array(weights.unembedding.weight[token])
  }

  /// A token's row of W_E, as it is stored: some families multiply it.
  public func embedding(_ token: Int) throws(ModelError) -> [Float] {
    try check(vocabulary: [token])
    return Array(weights.embedding[token])
  }

  /// Normalises rows: (row, width).
  private func normalised(_ rows: [Float], by norm: Weights.Norm, rows count: Int) -> [Float] {
    let width = config.width
    var scale = [Float](repeating: 0, count: count)
    var normed = rows
    if config.design.norm == .layer {
      workers.centre(rows, rows: count, width: width, into: &normed)
    }
    workers.rootMeanSquare(
      of: normed, rows: count, width: width, epsilon: config.normEpsilon, into: &scale)
    let centred = normed
    workers.divide(centred, by: scale, rows: count, width: width, into: &normed)
    workers.multiply(&normed, byColumns: norm.weight, rows: count)
    if let bias = norm.bias { workers.add(&normed, toColumns: bias, rows: count) }
    return normed
  }

  /// Computes logits from rows after the final norm.
  func unembed(normed: [Float], _ tokens: [Int]?) -> [[Float]] {
    levelled(products(normed, tokens))
  }

  /// Lets logits level off: cap · tanh(logit / cap), in families where they do.
  private func levelled(_ logits: [[Float]]) -> [[Float]] {
    guard let cap = config.logitCap else { return logits }
    return logits.map { row in
      var row = row
      workers.apply(&row, .softCap(cap), count: row.count)
      return row
    }
  }

  private func products(_ normed: [Float], _ tokens: [Int]?) -> [[Float]] {
    let rows = normed.count / config.width
    guard rows > 0 else { return [] }
    let linear = weights.unembedding
    let weight = tokens.map(linear.weight.selectingRows) ?? linear.weight
    var logits = [Float](repeating: 0, count: rows * weight.rows)
    workers.multiply(normed, by: weight, rows: rows, into: &logits)
    if let bias = linear.bias {
      workers.add(&logits, toColumns: tokens.map { $0.map { bias[$0] } } ?? bias, rows: rows)
    }
    return (0..<rows).map { Array(logits[$0 * weight.rows..<($0 + 1) * weight.rows]) }
  }

  /// Computes what each head adds to the residual stream.
  ///
  /// - Parameters:
  ///   - z: (row, head, headWidth).
  ///   - rows: How many rows to compute.
  ///   - weight: The block's output weight.
  /// - Returns: (row, head, width).
  func results(of z: [Float], rows: Int, _ weight: Matrix) -> [Float] {
    let (heads, headWidth, width) = (config.heads, config.headWidth, config.width)
    var results = [Float](repeating: 0, count: rows * heads * width)
    var product = [Float](repeating: 0, count: rows * width)
    for head in 0..<heads {
      let columns = head * headWidth..<(head + 1) * headWidth
      let own = Matrix(
        rows: rows, columns: heads * headWidth, values: Array(z.prefix(rows * heads * headWidth))
      )
      .selectingColumns(columns)
      workers.multiply(
        own.values, by: weight.selectingColumns(columns), rows: rows, into: &product)
      for row in 0..<rows {
        let start = (row * heads + head) * width
        results.replaceSubrange(
          start..<start + width, with: product[row * width..<(row + 1) * width])
      }
    }
    return results
  }
}
