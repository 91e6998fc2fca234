/// A stamp that orders the records of several devices: wall time, and a counter for what is equal.
///
/// A device never gives a stamp below one that it has seen, so that an effect never precedes its
/// cause, even when a wall clock is wrong. It orders and breaks ties; it measures nothing.
public struct HybridTime: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970, at least those of every stamp seen before.
  public let milliseconds: Int
  /// The place among stamps of the same millisecond, up to 9999.
  public let counter: Int

  /// Creates a stamp.
  public init(milliseconds: Int, counter: Int) {
    self.milliseconds = milliseconds
    self.counter = counter
  }

  /// Reads `1795356199123.0004`; `nil` for any other form.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes, bytes.indices)
  }

  /// Reads a stamp that stands among other bytes.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    let point = range.upperBound - 5
    guard (1...15).contains(point - range.lowerBound), bytes[point] == UInt8(ascii: "."),
      let milliseconds = Self.number(bytes, range.lowerBound..<point),
      let counter = Self.number(bytes, point + 1..<range.upperBound)
    else { return nil }
    self.init(milliseconds: milliseconds, counter: counter)
  }

  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var number = 0
    for place in range {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else { return nil }
      number = number * 10 + Int(bytes[place] - UInt8(ascii: "0"))
    }
    return number
  }

  /// The stamp as `1795356199123.0004`.
  public var text: String {
    let digits = String(counter)
    return "\(milliseconds).\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }

  /// The stamp of a new record, after the latest one seen.
  ///
  /// After the last stamp that can be written, whatever follows has that stamp too.
  public static func next(after latest: HybridTime?, nowMilliseconds now: Int) -> HybridTime {
    guard let latest, latest.milliseconds >= now else {
      return HybridTime(milliseconds: min(max(now, 0), end), counter: 0)
    }
    if latest.counter < 9999 {
      return HybridTime(milliseconds: latest.milliseconds, counter: latest.counter + 1)
    }
    if latest.milliseconds >= end { return latest }
    return HybridTime(milliseconds: latest.milliseconds + 1, counter: 0)
  }

  /// The last millisecond that fits fifteen digits.
  private static let end = 999_999_999_999_999

  /// Orders by milliseconds, then by counter.
  public static func < (a: HybridTime, b: HybridTime) -> Bool {
    (a.milliseconds, a.counter) < (b.milliseconds, b.counter)
  }
}
