internal import Contracts
internal import Documents
public import Findings

/// What a code means, and what a programme says about it.
public struct Explanation: Sendable, Equatable {
  /// The code of the finding.
  public let code: String
  /// What it means in any programme, as one sentence; `nil` for what is a rule of the contract only.
  public let meaning: String?
  /// How much a finding of it weighs where no rule says otherwise.
  public let severity: Severity?
  /// The rules of the contract behind it; empty where it has none.
  public let rules: [Rule]

  /// A rule of the contract.
  public struct Rule: Sendable, Equatable {
    /// The section it is about; `nil` for all.
    public let section: String?
    /// What the rule says.
    public let text: String
    /// What weight the programme gives it, in words.
    public let level: String
    /// How much a finding of it weighs.
    public let severity: Severity
    /// The programme's words, each with its place.
    public let quotes: [Quote]
  }

  /// Words of the programme.
  public struct Quote: Sendable, Equatable {
    /// The words; `nil` where the rule is a reading of several places.
    public let words: String?
    /// Where they stand.
    public let place: String
  }
}

extension Explanation {
  /// Explains a code by the contract of an application, or without one by the program's own words.
  ///
  /// - Parameters:
  ///   - code: The code of a finding.
  ///   - workspace: The application whose contract is asked, in the language of its report; `nil` outside
  ///     one.
  /// - Returns: What the code means and the rules behind it.
  /// - Throws: A ``UserError`` for a code that nothing bears, with the codes there are.
  public static func of(_ code: String, in workspace: Workspace?) throws -> Explanation {
    let contract = try workspace?.contract().contract
    let rules = contract?.rules(for: code) ?? []
    let language = try workspace?.language() ?? "en"
    let kind = FindingKind.of(code)
    guard kind != nil || !rules.isEmpty else {
      throw unknown(code, among: FindingKind.all.map(\.code) + (contract?.rules.map(\.code) ?? []))
    }
    return Explanation(
      code: code, meaning: kind?.explanation, severity: kind?.severity,
      rules: rules.map { rule in
        Rule(
          section: rule.section, text: rule.text.text(in: language), level: rule.level.words,
          severity: rule.severity,
          quotes: rule.sources.map { Quote(words: $0.quote, place: $0.place) })
      })
  }

  private static func unknown(_ code: String, among codes: [String]) -> UserError {
    let known = Set(codes).sorted()
    let near = Suggestion.nearest(to: code, among: known).map { "did you mean '\($0)'? " } ?? ""
    return UserError(
      .usage, "no finding has the code '\(code)'",
      hint: near + "the codes are: " + known.joined(separator: ", "))
  }
}
