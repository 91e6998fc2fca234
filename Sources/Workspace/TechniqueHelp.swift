internal import Techniques

/// What a technique does and takes, as text for people.
public struct TechniqueHelp: Sendable, Equatable {
  /// One option, figure or number.
  public struct Item: Sendable, Equatable {
    /// Its name as written in a declaration.
    public let name: String
    /// What it is.
    public let words: String
  }

  /// The name as written in a declaration.
  public let name: String
  /// The version of its meaning.
  public let version: Int
  /// What it does, in one line.
  public let summary: String
  /// How it works and what it cannot show.
  public let explanation: String
  /// The options it takes.
  public let options: [Item]
  /// The figures it draws.
  public let figures: [Item]
  /// The numbers it gives.
  public let numbers: [Item]

  /// Every technique, simple ones first.
  public static func all() -> [TechniqueHelp] {
    TechniqueCatalogue.all.map { TechniqueHelp($0.description) }
  }

  private init(_ description: TechniqueDescription) {
    name = description.name
    version = description.version
    summary = description.summary
    explanation = description.explanation
    options = description.options.map { Item(name: $0.name, words: $0.help) }
    figures = description.figures.map { Item(name: $0.name, words: $0.help) }
    numbers = description.numbers.map { Item(name: $0.name, words: $0.help) }
  }
}
