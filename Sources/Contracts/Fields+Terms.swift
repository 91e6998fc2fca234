public import Documents
import Findings

extension Fields {
  /// A text, or texts by language; a text alone is English.
  public mutating func localized(
    _ key: String, _ presence: Presence = .optional
  ) -> LocalizedText {
    guard let node = node(key, presence) else { return LocalizedText([:]) }
    guard let entries = node.entries else {
      return LocalizedText(text(of: node, named: key).map { ["en": $0] } ?? [:])
    }
    let texts = entries.compactMap { entry in
      isLanguage(entry) ? text(of: entry.value, named: key).map { (entry.name, $0) } : nil
    }
    return LocalizedText(Dictionary(texts, uniquingKeysWith: { first, _ in first }))
  }

  /// Whether a key names a language, as `en` and `zh-CN` do; a sentence that a comma has cut does not.
  private mutating func isLanguage(_ entry: Node.Entry) -> Bool {
    let parts = entry.name.split(separator: "-", omittingEmptySubsequences: false)
    let isTag =
      (2...3).contains(parts[0].utf8.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
    if isTag { return true }
    complain(
      "contract-language", "'\(entry.name)' names no language", at: entry.key,
      hint: "write 'en: …' and the like; put a text with a comma between quotes")
    return false
  }

  /// The level of a rule.
  mutating func level(_ presence: Presence = .optional) -> RuleLevel? {
    level("level", presence)
  }

  /// The level under a key of its own.
  mutating func level(_ key: String, _ presence: Presence = .optional) -> RuleLevel? {
    choice(key, presence, as: RuleLevel.self)
  }

  /// Values of an enumeration; a single one is a list of one.
  mutating func choices<Choice>(_ key: String, as type: Choice.Type) -> [Choice]
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let node = node(key) else { return [] }
    return (node.elements ?? [node]).compactMap { element in
      guard let text = text(of: element, named: key) else { return nil }
      if let value = Choice(rawValue: text) { return value }
      let names = Choice.allCases.map(\.rawValue)
      let near = Suggestion.nearest(to: text, among: names)
      complain(
        "field-value", "'\(key)' cannot hold '\(text)'", at: element,
        hint: near.map { "did you mean '\($0)'?" }
          ?? "known are " + names.map { "'\($0)'" }.joined(separator: ", "))
      return nil
    }
  }

  /// Words by language.
  mutating func words(_ key: String, _ presence: Presence = .optional) -> [String: [String]] {
    let words = (entries(key, presence) ?? []).filter { isLanguage($0) }.map { entry in
      let texts = entry.value.elements ?? [entry.value]
      return (entry.name, texts.compactMap { text(of: $0, named: entry.name) })
    }
    return Dictionary(words, uniquingKeysWith: { first, _ in first })
  }

  /// A day, or a day and an hour, as `2025-12-23` or `2025-12-23 23:59`.
  mutating func local(_ key: String, _ presence: Presence = .optional) -> String? {
    guard let node = node(key, presence), let text = text(of: node, named: key) else { return nil }
    if LocalTime(text) != nil { return text }
    complain(
      "field-value",
      "'\(key)' must be a day such as '2025-12-23' or with an hour '2025-12-23 23:59'",
      at: node)
    return nil
  }

  /// The severity of a rule: the one given, but never graver than its level allows.
  mutating func severity(for level: RuleLevel) -> Severity {
    guard let given = choice("severity", as: Severity.self) else { return level.severity }
    if given > level.gravestSeverity, let node = node("severity") {
      complain(
        "contract-severity", "only a rule of level 'R' can be an error", at: node,
        hint: "write 'warning', or level 'R' if the programme limits it")
    }
    return min(given, level.gravestSeverity)
  }

  /// Where the programme says so.
  mutating func sources() -> [Source] {
    records("sources", of: "a source") { fields in
      let quote = fields.string("quote")
      return fields.string("place", .required).map { Source(quote: quote, place: $0) }
    } ?? []
  }

  /// An instant as `2025-12-24T07:59:00Z`, in seconds since 1970.
  mutating func instant(_ key: String) -> Int? {
    guard let node = node(key), let text = text(of: node, named: key) else { return nil }
    if let seconds = UTCInstant.unixSeconds(text) { return seconds }
    complain(
      "field-value", "'\(key)' must be an instant such as '2025-12-24T07:59:00Z'", at: node)
    return nil
  }
}
