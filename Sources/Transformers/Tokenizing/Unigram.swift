/// The unigram model: of all ways to write a piece with tokens, the likeliest.
struct Unigram: Sendable {
  private let scores: [Double]  // (token): the logarithm of its probability
  private var steps: NumberTable  // (node, byte) → node
  private var ends: [Int32] = [-1]  // (node): which token ends there, -1 for none
  private let fallbacks: [Int32]?
  private let unknown: Int
  private let unknownScore: Double

  /// Makes the model of a vocabulary.
  ///
  /// - Parameters:
  ///   - vocabulary: The tokens.
  ///   - scores: The logarithm of each token's probability.
  ///   - count: How many tokens are the model's own; others were added.
  ///   - unknown: The token for characters that no other token stands for.
  ///   - fallsBack: Whether the tokens of bytes stand for such characters.
  init(_ vocabulary: Vocabulary, scores: [Double], count: Int, unknown: Int, fallsBack: Bool) {
    self.scores = scores
    self.unknown = unknown
    fallbacks = fallsBack && vocabulary.coversAllBytes ? vocabulary.fallbacks : nil
    // The reference's penalty.
    unknownScore = (scores.prefix(count).min() ?? 0) - 10
    steps = NumberTable(room: 4 * vocabulary.count)
    for token in 0..<count {
      switch vocabulary.kind(of: token) {
      case .normal, .userDefined, .unused: add(vocabulary[token], token)
      default: break
      }
    }
  }

  private mutating func add(_ text: ArraySlice<UInt8>, _ token: Int) {
    guard !text.isEmpty else { return }
    var node: UInt64 = 0
    for byte in text {
      if let next = steps[node << 8 | UInt64(byte)] {
        node = next
      } else {
        steps.set(node << 8 | UInt64(byte), UInt64(ends.count))
        node = UInt64(ends.count)
        ends.append(-1)
      }
    }
    ends[Int(node)] = Int32(truncatingIfNeeded: token)
  }

  /// The best way to reach a place of a piece.
  fileprivate struct Arrival {
    var score = -Double.infinity
    var start = -1
    var token: Int32 = -1
  }

  /// Adds the tokens of a piece.
  func encode(_ text: [UInt8], _ piece: Range<Int>, to tokens: inout [Int]) {
    let arrivals = arrivals(text, piece)
    var steps: [(range: Range<Int>, token: Int)] = []
    var end = piece.count
    while end > 0 {
      let arrival = arrivals[end]
      steps.append((arrival.start..<end, Int(arrival.token)))
      end = arrival.start
    }
    var isUnknown = false
    for step in steps.reversed() {
      if step.token != unknown {
        tokens.append(step.token)
      } else if let fallbacks {
        let start = piece.lowerBound + step.range.lowerBound
        for byte in text[start..<start + step.range.count] {
          tokens.append(Int(fallbacks[Int(byte)]))
        }
      } else if !isUnknown {
        tokens.append(unknown)
      }
      isUnknown = step.token == unknown
    }
  }

  /// The best ways to reach every place of a piece and its end.
  private func arrivals(_ text: [UInt8], _ piece: Range<Int>) -> [Arrival] {
    var arrivals = [Arrival](repeating: Arrival(), count: piece.count + 1)
    arrivals[0].score = 0
    var start = 0
    while start < piece.count {
      let place = piece.lowerBound + start
      let next = UTF8Text.scalar(at: place, in: text, before: piece.upperBound).next
      let isCovered = reach(from: start, next - place, text, piece, &arrivals)
      if !isCovered {
        let score = arrivals[start].score + unknownScore
        arrivals[start + next - place].improve(score, start, Int32(truncatingIfNeeded: unknown))
      }
      start += next - place
    }
    return arrivals
  }

  /// Tries every token that begins at a place; whether one is just the character there.
  private func reach(
    from start: Int, _ length: Int, _ text: [UInt8], _ piece: Range<Int>,
    _ arrivals: inout [Arrival]
  ) -> Bool {
    var isCovered = false
    var node: UInt64 = 0
    for place in piece.lowerBound + start..<piece.upperBound {
      guard let next = steps[node << 8 | UInt64(text[place])] else { break }
      node = next
      let token = ends[Int(node)]
      guard token >= 0 else { continue }
      let end = place + 1 - piece.lowerBound
      arrivals[end].improve(arrivals[start].score + scores[Int(token)], start, token)
      if end - start == length { isCovered = true }
    }
    return isCovered
  }
}

extension Unigram.Arrival {
  fileprivate mutating func improve(_ score: Double, _ start: Int, _ token: Int32) {
    if self.start < 0 || score > self.score {
      self = Unigram.Arrival(score: score, start: start, token: token)
    }
  }
}
