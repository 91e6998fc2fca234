/// The day and time that a template is told it is.
///
/// A prompt with today's date is another one tomorrow, so the date is never read from a clock here.
public struct ChatDate: Sendable, Equatable {
  /// The year.
  public let year: Int
  /// The month, from 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int
  /// The hour, from 0 to 23.
  public let hour: Int
  /// The minute, from 0 to 59.
  public let minute: Int
  /// The second, from 0 to 59.
  public let second: Int

  /// Makes a date; `nil` where there is no such day or time.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.length(of: month, in: year),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }

  private static func length(of month: Int, in year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// The day of the year, from 1.
  private var dayOfYear: Int {
    (1..<month).reduce(day) { $0 + Self.length(of: $1, in: year) }
  }

  /// The day of the week, from Sunday, which is 0.
  private var weekday: Int {
    let years = year - 1
    return (years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear) % 7
  }

  /// What a letter after `%` stands for in a form of C's `strftime`, in English; `nil` where it is
  /// not known.
  func text(for letter: Unicode.Scalar) -> String? {
    let month = Self.months[self.month - 1]
    let weekday = Self.days[self.weekday]
    return switch letter {
    case "Y": String(year).padded(to: 4)
    case "y": String(year % 100).padded(to: 2)
    case "m": String(self.month).padded(to: 2)
    case "B": month
    case "b", "h": String(month.prefix(3))
    case "d": String(day).padded(to: 2)
    case "e": day < 10 ? " \(day)" : String(day)
    case "j": String(dayOfYear).padded(to: 3)
    case "A": weekday
    case "a": String(weekday.prefix(3))
    case "w": String(self.weekday)
    case "u": String((self.weekday + 6) % 7 + 1)
    case "H": String(hour).padded(to: 2)
    case "I": String((hour + 11) % 12 + 1).padded(to: 2)
    case "M": String(minute).padded(to: 2)
    case "S": String(second).padded(to: 2)
    case "p": hour < 12 ? "AM" : "PM"
    case "F":
      "\(year)".padded(to: 4) + "-\(self.month)".padded(to: 2, after: 1)
        + "-\(day)".padded(to: 2, after: 1)
    case "T":
      "\(hour)".padded(to: 2) + ":\(minute)".padded(to: 2, after: 1)
        + ":\(second)".padded(to: 2, after: 1)
    case "%": "%"
    default: nil
    }
  }
}

extension String {
  /// The text with zeros before its digits, which begin after a sign of so many characters.
  fileprivate func padded(to width: Int, after sign: Int = 0) -> String {
    prefix(sign) + String(repeating: "0", count: max(0, width + sign - count)) + dropFirst(sign)
  }
}
