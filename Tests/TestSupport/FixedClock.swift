public import Platform
import Synchronization

/// A clock that moves only when told.
///
/// It starts on 22 November 2026 at 12:00 UTC, an hour after a boot. `sleep` returns at once and
/// lets the time pass.
public final class FixedClock: Clock {
  private struct State {
    var unix = 1_795_348_800_000
    var boot = 3_600_000
    var monotonic = 3_600_000
    var bootNumber = 1
    var zone = "UTC"
    var offset = 0
    var changes: [(instant: Int, offset: Int)] = []

    /// The offset that holds at an instant.
    func offset(at instant: Int) -> Int {
      changes.last { $0.instant <= instant }?.offset ?? offset
    }
  }

  private let state = Mutex(State())

  /// Creates a clock at its start.
  public init() {}

  /// Lets time pass while the machine is awake.
  public func advance(milliseconds: Int) {
    state.withLock {
      $0.unix += milliseconds
      $0.boot += milliseconds
      $0.monotonic += milliseconds
    }
  }

  /// Lets time pass while the machine is awake.
  public func advance(seconds: Int) { advance(milliseconds: seconds * 1000) }

  /// Lets time pass while the machine sleeps.
  public func suspend(seconds: Int) {
    state.withLock {
      $0.unix += seconds * 1000
      $0.boot += seconds * 1000
    }
  }

  /// Restarts the machine, which is off for a while.
  public func reboot(offSeconds: Int = 60) {
    state.withLock {
      $0.unix += offSeconds * 1000
      $0.boot = 0
      $0.monotonic = 0
      $0.bootNumber += 1
    }
  }

  /// Sets the wall clock forward or back while no time passes.
  public func jumpWall(milliseconds: Int) { state.withLock { $0.unix += milliseconds } }

  /// Moves to another zone.
  public func move(toZone zone: String, offsetSeconds: Int) {
    state.withLock {
      $0.zone = zone
      $0.offset = offsetSeconds
      $0.changes = []
    }
  }

  /// Moves to a zone whose clocks are set: each change holds from its instant on.
  public func move(
    toZone zone: String, offsetSeconds: Int, changes: [(instant: Int, offset: Int)]
  ) {
    move(toZone: zone, offsetSeconds: offsetSeconds)
    state.withLock { $0.changes = changes }
  }

  /// Lets time pass up to an instant.
  public func advance(toUnixMilliseconds instant: Int) {
    advance(milliseconds: instant - now().unixMilliseconds)
  }

  /// The wall time, as set.
  public func now() -> WallTime {
    state.withLock {
      WallTime(
        unixMilliseconds: $0.unix, zone: $0.zone, offsetSeconds: $0.offset(at: $0.unix))
    }
  }

  /// Milliseconds since the last restart, sleep included.
  public func bootMilliseconds() -> Int { state.withLock { $0.boot } }

  /// Milliseconds awake since the last restart.
  public func monotonicMilliseconds() -> Int { state.withLock { $0.monotonic } }

  /// Another name after every restart.
  public func bootIdentifier() -> String { state.withLock { "boot-\($0.bootNumber)" } }

  /// The offset of the zone at an instant.
  public func zoneOffsetSeconds(atUnixMilliseconds instant: Int) -> Int {
    state.withLock { $0.offset(at: instant) }
  }

  /// Lets the time pass and returns at once.
  public func sleep(milliseconds: Int) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    advance(milliseconds: milliseconds)
  }
}
