/// A stretch of which nobody has said yet whether it was work.
public struct OpenSpan: Sendable, Equatable {
  /// Its place among all that are open, from 1, the earliest first.
  public let number: Int
  /// The device whose clock it is.
  public let device: String
  /// The record that began the stretch it is part of.
  public let record: String
  /// Where it lies, in milliseconds since 1970 by the device's own clock.
  public let range: Range<Int>
  /// Where it begins, as the device shows it.
  public let start: Timestamp
  /// Where it ends, as the device shows it.
  public let end: Timestamp
  /// Why it is doubtful.
  public let doubt: Doubt
  /// What it is booked on.
  public let booked: String
  /// Since when that is booked.
  public let bookedSince: Timestamp
  /// The last sign of work before it.
  public let sign: Sign?
  /// Whether the clock still runs and there is hardly more than a look at it since.
  public let isAtRunningEnd: Bool

  /// How long it is, in milliseconds.
  public var length: Int { range.count }
}

extension OpenSpan {
  /// What is open among the intervals of a project.
  ///
  /// Nobody is asked about time that no limit is about, nor about what another device or an entry shows
  /// to have been work.
  static func all(in intervals: [Interval], epoch: Int, rules: TimeRules) -> [OpenSpan] {
    var limited: [String: Bool] = [:]
    func isLimited(_ category: String) -> Bool {
      if let known = limited[category] { return known }
      let answer = rules.counts(category) || !rules.budgets(of: category).isEmpty
      limited[category] = answer
      return answer
    }
    let own = intervals.filter { $0.epoch == epoch }
    guard own.contains(where: { $0.pieces.contains { $0.doubt != nil } }) else { return [] }
    let work = Covering(
      own.flatMap(\.pieces).filter { $0.doubt == nil && isLimited($0.category) }.map(\.range))
    let open = own.flatMap { interval in
      interval.pieces.compactMap { piece -> (Interval, Piece, Doubt)? in
        guard let doubt = piece.doubt, isLimited(piece.category), !work.covers(piece.range) else {
          return nil
        }
        return (interval, piece, doubt)
      }
    }
    let sorted = open.sorted {
      ($0.1.range.lowerBound, $0.0.device, $0.0.record)
        < ($1.1.range.lowerBound, $1.0.device, $1.0.record)
    }
    return sorted.enumerated().map { index, span in
      OpenSpan(index + 1, span.0, span.1, span.2)
    }
  }

  private init(_ number: Int, _ interval: Interval, _ piece: Piece, _ doubt: Doubt) {
    self.init(
      number: number, device: interval.device, record: interval.record, range: piece.range,
      start: piece.start, end: piece.end, doubt: doubt, booked: piece.category,
      bookedSince: interval.start, sign: piece.sign,
      isAtRunningEnd: interval.isRunning && piece.isNearEnd(of: interval))
  }
}

extension Piece {
  /// Whoever comes back and asks how things stand gives a sign of life, which is not work yet.
  fileprivate func isNearEnd(of interval: Interval) -> Bool {
    guard let end = interval.pieces.last?.range.upperBound else { return false }
    return end - range.upperBound <= 300_000
  }
}

/// Ranges on a line, to be asked whether one of them or several together hold another.
private struct Covering {
  private var ranges: [Range<Int>] = []

  init(_ parts: [Range<Int>]) {
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, part.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] =
          last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        ranges.append(part)
      }
    }
  }

  func covers(_ range: Range<Int>) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < range.upperBound { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= range.lowerBound
  }
}
