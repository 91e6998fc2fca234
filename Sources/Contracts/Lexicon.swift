import Documents

/// Words that checks look for, by language.
public struct Lexicon: Sendable, Equatable {
  /// Words of a strong claim: `proves`, `清楚地表明`.
  public let claims: [String: [String]]
  /// Short forms that every reader of the programme knows: `LLM`.
  public let abbreviations: Set<String>

  /// Creates a lexicon.
  public init(claims: [String: [String]] = [:], abbreviations: Set<String> = []) {
    self.claims = claims
    self.abbreviations = abbreviations
  }

  init?(_ fields: inout Fields) {
    claims = fields.words("claims")
    abbreviations = Set(fields.strings("abbreviations") ?? [])
  }
}
