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
    let isLimited: Bool
    let interval: Interval
  }

  private let rules: TimeRules
  private(set) var sums: [Key: Bounds] = [:]

  init(_ intervals: [Interval], rules: TimeRules) {
    self.rules = rules
    let parts = intervals.flatMap { interval in
      interval.pieces.map {
        Part(
          range: $0.range, isCertain: $0.doubt == nil,
          isLimited: !rules.budgets(of: interval.category).isEmpty, interval: interval)
      }
    }
    sweep(parts)
  }

  /// Walks over the line and stops wherever a part begins or ends.
  private mutating func sweep(_ parts: [Part]) {
    var stops: [(position: Int, part: Int, isStart: Bool)] = []
    for (index, part) in parts.enumerated() {
      stops.append((part.range.lowerBound, index, true))
      stops.append((part.range.upperBound, index, false))
    }
    stops.sort { ($0.position, $0.part) < ($1.position, $1.part) }
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
    let winner = active.filter(\.isCertain).max { Self.rank($0) < Self.rank($1) }
    let certain = winner.map(keys) ?? []
    for key in certain { sums[key, default: Bounds()].certain += length }
    let possible = active.filter { !$0.isCertain }.reduce(into: certain) { $0.formUnion(keys($1)) }
    for key in possible { sums[key, default: Bounds()].upper += length }
  }

  private func keys(_ part: Part) -> Set<Key> {
    let epoch = part.interval.epoch
    var keys: Set<Key> = [.category(epoch: epoch, part.interval.category)]
    if rules.counts(part.interval.category) { keys.insert(.counted(epoch: epoch)) }
    for budget in rules.budgets(of: part.interval.category) {
      keys.insert(.budget(epoch: epoch, budget))
    }
    return keys
  }

  private static func rank(_ part: Part) -> (Int, Int, HybridTime) {
    (part.interval.epoch, part.isLimited ? 1 : 0, part.interval.order)
  }
}
