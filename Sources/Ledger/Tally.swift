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

  init(_ interval: Interval, _ piece: Piece, _ rules: TimeRules) {
    category = piece.category
    device = interval.device
    epoch = interval.epoch
    offsetSeconds = piece.offsetSeconds
    origin = interval.origin
    isCounted = rules.counts(piece.category)
    budgets = rules.budgets(of: piece.category)
    isLimited = !budgets.isEmpty
    order = interval.order
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
    var parts: [(piece: Piece, share: Share)] = []
    for interval in intervals {
      var share: Share?
      for piece in interval.pieces {
        let own =
          share.flatMap {
            $0.category == piece.category && $0.offsetSeconds == piece.offsetSeconds ? $0 : nil
          } ?? Share(interval, piece, rules)
        share = own
        parts.append((piece, own))
      }
    }
    var stops: [(position: Int, part: Int, isStart: Bool)] = []
    for (index, part) in parts.enumerated() {
      stops.append((part.piece.range.lowerBound, index, true))
      stops.append((part.piece.range.upperBound, index, false))
    }
    stops.sort { $0.position != $1.position ? $0.position < $1.position : $0.part < $1.part }
    var slices: [Slice] = []
    var active: [Int] = []
    var position = 0
    for stop in stops {
      if stop.position > position, !active.isEmpty {
        slices.append(Slice(position..<stop.position, active.map { parts[$0] }))
      }
      position = stop.position
      if stop.isStart { active.append(stop.part) } else { active.removeAll { $0 == stop.part } }
    }
    return slices
  }

  private init(_ range: Range<Int>, _ active: [(piece: Piece, share: Share)]) {
    var winner: Share?
    for part in active where part.piece.doubt == nil {
      if winner?.ranks(below: part.share) ?? true { winner = part.share }
    }
    self.init(
      range: range, winner: winner,
      possible: active.filter { $0.piece.doubt != nil }.map(\.share))
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

  private(set) var sums: [Key: Bounds] = [:]

  init(_ slices: [Slice]) {
    var known: [ObjectIdentifier: Set<Key>] = [:]
    func keys(of share: Share) -> Set<Key> {
      if let keys = known[ObjectIdentifier(share)] { return keys }
      let keys = Self.keys(of: share)
      known[ObjectIdentifier(share)] = keys
      return keys
    }
    for slice in slices {
      let length = slice.range.count
      var possible = slice.winner.map(keys) ?? []
      for key in possible { sums[key, default: Bounds()].certain += length }
      for share in slice.possible { possible.formUnion(keys(of: share)) }
      for key in possible { sums[key, default: Bounds()].upper += length }
    }
  }

  private static func keys(of share: Share) -> Set<Key> {
    var keys: Set<Key> = [.category(epoch: share.epoch, share.category)]
    if share.isCounted { keys.insert(.counted(epoch: share.epoch)) }
    for budget in share.budgets { keys.insert(.budget(epoch: share.epoch, budget)) }
    return keys
  }
}
