/// Byte-pair encoding: which neighbouring tokens become one, and in which order.
struct Merges: Sendable {
  private var table: NumberTable  // two tokens → rank and token
  private static let none = UInt64.max
  /// Up to so many tokens, looking at all of them again is faster than keeping order.
  private static let few = 48

  /// Makes no merges, with room for a number of them.
  init(room: Int) { table = NumberTable(room: room) }

  /// Adds a merge; a pair that is there already gets the new rank.
  mutating func add(_ left: Int, _ right: Int, rank: Int, into token: Int) {
    table.set(
      Self.key(Int32(truncatingIfNeeded: left), Int32(truncatingIfNeeded: right)),
      UInt64(rank) << 32 | UInt64(token))
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The rank of a merge in the upper half and its token in the lower; all ones where there is none.
  private func merge(_ left: Int32, _ right: Int32) -> UInt64 {
    table[Self.key(left, right)] ?? Self.none
  }

  /// Merges neighbours, the lowest rank first and of equal ones the leftmost, until none is left.
  ///
  /// The time grows as n log n.
  func merge(_ tokens: inout [Int32]) {
    guard tokens.count > 1 else { return }
    if tokens.count <= Self.few { mergeFew(&tokens) } else { mergeMany(&tokens) }
  }

  private func mergeFew(_ tokens: inout [Int32]) {
    var merges: [UInt64] = []  // of each token with the next
    merges.reserveCapacity(tokens.count)
    for place in 1..<tokens.count { merges.append(merge(tokens[place - 1], tokens[place])) }
    while true {
      var best = Self.none
      var place = -1
      for (index, merge) in merges.enumerated() where merge >> 32 < best >> 32 {
        (best, place) = (merge, index)
      }
      guard place >= 0 else { return }
      tokens[place] = Int32(truncatingIfNeeded: best)
      tokens.remove(at: place + 1)
      merges.remove(at: place)
      if place > 0 { merges[place - 1] = merge(tokens[place - 1], tokens[place]) }
      if place < merges.count { merges[place] = merge(tokens[place], tokens[place + 1]) }
    }
  }

  /// Neighbours form a linked list and possible merges a heap.
  private func mergeMany(_ tokens: inout [Int32]) {
    var list = LinkedTokens(tokens)
    var heap = Heap(room: tokens.count)
    for place in 0..<tokens.count - 1 { push(place, list, &heap) }
    while let (rank, place) = heap.pop() {
      // What was possible when it was pushed may be gone.
      let merge = merge(at: place, list)
      guard merge != Self.none, merge >> 32 == rank else { continue }
      list.mergeWithNext(place, into: Int32(truncatingIfNeeded: merge))
      push(place, list, &heap)
      if let previous = list.previous(place) { push(previous, list, &heap) }
    }
    tokens = list.remaining
  }

  private func merge(at place: Int, _ list: LinkedTokens) -> UInt64 {
    guard let left = list.token(place), let next = list.next(place), let right = list.token(next)
    else { return Self.none }
    return merge(left, right)
  }

  private func push(_ place: Int, _ list: LinkedTokens, _ heap: inout Heap) {
    let merge = merge(at: place, list)
    if merge != Self.none { heap.push(rank: merge >> 32, place: place) }
  }
}

/// Tokens that know their neighbours; a place stays what it was when others are merged.
private struct LinkedTokens {
  private var tokens: [Int32]
  private var nexts: [Int32]  // tokens.count after the last, -1 where merged into the one before
  private var previouses: [Int32]  // -1 before the first

  init(_ tokens: [Int32]) {
    self.tokens = tokens
    nexts = tokens.indices.map { Int32(truncatingIfNeeded: $0 + 1) }
    previouses = tokens.indices.map { Int32(truncatingIfNeeded: $0 - 1) }
  }

  func token(_ place: Int) -> Int32? { nexts[place] < 0 ? nil : tokens[place] }

  func next(_ place: Int) -> Int? {
    let next = Int(nexts[place])
    return next >= 0 && next < tokens.count ? next : nil
  }

  func previous(_ place: Int) -> Int? { previouses[place] < 0 ? nil : Int(previouses[place]) }

  mutating func mergeWithNext(_ place: Int, into token: Int32) {
    let gone = Int(nexts[place])
    tokens[place] = token
    nexts[place] = nexts[gone]
    nexts[gone] = -1
    if let next = next(place) { previouses[next] = Int32(truncatingIfNeeded: place) }
  }

  var remaining: [Int32] { tokens.indices.filter { nexts[$0] >= 0 }.map { tokens[$0] } }
}

/// A binary heap of possible merges, the least rank and then the leftmost place on top.
private struct Heap {
  private var entries: [UInt64] = []  // the rank in the upper half, the place in the lower

  init(room: Int) { entries.reserveCapacity(room) }

  mutating func push(rank: UInt64, place: Int) {
    entries.append(rank << 32 | UInt64(place))
    var child = entries.count - 1
    while child > 0, entries[child] < entries[(child - 1) / 2] {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (rank: UInt64, place: Int)? {
    guard let top = entries.first, let last = entries.popLast() else { return nil }
    if !entries.isEmpty {
      entries[0] = last
      sink()
    }
    return (top >> 32, Int(top & 0xFFFF_FFFF))
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child] < entries[least] { least = child }
      }
      if least == parent { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
