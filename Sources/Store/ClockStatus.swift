public import Documents
public import Ledger

/// What `status` tells about the clock.
public struct ClockStatus: Sendable, Equatable {
  /// When it was asked.
  public let now: Moment
  /// The device that asked; `nil` before its first record.
  public let device: String?
  /// What the journals say together, the running clock followed to now.
  public let state: LedgerState
  /// What was wrong with the journals.
  public let notices: [JournalNotice]
  /// The rules it was computed by.
  public let rules: TimeRules

  /// Creates a status.
  public init(
    now: Moment, device: String?, state: LedgerState, notices: [JournalNotice], rules: TimeRules
  ) {
    self.now = now
    self.device = device
    self.state = state
    self.notices = notices
    self.rules = rules
  }

  /// What journals say at an instant.
  init(_ journals: Journals, at now: Moment, _ rules: TimeRules) {
    self.init(
      now: now, device: journals.device, state: journals.state(rules: rules, now: now),
      notices: journals.notices, rules: rules)
  }

  func adding(_ notice: JournalNotice) -> ClockStatus {
    ClockStatus(now: now, device: device, state: state, notices: notices + [notice], rules: rules)
  }

  /// The clock that runs on this device.
  public var running: Interval? { state.running.first { $0.device == device } }

  /// What this device's clock was started for last, running or not.
  var ownLast: Interval? {
    state.intervals.last { $0.device == device && $0.source == .clock }
  }

  /// The earliest time at which what runs here can have begun: the end of what was before it, or
  /// its start where it was one stretch until then.
  func earliestStart(of running: Interval) -> Timestamp? {
    let before = state.intervals.last {
      $0.device == device && $0.source == .clock && $0.order < running.order
    }
    guard let before else { return nil }
    return before.closing == running.record ? before.start : before.end
  }

  /// The clocks that run on other devices, as far as is known here.
  public var runningElsewhere: [Interval] { state.running.filter { $0.device != device } }

  /// The status as JSON; lengths are in seconds.
  public var json: JSON {
    [
      "schema": 1, "device": device.map { .string($0) } ?? .null,
      "at": .string(now.wall.text), "phase": .string(state.phase.rawValue),
      "project": .integer(state.epoch), "counted": Self.json(state.counted),
      "running": .array(state.running.map(Self.json)),
      "categories": .array(
        state.categories.map {
          [
            "id": .string($0.category), "counted": .bool($0.isCounted),
            "time": Self.json($0.time),
          ]
        }),
      "budgets": .array(state.budgets.map(Self.json)),
      "open_spans": .integer(state.openSpans.count),
      "remarks": .array(
        state.remarks.map { Self.json($0.code, $0.message, $0.hint) }
          + notices.map { Self.json($0.code, $0.message, $0.hint) }),
    ]
  }

  private static func json(_ time: Bounds) -> JSON {
    ["certain": .integer(time.certain / 1000), "upper": .integer(time.upper / 1000)]
  }

  private static func json(_ interval: Interval) -> JSON {
    [
      "device": .string(interval.device), "category": .string(interval.category),
      "since": .string(interval.start.text), "time": json(interval.length),
    ]
  }

  private static func json(_ use: BudgetUse) -> JSON {
    [
      "id": .string(use.budget.id), "time": json(use.time),
      "soft": use.budget.soft.map { .integer($0 / 1000) } ?? .null,
      "hard": use.budget.hard.map { .integer($0 / 1000) } ?? .null,
    ]
  }

  private static func json(_ code: String, _ message: String, _ hint: String?) -> JSON {
    [
      "code": .string(code), "message": .string(message),
      "hint": hint.map { .string($0) } ?? .null,
    ]
  }
}
