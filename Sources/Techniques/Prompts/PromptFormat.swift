import Transformers

/// How the text of a prompt reaches the model.
enum PromptFormat: String, CaseIterable, Sendable {
  /// As it is, for the model to continue.
  case raw
  /// As a user's turn, for the assistant to answer.
  case chat

  /// Turns a prompt into tokens.
  func tokens(
    _ user: String, system: String?, prefill: String, in tokenizer: Tokenizer
  ) throws(TechniqueError) -> [Int] {
    switch self {
    case .raw:
      return tokenizer.prompt(user + prefill)
    case .chat:
      let messages = (system.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, user)]
      return try calling { () throws(ModelError) in try tokenizer.chat(messages, prefill: prefill) }
    }
  }

  /// What was added to the texts, as a remark.
  func remark(_ tokenizer: Tokenizer) -> String {
    switch self {
    case .raw:
      guard let begin = tokenizer.beginningOfText else {
        return "prompts are fed as they are; this model has no token for their beginning"
      }
      return "prompts begin with the model's own token '\(tokenizer.label(begin))'"
    case .chat:
      return "prompts are turns in the model's chat form; the transcripts show all of it"
    }
  }
}
