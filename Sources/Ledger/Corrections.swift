import Documents

/// What the union of all records says about single ones: times given afterwards, stretches taken out
/// or settled, and clocks stopped from another device.
struct Corrections {
  /// A stop that another device wrote.
  struct Stop {
    let record: String
    let time: Timestamp
    /// Whether somebody gave another time for it since.
    let isAdjusted: Bool
  }

  /// What a person says a part of a stretch was.
  private struct Settlement {
    let record: String
    let range: Range<Int>
    /// What it is booked on; `nil` for what it was booked on anyway, empty for nothing.
    let category: String?
  }

  /// The start or stop of a record, by its name.
  private(set) var declared: [String: Timestamp] = [:]
  /// The end of an entry, by the name of its record.
  private(set) var declaredEnds: [String: Timestamp] = [:]
  /// What is void, with the stamp of the record that says so.
  private(set) var voided: [String: HybridTime] = [:]
  private var stops: [String: Record] = [:]
  private var settlements: [String: [Settlement]] = [:]

  /// Reads records in their order.
  ///
  /// A void that is itself void does nothing. A later record can be void only by a still later one, so
  /// they are read backwards.
  init(_ ordered: [Record]) {
    for record in ordered.reversed() where record.kind == .void && voided[record.id] == nil {
      if let reference = record.entry.reference, voided[reference] == nil {
        voided[reference] = record.order
      }
    }
    for record in ordered where record.kind != .beat { read(record) }
  }

  /// Whether a record is taken out.
  func isVoid(_ record: Record) -> Bool { !voided.isEmpty && voided[record.id] != nil }

  /// Another time that somebody gave for a record.
  func declared(for record: Record) -> Timestamp? {
    declared.isEmpty ? nil : declared[record.id]
  }

  /// Where another device ended the clock that a record began.
  func stop(of record: Record) -> Stop? {
    guard !stops.isEmpty else { return nil }
    return stops[record.id].map { stop in
      let adjusted = declared[stop.id]
      return Stop(
        record: stop.id, time: adjusted ?? stop.entry.declared ?? stop.moment.wall,
        isAdjusted: adjusted != nil)
    }
  }

  private mutating func read(_ record: Record) {
    let entry = record.entry
    guard let reference = entry.reference, !isVoid(record) else { return }
    switch record.kind {
    case .stop: stops[reference] = record
    case .adjust:
      if let time = entry.declared { declared[reference] = time }
      if let time = entry.until { declaredEnds[reference] = time }
    case .settle:
      guard let start = entry.declared?.unixMilliseconds,
        let end = entry.until?.unixMilliseconds, start < end
      else { return }
      settlements[reference, default: []].append(
        Settlement(record: record.id, range: start..<end, category: entry.category))
    default: break
    }
  }

  /// The pieces of a stretch as they are after all that was said about it; of two answers the later
  /// one holds.
  func settled(_ pieces: [Piece], of record: String, bookedOn category: String) -> [Piece] {
    guard !settlements.isEmpty, let answers = settlements[record] else { return pieces }
    var pieces = pieces
    for answer in answers {
      pieces = pieces.flatMap { piece -> [Piece] in
        guard piece.range.overlaps(answer.range) else { return [piece] }
        let inner = piece.range.clamped(to: answer.range)
        let before = piece.cut(to: piece.range.lowerBound..<inner.lowerBound)
        let after = piece.cut(to: inner.upperBound..<piece.range.upperBound)
        var settled = piece.cut(to: inner)
        settled.doubt = nil
        settled.sign = nil
        settled.category = answer.category ?? category
        settled.settledBy = answer.record
        return [before, settled, after].filter { !$0.range.isEmpty }
      }
    }
    return pieces.filter { !$0.category.isEmpty }
  }
}

// MARK: - Entries

extension Corrections {
  /// The stretches that no clock measured: typed in, or imported.
  ///
  /// What was imported twice, on two devices perhaps, counts once; when that is taken out, all that was
  /// imported of it until then goes.
  func entries(_ ordered: [Record]) -> [Interval] {
    let records = ordered.filter { $0.kind == .entry }
    var gone: [String: HybridTime] = [:]
    for record in records {
      if let name = record.importName, let void = voided[record.id] {
        gone[name] = max(gone[name] ?? void, void)
      }
    }
    var seen: Set<String> = []
    return records.compactMap { record in
      guard !isVoid(record), let interval = interval(of: record) else { return nil }
      if let name = record.importName {
        if let void = gone[name], record.order < void { return nil }
        guard seen.insert(name).inserted else { return nil }
      }
      return interval
    }
  }

  private func interval(of record: Record) -> Interval? {
    let entry = record.entry
    guard let start = declared[record.id] ?? entry.declared,
      let end = declaredEnds[record.id] ?? entry.until,
      start.unixMilliseconds < end.unixMilliseconds
    else { return nil }
    let category = entry.category ?? TimeRules.generalCategory
    let isEdited = entry.others["doubt"] == .string(Doubt.edited.rawValue)
    let piece = Piece(
      range: start.unixMilliseconds..<end.unixMilliseconds, doubt: isEdited ? .edited : nil,
      category: category, offsetSeconds: start.offsetSeconds, endOffsetSeconds: end.offsetSeconds)
    return Interval(
      device: record.device, record: record.id, closing: record.id, category: category,
      epoch: entry.epoch, start: start, end: end, isRunning: false, isDeclared: true,
      source: entry.source == "import" ? .imported : .entry, note: entry.text,
      pieces: settled([piece], of: record.id, bookedOn: category), order: record.order)
  }
}

extension Record {
  /// What an imported stretch is called where it came from.
  var importName: String? { entry.others["imp"]?.string }
}
