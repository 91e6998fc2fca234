public import Findings

/// A text in several languages.
public struct LocalizedText: Sendable, Equatable {
  /// The texts by language tag.
  public let texts: [String: String]

  /// Creates a text.
  public init(_ texts: [String: String]) { self.texts = texts }

  /// The text in a language; failing that in its main language, in English, or in any.
  public func text(in language: String = "en") -> String {
    let main = language.split(separator: "-").first.map(String.init) ?? language
    return texts[language] ?? texts[main] ?? texts["en"]
      ?? texts.min { $0.key < $1.key }?.value ?? ""
  }
}

/// Where the programme says so, in its own words.
public struct Source: Sendable, Equatable {
  /// The programme's words; `nil` where only a place is known.
  public let quote: String?
  /// The section of the brief and its line.
  public let place: String

  /// Creates a source.
  public init(quote: String?, place: String) {
    self.quote = quote
    self.place = place
  }
}

/// What a finding rests on.
public struct Rule: Sendable, Equatable {
  /// The code of the findings it is about.
  public let code: String
  /// The section it is about; `nil` for all that have no rule of their own.
  public let section: String?
  /// How binding it is.
  public let level: RuleLevel
  /// How much its findings weigh.
  public let severity: Severity
  /// The rule in plain words.
  public let text: LocalizedText
  /// Where the programme says so; empty where it is silent.
  public let sources: [Source]
  /// Where the contract has it.
  public let place: Place
}
