internal import Digests
public import Documents

/// Where an export goes: a file that another program reads, or commands to be run.
public enum ExportTarget: String, Sendable, CaseIterable {
  case toggl
  case togglJSON = "toggl-json"
  case clockify
  /// `timew track` lines, since Timewarrior imports no file.
  case timewarrior
  /// What `timew export` prints.
  case timewarriorJSON = "timewarrior-json"
  case watson, activitywatch, wakatime, org, csv, json

  /// Whether the chosen zone shows in the text.
  public var hasLocalTimes: Bool {
    switch self {
    case .toggl, .clockify, .org, .csv, .json: true
    default: false
    }
  }
}

extension Exchange {
  /// Writes stretches for another program.
  ///
  /// They are put in the order of time and cut to what the format can say.
  public static func text(
    of stretches: [ExportedStretch], for target: ExportTarget, _ details: ExportDetails
  ) throws(JSONError) -> String {
    let ordered = stretches.sorted {
      ($0.begin.unixMilliseconds, $0.end.unixMilliseconds, $0.record)
        < ($1.begin.unixMilliseconds, $1.end.unixMilliseconds, $1.record)
    }
    let precision = precision(of: target)
    let cut = ordered.compactMap { $0.cut(to: precision) }
    switch target {
    case .toggl: return CSVTable.text(toggl(cut, details))
    case .clockify: return CSVTable.text(clockify(cut, details))
    case .csv: return CSVTable.text(own(cut))
    case .togglJSON: return try JSON.array(cut.map { togglEntry($0) }).pretty()
    case .timewarriorJSON: return try timewarriorJSON(cut, details)
    case .timewarrior: return cut.map { timewarriorTrack($0, details) }.joined()
    case .watson: return try JSON.array(cut.map { watsonFrame($0, details) }).pretty()
    case .activitywatch: return try activityWatch(cut, details).pretty()
    case .wakatime: return try wakaTime(cut, details)
    case .org: return org(cut, details)
    case .json: return try own(cut, details).pretty()
    }
  }

  private static func precision(of target: ExportTarget) -> Int {
    switch target {
    case .org: 60_000
    case .activitywatch, .csv, .json: 1
    default: 1000
    }
  }
}

// MARK: - Tables

extension Exchange {
  /// Exactly the columns that Toggl imports.
  private static func toggl(_ stretches: [ExportedStretch], _ details: ExportDetails) -> [[String]]
  {
    let header = [
      "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date",
      "Start time", "Duration", "Tags",
    ]
    return [header]
      + stretches.map {
        [
          details.user, details.email, "", details.title, "", $0.note ?? "", "No",
          $0.begin.dayText, $0.begin.secondsText, length($0), $0.category,
        ]
      }
  }

  private static func clockify(
    _ stretches: [ExportedStretch], _ details: ExportDetails
  ) -> [[String]] {
    let header = [
      "Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable",
      "Start Date", "Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)",
    ]
    return [header]
      + stretches.map {
        [
          details.title, "", $0.note ?? "", "", details.user, "", details.email, $0.category, "No",
          $0.begin.dayText, $0.begin.secondsText, $0.end.dayText, $0.end.secondsText, length($0),
          hundredths($0),
        ]
      }
  }

  private static func own(_ stretches: [ExportedStretch]) -> [[String]] {
    let header = [
      "start", "end", "seconds", "certain", "category", "counted", "kind", "note", "record",
      "device",
    ]
    return [header]
      + stretches.map {
        [
          $0.begin.text, $0.end.text, String($0.milliseconds / 1000),
          String($0.certainMilliseconds / 1000), $0.category,
          $0.isCounted ? "yes" : "no", $0.origin.rawValue, $0.note ?? "", $0.record, $0.device,
        ]
      }
  }

  private static func length(_ stretch: ExportedStretch) -> String {
    LengthText.text(milliseconds: stretch.milliseconds)
  }

  /// The hours with two digits after the point.
  private static func hundredths(_ stretch: ExportedStretch) -> String {
    let hundredths = (stretch.milliseconds + 18_000) / 36_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

// MARK: - Values

extension Exchange {
  private static func togglEntry(_ stretch: ExportedStretch) -> JSON {
    [
      "created_with": "dossier", "description": .string(stretch.note ?? ""),
      "start": .string(universal(stretch.begin)), "stop": .string(universal(stretch.end)),
      "duration": .integer(stretch.milliseconds / 1000), "billable": false,
      "tags": [.string(stretch.category)],
    ]
  }

  /// As `timew export` has it: one interval a line, the newest of them number 1.
  private static func timewarriorJSON(
    _ stretches: [ExportedStretch], _ details: ExportDetails
  ) throws(JSONError) -> String {
    var lines: [String] = []
    for (index, stretch) in stretches.enumerated() {
      var object: [String: JSON] = [
        "id": .integer(stretches.count - index), "start": .string(basic(stretch.begin)),
        "end": .string(basic(stretch.end)),
        "tags": [.string(stretch.category), .string(details.title)],
      ]
      if let note = stretch.note { object["annotation"] = .string(note) }
      lines.append(try JSON.object(object).canonical())
    }
    return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
  }

  private static func timewarriorTrack(
    _ stretch: ExportedStretch, _ details: ExportDetails
  ) -> String {
    let tags = [stretch.category, details.title].map {
      "'" + $0.replacing("'", with: "'\\''") + "'"
    }
    return "timew track \(basic(stretch.begin)) - \(basic(stretch.end)) "
      + tags.joined(separator: " ") + "\n"
  }

  /// `[start, stop, project, id, tags, updated_at]`, as `watson merge` reads it.
  private static func watsonFrame(_ stretch: ExportedStretch, _ details: ExportDetails) -> JSON {
    let begin = stretch.begin.unixMilliseconds / 1000
    let end = stretch.end.unixMilliseconds / 1000
    let id = SHA256.digest("\(stretch.record) \(begin) \(end) \(stretch.category)").hex.prefix(32)
    return [
      .integer(begin), .integer(end), .string(details.title), .string(String(id)),
      [.string(stretch.category)], .integer(end),
    ]
  }

  private static func activityWatch(
    _ stretches: [ExportedStretch], _ details: ExportDetails
  ) -> JSON {
    let events = stretches.map { stretch -> JSON in
      [
        "timestamp": .string(stretch.begin.text),
        "duration": .number(Double(stretch.milliseconds) / 1000),
        "data": [
          "status": "not-afk", "project": .string(details.title),
          "category": .string(stretch.category),
        ],
      ]
    }
    let created = stretches.first?.begin.text ?? "1970-01-01T00:00:00.000+00:00"
    let bucket: JSON = [
      "id": "dossier", "type": "afkstatus", "client": .string(ActivityWatch.clientOfOurs),
      "hostname": "", "created": .string(created), "events": .array(events),
    ]
    return ["buckets": ["dossier": bucket]]
  }

  /// A heartbeat every ten minutes and at the end, 25 to a line: what one request may hold.
  private static func wakaTime(
    _ stretches: [ExportedStretch], _ details: ExportDetails
  ) throws(JSONError) -> String {
    var beats: [JSON] = []
    for stretch in stretches {
      let (begin, end) = (stretch.begin.unixMilliseconds, stretch.end.unixMilliseconds)
      for time in Array(stride(from: begin, to: end, by: 600_000)) + [end] {
        beats.append([
          "entity": "report.md", "type": "file", "time": .number(Double(time) / 1000),
          "category": .string(wakaTimeCategory(stretch.category)),
          "project": .string(details.title), "language": "Markdown", "is_write": false,
          "plugin": .string(WakaTime.pluginOfOurs),
        ])
      }
    }
    var lines = ""
    for start in stride(from: 0, to: beats.count, by: 25) {
      let line = beats[start..<min(start + 25, beats.count)]
      lines += try JSON.array(Array(line)).canonical() + "\n"
    }
    return lines
  }

  private static func wakaTimeCategory(_ category: String) -> String {
    switch category {
    case "writing", "summary": "writing docs"
    case "coding", "setup": "coding"
    default: "researching"
    }
  }

  private static func own(_ stretches: [ExportedStretch], _ details: ExportDetails) -> JSON {
    let list = stretches.map { stretch -> JSON in
      var object: [String: JSON] = [
        "start": .string(stretch.begin.text), "end": .string(stretch.end.text),
        "seconds": .integer(stretch.milliseconds / 1000),
        "certain": .integer(stretch.certainMilliseconds / 1000),
        "category": .string(stretch.category),
        "counted": .bool(stretch.isCounted), "kind": .string(stretch.origin.rawValue),
      ]
      if let note = stretch.note { object["note"] = .string(note) }
      if !stretch.record.isEmpty { object["record"] = .string(stretch.record) }
      if !stretch.device.isEmpty { object["device"] = .string(stretch.device) }
      return .object(object)
    }
    return ["schema": 1, "application": .string(details.title), "stretches": .array(list)]
  }
}

// MARK: - Texts

extension Exchange {
  /// A heading for the application, one below it for each category, the newest clock line first.
  private static func org(_ stretches: [ExportedStretch], _ details: ExportDetails) -> String {
    var text = "* \(details.title)\n"
    var categories: [String] = []
    for stretch in stretches where !categories.contains(stretch.category) {
      categories.append(stretch.category)
    }
    for category in categories {
      text += "** \(category)\n:LOGBOOK:\n"
      for stretch in stretches.reversed() where stretch.category == category {
        let minutes = stretch.milliseconds / 60_000
        let rest = minutes % 60
        let hours = minutes / 60
        text +=
          "CLOCK: \(orgTime(stretch.begin))--\(orgTime(stretch.end)) => "
          + "\(hours < 10 ? " " : "")\(hours):\(rest < 10 ? "0" : "")\(rest)\n"
      }
      text += ":END:\n"
    }
    return text
  }

  private static func orgTime(_ time: Timestamp) -> String {
    let days = (time.unixMilliseconds + time.offsetSeconds * 1000) / 86_400_000
    let name = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((days % 7) + 7) % 7]
    return "[\(time.dayText) \(name) \(time.minutesText)]"
  }

  /// `2026-11-22T13:00:00Z`.
  private static func universal(_ time: Timestamp) -> String {
    let time = Timestamp(unixMilliseconds: time.unixMilliseconds, offsetSeconds: 0)
    return "\(time.dayText)T\(time.secondsText)Z"
  }

  /// `20261122T130000Z`.
  private static func basic(_ time: Timestamp) -> String {
    universal(time).filter { $0 != "-" && $0 != ":" }
  }
}
