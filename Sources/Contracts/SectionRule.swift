/// A section that the programme speaks of.
public struct SectionRule: Sendable, Equatable {
  /// Its name in the contract: `summary`.
  public let id: String
  /// The section it is a part of; never itself, nor a section that is a part of it.
  public internal(set) var parent: String?
  /// The headings it is known by in each language, the one to write first.
  public let names: [String: [String]]
  /// Whether its absence is a finding; how much it weighs is for the rules to say.
  public let isRequired: Bool
  /// Whether nothing may stand before it.
  public let isFirst: Bool
  /// The most words, all subsections together.
  public let words: Int?
  /// The most pages.
  public let pages: Int?
  /// The number of pages that is good.
  public let goodPages: Int?
  /// The fewest figures.
  public let figures: Int
  /// What belongs into it.
  public let content: LocalizedText
  /// The names as headings are compared.
  let foldedNames: Set<String>

  /// The heading to write in a language.
  public func name(in language: String) -> String {
    let main = language.split(separator: "-").first.map(String.init) ?? language
    return (names[language] ?? names[main] ?? names["en"])?.first ?? id
  }

  /// Whether a heading is one of its names: case, numbers before it and punctuation at its end do not
  /// matter.
  public func matches(heading: String) -> Bool { matches(folded: Self.folded(heading)) }

  /// Whether one of its names folds to a text.
  func matches(folded heading: String) -> Bool {
    !heading.isEmpty && foldedNames.contains(heading)
  }

  /// `2.1 High-level takeaways:` becomes `high-level takeaways`.
  static func folded(_ heading: String) -> String {
    var words = heading.lowercased().split(whereSeparator: \.isWhitespace)
    if let first = words.first, words.count > 1,
      first.allSatisfy({ $0.isASCII && ($0.isNumber || ".)".contains($0)) })
    {
      words.removeFirst()
    }
    var text = words.joined(separator: " ")[...]
    while let last = text.last, last.isPunctuation { text = text.dropLast() }
    return String(text)
  }
}
