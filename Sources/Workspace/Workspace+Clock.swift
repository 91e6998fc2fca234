internal import Contracts
public import Documents
internal import Experiments
internal import Git
internal import Ledger
internal import Store

/// A length of time of which part is certain and the rest depends on gaps that are not resolved.
public struct TimeSpan: Sendable, Equatable {
  /// The seconds that are certain.
  public let certain: Int
  /// The seconds that it may be at most.
  public let upper: Int
}

/// How the clock stands.
public struct ClockReport: Sendable, Equatable {
  /// A clock that runs.
  public struct Running: Sendable, Equatable {
    /// What the time is booked on.
    public let category: String
    /// When it was started, as `14:02`.
    public let since: String
    /// How long it has run.
    public let time: TimeSpan
    /// The device it runs on.
    public let device: String
    /// Whether that is this device.
    public let isHere: Bool
  }

  /// The time of one category.
  public struct Category: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Whether it counts.
    public let isCounted: Bool
    /// How long it is.
    public let time: TimeSpan
  }

  /// The use of one budget, in seconds.
  public struct Budget: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// How much is used.
    public let time: TimeSpan
    /// What the programme advises.
    public let advised: Int?
    /// What the programme allows.
    public let limit: Int?
  }

  /// The phase: `preparation`, `research`, `summary` or `submitted`.
  public let phase: String
  /// The clocks that run, the one on this device first.
  public let running: [Running]
  /// The time of each category with any.
  public let categories: [Category]
  /// The budgets.
  public let budgets: [Budget]
  /// The time that counts.
  public let counted: TimeSpan
  /// What the applicant should know, each with what to do.
  public let remarks: [Remark]
  /// All of it as JSON.
  public let json: JSON
}

/// Something the applicant should know.
public struct Remark: Sendable, Equatable {
  /// What it is, as one phrase.
  public let message: String
  /// What to do, as one phrase; `nil` when nothing is left to do.
  public let hint: String?
}

/// What a verb of the clock did.
public struct ClockChange: Sendable, Equatable {
  /// What changed, as one phrase.
  public let message: String
  /// What was found wrong meanwhile, and what was done about it.
  public let remarks: [Remark]
  /// What to type to take it back; `nil` where nothing does.
  public let undo: String?
}

extension Workspace {
  /// Starts the clock, or switches it to another category.
  public func start(
    _ category: String?, at time: String?, isNew: Bool = false
  ) throws -> ClockChange {
    try changeClock { try $0.start(category, at: time, isNew: isNew) }
  }

  /// Stops the clock.
  public func stop(at time: String?) throws -> ClockChange {
    try changeClock { try $0.stop(at: time) }
  }

  func changeClock(_ verb: (TimeClock) throws -> TimeClock.Change) throws -> ClockChange {
    try telling {
      let (rules, remark) = try timeRules()
      let change = try verb(try clock(rules: rules))
      return ClockChange(change, remark)
    }
  }

  /// How the clock stands.
  public func time() throws -> ClockReport {
    try telling { ClockReport(try clock().status()) }
  }

  /// Where a sign of work comes from.
  public enum WorkSource: String, Sendable {
    /// A command that somebody typed.
    case command = "cli"
    /// A program that watches: an editor, a run that goes on.
    case watch
  }

  /// Records that somebody is at work, if the clock runs here; never fails and hardly takes time.
  public func noteWork(source: WorkSource = .command) {
    do {
      let store = try journals()
      TimeClock.noteWork(in: store, source: source.rawValue) { try timeRules().rules }
    } catch {
      // What is wrong with the repository is for the command itself to say.
    }
  }

  /// The clock on the journals of this clone.
  func clock(source: String = "cli") throws -> TimeClock {
    try clock(rules: try timeRules().rules, source: source)
  }

  func clock(rules: TimeRules, source: String = "cli") throws -> TimeClock {
    TimeClock(try journals(), rules: rules, source: source)
  }

  /// The contract's rules on time.
  ///
  /// A contract that cannot be read must not keep anybody from stopping the clock: then those of the
  /// last draft hold, and where there are none either, all time counts.
  private func timeRules() throws -> (rules: TimeRules, remark: Remark?) {
    do {
      return (TimeRules(try rulesOnTime()), nil)
    } catch let error as UserError {
      let remark = Remark(
        message: error.message + "; the clock keeps to the last draft's", hint: error.hint)
      let repository = try repository()
      guard let head = try repository.head(),
        let entry = try repository.file(at: Self.contractName, in: head),
        let contract = Contract.parse(
          String(decoding: try repository.blob(entry.id), as: UTF8.self), path: Self.contractName
        ).contract
      else { return (.none, remark) }
      return (TimeRules(contract), remark)
    }
  }

  /// Turns the refusals of the store into words for the user.
  func telling<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let refusal as Refusal {
      throw UserError(.refused, refusal.message, hint: refusal.hint)
    }
  }

  /// Turns the refusals of the store into words for the user.
  func telling<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch let refusal as Refusal {
      throw UserError(.refused, refusal.message, hint: refusal.hint)
    }
  }
}

extension Remark {
  init(_ notice: JournalNotice) { self.init(message: notice.message, hint: notice.hint) }
}

extension ClockChange {
  init(_ change: TimeClock.Change, _ remark: Remark? = nil) {
    self.init(
      message: change.message,
      remarks: [remark].compactMap(\.self) + change.notices.map(Remark.init),
      undo: change.records.isEmpty
        ? nil : "dossier time void \(change.records.joined(separator: " ")) --reason …")
  }
}

extension TimeSpan {
  init(_ bounds: Bounds) {
    self.init(certain: bounds.certain / 1000, upper: bounds.upper / 1000)
  }
}

extension ClockReport {
  init(_ status: ClockStatus) {
    let state = status.state
    phase = state.phase.rawValue
    running = ([status.running].compactMap(\.self) + status.runningElsewhere).map {
      Running(
        category: $0.category, since: $0.start.minutesText, time: TimeSpan($0.length),
        device: $0.device, isHere: $0.device == status.device)
    }
    categories = state.categories.filter { $0.time.upper > 0 }.map {
      Category(name: $0.category, isCounted: $0.isCounted, time: TimeSpan($0.time))
    }
    budgets = state.budgets.map {
      Budget(
        name: $0.budget.id, time: TimeSpan($0.time), advised: $0.budget.soft.map { $0 / 1000 },
        limit: $0.budget.hard.map { $0 / 1000 })
    }
    counted = TimeSpan(state.counted)
    remarks =
      state.budgets.compactMap(Self.halfwayRemark)
      + state.remarks.map { Remark(message: $0.message, hint: $0.hint) } + status.openRemarks
      + status.notices.map(Remark.init)
    json = status.json
  }

  /// That half of a budget is used, which is no warning and so in no record.
  private static func halfwayRemark(_ use: BudgetUse) -> Remark? {
    guard use.passed.last == .half, let length = use.budget.soft ?? use.budget.hard else {
      return nil
    }
    let used = LengthText.text(milliseconds: use.time.upper)
    let whole = LengthText.text(milliseconds: length)
    return Remark(
      message: "half of '\(use.budget.id)' is used: \(used) of \(whole) "
        + (use.budget.soft == nil ? "allowed" : "advised"), hint: nil)
  }
}
