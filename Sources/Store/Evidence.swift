public import Ledger

/// How the time in the journals is known, and where it is not.
public struct Evidence: Sendable, Equatable {
  /// Milliseconds between a start and a stop that the clock noted itself.
  public var measured = 0
  /// Milliseconds of which a person gave the start or the end afterwards.
  public var declared = 0
  /// Milliseconds that another program's file told of.
  public var imported = 0
  /// Stretches of which nobody has said whether they were work.
  public var openSpans: [OpenStretch] = []
  /// What is known of wall clocks that were set, as phrases.
  public var clockJumps: [String] = []

  /// A stretch of running clock without signs of work.
  public struct OpenStretch: Sendable, Equatable {
    /// The device.
    public let device: String
    /// What the clock ran as.
    public let category: String
    /// Where it begins.
    public let start: Timestamp
    /// Where it ends.
    public let end: Timestamp
    /// Why it is doubtful.
    public let doubt: Doubt
  }

  /// Nothing known.
  public init() {}

  /// Looks at the intervals of all projects; what two devices have at once is in it twice.
  init(_ state: LedgerState) {
    for interval in state.intervals {
      let length = interval.length.upper
      switch interval.origin {
      case .measured: measured += length
      case .declared: declared += length
      case .imported: imported += length
      }
      openSpans += Self.openStretches(of: interval)
    }
    clockJumps = state.remarks.filter { $0.code == "clock-set" }.map(\.message)
  }

  private static func openStretches(of interval: Interval) -> [OpenStretch] {
    interval.pieces.compactMap { piece in
      guard let doubt = piece.doubt, !piece.range.isEmpty else { return nil }
      let instant = { (milliseconds: Int) in
        Timestamp(unixMilliseconds: milliseconds, offsetSeconds: interval.start.offsetSeconds)
      }
      return OpenStretch(
        device: interval.device, category: interval.category,
        start: instant(piece.range.lowerBound),
        end: instant(piece.range.upperBound), doubt: doubt)
    }
  }
}
