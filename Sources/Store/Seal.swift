import Documents
public import Ledger

/// The journals as they stood when an application was sealed for handing in.
public struct Seal: Sendable, Equatable {
  /// The record that says so.
  public let record: Record
  /// The last record of each device that the seal is about, its own included.
  public let marks: [JournalMark]
  /// All records up to those, by device and number.
  public let records: [Record]
  /// What they add up to.
  public let state: LedgerState
  /// What the running clock was stopped as; `nil` where it stood still or may go on.
  public let stopped: String?
}

/// An application that was handed in.
public struct Submission: Sendable, Equatable {
  /// What is known of the files and the place.
  public struct Facts: Sendable, Equatable {
    /// The draft that was handed in.
    public var draft: String
    /// The tag on it.
    public var tag: String
    /// The record of the seal; `nil` where no time was booked.
    public var seal: String?
    /// SHA-256 of what was handed in, by path.
    public var files: [String: String]
    /// Where the document can be read.
    public var link: String?

    /// Creates facts.
    public init(
      draft: String, tag: String, seal: String?, files: [String: String], link: String?
    ) {
      self.draft = draft
      self.tag = tag
      self.seal = seal
      self.files = files
      self.link = link
    }
  }

  /// The record.
  public let record: Record
  /// What it says.
  public let facts: Facts

  init?(_ record: Record) {
    let entry = record.entry
    guard entry.kind == .phase, entry.phase == LedgerPhase.submitted.rawValue,
      let draft = entry.others["draft"]?.string, let tag = entry.others["tag"]?.string
    else { return nil }
    self.record = record
    facts = Facts(
      draft: draft, tag: tag, seal: entry.others["seal"]?.string,
      files: entry.others["files"]?.object?.compactMapValues(\.string) ?? [:], link: entry.text)
  }
}

extension Journals {
  /// When the application was handed in, first to last.
  public var submissions: [Submission] {
    all.sorted { $0.order < $1.order }.compactMap(Submission.init)
  }

  /// The sealed state of these records, as anybody computes it who has them; `nil` without a seal.
  func seal(by record: Record, rules: TimeRules, stopped: String? = nil) -> Seal {
    let named = (record.entry.others["marks"]?.array ?? []).compactMap {
      $0.string.flatMap { JournalMark($0) }
    }
    let marks = (named.filter { $0.device != record.device } + [JournalMark(record)])
      .sorted { $0.device < $1.device }
    let records = upTo(marks)
    return Seal(
      record: record, marks: marks, records: records,
      state: Ledger.fold(records, rules: rules), stopped: stopped)
  }
}

// MARK: - Verbs

extension TimeClock {
  /// Seals the journals for handing in; `nil` where no time is booked.
  ///
  /// A clock that may not run once the application is handed in is stopped. While nothing that bears on
  /// the time was written since the last seal, that one still holds, so that sealing again is harmless.
  public func seal() throws -> Seal? {
    let seal = try store.update { writer -> Seal? in
      let before = status(writer.journals)
      guard !before.state.intervals.isEmpty else { return nil }
      let stopped = before.running.map(\.category).flatMap { mayRunAfterHandIn($0) ? nil : $0 }
      if stopped != nil { try append(.stop, to: &writer, before) { _ in } }
      let journals = writer.journals
      if let last = Self.lastSeal(in: journals) { return journals.seal(by: last, rules: rules) }
      let marks = journals.state(rules: rules).marks
      let record = try append(.seal, to: &writer, before) {
        $0.others["marks"] = .array(marks.map { .string($0.text) })
      }
      return writer.journals.seal(by: record, rules: rules, stopped: stopped)
    }
    if seal != nil { try store.checkpoint() }
    return seal
  }

  /// Records that the application was handed in; where that is what the last record says, nothing is
  /// written.
  public func handIn(_ facts: Submission.Facts) throws -> Submission? {
    let record = try store.update { writer -> Record in
      let before = status(writer.journals)
      if before.state.phase == .submitted, let last = writer.journals.submissions.last,
        last.facts == facts
      {
        return last.record
      }
      return try append(.phase, to: &writer, before) {
        $0.phase = LedgerPhase.submitted.rawValue
        $0.text = facts.link
        $0.others = [
          "draft": .string(facts.draft), "tag": .string(facts.tag),
          "files": .object(facts.files.mapValues { .string($0) }),
        ]
        if let seal = facts.seal { $0.others["seal"] = .string(seal) }
      }
    }
    try store.checkpoint()
    return Submission(record)
  }

  /// Takes the last hand-in back: the phase before it goes on; the tag stays.
  ///
  /// Throws a ``Refusal`` when nothing was handed in, or no reason is given.
  public func takeHandInBack(_ reason: String) throws -> Change {
    guard !CommitMessage(reason, commentPrefix: nil).isEmpty else {
      throw Refusal(
        code: "reason-empty", message: "the reason is empty",
        hint: "say why: it is kept in the record")
    }
    let change = try store.update { writer in
      let before = status(writer.journals)
      guard before.state.phase == .submitted else {
        throw Refusal(
          code: "not-submitted", message: "nothing is handed in",
          hint: "'dossier submit' hands in; the phase is '\(before.state.phase.rawValue)'")
      }
      let phase = phaseBeforeHandIn(before.state)
      let last = writer.journals.submissions.last?.record.id
      try append(.phase, to: &writer, before) {
        $0.phase = phase.rawValue
        $0.text = reason
        $0.reference = last
      }
      return Change(
        message: "the phase is '\(phase.rawValue)' again; the hand-in was taken back: \(reason)",
        status: status(writer.journals))
    }
    return Change(message: change.message, status: checkpointed(change.status))
  }

  private func mayRunAfterHandIn(_ category: String) -> Bool {
    rules.phaseCategories[LedgerPhase.submitted.rawValue]?.contains(category) ?? false
  }

  private func phaseBeforeHandIn(_ state: LedgerState) -> LedgerPhase {
    if state.freeze != nil { return .summary }
    let isBegun = state.intervals.contains { $0.epoch == state.epoch && rules.counts($0.category) }
    return isBegun ? .research : .preparation
  }

  /// The last seal, if nothing was written since, on any device, that bears on the time.
  private static func lastSeal(in journals: Journals) -> Record? {
    guard
      let seal = journals.all.filter({ $0.kind == .seal }).max(by: { $0.order < $1.order })
    else { return nil }
    let silent: Set<Record.Kind> = [.beat, .seal, .phase, .anchor, .ask, .log]
    let known = Set(journals.seal(by: seal, rules: .none).records)
    let isNew = journals.all.contains { !known.contains($0) && !silent.contains($0.kind) }
    return isNew ? nil : seal
  }
}
