/// How normalised text is cut into pieces that are encoded one by one.
enum PreTokenizer: Sendable {
  case pattern(Pattern)
  /// Every blank begins a piece.
  case blanks
  /// Nowhere.
  case whole
  /// Wherever no token reaches across; this changes nothing but the time that it takes.
  case seams(Seams)

  /// Where the piece that begins at a place ends.
  func end(of start: Int, in text: [UInt8], before limit: Int) -> Int {
    switch self {
    case .pattern(let pattern): return pattern.end(of: start, in: text, before: limit)
    case .blanks:
      var end = start + 1
      while end < limit, text[end] != 0x20 { end += 1 }
      return end
    case .whole: return limit
    case .seams(let seams): return seams.end(of: start, in: text, before: limit)
    }
  }
}

/// Which bytes stand next to each other within tokens.
///
/// Text can be cut between any others: what merges across a border is part of a token.
struct Seams: Sendable {
  private var joined = [Bool](repeating: false, count: 1 << 16)

  init(_ vocabulary: Vocabulary) {
    for token in 0..<vocabulary.count where vocabulary.kind(of: token) != .byte {
      var before: UInt8?
      for byte in vocabulary[token] {
        if let before { joined[Int(before) << 8 | Int(byte)] = true }
        before = byte
      }
    }
    // Characters stay whole.
    for before in 0x80..<0x100 {
      for byte in 0x80..<0xC0 { joined[before << 8 | byte] = true }
    }
  }

  func end(of start: Int, in text: [UInt8], before limit: Int) -> Int {
    var end = start + 1
    while end < limit, joined[Int(text[end - 1]) << 8 | Int(text[end])] { end += 1 }
    return end
  }
}
