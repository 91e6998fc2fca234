/// The time of all devices, sorted by what one wants to know.
///
/// Every instant stands in one row only, however many devices were at work, so that the rows add up.
public struct TimeSheet: Sendable, Equatable {
  /// What the rows are.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// What the time is booked on.
    case category
    /// The local day on which it was spent.
    case day
    /// The device.
    case device
    /// The project: one more with each restart.
    case project
    /// How it is known: `measured`, `declared` or `imported`.
    case source
  }

  /// The time of one category, day, device or project.
  public struct Row: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The time that counts.
    public fileprivate(set) var counted = Bounds()
    /// The time that does not.
    public fileprivate(set) var other = Bounds()
  }

  /// The rows: categories in the contract's order, days and projects in theirs, devices by name.
  public let rows: [Row]
  /// The sum of all.
  public let total: Row

  init(_ slices: [Slice], by order: Order, epoch: Int?, rules: TimeRules) {
    var sums: [Name: Row] = [:]
    var total = Row(name: "total")
    for slice in slices {
      let winner = slice.winner.flatMap { epoch ?? $0.epoch == $0.epoch ? $0 : nil }
      let possible = slice.possible.filter { epoch ?? $0.epoch == $0.epoch }
      guard let first = winner ?? possible.first else { continue }
      for (day, length) in Self.days(of: slice.range, offsetSeconds: first.offsetSeconds) {
        var keys: Set<Key> = []
        if let winner {
          let key = Key(winner, order, day)
          sums[key.name, default: Row(name: key.name.text)].add(length, key.isCounted, true)
          total.add(length, key.isCounted, true)
          keys.insert(key)
        }
        for share in possible { keys.insert(Key(share, order, day)) }
        for key in keys {
          sums[key.name, default: Row(name: key.name.text)].add(length, key.isCounted, false)
        }
        for isCounted in Set(keys.map(\.isCounted)) { total.add(length, isCounted, false) }
      }
    }
    let places = Dictionary(
      rules.categories.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    rows = sums.sorted { a, b in
      let (first, second) = (places[a.key.text] ?? .max, places[b.key.text] ?? .max)
      if order == .category, first != second { return first < second }
      return (a.key.number, a.key.text) < (b.key.number, b.key.text)
    }.map(\.value)
    self.total = total
  }

  private struct Name: Hashable {
    let number: Int
    let text: String
  }

  private struct Key: Hashable {
    let name: Name
    let isCounted: Bool

    init(_ share: Share, _ order: Order, _ day: String) {
      name =
        switch order {
        case .category: Name(number: 0, text: share.category)
        case .day: Name(number: 0, text: day)
        case .device: Name(number: 0, text: share.device)
        case .project: Name(number: share.epoch, text: String(share.epoch))
        case .source:
          Name(number: Self.sources.firstIndex(of: share.origin) ?? 0, text: share.origin.rawValue)
        }
      isCounted = share.isCounted
    }

    private static let sources: [Interval.Origin] = [.measured, .declared, .imported]
  }

  /// A stretch cut at the local midnights; one of more than a hundred days stays with its first.
  fileprivate static func days(
    of range: Range<Int>, offsetSeconds: Int
  ) -> [(day: String, length: Int)] {
    var days: [(String, Int)] = []
    var start = Timestamp(unixMilliseconds: range.lowerBound, offsetSeconds: offsetSeconds)
    var left = range.count
    while left > 0 {
      let midnight = start.startOfDay.advanced(byMilliseconds: 86_400_000)
      let rest = midnight.unixMilliseconds - start.unixMilliseconds
      let length = days.count < 100 && rest > 0 ? min(left, rest) : left
      days.append((start.dayText, length))
      left -= length
      start = midnight
    }
    return days
  }
}

extension TimeSheet.Row {
  fileprivate mutating func add(_ length: Int, _ isCounted: Bool, _ isCertain: Bool) {
    switch (isCounted, isCertain) {
    case (true, true): counted.certain += length
    case (true, false): counted.upper += length
    case (false, true): other.certain += length
    case (false, false): other.upper += length
    }
  }
}

extension LedgerState {
  /// The time of a project, or of all, in rows.
  public func sheet(by order: TimeSheet.Order, epoch: Int?, rules: TimeRules) -> TimeSheet {
    TimeSheet(
      Slice.all(of: intervals, rules: rules), by: order, epoch: epoch, rules: rules)
  }

  /// The time of a project by day, and of each day by category; the days add up to the whole.
  public func days(epoch: Int?, rules: TimeRules) -> [(day: String, sheet: TimeSheet)] {
    var slices: [String: [Slice]] = [:]
    for slice in Slice.all(of: intervals, rules: rules) {
      let shares = [slice.winner].compactMap(\.self) + slice.possible
      guard let first = shares.first(where: { epoch ?? $0.epoch == $0.epoch }) else { continue }
      var start = slice.range.lowerBound
      let parts = TimeSheet.days(of: slice.range, offsetSeconds: first.offsetSeconds)
      for (day, length) in parts {
        slices[day, default: []].append(
          Slice(range: start..<start + length, winner: slice.winner, possible: slice.possible))
        start += length
      }
    }
    return slices.sorted { $0.key < $1.key }.map { day, slices in
      (day, TimeSheet(slices, by: .category, epoch: epoch, rules: rules))
    }
  }
}
