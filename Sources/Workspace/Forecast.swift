internal import Contracts
public import Documents
internal import Ledger
internal import Store

/// How long the hours will last, and until when they have to.
public struct Forecast: Sendable, Equatable {
  /// When something has to be done.
  public struct Deadline: Sendable, Equatable {
    /// What has to be done.
    public let name: String
    /// The date with its zone, as it was written.
    public let text: String
    /// The whole hours until then.
    public let hours: Int
  }

  /// The seconds worked on a day, on average over the last seven; `nil` when there were none.
  public let perDay: Int?
  /// The seconds that are left; `nil` where nothing is limited.
  public let left: Int?
  /// The day on which they are used up at that rate, as `2026-12-19`.
  public let usedUpOn: String?
  /// The next date; `nil` when there is none or the round is over.
  public let deadline: Deadline?
  /// All of it as one phrase; empty where nothing can be said.
  public let words: String

  /// The forecast as JSON; lengths are in seconds.
  public var json: JSON {
    [
      "per_day": perDay.map { .integer($0) } ?? .null, "left": left.map { .integer($0) } ?? .null,
      "uses_up_on": usedUpOn.map { .string($0) } ?? .null,
      "deadline": deadline.map { .string($0.text) } ?? .null,
      "hours_until": deadline.map { .integer($0.hours) } ?? .null,
    ]
  }
}

extension Forecast {
  private static let dayMilliseconds = 86_400_000
  private static let days = 7

  /// Looks ahead from how the clock stands.
  init(_ status: ClockStatus, deadline: Deadlines.Date?) {
    let now = status.now.wall.unixMilliseconds
    let next = deadline.map {
      Deadline(
        name: $0.name, text: $0.text, hours: max($0.unixSeconds - now / 1000, 0) / 3600)
    }
    let (rate, left) = Self.rate(status)
    // What would take longer than that is no forecast.
    var day: String?
    var margin: Int?
    if let rate, let left, rate > 0, left / rate < 3650 {
      let end = now + left * Self.dayMilliseconds / rate
      day = status.now.wall.advanced(byMilliseconds: end - now).dayText
      margin = deadline.map { ($0.unixSeconds * 1000 - end) / Self.dayMilliseconds }
    }
    self.init(
      perDay: rate.map { $0 / 1000 }, left: left.map { $0 / 1000 }, usedUpOn: day, deadline: next,
      words: Self.words(rate: rate, left: left, day: day, margin: margin))
  }

  /// The milliseconds worked a day, and those that are left of the limit.
  ///
  /// The upper bounds of both: a clock that was forgotten can only make one careful.
  private static func rate(_ status: ClockStatus) -> (perDay: Int?, left: Int?) {
    let (state, rules) = (status.state, status.rules)
    guard state.phase == .preparation || state.phase == .research, let main = rules.mainBudget,
      let use = state.use(of: main), let limit = use.budget.hard ?? use.budget.soft
    else { return (nil, nil) }
    let isMeant = { (category: String) in rules.budgets(of: category).contains(main) }
    let left = max(limit - use.time.upper, 0)
    let now = status.now.wall.unixMilliseconds
    var first = now
    for interval in state.intervals where interval.epoch == state.epoch {
      guard let start = interval.pieces.lazy.map(\.range.lowerBound).min(), start < first,
        isMeant(interval.category)
      else { continue }
      first = start
    }
    let window = max(now - days * dayMilliseconds, first)..<now
    let worked = state.worked(in: window, includingDoubtful: true, where: isMeant)
    guard worked > 0 else { return (nil, left) }
    let length = max(window.count, dayMilliseconds)
    return (Int(Double(worked) * Double(dayMilliseconds) / Double(length)), left)
  }

  private static func words(rate: Int?, left: Int?, day: String?, margin: Int?) -> String {
    guard let rate, let left, left > 0, let day else { return "" }
    let lasts = "at \(hours(rate)) a day the \(hours(left)) that are left last until \(day)"
    guard let margin else { return lasts }
    switch margin {
    case ..<0: return lasts + ", past the deadline"
    case 0: return lasts + ", the day of the deadline"
    case 1: return lasts + ", 1 day before the deadline"
    default: return lasts + ", \(margin) days before the deadline"
    }
  }

  /// A length as `2 h 40 min`.
  private static func hours(_ milliseconds: Int) -> String {
    let minutes = milliseconds / 60_000
    let (whole, rest) = (minutes / 60, minutes % 60)
    if whole == 0 { return "\(rest) min" }
    return rest == 0 ? "\(whole) h" : "\(whole) h \(rest) min"
  }
}
