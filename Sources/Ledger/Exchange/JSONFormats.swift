internal import Documents

/// Time entries of Toggl's interfaces: those of version 9, and the groups of the detailed report.
enum TogglEntries {
  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.togglJSON)
    var row = 0
    for value in try source.json(for: .togglJSON) {
      guard let elements = elements(of: value) else {
        throw .notThisFormat(.togglJSON, reason: "it is no list of time entries")
      }
      for element in elements {
        let inner = element["time_entries"]?.array ?? [element]
        for entry in inner {
          row += 1
          reading.take(row) { () throws(RowObstacle) in try stretch(row, entry, in: element) }
        }
      }
    }
    return reading
  }

  private static func elements(of value: JSON) -> [JSON]? {
    if let array = value.array { return array }
    if let data = value["data"] { return data.array ?? [data] }
    return value["start"] != nil || value["time_entries"] != nil ? [value] : nil
  }

  private static func stretch(
    _ row: Int, _ entry: JSON, in group: JSON
  ) throws(RowObstacle) -> ImportedStretch {
    guard let begin = WrittenTime.iso(entry["start"]?.string ?? "") else {
      throw RowObstacle("start")
    }
    var stretch = ImportedStretch(row: row, begin: begin)
    let stop = entry["stop"] ?? entry["end"]
    if let stop, stop != .null {
      guard let end = WrittenTime.iso(stop.string ?? "") else { throw RowObstacle("stop") }
      stretch.end = end
    }
    let isRunning = (entry["duration"]?.number ?? 0) < 0
    if let seconds = (entry["duration"] ?? entry["seconds"])?.number, !isRunning {
      stretch.length = try RowObstacle.milliseconds(seconds, "duration")
    }
    if isRunning { stretch.end = nil }
    stretch.project = ForeignText.clean(
      (entry["project_name"] ?? entry["project"] ?? group["project_name"])?.string)
    stretch.text = ForeignText.clean((entry["description"] ?? group["description"])?.string)
    stretch.tags = ForeignText.tags(
      ((entry["tags"] ?? group["tags"])?.array ?? []).lazy.compactMap {
        $0.string ?? $0["name"]?.string
      })
    stretch.nativeID = entry["id"].flatMap { $0.integer.map(String.init) ?? $0.string }
    return stretch
  }
}

/// Intervals of Timewarrior: its export, and the lines of its own files.
enum Timewarrior {
  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    guard source.values == nil else { return try readExport(source) }
    var reading = ExchangeReading(.timewarrior)
    var isEmpty = true
    for (index, line) in source.lines.enumerated() where isLine(line) {
      isEmpty = false
      reading.take(index + 1) { () throws(RowObstacle) in try stretch(index + 1, line) }
    }
    if isEmpty { throw .notThisFormat(.timewarrior, reason: source.reason) }
    return reading
  }

  static func isLine(_ line: String) -> Bool { line.hasPrefix("inc ") }

  private static func readExport(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading
  {
    var reading = ExchangeReading(.timewarrior)
    for value in try source.json(for: .timewarrior) {
      guard let elements = value.array else {
        throw .notThisFormat(.timewarrior, reason: "it is no list of intervals")
      }
      for (index, element) in elements.enumerated() {
        reading.take(index + 1) { () throws(RowObstacle) in try stretch(index + 1, element) }
      }
    }
    return reading
  }

  private static func stretch(_ row: Int, _ element: JSON) throws(RowObstacle) -> ImportedStretch {
    guard let begin = WrittenTime.iso(element["start"]?.string ?? "") else {
      throw RowObstacle("start")
    }
    var stretch = ImportedStretch(row: row, begin: begin)
    if let end = element["end"] {
      guard let end = WrittenTime.iso(end.string ?? "") else { throw RowObstacle("end") }
      stretch.end = end
    }
    stretch.tags = ForeignText.tags((element["tags"]?.array ?? []).lazy.compactMap(\.string))
    stretch.text = ForeignText.clean(element["annotation"]?.string)
    return stretch
  }

  /// Reads `inc 20240101T000000Z - 20240101T004000Z # tag "two words" # "annotation"`.
  private static func stretch(_ row: Int, _ line: String) throws(RowObstacle) -> ImportedStretch {
    let parts = parts(of: line.dropFirst(4))
    let times = parts[0]
    guard let first = times.first, let begin = WrittenTime.iso(first) else {
      throw RowObstacle("start")
    }
    var stretch = ImportedStretch(row: row, begin: begin)
    if times.count > 1 {
      guard times.count == 3, times[1] == "-", let end = WrittenTime.iso(times[2]) else {
        throw RowObstacle("end")
      }
      stretch.end = end
    }
    stretch.tags = parts.count > 1 ? ForeignText.tags(parts[1]) : []
    if parts.count > 2 { stretch.text = ForeignText.clean(parts[2].joined(separator: " ")) }
    return stretch
  }

  /// The words between the `#` of a line; those in quotes are one.
  private static func parts(of line: Substring) -> [[String]] {
    var parts: [[String]] = [[]]
    var rest = line
    while let first = rest.first {
      rest.removeFirst()
      if first == " " { continue }
      if first == "#" {
        parts.append([])
      } else if first == "\"" {
        parts[parts.count - 1].append(quoted(&rest))
      } else {
        let word = rest.prefix { $0 != " " }
        parts[parts.count - 1].append(String(first) + word)
        rest = rest.dropFirst(word.count)
      }
    }
    return parts
  }

  private static func quoted(_ rest: inout Substring) -> String {
    var word = ""
    while let next = rest.popFirst(), next != "\"" {
      word.append(next == "\\" ? rest.popFirst() ?? next : next)
    }
    return word
  }
}

/// Frames of Watson: its own file, and what `watson log --json` prints.
enum Watson {
  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.watson)
    for value in try source.json(for: .watson) {
      guard let elements = value.array ?? (value["start"] != nil ? [value] : nil) else {
        throw .notThisFormat(.watson, reason: "it is no list of frames")
      }
      for (index, element) in elements.enumerated() {
        reading.take(index + 1) { () throws(RowObstacle) in try stretch(index + 1, element) }
      }
    }
    return reading
  }

  private static func stretch(_ row: Int, _ element: JSON) throws(RowObstacle) -> ImportedStretch {
    let frame = element.array ?? []
    let part = { (index: Int, key: String) in
      frame.isEmpty ? element[key] : frame.indices.contains(index) ? frame[index] : nil
    }
    guard let begin = time(part(0, "start")) else { throw RowObstacle("start") }
    var stretch = ImportedStretch(row: row, begin: begin)
    if let stop = part(1, "stop"), stop != .null {
      guard let end = time(stop) else { throw RowObstacle("stop") }
      stretch.end = end
    }
    stretch.project = ForeignText.clean(part(2, "project")?.string)
    stretch.nativeID = part(3, "id")?.string
    stretch.tags = ForeignText.tags((part(4, "tags")?.array ?? []).lazy.compactMap(\.string))
    return stretch
  }

  private static func time(_ value: JSON?) -> WrittenTime? {
    if let text = value?.string { return .iso(text) }
    return .epoch(seconds: value?.number)
  }
}

/// Why an element could not be read: the field that is missing or malformed.
struct RowObstacle: Error {
  let field: String

  init(_ field: String) { self.field = field }

  /// A number of seconds as milliseconds, at most a year of them.
  static func milliseconds(_ seconds: Double, _ field: String) throws(RowObstacle) -> Int {
    guard (0...31_622_400).contains(seconds) else { throw RowObstacle(field) }
    return Int((seconds * 1000).rounded())
  }
}

extension ExchangeReading {
  /// Keeps a stretch, or why there is none.
  mutating func take(_ row: Int, _ read: () throws(RowObstacle) -> ImportedStretch) {
    do {
      stretches.append(try read())
    } catch {
      problems.append(ExchangeProblem(row: row, .malformed(error.field)))
    }
  }
}
