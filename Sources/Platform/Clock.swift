/// The time and how it passes.
///
/// Three clocks, because each answers another question: the wall clock places an event for people,
/// the boot-time clock measures a length (it runs on while the machine sleeps), and the difference
/// between the boot-time and the monotonic clock tells how long the machine slept.
public protocol Clock: Sendable {
  /// The wall time now, with the zone it is shown in.
  func now() -> WallTime

  /// Milliseconds since the machine started, sleep included; comparable only within one boot.
  func bootMilliseconds() -> Int

  /// Milliseconds the machine has been awake; comparable only within one boot.
  func monotonicMilliseconds() -> Int

  /// A name of the current boot; another one after every restart of the machine.
  func bootIdentifier() -> String

  /// The distance of local time from UTC, in seconds east, at an instant of the local zone.
  func zoneOffsetSeconds(atUnixMilliseconds instant: Int) -> Int

  /// Waits; ends early by throwing when the task is cancelled.
  func sleep(milliseconds: Int) async throws(CancellationError)
}

/// An instant of the wall clock together with the zone in which it was read.
public struct WallTime: Sendable, Hashable {
  /// Milliseconds since 1 January 1970, 00:00 UTC.
  public let unixMilliseconds: Int
  /// The name of the zone, such as `Europe/Berlin`.
  public let zone: String
  /// The distance of local time from UTC at that instant, in seconds east.
  public let offsetSeconds: Int

  /// Creates an instant.
  public init(unixMilliseconds: Int, zone: String, offsetSeconds: Int) {
    self.unixMilliseconds = unixMilliseconds
    self.zone = zone
    self.offsetSeconds = offsetSeconds
  }
}
