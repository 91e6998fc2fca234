import Ledger
import Platform

/// Reads the time a person gives with `--at`.
enum DeclaredTime {
  /// Reads `09:40`, `2026-11-22 09:40` or a full instant; throws a ``Refusal`` that says what is
  /// wrong with it.
  ///
  /// A time of day means its latest occurrence, if that is within the last twelve hours; a person
  /// who types `23:50` after midnight means yesterday.
  static func parse(_ text: String, now: Moment, clock: any Clock) throws -> Timestamp {
    guard let time = instant(text, now: now, clock: clock) else {
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

  private static func instant(_ text: String, now: Moment, clock: any Clock) -> Timestamp? {
    if let time = Timestamp.timeOfDay(text) { return latest(time, now: now, clock: clock) }
    let offset = now.wall.offsetSeconds
    guard let guess = Timestamp(text, assumingOffsetSeconds: offset) else { return nil }
    let isOffsetGiven = Timestamp(text) != nil
    return isOffsetGiven ? guess : local(guess, clock: clock)
  }

  private static func latest(_ time: Int, now: Moment, clock: any Clock) -> Timestamp {
    let midnight = now.wall.startOfDay
    let today = local(midnight.advanced(byMilliseconds: time), clock: clock)
    let yesterday = local(
      midnight.advanced(byMilliseconds: time - 86_400_000), clock: clock)
    let isPast = today.unixMilliseconds <= now.wall.unixMilliseconds
    let isRecent = now.wall.unixMilliseconds - yesterday.unixMilliseconds <= 12 * 3_600_000
    return !isPast && isRecent ? yesterday : today
  }

  /// The same digits on the clock, at the distance from UTC that holds on that day.
  private static func local(_ time: Timestamp, clock: any Clock) -> Timestamp {
    let offset = clock.zoneOffsetSeconds(atUnixMilliseconds: time.unixMilliseconds)
    let moved = time.unixMilliseconds + (time.offsetSeconds - offset) * 1000
    return Timestamp(unixMilliseconds: moved, offsetSeconds: offset)
  }
}
