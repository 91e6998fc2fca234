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
    options.beginning = beginningText
    options.end = endText
    options.date = date
    options.values = values
    let parts = try ChatTemplate(template).render(messages, options)
    return encode(parts + [TextPart(text: prefill, isTrusted: false)])
  }
}
