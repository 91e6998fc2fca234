/// What the programme wants of a figure.
public enum FigureDuty: String, Sendable, CaseIterable {
  /// A caption.
  case caption
  /// A description for readers who cannot see it.
  case description
  /// A place in the text that refers to it.
  case reference
  /// Titles on its axes.
  case axes
  /// The experiment that it was drawn by.
  case provenance
}

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
  /// The sections that it stands behind, where both are there.
  public let after: [String]
  /// The fewest words, all subsections together.
  public let fewestWords: Int?
  /// The most words, all subsections together.
  public let words: Int?
  /// The most pages.
  public let pages: Int?
  /// The number of pages that is good.
  public let goodPages: Int?
  /// The fewest figures.
  public let figures: Int
  /// The most figures.
  public let mostFigures: Int?
  /// What each figure in it must have.
  public let figureDuties: [FigureDuty]
  /// What belongs into it.
  public let content: LocalizedText
  /// Where the programme speaks of it.
  public let sources: [Source]
  /// The names as headings are compared.
  let foldedNames: Set<String>
  /// Those names of a part that mean it even behind the section it is a part of, as they are compared.
  let foldedStrayNames: Set<String>

  /// The heading to write in a language.
  public func name(in language: String) -> String {
    let main = language.split(separator: "-").first.map(String.init) ?? language
    return (names[language] ?? names[main] ?? names["en"])?.first ?? id
  }

  /// Whether a heading is one of its names: case, numbers and symbols before it, and punctuation at its
  /// end do not matter.
  public func matches(heading: String) -> Bool { matches(folded: Self.folded(heading)) }

  /// Whether one of its names folds to a text.
  func matches(folded heading: String) -> Bool {
    !heading.isEmpty && foldedNames.contains(heading)
  }
}
