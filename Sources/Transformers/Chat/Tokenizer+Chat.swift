extension Tokenizer {
  /// Writes a conversation as a prompt for the assistant's next turn, in the model's own form.
  ///
  /// What is said cannot write turn markers: special tokens in it stay text.
  ///
  /// - Parameters:
  ///   - messages: The turns so far.
  ///   - prefill: The beginning of the assistant's turn, put into its mouth.
  ///   - date: The date that the template may write; `nil` for the one that it has of its own.
  ///   - values: What else the template is told, such as `enable_thinking`.
  /// - Returns: The prompt's tokens.
  /// - Throws: `ModelError` where the model has no template, or the template refuses the
  ///   conversation or goes wrong.
  public func chat(
    _ messages: [ChatMessage], prefill: String = "", date: ChatDate? = nil,
    values: [String: ChatValue] = [:]
  ) throws(ModelError) -> [Int] {
    guard let template else {
      throw .unsupported("the model's chat template", "is missing", hint: "use plain prompts")
    }
    var options = ChatTemplate.Options()
    options.beginning = templateBeginning.map(text)
    options.end = endOfText.map(text)
    options.date = date
    options.values = values
    let parts = try ChatTemplate(template).render(messages, options)
    return encode(parts + [TextPart(text: prefill, isTrusted: false)])
  }

  private func text(_ token: Int) -> String { String(decoding: piece(token), as: UTF8.self) }

  /// Turns stretches of text into tokens; special tokens count only in those that are trusted.
  ///
  /// Text between special tokens is cut as one, wherever it comes from.
  func encode(_ parts: [TextPart]) -> [Int] {
    var tokens: [Int] = []
    var text = ""
    for part in parts {
      guard part.isTrusted else {
        text += part.text
        continue
      }
      let bytes = Array(part.text.utf8)
      for piece in markers.split(bytes, withControls: true) {
        switch piece {
        case .special(let token):
          tokens += encode(text) + [token]
          text = ""
        case .text(let range): text += String(decoding: bytes[range], as: UTF8.self)
        }
      }
    }
    return tokens + encode(text)
  }
}
