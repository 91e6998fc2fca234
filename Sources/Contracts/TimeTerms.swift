public import Findings

/// A stage of an application and what may be done in it.
public struct Phase: Sendable, Equatable {
  /// Its name in the contract and the journal: `research`.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// The budget that time in this phase is taken from.
  public let budget: String?
  /// What may be changed in it; empty means nothing, `everything` means all.
  public let mayChange: [String]
  /// What the programme says must stay as it is, each with its words.
  public let locked: [Locked]
  /// The categories that may be started in it; `nil` means all.
  public let categories: [String]?
  /// Where the programme speaks of it.
  public let sources: [Source]

  /// Whether something may be changed in this phase.
  public func permits(_ subject: String) -> Bool {
    mayChange.contains(subject) || mayChange.contains("everything")
  }
}

/// Something that must stay as it is in a phase.
public struct Locked: Sendable, Equatable {
  /// What it is, in the words of ``Phase/mayChange``: `body-text`.
  public let subject: String
  /// The rule in plain words.
  public let text: LocalizedText
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// What time can be booked on.
public struct TimeCategory: Sendable, Equatable {
  /// Its name in the contract and the journal: `reading`.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// Whether its time counts against the programme's limit.
  public let isCounted: Bool
  /// The budgets its time is taken from; empty for the main one if it counts.
  public let budgets: [String]
  /// What belongs into it, and the mistake that is easily made.
  public let text: LocalizedText
  /// How binding it is that it counts, or does not.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// A limit on time.
public struct Budget: Sendable, Equatable {
  /// Its name in the contract: `research`.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// The seconds that are advised.
  public let softSeconds: Int?
  /// The seconds that are the limit.
  public let hardSeconds: Int?
  /// How binding ``hardSeconds`` is, or ``softSeconds`` where there is no limit.
  public let level: RuleLevel
  /// How binding ``softSeconds`` is.
  public let softLevel: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// A date of the programme.
public struct Deadline: Sendable, Equatable {
  /// Its name in the contract: `deadline`.
  public let id: String
  /// What happens then.
  public let names: LocalizedText
  /// The date and, where one is given, the time, as the programme writes it: `2025-12-23 23:59`.
  public let local: String
  /// The last day of something that takes days, written like ``local``.
  public let until: String?
  /// The time zone of ``local``, where one is given.
  public let zone: String?
  /// The instant in seconds since 1970; `nil` for dates without a time.
  public let unixSeconds: Int?
  /// How binding the day is.
  public let level: RuleLevel
  /// How binding the hour and the zone are.
  public let hourLevel: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
  /// Where the contract says so.
  public let place: Place
}
