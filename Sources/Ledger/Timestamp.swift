import Documents

/// An instant as people write it: local time to the millisecond and its distance from UTC.
///
/// As text it is `2026-11-22T14:03:19.123+01:00`; years run from 1 to 9999.
public struct Timestamp: Sendable, Hashable {
  /// Milliseconds since 1 January 1970, 00:00 UTC.
  public let unixMilliseconds: Int
  /// The distance of local time from UTC, in seconds east, at most 18 hours either way.
  public let offsetSeconds: Int

  /// Creates an instant; what lies outside the years 1 to 9999 is moved to their nearest end.
  public init(unixMilliseconds: Int, offsetSeconds: Int) {
    self.unixMilliseconds = min(max(unixMilliseconds, Self.earliest), Self.latest)
    self.offsetSeconds = min(max(offsetSeconds, -64_800), 64_800)
  }

  /// The instant `milliseconds` later, shown at the same distance from UTC.
  public func advanced(byMilliseconds milliseconds: Int) -> Timestamp {
    Timestamp(
      unixMilliseconds: unixMilliseconds + milliseconds, offsetSeconds: offsetSeconds)
  }

  /// The instant as `2026-11-22T14:03:19.123+01:00`.
  public var text: String {
    "\(dayText)T\(secondsText).\(digits(parts.millisecond, 3))\(offsetText)"
  }

  /// The local day as `2026-11-22`.
  public var dayText: String {
    let day = Self.civil(fromDays: parts.days)
    return "\(digits(day.year, 4))-\(digits(day.month, 2))-\(digits(day.day, 2))"
  }

  /// The local time of day as `14:03`.
  public var minutesText: String { String(secondsText.prefix(5)) }

  /// The local time of day as `14:03:19`.
  public var secondsText: String {
    let second = parts.second
    return [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }
      .joined(separator: ":")
  }

  private static let earliest = -62_135_510_400_000  // 0001-01-02
  private static let latest = 253_402_214_400_000  // 9999-12-31
  private static let dayMilliseconds = 86_400_000

  private var parts: (days: Int, second: Int, millisecond: Int) {
    let local = unixMilliseconds + offsetSeconds * 1000
    let days = Self.floorDivision(local, Self.dayMilliseconds)
    let rest = local - days * Self.dayMilliseconds
    return (days, rest / 1000, rest % 1000)
  }

  private var offsetText: String {
    let sign = offsetSeconds < 0 ? "-" : "+"
    let size = abs(offsetSeconds)
    let minutes = "\(sign)\(digits(size / 3600, 2)):\(digits(size / 60 % 60, 2))"
    return size % 60 == 0 ? minutes : "\(minutes):\(digits(size % 60, 2))"
  }
}

extension Timestamp {
  /// Reads a date and time such as `2026-11-22T14:03`, with or without seconds, fraction, offset.
  ///
  /// A blank may stand for the `T` and `Z` for `+00:00`. Without an offset the given one is meant;
  /// with neither, or for anything that is no date of the calendar, the result is `nil`.
  public init?(_ text: String, assumingOffsetSeconds assumed: Int? = nil) {
    let bytes = Array(text.utf8)
    self.init(bytes, bytes.indices, assumingOffsetSeconds: assumed)
  }

  /// Reads a date and time that stands among other bytes.
  init?(_ bytes: [UInt8], _ range: Range<Int>, assumingOffsetSeconds assumed: Int? = nil) {
    var scanner = Scanner(bytes, range)
    guard let year = scanner.number(digits: 4), scanner.take("-"),
      let month = scanner.number(digits: 2), scanner.take("-"),
      let day = scanner.number(digits: 2), scanner.take("T") || scanner.take(" "),
      let time = scanner.timeOfDay(), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard let offset = scanner.isAtEnd ? assumed : scanner.offset(), scanner.isAtEnd else {
      return nil
    }
    let local = date.daysSince1970 * Self.dayMilliseconds + time
    self.init(unixMilliseconds: local - offset * 1000, offsetSeconds: offset)
    guard unixMilliseconds == local - offset * 1000 else { return nil }
  }

  /// Reads a time of day such as `9:40`, `14:03` or `14:03:19` as milliseconds since midnight.
  public static func timeOfDay(_ text: String) -> Int? {
    let bytes = Array((text.count == 4 || text.count == 7 ? "0" + text : text).utf8)
    var scanner = Scanner(bytes, bytes.indices)
    guard let time = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
    return time
  }

  /// Midnight at the start of the local day.
  public var startOfDay: Timestamp {
    let rest = parts.second * 1000 + parts.millisecond
    return advanced(byMilliseconds: -rest)
  }

  private static func floorDivision(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }

  private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = floorDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

private func digits(_ value: Int, _ count: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, count - text.count)) + text
}

/// Walks over the parts of a written time.
private struct Scanner {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { index == end }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < end, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func number(digits count: Int) -> Int? {
    guard index + count <= end else { return nil }
    var value = 0
    for byte in bytes[index..<index + count] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    index += count
    return value
  }

  /// The milliseconds since midnight of `14:03`, `14:03:19` or `14:03:19.123`.
  mutating func timeOfDay() -> Int? {
    guard let hour = number(digits: 2), hour < 24, take(":"),
      let minute = number(digits: 2), minute < 60
    else { return nil }
    let minutes = (hour * 60 + minute) * 60_000
    guard take(":") else { return minutes }
    guard let second = number(digits: 2), second < 60 else { return nil }
    guard take(".") else { return minutes + second * 1000 }
    guard let millisecond = number(digits: 3) else { return nil }
    return minutes + second * 1000 + millisecond
  }

  /// The seconds east of UTC of `Z`, `+01:00` or `-00:01:15`.
  mutating func offset() -> Int? {
    if take("Z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(digits: 2), hours <= 18, take(":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    var seconds = hours * 3600 + minutes * 60
    if take(":") {
      guard let rest = number(digits: 2), rest < 60 else { return nil }
      seconds += rest
    }
    guard seconds <= 64_800 else { return nil }
    return isWest ? -seconds : seconds
  }
}
