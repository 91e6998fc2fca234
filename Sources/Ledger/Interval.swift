/// A stretch of time: on one device, from a start to the stop or switch that ended it, or typed in.
public struct Interval: Sendable, Equatable {
  /// Where it comes from.
  public enum Source: Sendable, Equatable {
    /// A clock measured it.
    case clock
    /// A person typed it in afterwards.
    case entry
    /// Another program measured it.
    case imported
  }

  /// How its times are known.
  public enum Origin: String, Sendable {
    /// A clock noted both.
    case measured
    /// A person gave the start or the end afterwards.
    case declared
    /// Another program's file told of them.
    case imported
  }

  /// The device.
  public let device: String
  /// The record that began it.
  public let record: String
  /// The record that ended it: a stop, also of another device, or what was begun next.
  ///
  /// It is `nil` while the clock runs. What was typed in ends itself.
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
  /// Where it comes from.
  public let source: Source
  /// What a person noted with it.
  public let note: String?
  /// Its pieces in their order, with gaps where nothing is booked.
  public let pieces: [Piece]
  /// The stamp of the record that began it; of two that overlap the later set one wins.
  public let order: HybridTime

  /// How its times are known.
  public var origin: Origin {
    switch source {
    case .imported: .imported
    case .entry: .declared
    case .clock: isDeclared ? .declared : .measured
    }
  }

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
  public private(set) var range: Range<Int>
  /// Why it is doubtful; `nil` when it is certain.
  public internal(set) var doubt: Doubt?
  /// What it is booked on.
  public internal(set) var category: String
  /// The distance of local time from UTC where it begins.
  public let offsetSeconds: Int
  /// The distance of local time from UTC where it ends.
  public let endOffsetSeconds: Int
  /// The last sign of work before it, where it is doubtful.
  public internal(set) var sign: Sign?
  /// The record by which a person said what it was.
  public internal(set) var settledBy: String?

  init(
    range: Range<Int>, doubt: Doubt?, category: String, offsetSeconds: Int, endOffsetSeconds: Int,
    sign: Sign? = nil
  ) {
    self.range = range
    self.doubt = doubt
    self.category = category
    self.offsetSeconds = offsetSeconds
    self.endOffsetSeconds = endOffsetSeconds
    self.sign = sign
  }

  /// Where it begins, as the device shows it.
  public var start: Timestamp {
    Timestamp(unixMilliseconds: range.lowerBound, offsetSeconds: offsetSeconds)
  }

  /// Where it ends, as the device shows it.
  public var end: Timestamp {
    Timestamp(unixMilliseconds: range.upperBound, offsetSeconds: endOffsetSeconds)
  }

  func cut(to range: Range<Int>) -> Piece {
    var piece = self
    piece.range = range
    return piece
  }
}

/// Something that showed that somebody was at work.
public struct Sign: Sendable, Equatable {
  /// When it was, as the device showed it.
  public let time: Timestamp
  /// What it was, as a noun.
  public let words: String

  init(time: Timestamp, words: String) {
    self.time = time
    self.words = words
  }

  init(_ record: Record) {
    time = record.moment.wall
    words =
      switch (record.kind, record.entry.source) {
      case (.start, _), (.switch, _): "the start"
      case (.beat, "hook"): "a draft"
      case (.beat, "watch"): "the editor"
      case (.beat, _): "a command"
      case (.note, _), (.log, _): "a note"
      case (.freeze, _): "the freeze"
      default: "a record"
      }
  }
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
  /// Files of the application were changed while the clock ran for something else.
  case edited

  /// The reason as one phrase.
  public var words: String {
    switch self {
    case .asleep: "the machine slept"
    case .restarted: "the machine was restarted"
    case .quiet: "no sign of life"
    case .elsewhere: "nothing later is known of the device"
    case .edited: "files were edited meanwhile"
    }
  }
}
