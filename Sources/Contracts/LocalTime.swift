import Documents

/// A day, with an hour or without, as somebody's calendar and clock show it.
public struct LocalTime: Sendable, Equatable {
  /// The seconds from the start of 1970 on that calendar to it, or to the start of the day.
  public let seconds: Int
  /// Whether it names an hour.
  public let hasHour: Bool

  /// Reads `2025-12-23` or `2025-12-23 23:59`; `nil` for anything else.
  public init?(_ text: String) {
    let hasHour = text.utf8.count > 10
    let hour = hasHour ? text.replacing(" ", with: "T", maxReplacements: 1) : text + "T00:00"
    guard !hasHour || text.contains(" "), let seconds = UTCInstant.unixSeconds(hour + ":00Z") else {
      return nil
    }
    self.seconds = seconds
    self.hasHour = hasHour
  }

  /// Creates a time from the seconds since the start of 1970 on its own calendar.
  public init(seconds: Int, hasHour: Bool) {
    self.seconds = seconds
    self.hasHour = hasHour
  }

  /// The time as it is read: `2025-12-23 23:59`.
  public var text: String {
    let days = (Double(seconds) / 86_400).rounded(.down)
    let date = CivilDate(daysSince1970: Int(days))
    let minutes = (seconds - Int(days) * 86_400) / 60
    let day = [date.year, date.month, date.day].map(Self.twoDigits).joined(separator: "-")
    return hasHour ? "\(day) \(Self.twoDigits(minutes / 60)):\(Self.twoDigits(minutes % 60))" : day
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// Reads instants of universal time.
enum UTCInstant {
  /// The seconds since 1970 of `2025-12-24T07:59:00Z`.
  static func unixSeconds(_ text: String) -> Int? {
    let pattern = Array("0000-00-00T00:00:00Z".utf8)
    let bytes = Array(text.utf8)
    let isWellFormed =
      bytes.count == pattern.count
      && zip(bytes, pattern).allSatisfy { byte, expected in
        expected == UInt8(ascii: "0")
          ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == expected
      }
    guard isWellFormed else { return nil }
    let numbers = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { range in
      bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    guard let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 60
    else { return nil }
    return ((date.daysSince1970 * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
  }
}
