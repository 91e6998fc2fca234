/// How a model writes conversations: a program in a subset of Jinja that comes with the model.
///
/// ```swift
/// let template = try ChatTemplate("{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}")
/// let parts = try template.render([ChatMessage(.user, "Hi")])
/// // [user]Hi, of which "Hi" is not trusted
/// ```
///
/// The program cannot read files or the clock. It runs in bounded time and space.
public struct ChatTemplate: Sendable {
  private let program: JinjaProgram

  /// Reads a template.
  ///
  /// - Parameter source: Its text, as the model's files have it.
  /// - Throws: `ModelError` with the line where it stops being a template.
  public init(_ source: String) throws(ModelError) { program = try JinjaProgram(source) }

  /// What a template is told besides the conversation.
  public struct Options: Sendable, Equatable {
    /// Whether the assistant's next turn is opened at the end.
    public var addsGenerationPrompt = true
    /// The text of the token that begins every prompt; `nil` where the model has none.
    public var beginning: String?
    /// The text of the token that ends a turn; `nil` where the model has none.
    public var end: String?
    /// The date that the template may write; where it is `nil`, templates write one of their own or
    /// none.
    public var date: ChatDate?
    /// Other values by their names, such as `enable_thinking` or `tools`.
    public var values: [String: ChatValue] = [:]

    /// Makes options that open the assistant's turn and say nothing else.
    public init() {}
  }

  /// Writes a conversation.
  ///
  /// - Parameters:
  ///   - messages: The turns.
  ///   - options: What else the template is told.
  /// - Returns: The text in stretches of one origin: the template's own, or what is said.
  /// - Throws: `ModelError` where the template refuses the conversation or goes wrong.
  public func render(
    _ messages: [ChatMessage], _ options: Options = Options()
  ) throws(ModelError) -> [TextPart] {
    let turns = messages.map { message in
      var turn = JinjaDict()
      turn.set(.own("role"), .own(message.role.rawValue))
      turn.set(.own("content"), .text(MarkedText(message.content, isTrusted: false)))
      return JinjaValue.dict(turn)
    }
    var variables: [(name: String, value: JinjaValue)] = []
    for (name, value) in options.values.sorted(by: { $0.key < $1.key }) {
      variables.append((name, try value.value()))
    }
    variables.append(("messages", .list(JinjaList(turns))))
    variables.append(("add_generation_prompt", .bool(options.addsGenerationPrompt)))
    for (name, text) in [("bos_token", options.beginning), ("eos_token", options.end)] {
      if let text { variables.append((name, .own(text))) }
    }
    return try render(variables, date: options.date).parts
  }

  /// Writes the template with variables of any kind.
  func render(
    _ variables: [(name: String, value: JinjaValue)], date: ChatDate?
  ) throws(ModelError) -> MarkedText {
    try JinjaInterpreter.render(program, variables, date: date)
  }
}
