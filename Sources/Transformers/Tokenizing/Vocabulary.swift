/// The tokens' bytes, and the tokens that are one byte.
///
/// Tokens are told apart by bytes: `String` holds canonically equivalent texts for equal, and
/// vocabularies have many such pairs.
struct Vocabulary: Sendable {
  /// What the file says a token is for.
  enum Kind: Int { case normal = 1, unknown, control, userDefined, unused, byte }

  private let bytes: [UInt8]
  private let ends: [Int]  // (token): where its bytes end; they begin where the one before ends
  /// The tokens that mean something other than their text, and whether text always stands for them.
  let special: [(token: Int, always: Bool)]
  /// The token of each single byte; `nil` where there is none.
  let byteTokens: [Int?]

  var count: Int { ends.count }

  /// The bytes of a token; empty where there is no such token.
  subscript(token: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(token) else { return [] }
    return bytes[(token == 0 ? 0 : ends[token - 1])..<ends[token]]
  }

  /// Reads the tokens of a file.
  init(_ file: GGUF) throws(ModelError) {
    let texts = try file.texts("tokenizer.ggml.tokens")
    let kinds = try Self.kinds(file, count: texts.count)
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var special: [(token: Int, always: Bool)] = []
    ends.reserveCapacity(texts.count)
    for (token, range) in texts.enumerated() {
      let text = file.bytes(range)
      switch kinds[token] {
      case .control, .userDefined, .unknown:
        bytes += text
        if kinds[token] != .unknown, !text.isEmpty {
          special.append((token, kinds[token] == .userDefined))
        }
      case .normal, .unused, .byte: bytes += ByteAlphabet.bytes(of: text)
      }
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    self.special = special
    var byteTokens = [Int?](repeating: nil, count: 256)
    var start = 0
    for (token, end) in ends.enumerated() {
      if end == start + 1, kinds[token] == .normal { byteTokens[Int(bytes[start])] = token }
      start = end
    }
    self.byteTokens = byteTokens
  }

  private static func kinds(_ file: GGUF, count: Int) throws(ModelError) -> [Kind] {
    let key = "tokenizer.ggml.token_type"
    guard let value = file.metadata[key] else { return Array(repeating: .normal, count: count) }
    guard case .integers(let codes) = value, codes.count == count else {
      throw .malformed("metadata '\(key)'", "is not one number for each token")
    }
    return codes.map { Kind(rawValue: $0) ?? .normal }
  }
}

/// The alphabet in which byte-level vocabularies are written: a visible character for each byte.
enum ByteAlphabet {
  /// The byte that each character stands for; `nil` where it stands for none.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    var next = 0x100
    for byte in 0...255 {
      let isVisible = (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
      bytes[isVisible ? byte : next] = UInt8(byte)
      if !isVisible { next += 1 }
    }
    return bytes
  }()

  /// The bytes that a text in this alphabet stands for; other characters stand for themselves.
  static func bytes(of text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      // The alphabet's characters take one or two bytes of UTF-8.
      let isPair = byte & 0xE0 == 0xC0 && index + 1 < text.endIndex
      let scalar = isPair ? Int(byte & 0x1F) << 6 | Int(text[index + 1] & 0x3F) : Int(byte)
      if byte < 0x80 || isPair, scalar < bytes.count, let meant = bytes[scalar] {
        result.append(meant)
        index += isPair ? 2 : 1
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }
}

/// Special tokens, found in text.
struct SpecialTokens: Sendable {
  /// A stretch of text between special tokens, or one of them.
  enum Part: Equatable {
    case text(Range<Int>)
    case special(Int)
  }

  /// All special tokens.
  let all: [Int]
  private let candidates: [[(bytes: [UInt8], token: Int, always: Bool)]]  // by first byte

  init(_ vocabulary: Vocabulary) {
    all = vocabulary.special.map(\.token)
    var candidates = [[(bytes: [UInt8], token: Int, always: Bool)]](repeating: [], count: 256)
    for (token, always) in vocabulary.special {
      let bytes = Array(vocabulary[token])
      if let first = bytes.first { candidates[Int(first)].append((bytes, token, always)) }
    }
    self.candidates = candidates.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }

  /// Cuts text at special tokens, the first and longest winning.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - withControls: Whether control tokens are looked for, not only those that text always
  ///     stands for.
  /// - Returns: The parts, in order and without gaps.
  func split(_ bytes: [UInt8], withControls: Bool) -> [Part] {
    var parts: [Part] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let match = candidates[Int(bytes[index])].first {
        (withControls || $0.always) && bytes[index...].starts(with: $0.bytes)
      }
      guard let match else {
        index += 1
        continue
      }
      if start < index { parts.append(.text(start..<index)) }
      parts.append(.special(match.token))
      index += match.bytes.count
      start = index
    }
    return start < bytes.count ? parts + [.text(start..<bytes.count)] : parts
  }
}
