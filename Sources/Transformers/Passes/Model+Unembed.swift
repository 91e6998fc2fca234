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
    guard residual.count % config.width == 0 else {
      throw .request(
        "the residual stream", "has \(residual.count) numbers",
        hint: "a row has \(config.width)")
    }
    if let tokens { try check(vocabulary: tokens) }
    let rows = residual.count / config.width
    let normed = normalised(residual, by: weights.finalNorm, rows: rows)
    return unembed(normed: normed, tokens)
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

  /// The weight of the final norm: (width).
  public var finalNormWeight: [Float] { weights.finalNorm.weight }

  /// What the final norm adds after its weight: (width); zeros where it adds nothing.
  public var finalNormBias: [Float] {
    weights.finalNorm.bias ?? Array(repeating: 0, count: config.width)
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
    let rows = normed.count / config.width
    guard rows > 0 else { return [] }
    let linear = weights.unembedding
    let weight = tokens.map(linear.weight.selectingRows) ?? linear.weight
    var logits = [Float](repeating: 0, count: rows * weight.rows)
    workers.multiply(normed, by: weight, rows: rows, into: &logits)
    if let bias = linear.bias {
      workers.add(&logits, toColumns: tokens.map { $0.map { bias[$0] } } ?? bias, rows: rows)
    }
    if let cap = config.logitCap {
      workers.apply(&logits, .softCap(cap), count: logits.count)
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
