/// One text on its way to tokens.
struct Encoding {
  private let form: TokenizerForm
  private let input: [UInt8]
  private let trust: Trust
  private var text: [UInt8]  // what is cut into pieces: the input, or what it is normalised to
  private var cache: PieceCache
  private var tokens: [Int] = []

  private init(_ form: TokenizerForm, _ input: [UInt8], _ trust: Trust) {
    self.form = form
    self.input = input
    self.trust = trust
    text = form.normalizer.isIdentity ? input : []
    cache = PieceCache(textCount: input.count)
    tokens.reserveCapacity(input.count / 4)
  }

  /// The tokens of a text.
  static func tokens(_ form: TokenizerForm, _ input: [UInt8], _ trust: Trust) -> [Int] {
    var encoding = Encoding(form, input, trust)
    for part in form.added.split(input, input.indices, trust) {
      switch part {
      case .token(let token): encoding.tokens.append(token)
      case .text(let range): encoding.normalize(range)
      }
    }
    return encoding.tokens
  }

  private mutating func normalize(_ range: Range<Int>) {
    var normalized = range
    if !form.normalizer.isIdentity {
      let start = text.count
      form.normalizer.append(input, range, to: &text)
      normalized = start..<text.count
    }
    // Where text was changed, its places say nothing about trust.
    let trust =
      form.normalizer.isIdentity
      ? trust : Trust(everything: trust.covers(range), of: text.count)
    for part in form.addedToNormalized.split(text, normalized, trust) {
      switch part {
      case .token(let token): tokens.append(token)
      case .text(let rest):
        cut(
          prefixed(rest, isFirst: range.lowerBound == 0 && rest.lowerBound == normalized.lowerBound)
        )
      }
    }
  }

  /// A stretch with the blank before it that the pre-tokenizer adds.
  private mutating func prefixed(_ range: Range<Int>, isFirst: Bool) -> Range<Int> {
    let prefix = form.piecePrefix
    let isWanted =
      switch prefix {
      case .never: false
      case .always: true
      case .unlessThere: text[range.lowerBound] != 0x20
      case .firstUnlessThere: isFirst && text[range.lowerBound] != 0x20
      }
    guard isWanted else { return range }
    let start = text.count
    text.append(0x20)
    text += text[range]
    return start..<text.count
  }

  private mutating func cut(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = form.preTokenizer.end(of: start, in: text, before: range.upperBound)
      encode(start..<end)
      start = end
    }
  }

  private mutating func encode(_ piece: Range<Int>) {
    let place = cache.place(of: piece, in: text)
    if let known = cache.tokens(of: piece, in: text, at: place) {
      for index in known { tokens.append(tokens[index]) }
      return
    }
    let start = tokens.count
    switch form.model {
    case .bytePairs(let model): model.encode(text, piece, to: &tokens)
    case .unigram(let model): model.encode(text, piece, to: &tokens)
    }
    cache.remember(piece, start..<tokens.count, at: place)
  }
}

/// Pieces of a text that were encoded before, as places in the text and among its tokens.
///
/// A piece drives out another with the same place, so that memory is bounded.
private struct PieceCache {
  private struct Entry {
    var start: Int32 = 0
    var count: Int32 = 0
    var firstToken: Int32 = 0
    var tokenCount: Int32 = 0
  }

  private var entries: [Entry]
  private let seed = Scatter.seed
  private static let longest = 64
  private static let most = 1 << 15

  init(textCount: Int) {
    var count = 0
    if textCount >= 256, textCount < Int(Int32.max) / 4 {
      count = 64
      while count < min(textCount / 4, Self.most) { count *= 2 }
    }
    entries = Array(repeating: Entry(), count: count)
  }

  /// Where a piece would be remembered; -1 for nowhere.
  func place(of piece: Range<Int>, in text: [UInt8]) -> Int {
    guard !entries.isEmpty, piece.count <= Self.longest else { return -1 }
    return Int(truncatingIfNeeded: Scatter.hash(text, piece, seed)) & (entries.count - 1)
  }

  func tokens(of piece: Range<Int>, in text: [UInt8], at place: Int) -> Range<Int>? {
    guard place >= 0 else { return nil }
    let entry = entries[place]
    guard Int(entry.count) == piece.count else { return nil }
    let start = Int(entry.start)
    for offset in 0..<piece.count where text[start + offset] != text[piece.lowerBound + offset] {
      return nil
    }
    return Int(entry.firstToken)..<Int(entry.firstToken + entry.tokenCount)
  }

  mutating func remember(_ piece: Range<Int>, _ tokens: Range<Int>, at place: Int) {
    guard place >= 0, piece.upperBound <= Int(Int32.max), tokens.upperBound <= Int(Int32.max) else {
      return
    }
    entries[place] = Entry(
      start: Int32(truncatingIfNeeded: piece.lowerBound),
      count: Int32(truncatingIfNeeded: piece.count),
      firstToken: Int32(truncatingIfNeeded: tokens.lowerBound),
      tokenCount: Int32(truncatingIfNeeded: tokens.count))
  }
}
