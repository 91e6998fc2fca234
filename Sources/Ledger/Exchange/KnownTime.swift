internal import Documents

/// The time that the ledger knows already, so that nothing is added twice.
public struct KnownTime: Sendable, Equatable {
  /// What was imported, by its identity.
  var identities: [String: ClosedRange<Int>] = [:]
  /// The names of all records.
  var records: Set<String> = []
  /// The names of the records that began a stretch which is not taken out.
  var present: Set<String> = []
  /// The stretches, as milliseconds since 1970.
  var stretches: [ClosedRange<Int>] = []
  /// When other programs saw somebody at work.
  var evidence = Coverage()
  /// What was imported from local times, by their digits.
  var locals: [String: Local] = [:]

  /// An imported stretch, and the zone that its times were taken to be in.
  struct Local: Sendable, Equatable {
    let record: String
    var zone: String
  }

  /// Collects what records say of imports, and the stretches that the ledger adds up to.
  ///
  /// A stretch that still runs is not among these.
  public init(
    _ records: some Sequence<Record>, stretches: [ExportedStretch]
  ) {
    for record in records {
      self.records.insert(record.id)
      guard let identity = record.entry.others["imp"]?.string, let begin = record.entry.declared,
        let end = record.entry.until, let range = Self.range(begin, end)
      else { continue }
      identities[identity] = range
      if Self.isEvidence(identity) { evidence.insert(range) }
      if let digits = record.entry.others["loc"]?.string,
        let zone = record.entry.others["zone"]?.string
      {
        locals[digits] = Local(record: record.id, zone: zone)
      }
    }
    noteMoves(records)
    present = Set(stretches.map(\.record))
    self.stretches = stretches.compactMap { Self.range($0.begin, $0.end) }
  }

  /// Later imports may have taken the same times to be in another zone.
  private mutating func noteMoves(_ records: some Sequence<Record>) {
    let moves = records.filter { $0.kind == .adjust && $0.entry.others["zone"] != nil }
    var zones: [String: String] = [:]
    for record in moves.sorted(by: { $0.order < $1.order }) {
      if let reference = record.entry.reference, let zone = record.entry.others["zone"]?.string {
        zones[reference] = zone
      }
    }
    for (digits, local) in locals {
      if let zone = zones[local.record] { locals[digits]?.zone = zone }
    }
  }

  private static func range(_ begin: Timestamp, _ end: Timestamp) -> ClosedRange<Int>? {
    let (low, high) = (begin.unixMilliseconds, end.unixMilliseconds)
    return low <= high ? low...high : nil
  }

  private static func isEvidence(_ identity: String) -> Bool {
    ExchangeFormat.allCases.contains { $0.isEvidence && identity.hasPrefix($0.family + ":") }
  }
}

/// Stretches, found again by begin and end to a precision.
struct TimeIndex {
  private struct Key: Hashable {
    let begin: Int
    let end: Int
  }

  private let precision: Int
  private var stretches: [Key: [ClosedRange<Int>]] = [:]

  init(_ stretches: [ClosedRange<Int>], precision: Int) {
    self.precision = precision
    for stretch in stretches { insert(stretch) }
  }

  mutating func insert(_ stretch: ClosedRange<Int>) {
    stretches[key(stretch), default: []].append(stretch)
  }

  /// Whether one of them begins and ends within less than the precision of another stretch.
  func holds(_ stretch: ClosedRange<Int>) -> Bool {
    let key = key(stretch)
    for begin in key.begin - 1...key.begin + 1 {
      for end in key.end - 1...key.end + 1 {
        let near = stretches[Key(begin: begin, end: end)] ?? []
        if near.contains(where: { isClose($0, stretch) }) { return true }
      }
    }
    return false
  }

  private func isClose(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> Bool {
    abs(a.lowerBound - b.lowerBound) < precision && abs(a.upperBound - b.upperBound) < precision
  }

  private func key(_ stretch: ClosedRange<Int>) -> Key {
    Key(begin: stretch.lowerBound / precision, end: stretch.upperBound / precision)
  }
}

/// Parts of the line of time, kept apart and in order.
struct Coverage: Sendable, Equatable {
  private var parts: [ClosedRange<Int>] = []

  func covers(_ range: ClosedRange<Int>) -> Bool {
    let index = firstEnding(atOrAfter: range.lowerBound)
    guard index < parts.count else { return false }
    return parts[index].lowerBound <= range.lowerBound
      && range.upperBound <= parts[index].upperBound
  }

  /// Adds a part, joined with those it touches.
  mutating func insert(_ range: ClosedRange<Int>) {
    let first = firstEnding(atOrAfter: range.lowerBound)
    var (low, high, end) = (range.lowerBound, range.upperBound, first)
    while end < parts.count, parts[end].lowerBound <= high {
      low = min(low, parts[end].lowerBound)
      high = max(high, parts[end].upperBound)
      end += 1
    }
    parts.replaceSubrange(first..<end, with: [low...high])
  }

  private func firstEnding(atOrAfter value: Int) -> Int {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
