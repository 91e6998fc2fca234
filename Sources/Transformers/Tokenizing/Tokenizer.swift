/// Turns text into a model's tokens and back, by byte-level byte-pair encoding.
public struct Tokenizer: Sendable {
  /// Special tokens, such as turn markers, by their text.
  public let specials: [String: Int]
  /// The token after which the model has nothing more to say; `nil` where the file names none.
  public let endOfText: Int?
  /// The token that begins every prompt; `nil` where the model was trained without one.
  public let beginningOfText: Int?
  /// How turns of a conversation are written, as a program; `nil` where the file has none.
  let template: String?
  /// What the program knows as the beginning of a prompt, whether or not prompts get one.
  let templateBeginning: Int?
  private let vocabulary: Vocabulary
  private let merges: Merges
  let markers: SpecialTokens

  /// The number of tokens.
  public var count: Int { vocabulary.count }
}

extension Tokenizer {
  /// Turns text into tokens and adds nothing to it.
  ///
  /// Bytes that the vocabulary lacks are left out, as the models' own tokenizers do; SmolLM2 lacks
  /// a few control characters.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - parseSpecial: Whether special tokens written in the text count as such; leave it off for
  ///     text from outside, which could otherwise end a turn.
  /// - Returns: The tokens.
  public func encode(_ text: String, parseSpecial: Bool = false) -> [Int] {
    let bytes = Array(text.utf8)
    var tokens: [Int] = []
    for part in markers.split(bytes, withControls: parseSpecial) {
      switch part {
      case .special(let token): tokens.append(token)
      case .text(let range):
        for piece in Pieces.split(bytes[range]) {
          tokens += merges.merge(bytes[piece].compactMap { vocabulary.byteTokens[Int($0)] })
        }
      }
    }
    return tokens
  }

  /// Turns text into a whole prompt: with the beginning that the model was trained with, if any.
  public func prompt(_ text: String, parseSpecial: Bool = false) -> [Int] {
    (beginningOfText.map { [$0] } ?? []) + encode(text, parseSpecial: parseSpecial)
  }

  /// Turns tokens into text; bytes that are no UTF-8 become replacement characters.
  public func decode(_ tokens: [Int]) -> String {
    String(decoding: tokens.flatMap(piece), as: UTF8.self)
  }

  /// The bytes of a token, which may be part of a character; empty where there is no such token.
  public func piece(_ token: Int) -> [UInt8] { Array(vocabulary[token]) }

  /// A token's text for a figure: with visible blanks, and other control characters and parts of
  /// characters as `\x` and two digits.
  ///
  /// ```swift
  /// tokenizer.label(7042)  // "␣Paris"
  /// ```
  public func label(_ token: Int) -> String { TokenLabel.text(piece(token)) }
}

extension Tokenizer {
  /// Reads the tokenizer of a model file.
  init(_ file: GGUF) throws(ModelError) {
    guard file.text("tokenizer.ggml.model") == "gpt2", file.text("tokenizer.ggml.pre") == "smollm"
    else {
      throw .unsupported(
        "the tokenizer '\(file.text("tokenizer.ggml.pre") ?? "without a name")'", "is not known",
        hint: "use a SmolLM2 model")
    }
    let vocabulary = try Vocabulary(file)
    self.vocabulary = vocabulary
    merges = try Merges(file, vocabulary)
    markers = SpecialTokens(vocabulary)
    specials = Dictionary(
      markers.all.map { (String(decoding: vocabulary[$0], as: UTF8.self), $0) }
    ) { first, _ in first }
    endOfText = try Self.token("eos", file, vocabulary)
    let begin = try Self.token("bos", file, vocabulary)
    beginningOfText = file.flag("tokenizer.ggml.add_bos_token") == true ? begin : nil
    template = file.text("tokenizer.chat_template")
    templateBeginning = begin
  }

  private static func token(
    _ name: String, _ file: GGUF, _ vocabulary: Vocabulary
  ) throws(ModelError) -> Int? {
    let key = "tokenizer.ggml.\(name)_token_id"
    guard file.metadata[key] != nil else { return nil }
    return try file.integer(key, in: 0...max(0, vocabulary.count - 1))
  }
}

/// How a token is written in a figure.
private enum TokenLabel {
  static func text(_ bytes: [UInt8]) -> String {
    var label = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = max(1, scalarLength(rest))
      let part = rest.prefix(length)
      rest = rest.dropFirst(length)
      if length == 1, first >= 0x80 {
        label += escape(first)
      } else {
        for scalar in String(decoding: part, as: UTF8.self).unicodeScalars { label += name(scalar) }
      }
    }
    return label
  }

  /// The bytes of the whole character at the start; 0 where there is none.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    for length in 1...4 where length <= bytes.count {
      if String(validating: bytes.prefix(length), as: UTF8.self) != nil { return length }
    }
    return 0
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case " ": "␣"
    case "\n": "↵"
    case "\t": "⇥"
    default:
      scalar.properties.generalCategory == .control
        ? scalar.utf8.map(escape).joined() : String(Character(scalar))
    }
  }

  private static func escape(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
