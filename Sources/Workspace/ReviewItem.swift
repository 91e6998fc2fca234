/// A question of the guided review with what the application has to say to it.
public struct ReviewItem: Sendable, Equatable {
  /// Its name in the contract: `c.claim`.
  public let id: String
  /// What it is about: `criteria`, `mistakes`, `writing` or `working`.
  public let group: String
  /// The question, in the language of the report.
  public let question: String
  /// The programme's words, each with its place.
  public let quotes: [Explanation.Quote]
  /// What bears on the answer; empty where only the writer can know.
  public let evidence: [ReviewEvidence]
  /// The last answer; `nil` where there is none.
  public let answer: ReviewAnswer?
}

/// What was found in an application that bears on a question.
///
/// It is shown, never weighed: whether it is good enough is for the writer to say.
public struct ReviewEvidence: Sendable, Equatable {
  /// One thing that was found.
  public struct Line: Sendable, Equatable {
    /// What it is.
    public let text: String
    /// The file and line it stands in, as `report.md:12`; `nil` for what stands in no single place.
    public let place: String?

    init(_ text: String, at place: String? = nil) {
      self.text = text
      self.place = place
    }
  }

  /// What was looked for.
  public let title: String
  /// What was found, in the order of the report; empty where nothing was.
  public let lines: [Line]
}

/// What the writer answered to a question.
public struct ReviewAnswer: Sendable, Equatable {
  /// The words.
  public let words: String
  /// When, as `2026-11-23T14:05:00+01:00`.
  public let time: String
  /// Whether the report has changed since.
  public let isOutdated: Bool
}
