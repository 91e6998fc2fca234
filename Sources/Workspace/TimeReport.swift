public import Documents
internal import Ledger
internal import Store

/// How the rows of a time report are made.
public enum TimeOrder: String, Sendable, Hashable, CaseIterable {
  /// What the time is booked on.
  case category
  /// The local day on which it was spent.
  case day
  /// The device.
  case device
  /// The project: one more with each restart.
  case project
}

/// The time spent, in rows that add up.
public struct TimeReport: Sendable, Equatable {
  /// One category, day, device or project.
  public struct Row: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The time that counts.
    public let counted: TimeSpan
    /// The time that does not.
    public let other: TimeSpan
  }

  /// What the report is of: `project 1`, or `all projects`.
  public let title: String
  /// The rows.
  public let rows: [Row]
  /// The sum of all.
  public let total: Row
  /// When the direction changed and new projects began, each as one phrase.
  public let course: [String]
  /// All of it as JSON.
  public let json: JSON
}

/// The stretches of time, one by one, and what was said about them.
public struct TimeLog: Sendable, Equatable {
  /// One stretch.
  public struct Stretch: Sendable, Equatable {
    /// The name by which it can be changed.
    public let name: String
    /// The local day on which it began.
    public let day: String
    /// When it began and ended.
    public let times: String
    /// How long it is.
    public let time: TimeSpan
    /// What it is booked on.
    public let category: String
    /// How it is known: `measured`, `declared` or `imported`.
    public let source: String
    /// What was noted with it.
    public let note: String?
    /// Its parts that are doubtful or booked on something else, each as one phrase.
    public let parts: [String]
  }

  /// The stretches in the order in which they lie.
  public let stretches: [Stretch]
  /// What was changed afterwards, each as its name and one phrase.
  public let corrections: [[String]]
  /// All of it as JSON.
  public let json: JSON
}

extension Workspace {
  /// Reports the time of a project, or of all.
  ///
  /// - Parameters:
  ///   - order: What the rows are.
  ///   - project: The number of a project, or `all`; by default the current one.
  /// - Returns: The rows, in which every instant stands once.
  /// - Throws: A ``UserError`` for a project that there is not.
  public func timeReport(by order: TimeOrder, project: String?) throws -> TimeReport {
    try telling {
      let status = try clock().status()
      let named = project ?? (order == .project ? "all" : nil)
      let epoch = try epoch(named: named, current: status.state.epoch)
      let sheet = status.state.sheet(
        by: TimeSheet.Order(rawValue: order.rawValue) ?? .category, epoch: epoch,
        rules: status.rules)
      return TimeReport(sheet, order, epoch: epoch, course: status.state.course)
    }
  }

  /// The number of a project by what was typed; `nil` for all of them.
  func epoch(named name: String?, current: Int) throws -> Int? {
    if name == "all" { return nil }
    guard let name else { return current }
    guard let epoch = Int(name), (1...current).contains(epoch) else {
      throw UserError(
        .usage, "there is no project '\(name)'",
        hint: current == 1 ? "there is only project 1" : "say 1 to \(current), or 'all'")
    }
    return epoch
  }

  /// Lists the stretches of time, with the names by which they can be changed.
  ///
  /// - Parameters:
  ///   - since: The first day, such as `2026-11-22`.
  ///   - until: The last day.
  /// - Returns: The stretches that lie in those days, at least in part.
  /// - Throws: A ``UserError`` for a day that cannot be read.
  public func timeLog(since: String? = nil, until: String? = nil) throws -> TimeLog {
    for day in [since, until].compactMap(\.self)
    where Timestamp("\(day)T00:00", assumingOffsetSeconds: 0) == nil {
      throw UserError(.usage, "'\(day)' is not a day", hint: "write it as '2026-11-22'")
    }
    return try telling {
      let (status, journals) = try clock().reading()
      return TimeLog(status, journals.all) { interval in
        interval.end.dayText >= since ?? "" && interval.start.dayText <= until ?? "9999-99-99"
      }
    }
  }
}

extension TimeReport {
  init(_ sheet: TimeSheet, _ order: TimeOrder, epoch: Int?, course: [Record]) {
    title = epoch.map { "project \($0)" } ?? "all projects"
    rows = sheet.rows.map(Row.init)
    total = Row(sheet.total)
    self.course = course.map { record in
      let time = record.moment.wall
      let words =
        record.kind == .restart ? "project \(record.entry.epoch) begins" : "the direction changes"
      return "\(time.dayText) \(time.minutesText) \(words): \(record.entry.text ?? "")"
    }
    json = [
      "schema": 1, "by": .string(order.rawValue), "project": epoch.map { .integer($0) } ?? .null,
      "rows": .array(rows.map(\.json)), "total": total.json,
      "course": .array(
        course.map {
          [
            "kind": .string($0.kind.rawValue), "at": .string($0.moment.wall.text),
            "project": .integer($0.entry.epoch), "reason": .string($0.entry.text ?? ""),
          ]
        }),
    ]
  }
}

extension TimeReport.Row {
  init(_ row: TimeSheet.Row) {
    self.init(name: row.name, counted: TimeSpan(row.counted), other: TimeSpan(row.other))
  }

  fileprivate var json: JSON {
    ["name": .string(name), "counted": counted.json, "not_counted": other.json]
  }
}

extension TimeSpan {
  fileprivate var json: JSON { ["certain": .integer(certain), "upper": .integer(upper)] }
}

extension TimeLog {
  init(_ status: ClockStatus, _ records: [Record], _ isWanted: (Interval) -> Bool) {
    let open = status.state.openSpans
    let intervals = status.state.intervals.filter(isWanted).sorted {
      ($0.start.unixMilliseconds, $0.record) < ($1.start.unixMilliseconds, $1.record)
    }
    stretches = intervals.map { Stretch($0, open) }
    let changes = records.filter { [.adjust, .void, .settle].contains($0.kind) }
    let stops = Set(records.filter { $0.kind == .stop }.map(\.id))
    corrections = changes.map { [$0.id, Self.words(for: $0, stops: stops)] }
    json = [
      "schema": 1, "stretches": .array(intervals.map(Self.json)),
      "corrections": .array(
        changes.map {
          [
            "id": .string($0.id), "kind": .string($0.kind.rawValue),
            "of": .string($0.entry.reference ?? ""), "at": .string($0.moment.wall.text),
            "from": $0.entry.declared.map { .string($0.text) } ?? .null,
            "to": $0.entry.until.map { .string($0.text) } ?? .null,
            "category": $0.entry.category.map { .string($0) } ?? .null,
            "reason": $0.entry.text.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  private static func words(for record: Record, stops: Set<String>) -> String {
    let entry = record.entry
    let reason = entry.text.map { ": \($0)" } ?? ""
    let of = entry.reference ?? ""
    let time = [entry.declared, entry.until].map { $0.map { "\($0.dayText) \($0.minutesText)" } }
    switch record.kind {
    case .void: return "takes out '\(of)'\(reason)"
    case .adjust:
      let parts = [
        time[0].map { "\(stops.contains(of) ? "ends" : "begins") \($0)" },
        time[1].map { "ends \($0)" },
      ]
      return "'\(of)' \(parts.compactMap(\.self).joined(separator: ", "))\(reason)"
    default:
      let what =
        switch entry.category {
        case nil: "what '\(of)' is booked on"
        case "": "no time"
        case .some(let category): "'\(category)'"
        }
      return "\(time[0] ?? "") to \(time[1] ?? "") of '\(of)' is \(what)\(reason)"
    }
  }

  private static func json(_ interval: Interval) -> JSON {
    [
      "id": .string(interval.record), "device": .string(interval.device),
      "project": .integer(interval.epoch), "category": .string(interval.category),
      "from": .string(interval.start.text), "to": .string(interval.end.text),
      "running": .bool(interval.isRunning), "source": .string(interval.origin.rawValue),
      "time": TimeSpan(interval.length).json, "note": interval.note.map { .string($0) } ?? .null,
      "parts": .array(
        interval.pieces.map {
          [
            "from": .string($0.start.text), "to": .string($0.end.text),
            "category": .string($0.category),
            "doubt": $0.doubt.map { .string($0.rawValue) } ?? .null,
            "settled_by": $0.settledBy.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}

extension TimeLog.Stretch {
  init(_ interval: Interval, _ open: [OpenSpan]) {
    let (start, end) = (interval.start, interval.end)
    let shown = { (time: Timestamp) in
      time.dayText == start.dayText
        ? time.minutesText : "\(time.dayText) \(time.minutesText)"
    }
    name = interval.record
    day = start.dayText
    times = "\(start.minutesText) to \(interval.isRunning ? "now" : shown(end))"
    time = TimeSpan(interval.length)
    category = interval.category
    source = interval.origin.rawValue
    note = interval.note
    parts = interval.pieces.compactMap { piece in
      let range = "\(shown(piece.start)) to \(shown(piece.end))"
      if let settledBy = piece.settledBy {
        return "\(range) is '\(piece.category)', says '\(settledBy)'"
      }
      guard let doubt = piece.doubt else { return nil }
      let span = open.first { $0.record == interval.record && $0.range == piece.range }
      let hint = span.map { "; 'dossier resolve \($0.number)' says what it was" } ?? ""
      return "\(range) \(doubt.words)\(hint)"
    }
  }
}
