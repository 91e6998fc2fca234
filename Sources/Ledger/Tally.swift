/// Adds up overlapping intervals of one person: every instant counts once.
///
/// Where certain intervals overlap, the later project wins, then time that some budget limits, then what
/// was set last. An upper bound also has every doubtful instant that is not certain for the same key.
struct Tally {
  /// What an instant may be added to.
  enum Key: Hashable {
    case category(epoch: Int, String)
    case budget(epoch: Int, String)
    case counted(epoch: Int)
  }

  private struct Part {
    let range: Range<Int>
    let isCertain: Bool
    let interval: Int
  }

  /// What an interval is added to, and how it ranks among those that overlap it.
  private struct Share {
    let keys: Set<Key>
    let epoch: Int
    let isLimited: Bool
    let order: HybridTime

    func ranks(below other: Share) -> Bool {
      if epoch != other.epoch { return epoch < other.epoch }
      if isLimited != other.isLimited { return other.isLimited }
      return order < other.order
    }
  }

  private var shares: [Share] = []
  private(set) var sums: [Key: Bounds] = [:]

  init(_ intervals: [Interval], rules: TimeRules) {
    shares = Self.shares(of: intervals, rules)
    var parts: [Part] = []
    for (index, interval) in intervals.enumerated() {
      for piece in interval.pieces {
        parts.append(Part(range: piece.range, isCertain: piece.doubt == nil, interval: index))
      }
    }
    sweep(parts)
  }

  private static func shares(of intervals: [Interval], _ rules: TimeRules) -> [Share] {
    var known: [Key: Set<Key>] = [:]
    return intervals.map { interval in
      let name = Key.category(epoch: interval.epoch, interval.category)
      let keys = known[name] ?? keys(of: interval, rules)
      known[name] = keys
      let isLimited = keys.contains { if case .budget = $0 { true } else { false } }
      return Share(
        keys: keys, epoch: interval.epoch, isLimited: isLimited, order: interval.order)
    }
  }

  private static func keys(of interval: Interval, _ rules: TimeRules) -> Set<Key> {
    var keys: Set<Key> = [.category(epoch: interval.epoch, interval.category)]
    if rules.counts(interval.category) { keys.insert(.counted(epoch: interval.epoch)) }
    for budget in rules.budgets(of: interval.category) {
      keys.insert(.budget(epoch: interval.epoch, budget))
    }
    return keys
  }

  /// Walks over the line and stops wherever a part begins or ends.
  private mutating func sweep(_ parts: [Part]) {
    var stops: [(position: Int, part: Int, isStart: Bool)] = []
    for (index, part) in parts.enumerated() {
      stops.append((part.range.lowerBound, index, true))
      stops.append((part.range.upperBound, index, false))
    }
    stops.sort { $0.position != $1.position ? $0.position < $1.position : $0.part < $1.part }
    var active: [Int] = []
    var position = 0
    for stop in stops {
      if stop.position > position, !active.isEmpty {
        add(stop.position - position, active.map { parts[$0] })
      }
      position = stop.position
      if stop.isStart { active.append(stop.part) } else { active.removeAll { $0 == stop.part } }
    }
  }

  private mutating func add(_ length: Int, _ active: [Part]) {
    var winner: Share?
    for part in active where part.isCertain {
      let share = shares[part.interval]
      if winner?.ranks(below: share) ?? true { winner = share }
    }
    var possible = winner?.keys ?? []
    for key in possible { sums[key, default: Bounds()].certain += length }
    for part in active where !part.isCertain { possible.formUnion(shares[part.interval].keys) }
    for key in possible { sums[key, default: Bounds()].upper += length }
  }
}
