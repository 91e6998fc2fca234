/// How much a finding weighs.
///
/// Only a limit of the programme is an ``error``; advice is a ``warning``; a budget or a remark of
/// our own is ``info``.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  case info, warning, error

  /// Orders by weight.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// One diagnostic of a check: what is wrong, where, and what to do about it.
public struct Finding: Sendable, Equatable {
  /// A stable identifier in kebab case, such as `section-missing`.
  public let code: String
  /// How much it weighs.
  public let severity: Severity
  /// One phrase, lower case, without a full stop, names in single quotes.
  public let message: String
  /// Where it is; `nil` when it concerns the application as a whole.
  public let place: Place?
  /// What to do next, as one phrase; `nil` when the message says it all.
  public let hint: String?
  /// A change of the text that settles the finding; `nil` when only the writer can decide.
  public let fix: Fix?
  /// What was counted and what it may be; `nil` where nothing is counted.
  public let measure: Measure?
  /// Other places that have to do with it, each with a phrase that says what.
  public let related: [Related]

  /// A quantity beside its limit.
  public struct Measure: Sendable, Equatable {
    /// What was counted.
    public let count: Int
    /// The most, or the least, there may be.
    public let limit: Int

    /// Creates a measure.
    public init(count: Int, limit: Int) {
      self.count = count
      self.limit = limit
    }
  }

  /// Another place that has to do with a finding.
  public struct Related: Sendable, Equatable {
    /// Where it is.
    public let place: Place
    /// What it is, as one phrase.
    public let message: String

    /// Creates a related place.
    public init(place: Place, message: String) {
      self.place = place
      self.message = message
    }
  }

  /// Creates a finding.
  public init(
    code: String, severity: Severity, message: String, place: Place? = nil, hint: String? = nil,
    fix: Fix? = nil, measure: Measure? = nil, related: [Related] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.place = place
    self.hint = hint
    self.fix = fix
    self.measure = measure
    self.related = related
  }
}

/// A change of one file that settles a finding.
///
/// The file is the one the finding's place names.
public struct Fix: Sendable, Equatable {
  /// What the change does, as a command: `insert the section 'Executive summary'`.
  public let title: String
  /// The changes, in the order of their ranges, none overlapping.
  public let edits: [TextEdit]
  /// Whether it may be made unseen: it changes no word that a reader sees and takes nothing of the
  /// writer's away.
  public let isSafe: Bool

  /// Creates a fix; it is not safe unless that is said.
  public init(title: String, edits: [TextEdit], isSafe: Bool = false) {
    self.title = title
    self.edits = edits
    self.isSafe = isSafe
  }
}

/// The replacement of a stretch of text.
public struct TextEdit: Sendable, Equatable {
  /// The stretch replaced, as UTF-8 offsets from the start of the file; empty for an insertion.
  public let range: Range<Int>
  /// The text put in its place.
  public let replacement: String

  /// Creates an edit.
  public init(range: Range<Int>, replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}
