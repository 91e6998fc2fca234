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
    /// The records that a `void` takes back; empty where nothing does.
    public let records: [String]
    private let outcome: Outcome

    /// How things stand after it, or what tells that: few ask, and adding up all time is work.
    private enum Outcome: Equatable {
      case status(ClockStatus)
      case journals(Journals, Moment, TimeRules)
    }

    init(message: String, status: ClockStatus, records: [String] = []) {
      self.message = message
      self.records = records
      outcome = .status(status)
    }

    init(message: String, _ journals: Journals, at now: Moment, _ rules: TimeRules) {
      self.message = message
      records = []
      outcome = .journals(journals, now, rules)
    }

    /// How things stand now.
    public var status: ClockStatus {
      switch outcome {
      case .status(let status): status
      case .journals(let journals, let now, let rules): ClockStatus(journals, at: now, rules)
      }
    }

    /// What was found wrong with the journals meanwhile.
    public var notices: [JournalNotice] {
      switch outcome {
      case .status(let status): status.notices
      case .journals(let journals, _, _): journals.notices
      }
    }
  }

  /// Tells how things stand; nothing is recorded.
  public func status() throws -> ClockStatus { try reading().status }

  /// Tells how things stand, with the journals that say so, by reading them once.
  public func reading() throws -> (status: ClockStatus, journals: Journals) {
    let journals = try store.read(rules)
    return (status(journals), journals)
  }

  /// Starts the clock, or lets a running one go on in another category.
  ///
  /// Without a category it is the phase's own.
  ///
  /// - Parameters:
  ///   - category: What the time is booked on.
  ///   - time: A time such as `09:40`; an earlier one for what runs already moves its start.
  ///   - isNew: Whether a category that the contract does not have is meant so.
  /// - Returns: What changed.
  /// - Throws: A ``Refusal`` when the category or the time cannot be.
  public func start(
    _ category: String? = nil, at time: String? = nil, isNew: Bool = false
  ) throws -> Change {
    try store.update { writer in
      let before = status(writer.journals)
      let category = category ?? categoryMeant(by: time, before)
      try check(category, in: before.state.phase, isNew: isNew)
      if let running = before.running, running.category == category {
        return try goOn(running, at: time, before, &writer)
      }
      let declared = try time.map { try startTime($0, before) }
      if before.running == nil { store.remember(writer.journals, rules) }
      try append(before.running == nil ? .start : .switch, to: &writer, before) {
        $0.category = category
        $0.declared = declared
      }
      return change(startWords(category, before, declared), writer)
    }
  }

  /// Lets the running clock go on in another category.
  ///
  /// Throws a ``Refusal`` when no clock runs here, or the category or the time cannot be.
  public func `switch`(
    to category: String, at time: String? = nil, isNew: Bool = false
  ) throws -> Change {
    let now = try status()
    guard now.running == nil else { return try start(category, at: time, isNew: isNew) }
    let elsewhere = now.runningElsewhere.first.map {
      "'\($0.category)' runs on '\($0.device)': 'dossier stop' ends that first, or "
    }
    throw Refusal(
      code: "clock-not-running", message: "the clock is not running here",
      hint: (elsewhere ?? "") + "'dossier start \(category)' starts it")
  }

  /// Stops the clock, also one that runs only on another device.
  ///
  /// The journal's branch is brought up to date as well, so that the time reaches other machines with
  /// the next sync. Throws a ``Refusal`` when no clock runs or the time lies before its start.
  public func stop(at time: String? = nil) throws -> Change {
    let change = try recordStop(at: time)
    return Change(message: change.message, status: checkpointed(change.status))
  }

  /// Brings the journal's branch up to date with what was recorded; what keeps it back becomes a notice.
  func checkpointed(_ status: ClockStatus) -> ClockStatus {
    do {
      try store.checkpoint()
      return status
    } catch {
      return status.adding(JournalNotice.branchBehind(status.device ?? "", error))
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
      let declared = try time.map {
        try declaredTime($0, before, notBefore: running.start, "start")
      }
      try append(.stop, to: &writer, before) {
        $0.declared = declared
        if running.device != before.device { $0.reference = running.record }
      }
      store.remember(writer.journals, rules)
      let after = status(writer.journals)
      let length = after.state.intervals.first { $0.record == running.record }?.length.upper ?? 0
      let place = running.device == before.device ? "" : " on '\(running.device)'"
      let moment = declared.map { " at \(words(for: $0, before))" } ?? ""
      return Change(
        message: "'\(running.category)' stopped\(place)\(moment) after "
          + LengthText.text(milliseconds: length),
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
        guard let last = writer.journals.ownLast, store.isQuietSince(last) else { return }
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
  func defaultCategory(in phase: LedgerPhase) -> String {
    if let own = rules.phaseCategories[phase.rawValue]?.first { return own }
    let general = rules.categories.first { $0.id == TimeRules.generalCategory }
    let usual = general ?? rules.categories.first(where: \.isCounted) ?? rules.categories.first
    return usual?.id ?? TimeRules.generalCategory
  }

  /// Refuses what cannot be booked in a phase; an unknown activity only where it may be a slip of the
  /// keys, since the programme's list of what counts is open.
  func check(_ category: String, in phase: LedgerPhase, isNew: Bool) throws {
    let names = rules.categories.map(\.id)
    guard names.contains(category) || names.isEmpty || isNew else {
      let nearest = Suggestion.nearest(to: category, among: names)
      let list = "the categories are \(names.joined(separator: ", "))"
      throw Refusal(
        code: "category-unknown", message: "there is no category '\(category)'",
        hint: nearest.map { "did you mean '\($0)'? \(list)" }
          ?? "\(list); with '--new' it is booked, and counts")
    }
    if let allowed = rules.phaseCategories[phase.rawValue], !allowed.contains(category) {
      if phase == .submitted { throw Self.handedIn(category, allowed) }
      let reason = rules.counts(category) ? ": research ended with the freeze" : ""
      throw Refusal(
        code: "category-after-freeze",
        message: "'\(category)' cannot be booked in the phase '\(phase.rawValue)'\(reason)",
        hint: "there are \(allowed.joined(separator: ", ")); 'dossier thaw' goes back to research, "
          + "and 'dossier explain phase-locked' quotes the rule")
    }
    if let own = phaseThatOwns(category), own != phase {
      throw Refusal(
        code: "category-before-freeze",
        message: "'\(category)' is for the phase '\(own.rawValue)'; this is '\(phase.rawValue)'",
        hint: "until 'dossier freeze' ends research, '\(defaultCategory(in: phase))' counts")
    }
  }

  private static func handedIn(_ category: String, _ allowed: [String]) -> Refusal {
    Refusal(
      code: "category-after-hand-in",
      message: "'\(category)' cannot be booked: the application is handed in",
      hint: "there are \(allowed.joined(separator: ", ")); 'dossier submit --undo REASON' goes back"
    )
  }

  /// The phase, other than research, whose budget alone a category is taken from.
  func phaseThatOwns(_ category: String) -> LedgerPhase? {
    let budgets = rules.budgets(of: category)
    return LedgerPhase.allCases.first { phase in
      guard let own = rules.phaseBudgets[phase.rawValue] else { return false }
      return own != rules.mainBudget && budgets == [own]
    }
  }

  private func startTime(_ text: String, _ before: ClockStatus) throws -> Timestamp {
    guard let own = before.ownLast else { return try declaredTime(text, before) }
    return try declaredTime(
      text, before, notBefore: own.isRunning ? own.start : own.end,
      own.isRunning ? "start" : "stop")
  }

  func declaredTime(
    _ text: String, _ before: ClockStatus, notBefore limit: Timestamp? = nil, _ event: String = ""
  ) throws -> Timestamp {
    let reader = DeclaredTime(now: before.now, clock: store.platform.clock)
    let time = try reader.parse(text, since: limit)
    guard let limit, time.unixMilliseconds < limit.unixMilliseconds else { return time }
    let words = words(for: limit, before)
    throw Refusal(
      code: "time-before-\(event)",
      message: "'\(text)' lies before the last \(event) at \(words)",
      hint: "give a time from \(words) on")
  }

  /// A time as the person who asked would say it: with the day when it is not today's.
  func words(for time: Timestamp, _ status: ClockStatus) -> String {
    let isToday = time.dayText == status.now.wall.dayText
    return isToday ? time.minutesText : "\(time.dayText) \(time.minutesText)"
  }
}

// MARK: - What goes on

extension TimeClock {
  /// What `start` without a category is about: with an earlier time, the work that runs.
  private func categoryMeant(by time: String?, _ before: ClockStatus) -> String {
    if time != nil, let running = before.running, rules.counts(running.category) {
      return running.category
    }
    return defaultCategory(in: before.state.phase)
  }

  /// Says that the clock runs already, or moves its start to the earlier time given.
  private func goOn(
    _ running: Interval, at time: String?, _ before: ClockStatus,
    _ writer: inout JournalStore.Writer
  ) throws -> Change {
    let limit = before.earliestStart(of: running)
    let declared = try time.map { try declaredTime($0, before, notBefore: limit, "stop") }
    let since = words(for: running.start, before)
    guard let declared, declared.unixMilliseconds < running.start.unixMilliseconds else {
      try append(.beat, to: &writer, before) { _ in }
      return change("the clock already runs as '\(running.category)' since \(since)", writer)
    }
    let record = try append(.adjust, to: &writer, before) {
      $0.reference = running.record
      $0.declared = declared
    }
    let moved = words(for: declared, before)
    return Change(
      message: "the clock runs as '\(running.category)' since \(moved), not \(since)",
      status: status(writer.journals), records: [record.id])
  }

  /// What the clock goes on as when the report is frozen; `nil` when it may go on as it is.
  func categoryAfterFreeze(_ before: ClockStatus) -> String? {
    let allowed = rules.phaseCategories[LedgerPhase.summary.rawValue] ?? []
    guard let running = before.running, !allowed.contains(running.category) else { return nil }
    return allowed.first
  }

  /// What the clock goes on as when the freeze is taken back: the work that it interrupted.
  ///
  /// It is `nil` when the clock stands still or runs for something else than the summary.
  func categoryAfterThaw(_ before: ClockStatus) -> String? {
    guard let freeze = before.state.freeze?.record, let running = before.running,
      phaseThatOwns(running.category) == .summary
    else { return nil }
    let former = before.state.intervals.last {
      $0.device == before.device && $0.source == .clock && $0.order < freeze.order
        && rules.counts($0.category)
    }
    return former?.category ?? defaultCategory(in: .research)
  }
}

// MARK: - Records and words

extension TimeClock {
  func status(_ journals: Journals) -> ClockStatus {
    ClockStatus(journals, at: store.now, rules)
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
    Change(message: message, writer.journals, at: store.now, rules)
  }

  /// What is said when the category of the time before the project is used once there is one.
  private func late(_ category: String, _ before: ClockStatus) -> String {
    let isLate =
      category == LedgerPhase.preparation.rawValue && before.state.phase != .preparation
      && rules.categories.contains { $0.id == Self.reading && $0.isCounted }
    return isLate ? "; what you read for the project itself is '\(Self.reading)', and counts" : ""
  }

  private static let reading = "reading"

  private func startWords(
    _ category: String, _ before: ClockStatus, _ declared: Timestamp?
  ) -> String {
    let since = declared.map { " since \(words(for: $0, before))" } ?? ""
    let isKnown = rules.categories.isEmpty || rules.categories.contains { $0.id == category }
    let counts = isKnown ? late(category, before) : "; the programme does not name it, so it counts"
    guard let running = before.running, running.category != category else {
      return "the clock runs as '\(category)'\(since)\(counts)"
    }
    return "the clock went from '\(running.category)' to '\(category)'\(since)\(counts)"
  }
}
