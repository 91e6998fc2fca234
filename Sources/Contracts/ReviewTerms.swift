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

  /// What of an application bears on a question.
  public enum Evidence: String, Sendable, CaseIterable {
    /// Its length and how it begins.
    case summary
    /// Headings with their words, and how many lists, figures and tables there are.
    case structure
    /// The first sentence of each section.
    case sentences
    /// The figures and their captions.
    case figures
    /// The experiments: what is run, on which model, why, and what is expected.
    case experiments
    /// The kind of statement that each experiment supports and what it is compared with.
    case baselines
    /// How each conclusion could be false.
    case alternatives
    /// The simpler method that each experiment says was tried.
    case simpler
    /// The last entries of the log.
    case log
    /// What was noted when data were looked at.
    case looks
    /// Hours by category.
    case time
  }

  /// Its name in the contract: `c.new`.
  public let id: String
  /// What it is about: `criteria`, `mistakes`, `writing` or `working`.
  public let group: String
  /// How an answer can be found.
  public let method: Method
  /// The question.
  public let question: LocalizedText
  /// What bears on the answer.
  public let evidence: [Evidence]
  /// The sections whose text bears on it.
  public let sections: [String]
  /// The codes of the findings that bear on it.
  public let findings: [String]
  /// Where the programme says so.
  public let sources: [Source]
}
