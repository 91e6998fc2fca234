internal import Documents

/// A time as a file gives it: an instant, or the digits of a clock whose zone the file does not name.
public enum WrittenTime: Sendable, Hashable {
  /// An instant.
  case instant(Timestamp)
  /// Milliseconds from 1 January 1970, 00:00, both by the same unnamed clock on the wall.
  case local(Int)

  var isLocal: Bool {
    if case .local = self { true } else { false }
  }

  /// Reads ISO 8601 with or without separators, seconds, a fraction and the distance from UTC.
  static func iso(_ text: some StringProtocol) -> WrittenTime? {
    var scanner = TimeScanner(text)
    guard let date = scanner.calendarDay(), scanner.take("T") || scanner.take(" "),
      let time = scanner.timeOfDay()
    else { return nil }
    let local = date.daysSince1970 * 86_400_000 + time
    if scanner.isAtEnd { return .local(local) }
    guard let distance = scanner.distance(), scanner.isAtEnd else { return nil }
    return .instant(
      Timestamp(unixMilliseconds: local - distance * 1000, offsetSeconds: distance))
  }

  /// The instant of a number of seconds since 1970; `nil` outside the years 1971 to 9998.
  static func epoch(seconds: Double?) -> WrittenTime? {
    guard let seconds, seconds.isFinite, (31_536_000..<253_370_000_000).contains(seconds) else {
      return nil
    }
    return .instant(
      Timestamp(unixMilliseconds: Int((seconds * 1000).rounded()), offsetSeconds: 0))
  }

  /// Reads a time of day such as `9:05`, `21:05:30` or `9:05:30 PM` as milliseconds from midnight.
  static func timeOfDay(_ text: some StringProtocol) -> Int? {
    var scanner = TimeScanner(text)
    guard let hour = scanner.number(upTo: 2), scanner.take(":"),
      let minute = scanner.number(upTo: 2), minute < 60
    else { return nil }
    var rest = minute * 60_000
    if scanner.take(":") {
      guard let second = scanner.number(upTo: 2), second < 60 else { return nil }
      rest += second * 1000 + (scanner.fraction() ?? 0)
    }
    let half = scanner.halfOfDay()
    guard scanner.isAtEnd, half == nil ? hour < 24 : (1...12).contains(hour) else { return nil }
    let hours = half.map { hour % 12 + ($0 ? 12 : 0) } ?? hour
    return hours * 3_600_000 + rest
  }

  /// Reads a length such as `1:30:00` as milliseconds.
  static func length(_ text: some StringProtocol) -> Int? {
    var scanner = TimeScanner(text)
    guard let hours = scanner.number(upTo: 6), scanner.take(":"),
      let minutes = scanner.number(upTo: 2), minutes < 60
    else { return nil }
    var seconds = 0
    if scanner.take(":") {
      guard let read = scanner.number(upTo: 2), read < 60 else { return nil }
      seconds = read
    }
    guard scanner.isAtEnd else { return nil }
    return (hours * 3600 + minutes * 60 + seconds) * 1000
  }
}

/// Which of day and month a date such as `03/04/2026` begins with.
public enum DateOrder: String, Sendable, CaseIterable {
  /// The month, as in the United States.
  case mdy
  /// The day.
  case dmy
}

/// A date as a table gives it.
enum WrittenDate: Equatable {
  case fixed(CivilDate)
  case either(first: Int, second: Int, year: Int)

  /// Reads `2026-11-22` with any usual separator, or two numbers before a year.
  static func read(_ text: some StringProtocol) -> WrittenDate? {
    var scanner = TimeScanner(text)
    guard let (first, digits) = scanner.counted(upTo: 4),
      let separator = scanner.separator(), let second = scanner.number(upTo: 2),
      scanner.separator() == separator, let third = scanner.number(upTo: 4), scanner.isAtEnd
    else { return nil }
    if digits == 4 { return CivilDate(year: first, month: second, day: third).map { .fixed($0) } }
    guard third >= 1000 else { return nil }
    if separator == UInt8(ascii: ".") || first == second || first > 12 {
      return CivilDate(year: third, month: second, day: first).map { .fixed($0) }
    }
    if second > 12 {
      return CivilDate(year: third, month: first, day: second).map { .fixed($0) }
    }
    guard first > 0, second > 0 else { return nil }
    return .either(first: first, second: second, year: third)
  }

  /// The order that only one reading of it has; `nil` where it does not tell.
  static func order(of text: some StringProtocol) -> DateOrder? {
    var scanner = TimeScanner(text)
    guard let (first, digits) = scanner.counted(upTo: 4), digits < 4,
      scanner.separator() != nil, let second = scanner.number(upTo: 2), first != second
    else { return nil }
    if first > 12 { return .dmy }
    return second > 12 ? .mdy : nil
  }

  func date(_ order: DateOrder) -> CivilDate? {
    switch self {
    case .fixed(let date): date
    case .either(let first, let second, let year):
      order == .mdy
        ? CivilDate(year: year, month: first, day: second)
        : CivilDate(year: year, month: second, day: first)
    }
  }
}

/// Walks over the parts of a time that another program wrote.
struct TimeScanner {
  private let bytes: [UInt8]
  private var index = 0

  /// No time is longer than this; what is, is none.
  init(_ text: some StringProtocol) {
    bytes = text.utf8.count > 64 ? [0] : Array(text.utf8)
  }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func number(upTo digits: Int) -> Int? { counted(upTo: digits)?.value }

  mutating func counted(upTo digits: Int) -> (value: Int, digits: Int)? {
    var value = 0
    let start = index
    while index < bytes.count, index - start < digits, (48...57).contains(bytes[index]) {
      value = value * 10 + Int(bytes[index] - 48)
      index += 1
    }
    return index > start ? (value, index - start) : nil
  }

  mutating func separator() -> UInt8? {
    guard index < bytes.count, "-/.".utf8.contains(bytes[index]) else { return nil }
    index += 1
    return bytes[index - 1]
  }

  /// The milliseconds of `.123456`.
  mutating func fraction() -> Int? {
    guard take(".") || take(",") else { return nil }
    guard let (value, digits) = counted(upTo: 3) else { return nil }
    while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
    return value * [100, 10, 1][digits - 1]
  }

  /// Whether ` PM` follows, and not ` AM`; the blank may be a narrow one.
  mutating func halfOfDay() -> Bool? {
    let rest = String(decoding: bytes[index...], as: UTF8.self).lowercased()
    let letters = rest.filter { !$0.isWhitespace && $0 != "." }
    guard letters == "am" || letters == "pm" else { return nil }
    index = bytes.count
    return letters == "pm"
  }

  mutating func calendarDay() -> CivilDate? {
    guard let (year, digits) = counted(upTo: 4), digits == 4 else { return nil }
    let isDashed = take("-")
    guard let month = number(upTo: 2), !isDashed || take("-"), let day = number(upTo: 2) else {
      return nil
    }
    return CivilDate(year: year, month: month, day: day)
  }

  mutating func timeOfDay() -> Int? {
    guard let (hour, digits) = counted(upTo: 2), digits == 2, hour < 24 else { return nil }
    let hasColons = take(":")
    guard let (minute, width) = counted(upTo: 2), width == 2, minute < 60 else { return nil }
    let minutes = (hour * 60 + minute) * 60_000
    if hasColons && !take(":") { return minutes }
    guard let second = number(upTo: 2) else { return hasColons ? nil : minutes }
    guard second < 60 else { return nil }
    return minutes + second * 1000 + (fraction() ?? 0)
  }

  /// The seconds east of UTC of `Z`, `+01:00`, `+0100` or `+01`.
  mutating func distance() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let (hours, digits) = counted(upTo: 2), digits == 2 else {
      return nil
    }
    var minutes = 0
    if take(":") || !isAtEnd {
      guard let read = number(upTo: 2), read < 60 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return seconds <= 64_800 ? (isWest ? -seconds : seconds) : nil
  }
}
