import Digests
import Documents
import Git
public import Ledger
import Platform

/// The clock of the applicant: each verb appends to this device's journal and says what changed.
public struct TimeClock {
  /// The journals it writes to.
  public let store: JournalStore
  /// The programme's rules on time.
  public let rules: TimeRules
  /// Who moves it: `cli`, `hook` or `watch`.
  public let source: String

  /// Creates a clock on the journals of a clone.
  public init(_ store: JournalStore, rules: TimeRules, source: String = "cli") {
    self.store = store
    self.rules = rules
    self.source = source
  }

  /// What a verb did.
  public struct Change: Sendable, Equatable {
    /// What changed, as one phrase.
    public let message: String
    /// How things stand now.
    public let status: ClockStatus
  }

  /// Tells how things stand; nothing is recorded.
  public func status() throws -> ClockStatus { status(try store.read()) }

  /// Starts the clock, or lets a running one go on in another category.
  ///
  /// Without a category it is the phase's own. `at` is a time such as `09:40`; throws a
  /// ``Refusal`` when the category or the time cannot be.
  public func start(_ category: String? = nil, at time: String? = nil) throws -> Change {
    try store.update { writer in
      let before = status(writer.journals)
      let category = category ?? defaultCategory(in: before.state.phase)
      try check(category, in: before.state.phase)
      let declared = try time.map { try declaredTime($0, before) }
      if let running = before.running, running.category == category, declared == nil {
        try append(.beat, to: &writer, before) { _ in }
        let since = running.start.minutesText
        return change("the clock already runs as '\(category)' since \(since)", writer)
      }
      try append(before.running == nil ? .start : .switch, to: &writer, before) {
        $0.category = category
        $0.declared = declared
      }
      return change(startWords(category, before, declared), writer)
    }
  }

  /// Stops the clock, also one that runs only on another device.
  ///
  /// The journal's branch is brought up to date as well, so that the time reaches other machines with
  /// the next sync. Throws a ``Refusal`` when no clock runs or the time lies before its start.
  public func stop(at time: String? = nil) throws -> Change {
    let change = try recordStop(at: time)
    do {
      try store.checkpoint()
      return change
    } catch {
      let notice = JournalNotice.branchBehind(change.status.device ?? "", error)
      return Change(message: change.message, status: change.status.adding(notice))
    }
  }

  private func recordStop(at time: String?) throws -> Change {
    try store.update { writer in
      let before = status(writer.journals)
      guard let running = before.running ?? before.runningElsewhere.first else {
        throw Refusal(
          code: "clock-not-running", message: "the clock is not running",
          hint: "'dossier start' starts it; 'dossier start --at 09:40' from an earlier time")
      }
      let declared = try time.map { try declaredTime($0, before) }
      try append(.stop, to: &writer, before) {
        $0.declared = declared
        if running.device != before.device { $0.reference = running.record }
      }
      let after = status(writer.journals)
      let length = after.state.intervals.first { $0.record == running.record }?.length.upper ?? 0
      let place = running.device == before.device ? "" : " on '\(running.device)'"
      return Change(
        message:
          "'\(running.category)' stopped\(place) after \(LengthText.text(milliseconds: length))",
        status: after)
    }
  }

  /// Records that somebody is at work, for commands that record nothing else.
  ///
  /// That happens at most once a minute and only while the clock runs on this device. Nobody asked for
  /// it, so nothing fails by it and nothing waits: it does nothing when another process writes the
  /// journal, and leaves one that has to be mended to the next command that needs it. The rules are
  /// asked for only when a record is due.
  public static func noteWork(
    in store: JournalStore, source: String = "cli", rules: () throws -> TimeRules
  ) {
    do {
      guard try store.isSignOfLifeDue() else { return }
      let clock = TimeClock(store, rules: try rules(), source: source)
      try store.updateIfInOrder { writer in
        guard let last = writer.journals.own.last, store.isQuietSince(last) else { return }
        let before = clock.status(writer.journals)
        if before.running != nil { try clock.append(.beat, to: &writer, before) { _ in } }
      }
    } catch {
      // The next command that has to write says what is wrong.
    }
  }

  /// Records a remark.
  public func note(_ text: String) throws -> Change {
    try store.update { writer in
      try append(.note, to: &writer, status(writer.journals)) { $0.text = text }
      return change("noted", writer)
    }
  }
}

// MARK: - Rules

extension TimeClock {
  private func defaultCategory(in phase: LedgerPhase) -> String {
    if let own = rules.phaseCategories[phase.rawValue]?.first { return own }
    let general = rules.categories.first { $0.id == TimeRules.generalCategory }
    let usual = general ?? rules.categories.first(where: \.isCounted) ?? rules.categories.first
    return usual?.id ?? TimeRules.generalCategory
  }

  private func check(_ category: String, in phase: LedgerPhase) throws {
    let names = rules.categories.map(\.id)
    guard names.contains(category) || names.isEmpty else {
      let nearest = Suggestion.nearest(to: category, among: names)
      let list = "the categories are \(names.joined(separator: ", "))"
      throw Refusal(
        code: "category-unknown", message: "there is no category '\(category)'",
        hint: nearest.map { "did you mean '\($0)'? \(list)" } ?? list)
    }
    if let allowed = rules.phaseCategories[phase.rawValue], !allowed.contains(category) {
      let reason = rules.counts(category) ? ": research ended with the freeze" : ""
      throw Refusal(
        code: "category-after-freeze",
        message: "'\(category)' cannot be booked in the phase '\(phase.rawValue)'\(reason)",
        hint: "there are \(allowed.joined(separator: ", ")); 'dossier thaw' goes back to research")
    }
    if let own = phaseThatOwns(category), own != phase {
      throw Refusal(
        code: "category-before-freeze",
        message: "'\(category)' is for the phase '\(own.rawValue)'; this is '\(phase.rawValue)'",
        hint: "until 'dossier freeze' ends research, '\(defaultCategory(in: phase))' counts")
    }
  }

  /// The phase, other than research, whose budget alone a category is taken from.
  private func phaseThatOwns(_ category: String) -> LedgerPhase? {
    let budgets = rules.budgets(of: category)
    return LedgerPhase.allCases.first { phase in
      guard let own = rules.phaseBudgets[phase.rawValue] else { return false }
      return own != rules.mainBudget && budgets == [own]
    }
  }

  private func declaredTime(_ text: String, _ before: ClockStatus) throws -> Timestamp {
    let time = try DeclaredTime.parse(text, now: before.now, clock: store.platform.clock)
    let own = before.state.intervals.last { $0.device == before.device }
    guard let own else { return time }
    let limit = own.isRunning ? own.start : own.end
    guard time.unixMilliseconds >= limit.unixMilliseconds else {
      let event = own.isRunning ? "start" : "stop"
      throw Refusal(
        code: "time-before-\(event)",
        message: "'\(text)' lies before the last \(event) at \(limit.minutesText)",
        hint: "give a time from \(limit.minutesText) on")
    }
    return time
  }
}

// MARK: - Records and words

extension TimeClock {
  func status(_ journals: Journals) -> ClockStatus {
    let now = store.now
    return ClockStatus(
      now: now, device: journals.device, state: journals.state(rules: rules, now: now),
      notices: journals.notices, rules: rules)
  }

  @discardableResult
  func append(
    _ kind: Record.Kind, to writer: inout JournalStore.Writer, _ before: ClockStatus,
    _ fill: (inout Record.Entry) -> Void
  ) throws -> Record {
    var entry = Record.Entry(
      kind: kind, moment: before.now, phase: before.state.phase.rawValue,
      epoch: before.state.epoch, source: source)
    entry.head = try store.repository.head()?.hex
    entry.document = try store.platform.files.readIfPresent(store.clone.path("report.md")).map {
      SHA256.digest($0).hex
    }
    fill(&entry)
    return try writer.append(entry)
  }

  private func change(_ message: String, _ writer: JournalStore.Writer) -> Change {
    Change(message: message, status: status(writer.journals))
  }

  private func startWords(
    _ category: String, _ before: ClockStatus, _ declared: Timestamp?
  ) -> String {
    let since = declared.map { " since \($0.minutesText)" } ?? ""
    guard let running = before.running, running.category != category else {
      return "the clock runs as '\(category)'\(since)"
    }
    return "the clock went from '\(running.category)' to '\(category)'\(since)"
  }
}
