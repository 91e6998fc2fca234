/// The files of other programs that time is taken from and given to.
public enum ExchangeFormat: String, Sendable, CaseIterable {
  /// Toggl Track's detailed report, and the columns that Toggl imports.
  case toggl
  /// Time entries as Toggl's interfaces answer them.
  case togglJSON = "toggl-json"
  /// Clockify's detailed report.
  case clockify
  /// `timew export`, and the lines of Timewarrior's own files.
  case timewarrior
  /// Watson's file `frames`, and `watson log --json`.
  case watson
  /// The export of ActivityWatch's buckets.
  case activitywatch
  /// Heartbeats of WakaTime and what speaks its language.
  case wakatime
  /// Clock lines of Emacs' org mode.
  case org
  /// A table of this program's own, with all it knows of a stretch.
  case csv
  /// The same as JSON.
  case json

  /// What a file of the format is called in sentences.
  public var title: String {
    switch self {
    case .toggl: "Toggl's detailed report (CSV)"
    case .togglJSON: "Toggl's time entries (JSON)"
    case .clockify: "Clockify's detailed report (CSV)"
    case .timewarrior: "Timewarrior's export"
    case .watson: "Watson's frames"
    case .activitywatch: "ActivityWatch's buckets"
    case .wakatime: "WakaTime's heartbeats"
    case .org: "org's clock lines"
    case .csv: "a table written by 'dossier time export'"
    case .json: "JSON written by 'dossier time export'"
    }
  }

  /// Whether it tells when somebody was at a machine, not what they call work.
  public var isEvidence: Bool { self == .activitywatch || self == .wakatime }

  /// Whether its times are digits on a clock whose zone the file does not name.
  public var hasLocalTimes: Bool { self == .toggl || self == .clockify || self == .org }

  /// The milliseconds that its times are cut to.
  public var precisionMilliseconds: Int {
    switch self {
    case .org: 60_000
    case .activitywatch, .wakatime, .csv, .json: 1
    default: 1000
    }
  }

  /// The word that identities begin with: what two files of one program have in common.
  var family: String {
    switch self {
    case .toggl, .togglJSON: "toggl"
    case .csv, .json: "dossier"
    default: rawValue
    }
  }

  /// Signs of work no further apart than this are one stretch of them.
  var evidenceGapMilliseconds: Int { self == .wakatime ? 10 * 60_000 : 60_000 }
}

/// Why nothing can be taken from a file.
public enum ExchangeError: Error, Sendable, Hashable {
  /// There is nothing in it.
  case empty
  /// It is larger than is read: so many bytes.
  case tooLarge(limit: Int)
  /// It is no text in UTF-8.
  case notText
  /// It looks like none of the formats.
  case unknownFormat
  /// It is not what it was said to be; the reason as one phrase.
  case notThisFormat(ExchangeFormat, reason: String)
  /// Day and month could stand in either order; a date that shows it and its row.
  case dateOrderNeeded(example: String, row: Int)
  /// The file does not say in which zone its times are.
  case zoneNeeded(ExchangeFormat)

  /// A stable identifier.
  public var code: String {
    switch self {
    case .empty: "import-empty"
    case .tooLarge: "import-too-large"
    case .notText: "import-not-text"
    case .unknownFormat: "import-unknown"
    case .notThisFormat: "import-malformed"
    case .dateOrderNeeded: "date-order-needed"
    case .zoneNeeded: "zone-needed"
    }
  }

  /// What is wrong, as one phrase.
  public var message: String {
    switch self {
    case .empty: "there is nothing in the file"
    case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
    case .notText: "the file is no text in UTF-8"
    case .unknownFormat: "the file looks like none of the formats that are read"
    case .notThisFormat(let format, let reason): "the file is not \(format.title): \(reason)"
    case .dateOrderNeeded(let example, let row):
      "'\(example)' in row \(row) can be read with the day or with the month first"
    case .zoneNeeded(let format):
      "\(format.title) has local times and does not say in which zone"
    }
  }

  /// What to do next, as one phrase.
  public var hint: String {
    switch self {
    case .empty: "export it again, for the days of this application"
    case .tooLarge: "export fewer days at a time"
    case .notText: "save it as text in UTF-8"
    case .unknownFormat:
      "name the format with '--from', one of "
        + ExchangeFormat.allCases.map(\.rawValue).joined(separator: ", ")
    case .notThisFormat: "export it again, or name another format with '--from'"
    case .dateOrderNeeded: "say which with '--date-order mdy' or '--date-order dmy'"
    case .zoneNeeded: "give the zone of the account with '--zone', such as '--zone Europe/Berlin'"
    }
  }
}
