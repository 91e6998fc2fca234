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
    var scale = [Float](repeating: 0, count: rows)
    workers.rootMeanSquare(
      of: residual, rows: rows, width: config.width, epsilon: config.normEpsilon, into: &scale)
    var normed = [Float](repeating: 0, count: residual.count)
    workers.divide(residual, by: scale, rows: rows, width: config.width, into: &normed)
    workers.multiply(&normed, byColumns: weights.finalNorm, rows: rows)
    return unembed(normed: normed, tokens)
  }

  /// A token's column of W_U: what its logit is the product with, after the final norm.
  public func unembedding(_ token: Int) throws(ModelError) -> [Float] {
    try check(vocabulary: [token])
    return Array(weights.unembedding[token])
  }

  /// A token's row of W_E.
  public func embedding(_ token: Int) throws(ModelError) -> [Float] {
    try check(vocabulary: [token])
    return Array(weights.embedding[token])
  }

  /// The weight of the final norm: (width).
  public var finalNormWeight: [Float] { weights.finalNorm }

  /// Computes logits from rows after the final norm.
  func unembed(normed: [Float], _ tokens: [Int]?) -> [[Float]] {
    let rows = normed.count / config.width
    guard rows > 0 else { return [] }
    let weight = tokens.map(weights.unembedding.selectingRows) ?? weights.unembedding
    var logits = [Float](repeating: 0, count: rows * weight.rows)
    workers.multiply(normed, by: weight, rows: rows, into: &logits)
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
