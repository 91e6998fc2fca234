import Documents
import Findings

extension Fields {
  /// A text, or texts by language; a text alone is English.
  mutating func localized(_ key: String, _ presence: Presence = .optional) -> LocalizedText {
    guard let node = node(key, presence) else { return LocalizedText([:]) }
    guard let entries = node.entries else {
      return LocalizedText(text(of: node, named: key).map { ["en": $0] } ?? [:])
    }
    let texts = entries.compactMap { entry in
      text(of: entry.value, named: key).map { (entry.name, $0) }
    }
    return LocalizedText(Dictionary(texts, uniquingKeysWith: { first, _ in first }))
  }

  /// The level of a rule.
  mutating func level(_ presence: Presence = .optional) -> RuleLevel? {
    choice("level", presence, as: RuleLevel.self)
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

/// Reads instants of universal time.
enum UTCInstant {
  /// The seconds since 1970 of `2025-12-24T07:59:00Z`.
  static func unixSeconds(_ text: String) -> Int? {
    let pattern = Array("0000-00-00T00:00:00Z".utf8)
    let bytes = Array(text.utf8)
    let isWellFormed =
      bytes.count == pattern.count
      && zip(bytes, pattern).allSatisfy { byte, expected in
        expected == UInt8(ascii: "0")
          ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == expected
      }
    guard isWellFormed else { return nil }
    let numbers = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { range in
      bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    guard let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 60
    else { return nil }
    return ((date.daysSince1970 * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
  }
}
