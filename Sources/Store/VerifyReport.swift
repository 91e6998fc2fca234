public import Git
public import Ledger

/// What can be shown about an application from its history and its journals alone.
public struct VerifyReport: Sendable, Equatable {
  /// What was found about the freeze.
  public enum Verdict: String, Sendable, Hashable {
    /// No journal and no draft knows of a freeze.
    case notFrozen = "not-frozen"
    /// Nothing that is fixed was changed, in any draft.
    case holds
    /// The last draft is as frozen, but one before it was not.
    case heldInTheEnd = "held-in-the-end"
    /// The last draft differs only in what the applicant overrode, with a reason in the journal.
    case overridden
    /// The last draft differs from what was frozen.
    case broken
    /// Nothing differs from the manifest, but no journal confirms the manifest.
    case unconfirmed
  }

  /// A draft made after the freeze, and what it changed against it.
  public struct Draft: Sendable, Equatable {
    /// The commit; `nil` for the work tree.
    public let commit: ObjectID?
    /// The first line of its message.
    public let title: String
    /// What differs from what was frozen, and nobody said why.
    public let breaches: [Breach]
    /// What differs and was overridden with a reason.
    public var overridden: [Breach] = []

    /// Whether anything that was fixed differs.
    public var isChanged: Bool { !breaches.isEmpty || !overridden.isEmpty }
  }

  /// A draft that changed the report while no clock ran.
  public struct OutsideDraft: Sendable, Equatable {
    /// The commit.
    public let commit: ObjectID
    /// The first line of its message.
    public let title: String
    /// The words that came and went.
    public let words: Int
  }

  /// What a draft still has of the project that was given up last.
  public struct CarriedOver: Sendable, Equatable {
    /// The number of that project.
    public let project: Int
    /// How many paragraphs of the report it wrote.
    public let paragraphs: Int
    /// The figures, data and code that it made, by path.
    public let files: [String]
  }

  /// The freeze as the journal tells it.
  public struct Freeze: Sendable, Equatable {
    /// The device and the record.
    public let record: String
    /// When, by that device's clock.
    public let time: Timestamp
    /// SHA-256 of the manifest.
    public let manifest: String
  }

  /// The draft that was verified.
  public let head: ObjectID
  /// What was found.
  public let verdict: Verdict
  /// The freeze in force; `nil` when no journal has one.
  public let freeze: Freeze?
  /// The headings of the sections that may change.
  public let openSections: [String]
  /// The drafts since the freeze, oldest first, the work tree last if it was asked for.
  public let drafts: [Draft]
  /// Breaches of the manifest itself.
  public let manifestBreaches: [Breach]
  /// Annotations that name records which the journals contradict.
  public let contradictions: [Breach]
  /// The devices whose journals were found, each with its last record.
  public let journals: [JournalMark]
  /// What is wrong with journals, and which are not here.
  public let journalProblems: [String]
  /// The time by the journals alone.
  public let state: LedgerState
  /// What changed in the last draft since the freeze, and may.
  public var permitted: [PermittedChange] = []
  /// Whether the manifest says how that was; older ones do not.
  public var isPermittedKnown = true
  /// The overrides of the freeze in force, first to last.
  public var overrides: [Override] = []
  /// How the time is known.
  public var evidence = Evidence()
  /// The drafts that changed the report while no clock ran, oldest first.
  public var outsideSessions: [OutsideDraft] = []
  /// What of a project given up with its hours this draft still has.
  public var carriedOver: CarriedOver?
  /// Whether no journal is here and the times are those of the copy in the draft.
  public var isFromSealedCopy = false
  /// The hand-ins of this draft or one before it, first to last.
  public var handedIn: [HandedIn] = []
  /// The anchors in the journals, in the order of their records.
  public var anchors: [Anchored] = []
  /// The digests of inputs that experiments read and git does not hold, by path.
  public var notInGit: [String: String] = [:]
}

extension VerifyReport.Freeze {
  init(_ mark: FreezeMark) {
    self.init(
      record: mark.record.id, time: mark.record.moment.wall, manifest: mark.manifest)
  }
}
