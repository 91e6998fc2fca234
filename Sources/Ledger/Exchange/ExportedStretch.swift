/// A stretch of the ledger as other programs are told of it.
public struct ExportedStretch: Sendable, Equatable {
  /// How it came into the ledger.
  public enum Origin: String, Sendable, CaseIterable {
    /// The clock ran.
    case measured
    /// A person gave its begin or end.
    case declared
    /// It came from another program.
    case imported
  }

  /// Where it begins, as the chosen zone shows it.
  public let begin: Timestamp
  /// Where it ends, as the chosen zone shows it.
  public let end: Timestamp
  /// What it is booked on.
  public let category: String
  /// Whether its time counts.
  public let isCounted: Bool
  /// How it came into the ledger.
  public let origin: Origin
  /// How much of it is beyond doubt.
  public let certainMilliseconds: Int
  /// A person's own words.
  public let note: String?
  /// The record that began it; empty where that is nobody's business.
  public let record: String
  /// The device; empty where that is nobody's business.
  public let device: String

  /// Creates a stretch.
  public init(
    begin: Timestamp, end: Timestamp, category: String, isCounted: Bool, origin: Origin,
    certainMilliseconds: Int? = nil, note: String? = nil, record: String = "", device: String = ""
  ) {
    self.begin = begin
    self.end = end
    self.category = category
    self.isCounted = isCounted
    self.origin = origin
    let length = max(end.unixMilliseconds - begin.unixMilliseconds, 0)
    self.certainMilliseconds = min(max(certainMilliseconds ?? length, 0), length)
    self.note = ForeignText.clean(note)
    self.record = record
    self.device = device
  }

  /// Whether part of it is doubtful.
  public var isDoubtful: Bool { certainMilliseconds < milliseconds }

  /// The same stretch to the nearest five minutes, without zone and machine.
  ///
  /// `nil` for one so short that nothing is left of it.
  public var coarse: ExportedStretch? {
    let (begin, end) = (Self.rounded(begin), Self.rounded(end))
    guard begin.unixMilliseconds < end.unixMilliseconds else { return nil }
    return ExportedStretch(
      begin: begin, end: end, category: category, isCounted: isCounted, origin: origin,
      certainMilliseconds: isDoubtful ? certainMilliseconds : nil, note: note)
  }

  private static let coarseness = 300_000

  /// Offsets are whole quarters of an hour, so that five minutes are the same in every zone.
  private static func rounded(_ time: Timestamp) -> Timestamp {
    let rounded = (time.unixMilliseconds + coarseness / 2) / coarseness * coarseness
    return Timestamp(unixMilliseconds: rounded, offsetSeconds: time.offsetSeconds)
  }

  /// The same stretch cut to what a format can say; `nil` where nothing is left of it.
  func cut(to precision: Int) -> ExportedStretch? {
    let cut = { (time: Timestamp) in
      let local = time.unixMilliseconds + time.offsetSeconds * 1000
      let rest = ((local % precision) + precision) % precision
      return time.advanced(byMilliseconds: -rest)
    }
    let (begin, end) = (cut(begin), cut(end))
    guard begin.unixMilliseconds < end.unixMilliseconds else { return nil }
    return ExportedStretch(
      begin: begin, end: end, category: category, isCounted: isCounted, origin: origin,
      certainMilliseconds: isDoubtful ? certainMilliseconds : nil, note: note, record: record,
      device: device)
  }

  /// The same stretch as a zone's clocks show it.
  public func shown(in zone: ZoneTable) -> ExportedStretch {
    ExportedStretch(
      begin: zone.shown(begin), end: zone.shown(end), category: category, isCounted: isCounted,
      origin: origin, certainMilliseconds: certainMilliseconds, note: note, record: record,
      device: device)
  }

  var milliseconds: Int { end.unixMilliseconds - begin.unixMilliseconds }
}

/// What an export says apart from its stretches.
public struct ExportDetails: Sendable, Equatable {
  /// The application; the project of every stretch.
  public let title: String
  /// The name in the other program's account.
  public let user: String
  /// The address of the other program's account, which Toggl wants in every row.
  public let email: String

  /// Creates details.
  public init(title: String, user: String = "", email: String = "") {
    self.title = ForeignText.clean(title) ?? "application"
    self.user = user
    self.email = email
  }
}
