/// A file's tokens as it writes them.
struct TokenList: Sendable {
  /// What the file says a token is for, by GGUF's codes.
  enum Kind: UInt8 { case normal = 1, unknown, control, userDefined, unused, byte }

  /// The texts, one after another.
  var bytes: [UInt8] = []
  /// (token): where its text lies; empty where there is none.
  var ranges: [Range<Int>] = []
  /// What each token is for.
  var kinds: [Kind] = []
  /// Whether texts such as `<0x0A>` stand for bytes where tokens are written as text.
  var namesBytes = true
}

/// The tokens' bytes, and which token has given bytes.
///
/// Tokens are told apart by bytes: `String` holds canonically equivalent texts for equal, and
/// vocabularies have many such pairs.
struct Vocabulary: Sendable {
  /// How the file writes the tokens' bytes.
  let spelling: Spelling
  private var bytes: [UInt8] = []
  private var ends: [Int] = []  // (token): they begin where the one before ends
  private var kinds: [TokenList.Kind] = []
  private var places: [UInt64]  // by hash: half of the hash and the token, or all ones
  private let seed = Scatter.seed
  /// The token whose text is each single byte; -1 where there is none.
  private(set) var singles = [Int32](repeating: -1, count: 256)
  /// The token that stands for each byte of what no other token stands for; -1 where there is none.
  private(set) var fallbacks = [Int32](repeating: -1, count: 256)

  var count: Int { ends.count }

  /// Whether every byte has a token for want of another.
  var coversAllBytes: Bool { fallbacks.allSatisfy { $0 >= 0 } }

  /// Sorts the tokens of a file.
  init(_ list: TokenList, _ spelling: Spelling) {
    self.spelling = spelling
    places = Array(repeating: .max, count: Scatter.slots(for: list.ranges.count))
    bytes.reserveCapacity(list.bytes.count)
    ends.reserveCapacity(list.ranges.count)
    kinds.reserveCapacity(list.ranges.count)
    for (token, range) in list.ranges.enumerated() { add(list, token, range) }
    // Of tokens with the same bytes an ordinary one is found first, and of those the last.
    for token in ends.indices where kinds[token] != .normal { enter(token) }
    for token in ends.indices where kinds[token] == .normal { enter(token) }
  }

  private mutating func add(_ list: TokenList, _ token: Int, _ range: Range<Int>) {
    var kind = list.kinds[token]
    let isOrdinary = kind == .normal || kind == .byte
    if isOrdinary, list.namesBytes, spelling == .metaspace, let byte = Self.byte(list.bytes, range)
    {
      kind = .byte
      bytes.append(byte)
      fallbacks[Int(byte)] = Int32(truncatingIfNeeded: token)
    } else if isOrdinary || kind == .unused {
      spelling.append(list.bytes, range, to: &bytes)
    } else {
      bytes += list.bytes[range]
    }
    ends.append(bytes.count)
    kinds.append(kind)
  }

  private mutating func enter(_ token: Int) {
    let range = range(of: token)
    guard !range.isEmpty, kinds[token] != .byte else { return }
    if range.count == 1, kinds[token] == .normal {
      singles[Int(bytes[range.lowerBound])] = Int32(truncatingIfNeeded: token)
    }
    let hash = Scatter.hash(bytes, range, seed)
    places[place(of: bytes, range, hash)] = (hash >> 32) << 32 | UInt64(token)
  }

  /// The byte that a text such as `<0x0A>` names.
  private static func byte(_ text: [UInt8], _ range: Range<Int>) -> UInt8? {
    guard range.count == 6, text[range].starts(with: "<0x".utf8), text[range.upperBound - 1] == 0x3E
    else { return nil }
    let digits = text[range].dropFirst(3).prefix(2)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }) else {
      return nil
    }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private func range(of token: Int) -> Range<Int> {
    (token == 0 ? 0 : ends[token - 1])..<ends[token]
  }
}

extension Vocabulary {
  /// The bytes of a token; empty where there is no such token.
  subscript(token: Int) -> ArraySlice<UInt8> {
    ends.indices.contains(token) ? bytes[range(of: token)] : []
  }

  /// What a token is for; `nil` where there is no such token.
  func kind(of token: Int) -> TokenList.Kind? {
    kinds.indices.contains(token) ? kinds[token] : nil
  }

  /// The token of a stretch of bytes; `nil` where there is none.
  func token(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    let entry = places[place(of: text, range, Scatter.hash(text, range, seed))]
    return entry == .max ? nil : Int(entry & 0xFFFF_FFFF)
  }

  /// Whether the bytes from a place on are those of a text.
  @inline(__always)
  private func isEqual(_ start: Int, _ text: [UInt8], _ wanted: Range<Int>) -> Bool {
    // Slices would count references, which takes longer than to compare.
    for offset in 0..<wanted.count
    where bytes[start + offset] != text[wanted.lowerBound + offset] { return false }
    return true
  }

  /// Where the token of a stretch of bytes is entered, or would be.
  private func place(of text: [UInt8], _ wanted: Range<Int>, _ hash: UInt64) -> Int {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != .max {
      if places[place] >> 32 == hash >> 32 {
        let range = range(of: Int(places[place] & 0xFFFF_FFFF))
        if range.count == wanted.count, isEqual(range.lowerBound, text, wanted) { return place }
      }
      place = (place + 1) & mask
    }
    return place
  }
}
