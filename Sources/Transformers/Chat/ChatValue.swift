/// A value that a template can be told besides the conversation, such as `enable_thinking`.
public enum ChatValue: Sendable, Equatable {
  /// No value, Python's `None`.
  case none
  /// Yes or no.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// Any number.
  case number(Double)
  /// A text.
  case text(String)
  /// Values in their order.
  case list([ChatValue])
  /// Names and values in their order, such as the description of a tool.
  case object([ChatMember])
}

/// A name and its value.
public struct ChatMember: Sendable, Equatable {
  /// The name.
  public let name: String
  /// What it stands for.
  public let value: ChatValue

  /// Makes a member of an object.
  public init(_ name: String, _ value: ChatValue) {
    self.name = name
    self.value = value
  }
}

extension ChatValue {
  /// Deeper than what models' tools need, and than templates may make lists.
  private static let deepest = 40

  /// The value as templates have it; texts count as said, not as the template's.
  func value(depth: Int = 0) throws(ModelError) -> JinjaValue {
    guard depth < Self.deepest else {
      throw .request("an option of the chat template", "is nested too deeply")
    }
    switch self {
    case .none: return .none
    case .flag(let flag): return .bool(flag)
    case .integer(let number): return .int(number)
    case .number(let number): return .float(number)
    case .text(let text): return .text(MarkedText(text, isTrusted: false))
    case .list(let list):
      var elements: [JinjaValue] = []
      for element in list { elements.append(try element.value(depth: depth + 1)) }
      return .list(JinjaList(elements))
    case .object(let members):
      var dict = JinjaDict()
      for member in members {
        let name = JinjaValue.text(MarkedText(member.name, isTrusted: false))
        dict.set(name, try member.value.value(depth: depth + 1))
      }
      return .dict(dict)
    }
  }
}
