public import Documents
internal import Foundation
internal import Ledger
internal import Platform
internal import Reports
internal import Store

/// What is to be taken from another program's file.
public struct TimeImport: Sendable {
  /// The absolute path of the file.
  public var path: String
  /// The format; `nil` for the one it looks like.
  public var format: String?
  /// The zone of its local times.
  public var zone: String?
  /// `mdy` or `dmy`, for dates that can be read both ways.
  public var dateOrder: String?
  /// `NAME=CATEGORY`: where a tag, project or description is booked.
  public var map: [String] = []
  /// Where everything else is booked.
  public var category: String?
  /// Whether only to say what would be done.
  public var isTrial = false

  /// Creates a wish with nothing but a file.
  public init(path: String) { self.path = path }
}

/// What an import did, or would do.
public struct ImportReceipt: Sendable, Equatable {
  /// One stretch that was added.
  public struct Row: Sendable, Equatable {
    /// The row of the file.
    public let row: Int
    /// The local day, begin and end, such as `2026-11-20`, `09:00`, `10:15`.
    public let day, begin, end: String
    /// How long it is, in seconds.
    public let seconds: Int
    /// What it is booked on; `nil` for a sign of work, which is no time.
    public let category: String?
    /// What it was, in a person's words.
    public let text: String?
    /// The record; `nil` where nothing was written.
    public let record: String?
  }

  /// What was done, as one phrase.
  public let message: String
  /// What was added, in the order of time.
  public let rows: [Row]
  /// How many stretches were known before.
  public let known: Int
  /// How many rows could not be taken.
  public let skipped: Int
  /// What the applicant should know.
  public let remarks: [Remark]
  /// All of it as JSON.
  public let json: JSON
}

extension Workspace {
  /// The formats that ``importTime(_:)`` reads.
  public static var importFormats: [String] { ExchangeFormat.allCases.map(\.rawValue) }

  /// Whether a file has local times and nothing says in which zone.
  ///
  /// `false` too where the file cannot be read: ``importTime(_:)`` says why.
  public func needsZone(_ wish: TimeImport) throws -> Bool {
    guard wish.zone == nil else { return false }
    let reading = try? Exchange.read(
      bytes(of: wish), as: format(of: wish), dateOrder: dateOrder(of: wish) ?? .mdy)
    return reading?.hasLocalTimes ?? false
  }

  /// The name of the zone that this machine shows.
  public var ownZone: String { platform.clock.now().zone }

  /// Adds another program's times to the ledger; a stretch that is there already is not added again.
  public func importTime(_ wish: TimeImport) throws -> ImportReceipt {
    let bytes = try bytes(of: wish)
    return try telling {
      let reading = try asking {
        try Exchange.read(bytes, as: format(of: wish), dateOrder: dateOrder(of: wish))
      }
      let zone = try wish.zone.map { try zoneTable($0) }
      let clock = try clock()
      let mapping = try mapping(of: wish, clock.rules)
      let taken = try clock.take(from: Path.name(wish.path), isTrial: wish.isTrial) { known, now in
        try asking {
          try ImportPlan(
            reading, zone: zone, mapping: mapping, categories: clock.rules.categories.map(\.id),
            known: known, now: now)
        }
      }
      return ImportReceipt(taken, of: reading.format, wish)
    }
  }

  private func bytes(of wish: TimeImport) throws -> [UInt8] {
    guard let facts = try platform.files.facts(try platform.files.realPath(wish.path)) else {
      return try platform.files.read(wish.path)
    }
    guard facts.kind == .file else {
      throw UserError(
        .usage, "'\(wish.path)' is no plain file",
        hint: "name the file that the other program wrote")
    }
    guard facts.size <= Exchange.sizeLimit else {
      throw UserError(ExchangeError.tooLarge(limit: Exchange.sizeLimit))
    }
    return try platform.files.read(wish.path)
  }

  /// Turns what a file cannot tell into words for the user.
  private func asking<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ExchangeError {
      throw UserError(error)
    }
  }

  private func format(of wish: TimeImport) throws -> ExchangeFormat? {
    try wish.format.map {
      try Self.choice($0, of: ExchangeFormat.self, called: "format", option: "--from")
    }
  }

  private func dateOrder(of wish: TimeImport) throws -> DateOrder? {
    try wish.dateOrder.map {
      try Self.choice($0, of: DateOrder.self, called: "order", option: "--date-order")
    }
  }

  fileprivate static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of _: Choice.Type, called noun: String, option: String
  ) throws -> Choice {
    if let choice = Choice(rawValue: name) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: name, among: names)
    throw UserError(
      .usage, "there is no \(noun) '\(name)'",
      hint: nearest.map { "did you mean '\(option) \($0)'?" }
        ?? "the \(noun)s are \(names.joined(separator: ", "))")
  }

  private func mapping(of wish: TimeImport, _ rules: TimeRules) throws -> ImportPlan.Mapping {
    var names: [String: String] = [:]
    for pair in wish.map {
      guard let equals = pair.lastIndex(of: "="), equals != pair.startIndex else {
        throw UserError(
          .usage, "'--map \(pair)' names no category", hint: "write it as '--map Thesis=research'")
      }
      names[String(pair[..<equals])] = try category(
        String(pair[pair.index(after: equals)...]), rules)
    }
    return ImportPlan.Mapping(
      names: names, fallback: try wish.category.map { try category($0, rules) })
  }

  private func category(_ name: String, _ rules: TimeRules) throws -> String {
    let names = rules.categories.map(\.id)
    guard !names.contains(name), !names.isEmpty else { return name }
    let nearest = Suggestion.nearest(to: name, among: names)
    throw UserError(
      .usage, "there is no category '\(name)'",
      hint: nearest.map { "did you mean '\($0)'?" }
        ?? "the categories are \(names.joined(separator: ", "))")
  }

  /// A zone by its name; `local` is the machine's own.
  fileprivate func zoneTable(_ name: String) throws -> ZoneTable {
    let clock = platform.clock
    if name == "local" {
      return ZoneTable(name: ownZone) { clock.zoneOffsetSeconds(atUnixMilliseconds: $0) }
    }
    guard name.contains("/") || ["UTC", "GMT"].contains(name), let zone = TimeZone(identifier: name)
    else {
      let nearest = Suggestion.nearest(to: name, among: TimeZone.knownTimeZoneIdentifiers)
      throw UserError(
        .usage, "there is no time zone '\(name)'",
        hint: nearest.map { "did you mean '--zone \($0)'?" }
          ?? "give its name, such as '--zone Europe/Berlin', 'UTC', or 'local' for this machine's")
    }
    return ZoneTable(name: name) { milliseconds in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
  }
}

extension UserError {
  fileprivate init(_ error: ExchangeError) {
    self.init(.usage, error.message, hint: error.hint)
  }
}

// MARK: - The receipt

extension ImportReceipt {
  private static let shownProblems = 10

  init(_ taken: TimeClock.Taken, of format: ExchangeFormat, _ wish: TimeImport) {
    let plan = taken.plan
    rows = plan.items.enumerated().map { index, item in
      Row(
        row: item.row, day: item.begin.dayText, begin: item.begin.minutesText,
        end: item.end.minutesText,
        seconds: (item.end.unixMilliseconds - item.begin.unixMilliseconds) / 1000,
        category: item.category, text: item.text,
        record: taken.records.indices.contains(index) ? taken.records[index] : nil)
    }
    known = plan.known
    skipped = plan.problems.count
    message = Self.message(plan, rows, wish)
    remarks =
      Self.remarks(plan, rows, format, wish)
      + (taken.records.isEmpty ? [] : taken.status.notices.map(Remark.init))
    json = [
      "schema": 1, "format": .string(format.rawValue), "written": .bool(!taken.records.isEmpty),
      "added": .array(rows.map(Self.json)), "known": .integer(known),
      "moved": .array(plan.moved.compactMap(\.moves).map { .string($0) }),
      "changed": .array(plan.changed.map { .integer($0) }),
      "skipped": .array(
        plan.problems.map { ["row": .integer($0.row), "reason": .string($0.words)] }),
    ]
  }

  private static func json(_ row: Row) -> JSON {
    [
      "row": .integer(row.row), "day": .string(row.day), "begin": .string(row.begin),
      "end": .string(row.end), "seconds": .integer(row.seconds),
      "category": row.category.map { .string($0) } ?? .null,
      "text": row.text.map { .string($0) } ?? .null,
      "record": row.record.map { .string($0) } ?? .null,
    ]
  }

  private static func message(_ plan: ImportPlan, _ rows: [Row], _ wish: TimeImport) -> String {
    let name = Path.name(wish.path)
    let areSigns = !rows.isEmpty && rows.allSatisfy { $0.category == nil }
    let noun = areSigns ? "sign of work" : "stretch"
    let nouns = areSigns ? "signs of work" : "stretches"
    let verb = wish.isTrial ? "would be added" : "added"
    let seconds = rows.reduce(0) { $0 + ($1.category == nil ? 0 : $1.seconds) }
    let length = seconds > 0 ? ", \(LengthText.text(milliseconds: seconds * 1000)) in all" : ""
    return "\(rows.count) \(rows.count == 1 ? noun : nouns) of '\(name)' \(verb)\(length); "
      + "\(plan.known) known, \(plan.problems.count) left out"
  }

  private static func remarks(
    _ plan: ImportPlan, _ rows: [Row], _ format: ExchangeFormat, _ wish: TimeImport
  ) -> [Remark] {
    var remarks = plan.problems.prefix(shownProblems).map { Remark(message: $0.words, hint: nil) }
    if plan.problems.count > shownProblems {
      let rest = plan.problems.count - shownProblems
      remarks.append(
        Remark(message: "\(rest) more rows were left out", hint: "'--format json' names them all"))
    }
    if !plan.moved.isEmpty {
      let verb = wish.isTrial ? "would be moved" : "were moved"
      let noun = plan.moved.count == 1 ? "stretch" : "stretches"
      remarks.append(
        Remark(
          message: "\(plan.moved.count) \(noun) of an earlier import from another zone \(verb) to "
            + "the times of \(plan.zone ?? "UTC")",
          hint: "importing it again with the former zone moves them back"))
    }
    if !plan.changed.isEmpty {
      let list = plan.changed.prefix(shownProblems).map(String.init).joined(separator: ", ")
      remarks.append(
        Remark(
          message: "rows \(list) have other times than when they were first imported; "
            + "the ledger keeps the first",
          hint: "'dossier time log' shows them, 'dossier time adjust' mends them"))
    }
    if plan.unnamed > 0 { remarks.append(unnamed(plan, wish)) }
    if rows.contains(where: { $0.category == nil }) {
      remarks.append(
        Remark(
          message:
            "\(format.title) show when somebody was at work, not what for: they are evidence, "
            + "no time", hint: "'--as research' books them as time"))
    }
    return remarks
  }

  private static func unnamed(_ plan: ImportPlan, _ wish: TimeImport) -> Remark {
    let names = plan.unknownNames.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let example = plan.unknownNames.first.map { "'--map \($0)=CATEGORY'" }
    let booked = wish.isTrial ? "would be" : plan.unnamed == 1 ? "is" : "are"
    return Remark(
      message: "\(plan.unnamed) of them \(plan.unnamed == 1 ? "names" : "name") no category"
        + "\(names.isEmpty ? "" : " (\(names))") and \(booked) "
        + "booked on '\(TimeRules.generalCategory)', which counts",
      hint: wish.isTrial
        ? "\(example ?? "'--as CATEGORY'") books them elsewhere"
        : "'dossier time adjust' and 'dossier time void' correct single ones; "
          + "'--dry-run' shows what an import would do")
  }
}

// MARK: - Export

/// What is to be written for another program.
public struct TimeExport: Sendable {
  /// The format.
  public var target: String
  /// The absolute path of the file; `nil` for the text alone.
  public var path: String?
  /// The zone in which local times are written; the machine's own by default.
  public var zone: String?
  /// Whether to round to five minutes and to name no machine.
  public var isCoarse = false
  /// The address of the other program's account.
  public var email: String?
  /// The number of a project, or `all`; the current one by default.
  public var project: String?

  /// Creates a wish with nothing but a format.
  public init(target: String) { self.target = target }
}

/// What was written for another program.
public struct TimeExportReceipt: Sendable, Equatable {
  /// The text.
  public let text: String
  /// How many stretches it tells of.
  public let count: Int
  /// What the applicant should know.
  public let remarks: [Remark]
}

extension Workspace {
  /// The formats that ``exportTime(_:)`` writes.
  public static var exportTargets: [String] { ExportTarget.allCases.map(\.rawValue) }

  /// Writes the ledger's stretches for another program; a file that is there is left alone.
  public func exportTime(_ wish: TimeExport) throws -> TimeExportReceipt {
    let target = try Self.choice(
      wish.target, of: ExportTarget.self, called: "format", option: "--to")
    let zone = try zoneTable(wish.zone ?? "local")
    let status = try telling { try clock().status() }
    let stretches = ExportedStretch.all(
      of: status.state, rules: status.rules,
      project: try epoch(named: wish.project, current: status.state.epoch))
    let shown = stretches.map { $0.shown(in: zone) }
    let kept = wish.isCoarse ? shown.compactMap(\.coarse) : shown
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    let text = try Exchange.text(
      of: kept, for: target,
      ExportDetails(title: report.frontMatter.title ?? "application", email: wish.email ?? ""))
    if let path = wish.path { try create(path, text) }
    return TimeExportReceipt(
      text: text, count: kept.count, remarks: Self.remarks(stretches, status, target, wish))
  }

  private func create(_ path: String, _ text: String) throws {
    guard try platform.files.facts(path) == nil else {
      throw UserError(
        .refused, "'\(path)' is there already", hint: "name another file, or move this one away")
    }
    try platform.files.create(path, with: Array(text.utf8))
  }

  private static func remarks(
    _ stretches: [ExportedStretch], _ status: ClockStatus, _ target: ExportTarget,
    _ wish: TimeExport
  ) -> [Remark] {
    var remarks: [Remark] = []
    if stretches.isEmpty {
      remarks.append(
        Remark(message: "no time is booked yet", hint: "'dossier start' starts the clock"))
    }
    if !status.state.running.isEmpty {
      remarks.append(
        Remark(
          message: "the clock runs; what it has measured since its start is left out",
          hint: "'dossier stop' or 'dossier switch' ends the stretch"))
    }
    let doubtful = stretches.count(where: \.isDoubtful)
    if doubtful > 0 {
      remarks.append(
        Remark(
          message:
            "\(doubtful) of them have parts that are doubtful, and are written at their full "
            + "length", hint: "'dossier resolve' asks what these parts were"))
    }
    if target == .toggl, wish.email == nil {
      remarks.append(
        Remark(
          message: "Toggl imports no row without the address of the account",
          hint: "give it with '--email'"))
    }
    return remarks
  }
}
