internal import Documents

/// Buckets of ActivityWatch: when somebody sat at the machine, and in which editor.
///
/// What windows and pages were open is not looked at.
enum ActivityWatch {
  static let clientOfOurs = "dossier"

  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.activitywatch)
    var row = 0
    for value in try source.json(for: .activitywatch) {
      let buckets = value["buckets"] ?? value
      guard let list = buckets.array ?? buckets.object?.sorted(by: { $0.key < $1.key }).map(\.value)
      else { throw .notThisFormat(.activitywatch, reason: "it has no 'buckets'") }
      for bucket in list {
        let type = bucket["type"]?.string
        let isOwn = bucket["client"]?.string == clientOfOurs
        for event in bucket["events"]?.array ?? [] {
          row += 1
          guard type == "app.editor.activity" || isPresence(event, type) else { continue }
          if isOwn {
            reading.ownRows += 1
          } else {
            reading.take(row) { () throws(RowObstacle) in try stretch(row, event) }
          }
        }
      }
    }
    return reading
  }

  private static func isPresence(_ event: JSON, _ type: String?) -> Bool {
    type == "afkstatus" && event["data"]?["status"]?.string == "not-afk"
  }

  private static func stretch(_ row: Int, _ event: JSON) throws(RowObstacle) -> ImportedStretch {
    guard case .instant(let begin)? = WrittenTime.iso(event["timestamp"]?.string ?? "") else {
      throw RowObstacle("timestamp")
    }
    let length = try RowObstacle.milliseconds(event["duration"]?.number ?? 0, "duration")
    var stretch = ImportedStretch(row: row, begin: .instant(begin))
    stretch.end = .instant(begin.advanced(byMilliseconds: length))
    return stretch
  }
}

/// Heartbeats of WakaTime: an answer of its interface, its dump, or what a plug-in sends.
enum WakaTime {
  static let pluginOfOurs = "dossier"

  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.wakatime)
    var row = 0
    for value in try source.json(for: .wakatime) {
      guard let beats = heartbeats(in: value) else {
        throw .notThisFormat(.wakatime, reason: "it has no heartbeats")
      }
      for beat in beats {
        row += 1
        if beat["plugin"]?.string == pluginOfOurs {
          reading.ownRows += 1
        } else {
          reading.take(row) { () throws(RowObstacle) in try stretch(row, beat) }
        }
      }
    }
    return reading
  }

  private static func heartbeats(in value: JSON) -> [JSON]? {
    if let array = value.array { return array }
    if let days = value["days"]?.array { return days.flatMap { $0["heartbeats"]?.array ?? [] } }
    if let list = value["data"]?.array ?? value["heartbeats"]?.array { return list }
    return value["time"] != nil ? [value] : nil
  }

  private static func stretch(_ row: Int, _ beat: JSON) throws(RowObstacle) -> ImportedStretch {
    guard case .instant(let begin)? = WrittenTime.epoch(seconds: beat["time"]?.number) else {
      throw RowObstacle("time")
    }
    let length = try RowObstacle.milliseconds(beat["duration"]?.number ?? 0, "duration")
    var stretch = ImportedStretch(row: row, begin: .instant(begin))
    stretch.end = .instant(begin.advanced(byMilliseconds: length))
    return stretch
  }
}
