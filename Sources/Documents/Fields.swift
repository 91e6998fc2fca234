public import Findings

/// Reads the keys of a mapping as a schema wants them, and collects what is wrong with them.
///
/// Every reading method takes a key off the list; ``finish()`` reports the keys nobody asked for. A
/// value of the wrong form reads as `nil` with a finding, so a caller asks for everything first and
/// looks at the findings once. A key without a value counts as absent.
///
/// ```swift
/// var fields = Fields(node, of: "the experiment")
/// let title = fields.string("title", .required)
/// let seed = fields.integer("seed", in: 0...Int.max) ?? 0
/// findings += fields.finish()
/// ```
public struct Fields: Sendable {
  /// Whether a key must be there.
  public enum Presence: Sendable { case required, optional }

  /// The mapping that is read.
  public let node: Node
  /// What the mapping is, for messages: `the experiment`.
  public let subject: String
  /// What was found so far.
  public private(set) var findings: [Finding] = []
  private let entries: [Node.Entry]
  private var known: [String] = []

  /// Starts to read a node, which gives a finding when it is no mapping.
  public init(_ node: Node, of subject: String) {
    self.node = node
    self.subject = subject
    self.entries = node.entries ?? []
    if node.entries == nil, !node.isEmpty {
      complain("field-type", "\(subject) must be made of keys and values", at: node)
    }
  }

  /// The value of a key, of whatever form; `nil` where it is absent.
  public mutating func node(_ key: String, _ presence: Presence = .optional) -> Node? {
    known.append(key)
    let found = entries.first { $0.name == key }?.value
    if let found, !found.isEmpty { return found }
    if presence == .required {
      findings.append(
        Finding(
          code: "field-missing", severity: .error, message: "\(subject) has no '\(key)'",
          place: node.place, hint: "add '\(key): …'"))
    }
    return nil
  }

  /// A text.
  public mutating func string(_ key: String, _ presence: Presence = .optional) -> String? {
    node(key, presence).flatMap { text(of: $0, named: key) }
  }

  /// A whole number within bounds.
  public mutating func integer(
    _ key: String, _ presence: Presence = .optional, in bounds: ClosedRange<Int> = .min ... .max
  ) -> Int? {
    scalar(key, presence, "a whole number") { Int($0) }.flatMap { value, node in
      if bounds.contains(value) { return value }
      complain("field-value", "'\(key)' must be \(Self.words(for: bounds))", at: node)
      return nil
    }
  }

  /// A finite number.
  public mutating func number(_ key: String, _ presence: Presence = .optional) -> Double? {
    scalar(key, presence, "a number", Scalars.number)?.value
  }

  /// `true` or `false`; `yes`, `on` and the like are refused.
  public mutating func flag(_ key: String, _ presence: Presence = .optional) -> Bool? {
    scalar(key, presence, "'true' or 'false'") { Bool($0) }?.value
  }

  /// A length of time in seconds, written like `10s`, `90 min`, `20h` or `1h 30min`.
  public mutating func seconds(_ key: String, _ presence: Presence = .optional) -> Int? {
    scalar(key, presence, "a length of time such as '90 min' or '20h'", Scalars.seconds)?.value
  }

  /// One of the values of an enumeration.
  public mutating func choice<Choice>(
    _ key: String, _ presence: Presence = .optional, as type: Choice.Type
  ) -> Choice? where Choice: RawRepresentable<String> & CaseIterable {
    guard let node = node(key, presence), let text = text(of: node, named: key) else { return nil }
    if let value = Choice(rawValue: text) { return value }
    let names = Choice.allCases.map(\.rawValue)
    complain(
      "field-value", "'\(key)' cannot be '\(text)'", at: node,
      hint: Self.hint(for: text, among: names))
    return nil
  }

  /// A list of texts; a single text is a list of one.
  public mutating func strings(_ key: String, _ presence: Presence = .optional) -> [String]? {
    guard let node = node(key, presence) else { return nil }
    return elements(of: node).compactMap { text(of: $0, named: key) }
  }

  /// Reads the value of a key as keys and values of its own.
  public mutating func record<Result>(
    _ key: String, _ presence: Presence = .optional, of subject: String? = nil,
    _ read: (inout Fields) -> Result?
  ) -> Result? {
    node(key, presence).flatMap { record(at: $0, of: subject ?? "'\(key)'", read) }
  }

  /// Reads the value of a key as a list of records; a single record is a list of one.
  ///
  /// Elements for which `read` returns `nil` are left out.
  public mutating func records<Result>(
    _ key: String, _ presence: Presence = .optional, of subject: String? = nil,
    _ read: (inout Fields) -> Result?
  ) -> [Result]? {
    guard let node = node(key, presence) else { return nil }
    let subject = subject ?? "an element of '\(key)'"
    return elements(of: node).compactMap { record(at: $0, of: subject, read) }
  }

  /// The entries of a mapping with keys of the writer's choice, such as names of models.
  public mutating func entries(_ key: String, _ presence: Presence = .optional) -> [Node.Entry]? {
    guard let node = node(key, presence) else { return nil }
    if let entries = node.entries { return entries }
    complain("field-type", "'\(key)' must be made of keys and values", at: node)
    return nil
  }

  /// Reads a node as keys and values; its findings are added to these.
  public mutating func record<Result>(
    at node: Node, of subject: String, _ read: (inout Fields) -> Result?
  ) -> Result? {
    var inner = Fields(node, of: subject)
    let result = read(&inner)
    // A reader that gives up has not asked for all keys: then only what looks mistyped is named.
    findings += result == nil ? inner.findings + inner.mistypedKeys() : inner.finish()
    return node.entries == nil ? nil : result
  }

  /// The text of a node that must be a scalar.
  public mutating func text(of node: Node, named key: String) -> String? {
    if let text = node.text { return text }
    complain("field-type", "'\(key)' must be a text", at: node)
    return nil
  }

  /// Adds a finding about a node.
  public mutating func complain(
    _ code: String, _ message: String, at node: Node, hint: String? = nil
  ) {
    findings.append(
      Finding(code: code, severity: .error, message: message, place: node.place, hint: hint))
  }

  /// The findings so far and one for every key that was not asked for.
  public func finish() -> [Finding] {
    findings + unknownKeys().map { unknown($0, hint: Self.hint(for: $0.name, among: known)) }
  }

  private func mistypedKeys() -> [Finding] {
    unknownKeys().compactMap { entry in
      Suggestion.nearest(to: entry.name, among: known).map {
        unknown(entry, hint: "did you mean '\($0)'?")
      }
    }
  }

  private func unknownKeys() -> [Node.Entry] { entries.filter { !known.contains($0.name) } }

  private func unknown(_ entry: Node.Entry, hint: String) -> Finding {
    Finding(
      code: "field-unknown", severity: .warning,
      message: "\(subject) has an unknown key '\(entry.name)'", place: entry.key.place, hint: hint)
  }
}

// MARK: - Reading scalars

extension Fields {
  private mutating func scalar<Value>(
    _ key: String, _ presence: Presence, _ description: String, _ parse: (String) -> Value?
  ) -> (value: Value, node: Node)? {
    guard let node = node(key, presence) else { return nil }
    if let text = node.text, let value = parse(text) { return (value, node) }
    complain("field-type", "'\(key)' must be \(description)", at: node)
    return nil
  }

  private func elements(of node: Node) -> [Node] { node.elements ?? [node] }

  private static func words(for bounds: ClosedRange<Int>) -> String {
    if bounds.count == 1 { return "\(bounds.lowerBound)" }
    if bounds.upperBound == .max { return "\(bounds.lowerBound) or more" }
    if bounds.lowerBound == .min { return "\(bounds.upperBound) or less" }
    return "from \(bounds.lowerBound) to \(bounds.upperBound)"
  }

  private static func hint(for name: String, among candidates: [String]) -> String {
    if let near = Suggestion.nearest(to: name, among: candidates) {
      return "did you mean '\(near)'?"
    }
    return "known are " + candidates.map { "'\($0)'" }.joined(separator: ", ")
  }
}
