/// Byte-pair encoding of pieces, over bytes or over characters.
struct BytePairs: Sendable {
  let vocabulary: Vocabulary
  let merges: Merges
  /// Whether a piece that is a token's text is that token, whatever the merges say.
  var ignoresMerges = false
  /// The token for characters that no other token stands for.
  var unknown: Int?
  /// Whether several such characters in a row are one token.
  var fusesUnknown = false

  /// Adds the tokens of a piece.
  func encode(_ text: [UInt8], _ piece: Range<Int>, to tokens: inout [Int]) {
    if ignoresMerges, let whole = vocabulary.token(text, piece),
      vocabulary.kind(of: whole) == .normal
    {
      tokens.append(whole)
      return
    }
    var symbols = symbols(text, piece)
    merges.merge(&symbols)
    for symbol in symbols { tokens.append(Int(symbol)) }
  }

  /// The tokens of the single bytes or characters.
  private func symbols(_ text: [UInt8], _ piece: Range<Int>) -> [Int32] {
    var symbols: [Int32] = []
    symbols.reserveCapacity(piece.count)
    var index = piece.lowerBound
    while index < piece.upperBound {
      var next = index + 1
      if vocabulary.spelling == .metaspace {
        next = UTF8Text.scalar(at: index, in: text, before: piece.upperBound).next
      }
      if next == index + 1 {
        let token = vocabulary.singles[Int(text[index])]
        if token >= 0 { symbols.append(token) } else { fallBack(text, index..<next, &symbols) }
      } else if let token = vocabulary.token(text, index..<next) {
        symbols.append(Int32(truncatingIfNeeded: token))
      } else {
        fallBack(text, index..<next, &symbols)
      }
      index = next
    }
    return symbols
  }

  /// Adds the tokens of a character's bytes, or the unknown token; bytes without either are left
  /// out.
  private func fallBack(_ text: [UInt8], _ character: Range<Int>, _ symbols: inout [Int32]) {
    if text[character].allSatisfy({ vocabulary.fallbacks[Int($0)] >= 0 }) {
      for byte in text[character] { symbols.append(vocabulary.fallbacks[Int(byte)]) }
    } else if let unknown {
      let token = Int32(truncatingIfNeeded: unknown)
      if !fusesUnknown || symbols.last != token { symbols.append(token) }
    }
  }
}

extension BytePairs {
  /// Longer tokens are no words, and looking for all their parts would take long.
  private static let longest = 128

  /// The merges of a vocabulary that has scores: any two tokens whose texts make up another's, that
  /// with the best score first.
  static func merges(of vocabulary: Vocabulary, scores: [Double]) -> Merges {
    var ranks: [Double: Int] = [:]
    for score in Set(scores).sorted(by: >) { ranks[score] = ranks.count }
    var merges = Merges(room: 3 * vocabulary.count)
    for token in 0..<vocabulary.count {
      let bytes = Array(vocabulary[token])
      guard (2...longest).contains(bytes.count), let rank = ranks[scores[token]] else { continue }
      switch vocabulary.kind(of: token) {
      case .normal, .userDefined, .unused: break
      default: continue
      }
      for middle in 1..<bytes.count where bytes[middle] & 0xC0 != 0x80 {
        guard let left = vocabulary.token(bytes, 0..<middle),
          let right = vocabulary.token(bytes, middle..<bytes.count)
        else { continue }
        merges.add(left, right, rank: rank, into: token)
      }
    }
    return merges
  }
}
