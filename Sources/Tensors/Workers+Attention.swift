import CBLAS
import CKernels

/// Causal attention over several sequences at once.
extension Workers {
  /// Computes the attention of every head without keeping its patterns.
  ///
  /// - Parameters:
  ///   - inputs: Queries, keys and values of all rows.
  ///   - spans: The sequences; their rows must not overlap.
  ///   - z: (row, head, headWidth); the spans' rows are overwritten.
  public func attend(_ inputs: AttentionInputs, spans: [AttentionSpan], into z: inout [Float]) {
    let tiles = Tile.all(of: spans, heads: inputs.shape.heads)
    withAttention(inputs, spans, &z) { attention, z in
      share(tiles.count) { index in
        let tile = tiles[index]
        let columns = spans[tile.span].prefix.length + tile.queries.upperBound
        withUnsafeTemporaryAllocation(of: Float.self, capacity: tile.queries.count * columns) {
          guard let scores = $0.baseAddress else { return }
          attention.score(tile, into: scores, columns: columns)
          kernel_softmax(scores, tile.queries.count, columns, columns)
          attention.mix(tile, pattern: scores, stride: columns, into: z)
        }
      }
    }
  }

  /// Computes the scaled and masked scores: minus infinity where a query may not look.
  ///
  /// - Parameters:
  ///   - inputs: Queries, keys and values of all rows.
  ///   - spans: The sequences.
  /// - Returns: For each span in turn (head, query, key).
  public func attentionScores(_ inputs: AttentionInputs, spans: [AttentionSpan]) -> [Float] {
    let offsets = spans.offsets(heads: inputs.shape.heads)
    var scores = [Float](repeating: -.infinity, count: offsets.last ?? 0)
    let tiles = Tile.all(of: spans, heads: inputs.shape.heads)
    withAttention(inputs, spans, &scores) { attention, scores in
      share(tiles.count) { index in
        let tile = tiles[index]
        let span = spans[tile.span]
        let start = scores + offsets[tile.span] + tile.firstRow(in: span) * span.keyCount
        attention.score(tile, into: start, columns: span.keyCount)
      }
    }
    return scores
  }

  /// Turns scores into patterns: the softmax of every query's scores, in place.
  ///
  /// - Parameters:
  ///   - scores: For each span in turn (head, query, key).
  ///   - spans: The sequences.
  ///   - heads: The number of query heads.
  public func softmax(_ scores: inout [Float], spans: [AttentionSpan], heads: Int) {
    let offsets = spans.offsets(heads: heads)
    precondition(scores.count == offsets.last ?? 0, "wrong number of scores")
    scores.withUnsafeMutableBufferPointer { scores in
      guard let scores = scores.baseAddress else { return }
      share(spans.count) { index in
        let span = spans[index]
        kernel_softmax(
          scores + offsets[index], heads * span.rows.count, span.keyCount, span.keyCount)
      }
    }
  }

  /// Adds up the values by the patterns: z = pattern · v.
  ///
  /// - Parameters:
  ///   - pattern: For each span in turn (head, query, key).
  ///   - inputs: The values of all rows; queries and keys are not read.
  ///   - spans: The sequences.
  ///   - z: (row, head, headWidth); the spans' rows are overwritten.
  public func mix(
    _ pattern: [Float], _ inputs: AttentionInputs, spans: [AttentionSpan], into z: inout [Float]
  ) {
    let offsets = spans.offsets(heads: inputs.shape.heads)
    precondition(pattern.count == offsets.last ?? 0, "wrong number of patterns")
    let tiles = Tile.all(of: spans, heads: inputs.shape.heads)
    pattern.withUnsafeBufferPointer { pattern in
      withAttention(inputs, spans, &z) { attention, z in
        guard let pattern = pattern.baseAddress else { return }
        share(tiles.count) { index in
          let tile = tiles[index]
          let span = spans[tile.span]
          let start = pattern + offsets[tile.span] + tile.firstRow(in: span) * span.keyCount
          attention.mix(tile, pattern: start, stride: span.keyCount, into: z)
        }
      }
    }
  }

  private func withAttention(
    _ inputs: AttentionInputs, _ spans: [AttentionSpan], _ output: inout [Float],
    _ body: (Attention, UnsafeMutablePointer<Float>) -> Void
  ) {
    let shape = inputs.shape
    let rows = spans.map(\.rows.upperBound).max() ?? 0
    let keyWidth = shape.keyValueHeads * shape.headWidth
    precondition(
      inputs.queries.count >= rows * shape.heads * shape.headWidth
        && inputs.keys.count >= rows * keyWidth && inputs.values.count >= rows * keyWidth,
      "buffer too small")
    precondition(
      spans.allSatisfy {
        $0.prefix.keys.count >= $0.prefix.length * keyWidth
          && $0.prefix.values.count >= $0.prefix.length * keyWidth
      }, "prefix too short")
    open(inputs.queries, inputs.keys, &output) { queries, keys, output in
      inputs.values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        body(
          Attention(spans: spans, queries: queries, keys: keys, values: values, shape: shape),
          output)
      }
    }
  }
}

/// Some neighbouring queries of one head of one sequence.
private struct Tile {
  let span: Int
  let head: Int
  let queries: Range<Int>  // counted from the first row of the span

  /// Queries share a tile while the keys that only the last of them sees stay few.
  static func all(of spans: [AttentionSpan], heads: Int) -> [Tile] {
    let most = 64
    return spans.indices.flatMap { span in
      stride(from: 0, to: spans[span].rows.count, by: most).flatMap { first in
        (0..<heads).map { head in
          Tile(
            span: span, head: head, queries: first..<min(first + most, spans[span].rows.count))
        }
      }
    }
  }

  /// The row of this tile's first query in the span's scores.
  func firstRow(in span: AttentionSpan) -> Int { head * span.rows.count + queries.lowerBound }
}

extension [AttentionSpan] {
  /// Where each span's scores start, and after the last where they end.
  fileprivate func offsets(heads: Int) -> [Int] {
    reduce(into: [0]) { offsets, span in
      offsets.append((offsets.last ?? 0) + heads * span.rows.count * span.keyCount)
    }
  }
}

/// The work on one tile.
private struct Attention {
  let spans: [AttentionSpan]
  let queries, keys, values: UnsafePointer<Float>
  let shape: AttentionShape

  private var queryStride: Int { shape.heads * shape.headWidth }
  private var keyStride: Int { shape.keyValueHeads * shape.headWidth }

  /// The offset of a head's keys and values in a row.
  private func keyOffset(_ head: Int) -> Int {
    head / (shape.heads / shape.keyValueHeads) * shape.headWidth
  }

  /// Computes the scores of a tile for all keys that its last query sees, and masks what a query
  /// does not see; a row has `columns` scores.
  func score(_ tile: Tile, into scores: UnsafeMutablePointer<Float>, columns: Int) {
    multiply(tile, into: scores, stride: columns)
    let visible = spans[tile.span].prefix.length + tile.queries.lowerBound + 1
    if let cap = shape.scoreCap {
      for query in 0..<tile.queries.count {
        kernel_soft_cap(scores + query * columns, cap, min(columns, visible + query))
      }
    }
    kernel_mask_causal(scores, tile.queries.count, columns, columns, visible)
    if let window = shape.window {
      kernel_mask_window(scores, tile.queries.count, columns, columns, visible - window)
    }
  }

  private func multiply(_ tile: Tile, into scores: UnsafeMutablePointer<Float>, stride: Int) {
    let span = spans[tile.span]
    let row = span.rows.lowerBound + tile.queries.lowerBound
    let q = queries + row * queryStride + tile.head * shape.headWidth
    let offset = keyOffset(tile.head)
    span.prefix.keys.withUnsafeBufferPointer {
      guard let k = $0.baseAddress else { return }
      dot(q, k + offset, tile.queries.count, span.prefix.length, scores, stride)
    }
    dot(
      q, keys + span.rows.lowerBound * keyStride + offset, tile.queries.count,
      tile.queries.upperBound, scores + span.prefix.length, stride)
  }

  /// Adds up the values of all keys that the tile's last query sees.
  func mix(
    _ tile: Tile, pattern: UnsafePointer<Float>, stride: Int, into z: UnsafeMutablePointer<Float>
  ) {
    let span = spans[tile.span]
    let row = span.rows.lowerBound + tile.queries.lowerBound
    let target = z + row * queryStride + tile.head * shape.headWidth
    for query in 0..<tile.queries.count {
      (target + query * queryStride).update(repeating: 0, count: shape.headWidth)
    }
    let offset = keyOffset(tile.head)
    span.prefix.values.withUnsafeBufferPointer {
      guard let v = $0.baseAddress else { return }
      addUp(pattern, v + offset, tile.queries.count, span.prefix.length, target, stride)
    }
    addUp(
      pattern + span.prefix.length, values + span.rows.lowerBound * keyStride + offset,
      tile.queries.count, tile.queries.upperBound, target, stride)
  }

  private func dot(
    _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ queries: Int, _ keys: Int,
    _ scores: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    if queries * keys < smallTile {
      kernel_dot_rows(
        scores, stride, q, queryStride, k, keyStride, queries, keys, shape.headWidth, shape.scale)
    } else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(queries), Int32(keys),
        Int32(shape.headWidth), shape.scale, q, Int32(queryStride), k, Int32(keyStride), 0, scores,
        Int32(stride))
    }
  }

  private func addUp(
    _ pattern: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ queries: Int, _ keys: Int,
    _ z: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    if queries * keys < smallTile {
      kernel_mix_rows(
        z, queryStride, pattern, stride, v, keyStride, queries, keys, shape.headWidth)
    } else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(queries), Int32(shape.headWidth),
        Int32(keys), 1, pattern, Int32(stride), v, Int32(keyStride), 1, z, Int32(queryStride))
    }
  }
}

/// Below this many scores a plain loop beats the start-up of a matrix product.
private let smallTile = 256
