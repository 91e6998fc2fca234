import Foundation
import Tensors
import Testing

/// Attention against the plain formula in double precision; tolerance 1e-5.
struct AttentionTests {
  /// Rows of a sequence and positions before them.
  struct Sequence: Sendable {
    let prefix: Int
    let rows: Int
  }

  private let shape = AttentionShape(heads: 4, keyValueHeads: 2, headWidth: 6, scale: 0.7)
  private var queryWidth: Int { shape.heads * shape.headWidth }
  private var keyWidth: Int { shape.keyValueHeads * shape.headWidth }

  /// One sequence; one long enough for several tiles and for matrix products; several of each kind.
  static let cases: [[Sequence]] = [
    [.init(prefix: 0, rows: 1)],
    [.init(prefix: 0, rows: 9)],
    [.init(prefix: 0, rows: 150)],
    [.init(prefix: 100, rows: 70)],
    [.init(prefix: 3, rows: 2), .init(prefix: 0, rows: 5), .init(prefix: 40, rows: 1)],
  ]

  private func inputs(_ rows: Int) -> (queries: [Float], keys: [Float], values: [Float]) {
    (
      numbers(rows * queryWidth, seed: 1).map { $0 * 3 },
      numbers(rows * keyWidth, seed: 2).map { $0 * 3 }, numbers(rows * keyWidth, seed: 3)
    )
  }

  private func spans(_ sequences: [Sequence]) -> [AttentionSpan] {
    var start = 0
    return sequences.map { sequence in
      defer { start += sequence.rows }
      // The cache may hold more positions than are attended to.
      let count = (sequence.prefix + 2) * keyWidth
      let prefix = AttentionSpan.Prefix(
        keys: numbers(count, seed: 4).map { $0 * 3 }, values: numbers(count, seed: 5),
        length: sequence.prefix)
      return AttentionSpan(rows: start..<start + sequence.rows, prefix: prefix)
    }
  }

  /// The pattern of one query, by the formula.
  private func pattern(
    _ query: ArraySlice<Float>, keys: [ArraySlice<Float>]
  ) -> [Double] {
    let scores = keys.map { key in
      zip(query, key).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } * Double(shape.scale)
    }
    let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  private func head(_ numbers: [Float], _ row: Int, _ head: Int, heads: Int) -> ArraySlice<Float> {
    let start = (row * heads + head) * shape.headWidth
    return numbers[start..<start + shape.headWidth]
  }

  @Test(arguments: cases)
  func attends(sequences: [Sequence]) {
    let rows = sequences.reduce(0) { $0 + $1.rows }
    let (queries, keys, values) = inputs(rows)
    let spans = spans(sequences)
    var expected: [Float] = []
    for (span, sequence) in zip(spans, sequences) {
      let count = (sequence.prefix + 2) * keyWidth
      let earlierKeys = numbers(count, seed: 4).map { $0 * 3 }
      let earlierValues = numbers(count, seed: 5)
      for row in span.rows {
        for index in 0..<shape.heads {
          let group = index / 2
          let before = 0..<sequence.prefix
          let own = span.rows.lowerBound...row
          let seen =
            before.map { head(earlierKeys, $0, group, heads: 2) }
            + own.map { head(keys, $0, group, heads: 2) }
          let mixed =
            before.map { head(earlierValues, $0, group, heads: 2) }
            + own.map { head(values, $0, group, heads: 2) }
          let weights = pattern(head(queries, row, index, heads: 4), keys: seen)
          expected += (0..<shape.headWidth).map { place in
            Float(zip(weights, mixed).reduce(0) { $0 + $1.0 * Double($1.1[offset: place]) })
          }
        }
      }
    }
    let gathered = AttentionInputs(queries: queries, keys: keys, values: values, shape: shape)
    for count in [1, 3] {
      var z = [Float](repeating: .nan, count: rows * queryWidth)
      Workers(count).attend(gathered, spans: spans, into: &z)
      #expect(relativeError(z, expected) < 1e-5)
      checkStages(gathered, spans, z, Workers(count))
    }
  }

  /// Scores, softmax and mixing one after the other give the same bits.
  private func checkStages(
    _ inputs: AttentionInputs, _ spans: [AttentionSpan], _ z: [Float], _ workers: Workers
  ) {
    var pattern = workers.attentionScores(inputs, spans: spans)
    workers.softmax(&pattern, spans: spans, heads: shape.heads)
    var start = 0
    for span in spans {
      for row in 0..<shape.heads * span.rows.count {
        let visible = span.prefix.length + row % span.rows.count + 1
        let weights = pattern[start..<start + span.keyCount]
        #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
        #expect(weights.dropFirst(visible).allSatisfy { $0 == 0 })
        start += span.keyCount
      }
    }
    var mixed = [Float](repeating: .nan, count: z.count)
    workers.mix(pattern, inputs, spans: spans, into: &mixed)
    #expect(mixed == z)
  }

  @Test func turnsExtremeScoresIntoPatterns() {
    let spans = [AttentionSpan(rows: 0..<4)]
    var scores: [Float] = [
      1e30, -1e30, 0, -.infinity,
      -.infinity, -.infinity, -.infinity, -.infinity,
      -.infinity, 5, -.infinity, 5,
      -200, -200, -200, -200,
    ]
    Workers(1).softmax(&scores, spans: spans, heads: 1)
    let expected: [Float] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0, 0.5, 0.25, 0.25, 0.25, 0.25]
    // What is 87 below the largest score gets as good as nothing.
    #expect(zip(scores, expected).allSatisfy { abs($0 - $1) < 1e-37 })
  }
}

extension ArraySlice {
  fileprivate subscript(offset offset: Int) -> Element { self[startIndex + offset] }
}
