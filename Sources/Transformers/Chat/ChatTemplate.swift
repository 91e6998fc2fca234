/// One turn of a conversation.
public struct ChatMessage: Sendable, Equatable {
  /// Who speaks.
  public enum Role: String, Sendable, CaseIterable {
    case system, user, assistant
  }

  /// Who speaks.
  public let role: Role
  /// What is said.
  public let content: String

  /// Makes a turn.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

extension Tokenizer {
  /// Writes a conversation as a prompt for the assistant's next turn, in the model's own form.
  ///
  /// What is said cannot write turn markers: special tokens in it stay text.
  ///
  /// - Parameters:
  ///   - messages: The turns so far; where the first is no system message, the model's own comes
  ///     before it.
  ///   - prefill: The beginning of the assistant's turn, put into its mouth.
  /// - Returns: The prompt's tokens.
  /// - Throws: `ModelError` where the model has no template, or one that is not known here.
  public func chat(_ messages: [ChatMessage], prefill: String = "") throws(ModelError) -> [Int] {
    guard let template, let begin = specials[ChatTemplate.begin],
      let end = specials[ChatTemplate.end]
    else {
      throw .unsupported(
        "the model's chat template", "is missing or not known", hint: "use plain prompts")
    }
    let newline = encode("\n")
    let turns = template.turns(messages).flatMap { message in
      [begin] + encode("\(message.role.rawValue)\n\(message.content)") + [end] + newline
    }
    return turns + [begin] + encode("\(ChatMessage.Role.assistant.rawValue)\n\(prefill)")
  }
}

/// The ChatML form of conversations, with the system message a model puts first on its own.
struct ChatTemplate: Sendable, Equatable {
  static let begin = "<|im_start|>"
  static let end = "<|im_end|>"

  let defaultSystem: String

  /// Recognises the template of a model file; `nil` where it is any other.
  ///
  /// Templates are programs. The one known here is ChatML with a default system message, and any
  /// difference but that message makes it another.
  init?(_ source: String) {
    let text = Self.unescaped(source)
    guard text.hasPrefix(Self.before), text.hasSuffix(Self.after) else { return nil }
    let message = text.dropFirst(Self.before.count).dropLast(Self.after.count)
    guard text.count >= Self.before.count + Self.after.count,
      !message.contains(where: { "'{}<\\".contains($0) })
    else { return nil }
    defaultSystem = String(message)
  }

  /// The turns that are written: with the default system message where the first is another.
  func turns(_ messages: [ChatMessage]) -> [ChatMessage] {
    guard let first = messages.first, first.role != .system else { return messages }
    return [ChatMessage(.system, defaultSystem)] + messages
  }

  /// Files write the newlines inside the template's texts as such or as `\n`.
  private static func unescaped(_ source: String) -> String {
    var text = ""
    var isEscaped = false
    for character in source {
      switch (isEscaped, character) {
      case (true, "n"): text.append("\n")
      case (true, _): text += "\\\(character)"
      case (false, "\\"): break
      case (false, _): text.append(character)
      }
      isEscaped = !isEscaped && character == "\\"
    }
    return text
  }

  private static let before =
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    + "{{ '<|im_start|>system\n"
  private static let after =
    "<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content']"
    + " + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
    + "{{ '<|im_start|>assistant\n' }}{% endif %}"
}
