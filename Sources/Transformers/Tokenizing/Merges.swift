/// Byte-pair encoding: which neighbouring tokens become one, and in which order.
struct Merges: Sendable {
  private struct Merge {
    let rank: Int
    let token: Int
  }

  /// Two neighbouring tokens.
  private struct Pair: Hashable {
    let left: Int
    let right: Int
  }

  private let merges: [Pair: Merge]

  /// Reads the merges of a file: two tokens with a space between, the first merge first.
  init(_ file: GGUF, _ vocabulary: Vocabulary) throws(ModelError) {
    var tokens: [ArraySlice<UInt8>: Int] = [:]
    tokens.reserveCapacity(vocabulary.count)
    for token in 0..<vocabulary.count { tokens[vocabulary[token]] = token }
    var merges: [Pair: Merge] = [:]
    let texts = try file.texts("tokenizer.ggml.merges")
    merges.reserveCapacity(texts.count)
    for (rank, range) in texts.enumerated() {
      let text = file.bytes(range)
      guard let space = text.firstIndex(of: UInt8(ascii: " ")) else {
        throw .malformed("merge \(rank)", "is not two tokens", at: range.lowerBound)
      }
      let left = ByteAlphabet.bytes(of: text[..<space])
      let right = ByteAlphabet.bytes(of: text[(space + 1)...])
      guard let first = tokens[left[...]], let second = tokens[right[...]],
        let whole = tokens[(left + right)[...]]
      else {
        throw .malformed("merge \(rank)", "is not of known tokens", at: range.lowerBound)
      }
      merges[Pair(left: first, right: second)] = Merge(rank: rank, token: whole)
    }
    self.merges = merges
  }

  /// Merges neighbours, the lowest rank first and of equal ones the leftmost, until none is left.
  ///
  /// Neighbours form a linked list and possible merges a heap, so that the time grows as n log n.
  func merge(_ tokens: [Int]) -> [Int] {
    guard tokens.count > 1 else { return tokens }
    var list = LinkedTokens(tokens)
    var heap = Heap()
    for place in 0..<tokens.count - 1 { push(place, list, &heap) }
    while let (rank, place) = heap.pop() {
      // What was possible when it was pushed may be gone.
      guard let pair = pair(at: place, list), let merge = merges[pair], merge.rank == rank else {
        continue
      }
      list.mergeWithNext(place, into: merge.token)
      push(place, list, &heap)
      if let previous = list.previous(place) { push(previous, list, &heap) }
    }
    return list.remaining
  }

  private func pair(at place: Int, _ list: LinkedTokens) -> Pair? {
    guard let left = list.token(place), let next = list.next(place), let right = list.token(next)
    else { return nil }
    return Pair(left: left, right: right)
  }

  private func push(_ place: Int, _ list: LinkedTokens, _ heap: inout Heap) {
    guard let pair = pair(at: place, list), let merge = merges[pair] else { return }
    heap.push(rank: merge.rank, place: place)
  }
}

/// Tokens that know their neighbours; a place stays what it was when others are merged.
private struct LinkedTokens {
  private var tokens: [Int]  // -1 where a token was merged into the one before
  private var nexts: [Int]  // tokens.count after the last
  private var previouses: [Int]  // -1 before the first

  init(_ tokens: [Int]) {
    self.tokens = tokens
    nexts = Array(1...tokens.count)
    previouses = Array(-1..<tokens.count - 1)
  }

  func token(_ place: Int) -> Int? { tokens[place] < 0 ? nil : tokens[place] }

  func next(_ place: Int) -> Int? { nexts[place] < tokens.count ? nexts[place] : nil }

  func previous(_ place: Int) -> Int? { previouses[place] < 0 ? nil : previouses[place] }

  mutating func mergeWithNext(_ place: Int, into token: Int) {
    let gone = nexts[place]
    tokens[place] = token
    tokens[gone] = -1
    nexts[place] = nexts[gone]
    if nexts[gone] < tokens.count { previouses[nexts[gone]] = place }
  }

  var remaining: [Int] { tokens.filter { $0 >= 0 } }
}

/// A binary heap of possible merges, the least rank and then the leftmost place on top.
private struct Heap {
  private var entries: [(rank: Int, place: Int)] = []

  mutating func push(rank: Int, place: Int) {
    entries.append((rank, place))
    var child = entries.count - 1
    while child > 0, entries[child] < entries[(child - 1) / 2] {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (rank: Int, place: Int)? {
    guard let top = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return top }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child] < entries[least] { least = child }
      }
      if least == parent { return top }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
