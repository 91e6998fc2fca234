import Foundation
import Ledger

/// The files of other programs under `Tests/Fixtures/Exchange`.
///
/// Those of Timewarrior, Watson and ActivityWatch were written by these programs
/// (`Scripts/exchange-samples`); the others follow their makers' pages.
enum Sample: String, CaseIterable {
  case toggl = "toggl.csv"
  case togglEntries = "toggl.json"
  case togglGroups = "toggl-groups.json"
  case clockify = "clockify.csv"
  case timewarrior = "timewarrior.json"
  case timewarriorLines = "timewarrior.data"
  case watsonFrames = "watson-frames.json"
  case watsonLog = "watson-log.json"
  case activitywatch = "activitywatch.json"
  case wakatime = "wakatime.json"
  case org = "clocks.org"

  func bytes(from file: String = #filePath) throws -> [UInt8] {
    let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: tests.appending(path: "Fixtures/Exchange/\(rawValue)")))
  }
}

extension ExchangeReading {
  /// A line for each stretch.
  var lines: [String] {
    stretches.map { stretch in
      let end = stretch.end.map(\.words) ?? "..."
      let length = stretch.length.map { " (\($0 / 1000) s)" } ?? ""
      let words = [stretch.project, stretch.text].map { $0 ?? "-" }.joined(separator: " | ")
      return "\(stretch.row): \(stretch.begin.words) \(end)\(length) | \(words) | "
        + stretch.tags.joined(separator: ", ")
    }
  }
}

extension WrittenTime {
  /// The instant, or the digits with nothing after them.
  var words: String {
    switch self {
    case .instant(let time): time.text
    case .local(let local):
      String(Timestamp(unixMilliseconds: local, offsetSeconds: 0).text.dropLast(10))
    }
  }
}

extension ZoneTable {
  /// Berlin in 2026: summer time from 29 March to 25 October.
  static let berlin = ZoneTable(name: "Europe/Berlin") {
    (1_774_746_000_000..<1_792_890_000_000).contains($0) ? 7200 : 3600
  }

  /// Los Angeles in 2026: summer time from 8 March to 1 November.
  static let losAngeles = ZoneTable(name: "America/Los_Angeles") {
    (1_772_964_000_000..<1_793_523_600_000).contains($0) ? -25_200 : -28_800
  }
}

extension Timestamp {
  /// Monday 23 November 2026, 12:00 UTC.
  static let later = Timestamp(unixMilliseconds: 1_795_435_200_000, offsetSeconds: 0)
}
