/// A stretch of the line in which nothing begins or ends, with all that overlaps there.
struct Slice {
  let range: Range<Int>
  /// What of the certain parts the time belongs to.
  let winner: Share?
  /// What else it may have been.
  let possible: [Share]
}

/// What a part of an interval is added to, and how it ranks among those that overlap it.
final class Share: Sendable {
  let category: String
  let device: String
  let epoch: Int
  let offsetSeconds: Int
  let origin: Interval.Origin
  let isCounted: Bool
  let budgets: [String]
  private let isLimited: Bool
  private let order: HybridTime

  init(_ interval: Interval, _ piece: Piece, _ terms: Terms) {
    category = piece.category
    device = interval.device
    epoch = interval.epoch
    offsetSeconds = piece.offsetSeconds
    origin = interval.origin
    isCounted = terms.isCounted
    budgets = terms.budgets
    isLimited = !budgets.isEmpty
    order = interval.order
  }

  /// What the rules say of a category.
  struct Terms {
    let isCounted: Bool
    let budgets: [String]
  }

  func ranks(below other: Share) -> Bool {
    if epoch != other.epoch { return epoch < other.epoch }
    if isLimited != other.isLimited { return other.isLimited }
    return order < other.order
  }
}

extension Slice {
  /// Cuts the line wherever a part of an interval begins or ends.
  ///
  /// Where certain intervals overlap, the later project wins, then time that some budget limits, then
  /// what was set last.
  static func all(of intervals: [Interval], rules: TimeRules) -> [Slice] {
    let parts = parts(of: intervals, rules: rules)
    return apart(parts) ?? cut(parts)
  }

  /// A piece of an interval, and whom its time is for.
  private struct Part {
    let range: Range<Int>
    let isDoubtful: Bool
    let share: Share
  }

  private static func parts(of intervals: [Interval], rules: TimeRules) -> [Part] {
    var parts: [Part] = []
    parts.reserveCapacity(intervals.count)
    var known: [String: Share.Terms] = [:]
    func terms(of category: String) -> Share.Terms {
      if let terms = known[category] { return terms }
      let terms = Share.Terms(
        isCounted: rules.counts(category), budgets: rules.budgets(of: category))
      known[category] = terms
      return terms
    }
    for interval in intervals {
      var share: Share?
      for piece in interval.pieces {
        let own =
          share.flatMap {
            $0.category == piece.category && $0.offsetSeconds == piece.offsetSeconds ? $0 : nil
          } ?? Share(interval, piece, terms(of: piece.category))
        share = own
        parts.append(Part(range: piece.range, isDoubtful: piece.doubt != nil, share: own))
      }
    }
    return parts
  }

  /// The slices of parts of which each begins where the one before it is over, as those of one device
  /// do; `nil` of others.
  private static func apart(_ parts: [Part]) -> [Slice]? {
    var slices: [Slice] = []
    slices.reserveCapacity(parts.count)
    var end = Int.min
    for (index, part) in parts.enumerated() {
      guard part.range.lowerBound >= end else { return nil }
      end = part.range.upperBound
      guard !part.range.isEmpty else { continue }
      slices.append(Slice(part.range, CollectionOfOne(index), of: parts))
    }
    return slices
  }

  private static func cut(_ parts: [Part]) -> [Slice] {
    var stops: [(position: Int, part: Int, isStart: Bool)] = []
    for (index, part) in parts.enumerated() {
      stops.append((part.range.lowerBound, index, true))
      stops.append((part.range.upperBound, index, false))
    }
    stops.sort { $0.position != $1.position ? $0.position < $1.position : $0.part < $1.part }
    var slices: [Slice] = []
    var active: [Int] = []
    var position = 0
    for stop in stops {
      if stop.position > position, !active.isEmpty {
        slices.append(Slice(position..<stop.position, active, of: parts))
      }
      position = stop.position
      if stop.isStart { active.append(stop.part) } else { active.removeAll { $0 == stop.part } }
    }
    return slices
  }

  private init(_ range: Range<Int>, _ active: some Sequence<Int>, of parts: [Part]) {
    var winner: Share?
    var possible: [Share] = []
    for part in active {
      let share = parts[part].share
      if parts[part].isDoubtful {
        possible.append(share)
      } else if winner?.ranks(below: share) ?? true {
        winner = share
      }
    }
    self.init(range: range, winner: winner, possible: possible)
  }
}

/// Adds up overlapping intervals of one person: every instant counts once.
///
/// An upper bound also has every doubtful instant that is not certain for the same key.
struct Tally {
  /// What an instant may be added to.
  enum Key: Hashable {
    case category(epoch: Int, String)
    case budget(epoch: Int, String)
    case counted(epoch: Int)
  }

  /// The time that was added to each.
  var sums: [Key: Bounds] { columns.mapValues { bounds[$0] } }

  private var columns: [Key: Int] = [:]
  private var bounds: [Bounds] = []
  private var known: [Owner: [Int]] = [:]

  /// What decides to which sums the time of a share is added.
  private struct Owner: Hashable {
    let epoch: Int
    let category: String
  }

  init(_ slices: [Slice]) {
    for slice in slices {
      let length = slice.range.count
      var possible = slice.winner.map { columns(of: $0) } ?? []
      for column in possible { bounds[column].certain += length }
      for share in slice.possible {
        possible += columns(of: share).filter { !possible.contains($0) }
      }
      for column in possible { bounds[column].upper += length }
    }
  }

  /// The places of the sums that the time of a share is added to.
  private mutating func columns(of share: Share) -> [Int] {
    let owner = Owner(epoch: share.epoch, category: share.category)
    if let columns = known[owner] { return columns }
    var keys: Set<Key> = [.category(epoch: share.epoch, share.category)]
    if share.isCounted { keys.insert(.counted(epoch: share.epoch)) }
    for budget in share.budgets { keys.insert(.budget(epoch: share.epoch, budget)) }
    let own = keys.map { column(of: $0) }
    known[owner] = own
    return own
  }

  private mutating func column(of key: Key) -> Int {
    if let column = columns[key] { return column }
    columns[key] = bounds.count
    bounds.append(Bounds())
    return bounds.count - 1
  }
}
