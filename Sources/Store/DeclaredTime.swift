import Ledger
import Platform

/// Reads the times a person gives, such as those of `--at`.
///
/// What is typed is local time, and local time has holes: on the day the clocks go forward some times
/// do not exist, and on the day they go back some happen twice. Neither is guessed at.
struct DeclaredTime {
  let now: Moment
  let clock: any Clock

  /// Reads `09:40`, `2026-11-22 09:40` or a full instant that is past.
  ///
  /// A time of day means its latest occurrence, if that is within the last twelve hours: a person who
  /// types `23:50` after midnight means yesterday. With `since` an older one is meant too, if it lies
  /// after that: whoever forgot to stop yesterday's clock types when they left.
  ///
  /// Throws a ``Refusal`` that says what is wrong with it.
  func parse(_ text: String, since: Timestamp? = nil) throws -> Timestamp {
    let time: Timestamp?
    if let timeOfDay = Timestamp.timeOfDay(text) {
      time = try latest(timeOfDay, text, since)
    } else {
      time = try instant(text, since)
    }
    return try past(time, text)
  }

  /// Reads another time for an event: a time of day is on its day.
  func parse(_ text: String, on event: Timestamp) throws -> Timestamp {
    guard let timeOfDay = Timestamp.timeOfDay(text) else { return try parse(text) }
    let day = LocalTime(Self.digits(event.startOfDay) + timeOfDay, clock)
    return try past(try day.only(text, since: nil, now: now), text)
  }

  /// Reads the end of a stretch: a time of day is the first such time after its begin.
  func parse(_ text: String, endOfStretchFrom start: Timestamp) throws -> Timestamp {
    guard let timeOfDay = Timestamp.timeOfDay(text) else {
      return try past(try instant(text, start), text)
    }
    let midnight = Self.digits(start.startOfDay)
    let sameDay = LocalTime(midnight + timeOfDay, clock)
    let nextDay = LocalTime(midnight + 86_400_000 + timeOfDay, clock)
    let day = sameDay.latest > start.unixMilliseconds ? sameDay : nextDay
    return try past(try day.only(text, since: start, now: now), text)
  }

  private func past(_ time: Timestamp?, _ text: String) throws -> Timestamp {
    guard let time else {
      throw Refusal(
        code: "time-unreadable", message: "'\(text)' is not a time",
        hint: "write it as '09:40' or '2026-11-22 09:40'")
    }
    guard time.unixMilliseconds <= now.wall.unixMilliseconds else {
      throw Refusal(
        code: "time-in-future",
        message: "'\(text)' lies in the future: it is \(now.wall.minutesText)",
        hint: "give a time that is past, or none for now")
    }
    return time
  }

  private func latest(_ time: Int, _ text: String, _ since: Timestamp?) throws -> Timestamp {
    let midnight = Self.digits(now.wall.startOfDay)
    let today = LocalTime(midnight + time, clock)
    let yesterday = LocalTime(midnight + time - 86_400_000, clock)
    let present = now.wall.unixMilliseconds
    let isRecent = present - yesterday.latest <= 12 * 3_600_000
    let isSince = since.map { $0.unixMilliseconds <= yesterday.latest } ?? false
    let day = today.earliest > present && (isRecent || isSince) ? yesterday : today
    return try day.only(text, since: since, now: now)
  }

  private func instant(_ text: String, _ since: Timestamp?) throws -> Timestamp? {
    if let exact = Timestamp(text) { return exact }
    guard let local = Timestamp(text, assumingOffsetSeconds: 0) else { return nil }
    return try LocalTime(local.unixMilliseconds, clock).only(text, since: since, now: now)
  }

  /// What the clock on the wall shows, as milliseconds of a day that is taken for one of UTC.
  private static func digits(_ time: Timestamp) -> Int {
    time.unixMilliseconds + time.offsetSeconds * 1000
  }
}

/// A date and time as a clock on the wall shows it, which may be no instant, one or two.
private struct LocalTime {
  private let digits: Int
  /// The instants at which the clock shows it, in their order.
  private let readings: [Timestamp]
  /// What it would be if the clocks had not been set; for what does not exist.
  private let guesses: [Timestamp]

  /// - Parameters:
  ///   - digits: The milliseconds it would be if local time were UTC.
  ///   - clock: Who knows the zone.
  init(_ digits: Int, _ clock: any Clock) {
    self.digits = digits
    let offsets = [-86_400_000, 86_400_000].map {
      clock.zoneOffsetSeconds(atUnixMilliseconds: digits + $0)
    }
    let distinct = offsets[0] == offsets[1] ? [offsets[0]] : offsets
    guesses = distinct.map {
      Timestamp(unixMilliseconds: digits - $0 * 1000, offsetSeconds: $0)
    }.sorted { $0.unixMilliseconds < $1.unixMilliseconds }
    readings = guesses.filter {
      clock.zoneOffsetSeconds(atUnixMilliseconds: $0.unixMilliseconds) == $0.offsetSeconds
    }
  }

  var earliest: Int { (readings.first ?? guesses.first)?.unixMilliseconds ?? digits }
  var latest: Int { (readings.last ?? guesses.last)?.unixMilliseconds ?? digits }

  /// The one instant that is meant; throws a ``Refusal`` with both readings where it cannot be told.
  func only(_ text: String, since: Timestamp?, now: Moment) throws -> Timestamp {
    guard readings.count != 1 else { return readings[0] }
    let begin = since?.unixMilliseconds ?? .min
    let possible = readings.filter {
      (begin...max(begin, now.wall.unixMilliseconds)).contains($0.unixMilliseconds)
    }
    if possible.count == 1 { return possible[0] }
    let day = Timestamp(unixMilliseconds: digits, offsetSeconds: 0).dayText
    guard readings.isEmpty else {
      throw Refusal(
        code: "time-doubled",
        message: "'\(text)' happened twice on \(day), when the clocks were set back",
        hint: "write " + readings.map { "'\($0.briefText)'" }.joined(separator: " or "))
    }
    throw Refusal(
      code: "time-skipped",
      message: "'\(text)' does not exist on \(day): the clocks were set forward",
      hint: "write " + guesses.map { "'\($0.briefText)'" }.joined(separator: " or "))
  }
}

extension Timestamp {
  /// The instant to the minute as it can be typed: `2026-10-25T02:30+02:00`.
  fileprivate var briefText: String { text.replacing(":00.000", with: "", maxReplacements: 1) }
}
