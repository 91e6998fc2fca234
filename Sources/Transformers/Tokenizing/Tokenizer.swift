/// Turns text into a model's tokens and back.
public struct Tokenizer: Sendable {
  /// Special tokens, such as turn markers, by their text.
  public let specials: [String: Int]
  /// The token after which the model has nothing more to say; `nil` where the file names none.
  public let endOfText: Int?
  /// The token that begins every prompt; `nil` where the model was trained without one.
  public let beginningOfText: Int?
  /// How turns of a conversation are written, as a program; `nil` where the file has none.
  let template: String?
  /// The text of the token for the beginning, whether or not prompts begin with it.
  let beginningText: String?
  /// The text of the token for the end.
  let endText: String?
  let form: TokenizerForm

  /// The number of tokens.
  public var count: Int { form.vocabulary.count }

  init(_ form: TokenizerForm, _ added: [AddedToken], _ facts: TokenizerFacts) {
    self.form = form
    specials = Dictionary(
      added.map { (String(decoding: $0.bytes, as: UTF8.self), $0.token) }
    ) { first, _ in first }
    endOfText = facts.end
    beginningOfText = facts.addsBeginning ? facts.beginning : nil
    func text(_ token: Int?) -> String? {
      token.map { String(decoding: form.vocabulary[$0], as: UTF8.self) }
    }
    beginningText = text(facts.beginning)
    endText = text(facts.end)
    template = facts.template
  }
}

/// What a file says about a tokenizer besides how it works.
struct TokenizerFacts: Sendable {
  var beginning: Int?
  var end: Int?
  var addsBeginning = false
  var template: String?
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
    encode([TextPart(text: text, isTrusted: parseSpecial)])
  }

  /// Turns the parts of one text into tokens, as if they were written in one.
  ///
  /// - Parameter parts: The parts; special tokens count where all of one lies in trusted parts.
  /// - Returns: The tokens.
  public func encode(_ parts: [TextPart]) -> [Int] {
    let (bytes, trust) = Trust.join(parts)
    return Encoding.tokens(form, bytes, trust)
  }

  /// Turns text into a whole prompt: with the beginning that the model was trained with, if any.
  public func prompt(_ text: String, parseSpecial: Bool = false) -> [Int] {
    (beginningOfText.map { [$0] } ?? []) + encode(text, parseSpecial: parseSpecial)
  }

  /// Turns tokens into text; bytes that are no UTF-8 become replacement characters.
  public func decode(_ tokens: [Int]) -> String {
    let bytes = tokens.flatMap(piece)
    let isOwn = form.stripsBlank && bytes.first == 0x20
    return String(decoding: isOwn ? bytes.dropFirst() : bytes[...], as: UTF8.self)
  }

  /// The bytes of a token, which may be part of a character; empty where there is no such token.
  public func piece(_ token: Int) -> [UInt8] { Array(form.vocabulary[token]) }

  /// A token's text for a figure: with visible blanks, and other control characters and parts of
  /// characters as `\x` and two digits.
  ///
  /// ```swift
  /// tokenizer.label(7042)  // "␣Paris"
  /// ```
  public func label(_ token: Int) -> String { TokenLabel.text(piece(token)) }
}
