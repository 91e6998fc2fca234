/// A stretch of time on one device, from a start to the stop or switch that ended it.
public struct Interval: Sendable, Equatable {
  /// The device.
  public let device: String
  /// The record that began it.
  public let record: String
  /// The record that ended it: a stop, also of another device, or what was begun next; `nil` while it
  /// runs.
  public let closing: String?
  /// What it is booked on.
  public let category: String
  /// The project it belongs to.
  public let epoch: Int
  /// Where it begins, as shown on the device.
  public let start: Timestamp
  /// Where it ends; for one that still runs, the last instant known.
  public let end: Timestamp
  /// Whether the clock still runs.
  public let isRunning: Bool
  /// Whether a person gave its start or end afterwards.
  public let isDeclared: Bool
  /// Its pieces, without gaps between them.
  public let pieces: [Piece]
  /// The stamp of the record that began it; of two that overlap the later set one wins.
  public let order: HybridTime

  /// The length, on its own: overlaps with other devices are not taken out.
  public var length: Bounds {
    pieces.reduce(into: Bounds()) { sum, piece in
      sum.upper += piece.range.count
      if piece.doubt == nil { sum.certain += piece.range.count }
    }
  }
}

/// A part of an interval of which all is certain or all is doubtful.
public struct Piece: Sendable, Equatable {
  /// Where it lies, in milliseconds since 1970 by the device's own clock.
  public let range: Range<Int>
  /// Why it is doubtful; `nil` when it is certain.
  public let doubt: Doubt?
}

/// Why it is not known whether a stretch of time was work.
public enum Doubt: String, Sendable, Hashable, CaseIterable {
  /// The machine slept.
  case asleep
  /// The machine was started again in between.
  case restarted
  /// There was no sign of life for long.
  case quiet
  /// It is or was running on a device of which nothing later is known.
  case elsewhere

  /// The reason as one phrase.
  public var words: String {
    switch self {
    case .asleep: "the machine slept"
    case .restarted: "the machine was restarted"
    case .quiet: "no sign of life"
    case .elsewhere: "nothing later is known of the device"
    }
  }
}
