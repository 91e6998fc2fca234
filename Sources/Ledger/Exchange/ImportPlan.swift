import Digests
internal import Documents

/// What a file adds to the ledger: stretches, each on a category, without those already there.
public struct ImportPlan: Sendable, Equatable {
  /// A stretch to be added.
  public struct Item: Sendable, Equatable {
    /// Its row in the file.
    public let row: Int
    /// Where it begins.
    public let begin: Timestamp
    /// Where it ends.
    public let end: Timestamp
    /// What it is booked on; `nil` for a sign of work, which is no time.
    public let category: String?
    /// What it was, in a person's words.
    public let text: String?
    /// The name by which it is known again: the program and a digest.
    public let identity: String
    /// A digest of its times as the file has them; `nil` where these are instants.
    public let digits: String?
    /// The record of the stretch that it moves, which was imported from another zone.
    public let moves: String?
  }

  /// How stretches find their categories.
  public struct Mapping: Sendable, Equatable {
    /// The category of a tag, project or description, by the name in small letters.
    public let names: [String: String]
    /// The category of all that name none.
    public let fallback: String?

    /// Creates a mapping.
    public init(names: [String: String] = [:], fallback: String? = nil) {
      self.names = Dictionary(names.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
      self.fallback = fallback
    }
  }

  /// What is added, in the order of time.
  public let items: [Item]
  /// What is in the ledger already, from the same times in another zone, and moves.
  public let moved: [Item]
  /// The zone of the file's local times; `nil` where none was given.
  public let zone: String?
  /// How many rows are in the ledger already.
  public let known: Int
  /// The rows that are in the ledger with other times: they were changed in the other program.
  public let changed: [Int]
  /// How many were booked on the general category because nothing named another one.
  public let unnamed: Int
  /// The names that those rows have, the commonest first.
  public let unknownNames: [String]
  /// The rows that were left out.
  public let problems: [ExchangeProblem]

  /// Makes the plan.
  ///
  /// Throws ``ExchangeError/zoneNeeded(_:)`` where the file has local times and there is no zone.
  public init(
    _ reading: ExchangeReading, zone: ZoneTable?, mapping: Mapping, categories: [String],
    known: KnownTime, now: Timestamp
  ) throws(ExchangeError) {
    if zone == nil, reading.hasLocalTimes { throw .zoneNeeded(reading.format) }
    var maker = Maker(
      format: reading.format, mapping: mapping, categories: categories, known: known,
      zone: zone?.name)
    for stretch in reading.stretches { maker.take(stretch, zone: zone, now: now) }
    let items = maker.items.sorted {
      ($0.begin.unixMilliseconds, $0.end.unixMilliseconds, $0.row)
        < ($1.begin.unixMilliseconds, $1.end.unixMilliseconds, $1.row)
    }
    self.items = items.filter { $0.moves == nil }
    moved = items.filter { $0.moves != nil }
    self.zone = zone?.name
    self.known = maker.knownCount + reading.ownRows
    changed = maker.changed
    unnamed = maker.unnamed
    unknownNames = maker.unknownNames.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    problems = (reading.problems + maker.problems).sorted { $0.row < $1.row }
  }
}

/// Goes through the stretches of a file.
private struct Maker {
  let format: ExchangeFormat
  let mapping: ImportPlan.Mapping
  let categories: [String: String]
  let zone: String?
  var known: KnownTime
  var times: TimeIndex
  var items: [ImportPlan.Item] = []
  var knownCount = 0
  var changed: [Int] = []
  var unnamed = 0
  var unknownNames: [String: Int] = [:]
  var problems: [ExchangeProblem] = []

  init(
    format: ExchangeFormat, mapping: ImportPlan.Mapping, categories: [String], known: KnownTime,
    zone: String?
  ) {
    self.format = format
    self.mapping = mapping
    self.categories = Dictionary(categories.map { ($0.lowercased(), $0) }) { first, _ in first }
    self.known = known
    self.zone = zone
    times = TimeIndex(known.stretches, precision: format.precisionMilliseconds)
  }

  private var isSign: Bool { format.isEvidence && mapping.fallback == nil }

  mutating func take(_ stretch: ImportedStretch, zone: ZoneTable?, now: Timestamp) {
    do throws(PlacingObstacle) {
      try add(stretch, zone: zone, now: now)
    } catch {
      problems.append(ExchangeProblem(row: stretch.row, error.kind))
    }
  }

  private mutating func add(
    _ stretch: ImportedStretch, zone: ZoneTable?, now: Timestamp
  ) throws(PlacingObstacle) {
    if stretch.isRunning { throw PlacingObstacle(kind: .running) }
    let place = try stretch.placed(in: zone)
    let isEmpty = place.begin.unixMilliseconds == place.end.unixMilliseconds
    if isEmpty, !isSign { throw PlacingObstacle(kind: .empty) }
    if place.end.unixMilliseconds > now.unixMilliseconds {
      throw PlacingObstacle(kind: .inFuture)
    }
    let range = place.begin.unixMilliseconds...place.end.unixMilliseconds
    let identity = stretch.identity(range, of: format)
    let digits = stretch.digits(of: format)
    let moves = digits.flatMap { recordToMove($0) }
    if moves == nil, isKnown(identity, digits, range, stretch) {
      knownCount += 1
      return
    }
    known.identities[identity] = range
    if let digits { known.locals[digits] = .init(record: moves ?? "", zone: self.zone ?? "") }
    if format.isEvidence { known.evidence.insert(range) } else { times.insert(range) }
    items.append(
      ImportPlan.Item(
        row: stretch.row, begin: place.begin, end: place.end,
        category: isSign || moves != nil ? nil : category(of: stretch), text: stretch.text,
        identity: identity, digits: digits, moves: moves))
  }

  /// The record that was imported from the same digits in another zone, unless it was taken out.
  private func recordToMove(_ digits: String) -> String? {
    guard let local = known.locals[digits], local.zone != zone,
      known.present.contains(local.record)
    else { return nil }
    return local.record
  }

  /// Looks a stretch up by its identity, and by its times as exactly as the format gives them.
  private mutating func isKnown(
    _ identity: String, _ digits: String?, _ range: ClosedRange<Int>, _ stretch: ImportedStretch
  ) -> Bool {
    if let digits, known.locals[digits] != nil { return true }
    if format.family == "dossier", let id = stretch.nativeID, known.records.contains(id) {
      return true
    }
    if let before = known.identities[identity] {
      if before != range { changed.append(stretch.row) }
      return true
    }
    return format.isEvidence ? known.evidence.covers(range) : times.holds(range)
  }

  private mutating func category(of stretch: ImportedStretch) -> String {
    let names = stretch.names
    for name in names { if let category = mapping.names[name.lowercased()] { return category } }
    for name in names { if let category = categories[name.lowercased()] { return category } }
    if let fallback = mapping.fallback { return fallback }
    unnamed += 1
    for name in stretch.tags + [stretch.project].compactMap(\.self) {
      if unknownNames.count < 100 || unknownNames[name] != nil {
        unknownNames[name, default: 0] += 1
      }
    }
    return TimeRules.generalCategory
  }
}

extension ImportedStretch {
  /// The name by which it is known again on every device: the other program's own, or a digest of
  /// begin, end, words and tags.
  fileprivate func identity(_ range: ClosedRange<Int>, of format: ExchangeFormat) -> String {
    let parts: [JSON] =
      if let nativeID { [.string(nativeID)] } else {
        [.integer(range.lowerBound), .integer(range.upperBound)] + words
      }
    return Self.digest(parts, format)
  }

  /// A digest of its times as the file has them; `nil` where these are instants.
  fileprivate func digits(of format: ExchangeFormat) -> String? {
    guard case .local(let begin) = begin else { return nil }
    var parts: [JSON] = [.integer(begin), .integer(length ?? -1)]
    if case .local(let end)? = end { parts.append(.integer(end)) }
    return Self.digest(parts + words, format)
  }

  private var words: [JSON] {
    [
      .string(project ?? ""), .string(text ?? ""), .array(tags.sorted().map { .string($0) }),
    ]
  }

  private static func digest(_ parts: [JSON], _ format: ExchangeFormat) -> String {
    let text = (try? JSON.array(parts).canonical()) ?? ""
    return "\(format.family):\(SHA256.digest(text).hex.prefix(24))"
  }
}
