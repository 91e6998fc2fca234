/// Something the programme wants said, or never asks for.
public struct Statement: Sendable, Equatable {
  /// Its name in the contract: `limitations`.
  public let id: String
  /// What is to be said.
  public let text: LocalizedText
  /// How binding it is; `nil` where it is never demanded.
  public let level: RuleLevel?
  /// The sections that say it, if they have text.
  public let sections: [String]
  /// Words by language that show it is said somewhere.
  public let words: [String: [String]]
  /// Where the programme says so.
  public let sources: [Source]
}

/// A question of the guided review.
public struct ChecklistItem: Sendable, Equatable {
  /// How an answer can be found.
  public enum Method: String, Sendable, CaseIterable {
    /// A finding can be computed.
    case mechanical
    /// The evidence can be shown; the writer answers.
    case evidence
    /// Only the writer can answer.
    case ask
  }

  /// Its name in the contract: `c.new`.
  public let id: String
  /// What it is about: `criteria`, `mistakes`, `writing` or `working`.
  public let group: String
  /// How an answer can be found.
  public let method: Method
  /// The question.
  public let question: LocalizedText
  /// Where the programme says so.
  public let sources: [Source]
}
