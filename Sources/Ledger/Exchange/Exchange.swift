internal import Documents

/// Reads the files of other programs.
public enum Exchange {
  /// The most bytes that are read.
  public static let sizeLimit = 64 << 20

  /// Reads a file in the named format, or in the one that it looks like.
  ///
  /// `order` says whether dates such as `03/04/2026` begin with the month; without it they are read
  /// only where the file itself tells. Throws where nothing can be taken from the file; a row that
  /// cannot be read is a problem of the reading.
  public static func read(
    _ bytes: [UInt8], as format: ExchangeFormat? = nil, dateOrder order: DateOrder? = nil
  ) throws(ExchangeError) -> ExchangeReading {
    let source = try ExchangeSource(bytes)
    guard let format = format ?? source.format() else { throw .unknownFormat }
    var reading =
      switch format {
      case .toggl, .clockify: try ReportTable.read(source, as: format, order)
      case .csv: try OwnTable.read(source)
      case .togglJSON: try TogglEntries.read(source)
      case .timewarrior: try Timewarrior.read(source)
      case .watson: try Watson.read(source)
      case .activitywatch: try ActivityWatch.read(source)
      case .wakatime: try WakaTime.read(source)
      case .org: try Org.read(source)
      case .json: try OwnObject.read(source)
      }
    if format.isEvidence {
      reading.stretches = Evidence.joined(
        reading.stretches, gap: format.evidenceGapMilliseconds)
    }
    return reading
  }
}

/// The bytes of a file, and as what they can be read.
struct ExchangeSource {
  let bytes: [UInt8]
  /// The values of a JSON text, or of one value a line; `nil` for any other text.
  let values: [JSON]?
  /// Why it is no JSON.
  let reason: String

  init(_ file: [UInt8]) throws(ExchangeError) {
    guard file.count <= Exchange.sizeLimit else { throw .tooLarge(limit: Exchange.sizeLimit) }
    let bytes = file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.dropFirst(3)) : file
    guard let first = bytes.first(where: { $0 > 32 }) else { throw .empty }
    guard !bytes.contains(0) else { throw .notText }
    self.bytes = bytes
    guard "[{".utf8.contains(first) else {
      (values, reason) = (nil, "it is no JSON")
      return
    }
    do {
      values = [try JSON.parse(bytes)]
      reason = ""
    } catch {
      values = Self.lines(of: bytes)
      reason = "\(error)"
    }
  }

  /// The first line that is no JSON shows that the text is not one value a line.
  private static func lines(of bytes: [UInt8]) -> [JSON]? {
    var values: [JSON] = []
    for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      guard let value = try? JSON.parse(line) else { return nil }
      values.append(value)
    }
    return values
  }

  /// The lines of a text, without their ends.
  var lines: [String] {
    bytes.split(omittingEmptySubsequences: false) { $0 == 10 }.map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
  }

  /// The values; throws where the text is no JSON.
  func json(for format: ExchangeFormat) throws(ExchangeError) -> [JSON] {
    guard let values else { throw .notThisFormat(format, reason: reason) }
    return values
  }

  /// The format that the file looks like.
  func format() -> ExchangeFormat? {
    if let values { return values.lazy.compactMap(Self.format(of:)).first }
    let table = CSVTable(Array(bytes.prefix { $0 != 10 && $0 != 13 }))
    let titles = Set(table.header)
    if titles.isSuperset(of: ["start", "end", "category"]) { return .csv }
    if titles.isSuperset(of: ["start date", "start time"]) {
      return titles.contains { $0.hasPrefix("duration (") } ? .clockify : .toggl
    }
    for line in lines.lazy {
      if Timewarrior.isLine(line) { return .timewarrior }
      if Org.isClock(line) { return .org }
    }
    return nil
  }

  private static func format(of value: JSON) -> ExchangeFormat? {
    switch value {
    case .object(let members):
      if members["buckets"] != nil { return .activitywatch }
      if members["stretches"] != nil { return .json }
      if members["days"]?.array != nil || members["heartbeats"] != nil { return .wakatime }
      if members["time_entries"] != nil { return .togglJSON }
      if let data = members["data"] { return format(of: data) }
      return formatOfElement(members)
    case .array(let elements):
      guard let first = elements.first else { return nil }
      if let object = first.object { return formatOfElement(object) }
      return first.array.map { $0.count >= 4 && $0[0].number != nil } ?? false ? .watson : nil
    default: return nil
    }
  }

  private static func formatOfElement(_ members: [String: JSON]) -> ExchangeFormat? {
    if members["time"]?.number != nil { return .wakatime }
    if members["time_entries"] != nil { return .togglJSON }
    guard let start = members["start"]?.string else { return nil }
    if members["duration"] != nil { return .togglJSON }
    if start.utf8.prefix(8).allSatisfy({ (48...57).contains($0) }) { return .timewarrior }
    return members["project"] != nil && members["stop"] != nil ? .watson : nil
  }
}

/// Signs of work, joined where they touch or nearly do.
enum Evidence {
  static func joined(_ stretches: [ImportedStretch], gap: Int) -> [ImportedStretch] {
    var joined: [ImportedStretch] = []
    var last: (begin: Int, end: Int)?
    for (stretch, begin, end) in ordered(stretches) {
      if let (from, to) = last, begin - to <= gap {
        last = (from, max(to, end))
        joined[joined.count - 1].end = instant(max(to, end))
      } else {
        last = (begin, end)
        var first = ImportedStretch(row: stretch.row, begin: instant(begin))
        first.end = instant(end)
        joined.append(first)
      }
    }
    return joined
  }

  private static func ordered(
    _ stretches: [ImportedStretch]
  ) -> [(ImportedStretch, begin: Int, end: Int)] {
    stretches.compactMap { stretch -> (ImportedStretch, begin: Int, end: Int)? in
      guard case .instant(let begin) = stretch.begin, case .instant(let end)? = stretch.end else {
        return nil
      }
      return (stretch, begin.unixMilliseconds, end.unixMilliseconds)
    }.sorted { ($0.begin, $0.end, $0.0.row) < ($1.begin, $1.end, $1.0.row) }
  }

  private static func instant(_ milliseconds: Int) -> WrittenTime {
    .instant(Timestamp(unixMilliseconds: milliseconds, offsetSeconds: 0))
  }
}
