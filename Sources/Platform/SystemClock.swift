import Glibc

/// The clocks of the machine; the zone is that of `TZ`, else that of the system.
public struct SystemClock: Clock {
  /// Creates a view of the clocks.
  public init() {}

  /// The wall time now, with the zone it is shown in.
  public func now() -> WallTime {
    let instant = milliseconds(of: CLOCK_REALTIME)
    return WallTime(
      unixMilliseconds: instant, zone: Self.zoneName(),
      offsetSeconds: zoneOffsetSeconds(atUnixMilliseconds: instant))
  }

  /// Milliseconds since the machine started, sleep included.
  public func bootMilliseconds() -> Int { milliseconds(of: CLOCK_BOOTTIME) }

  /// Milliseconds the machine has been awake.
  public func monotonicMilliseconds() -> Int { milliseconds(of: CLOCK_MONOTONIC) }

  /// The kernel's name of the current boot; empty where the kernel tells none.
  public func bootIdentifier() -> String {
    let path = "/proc/sys/kernel/random/boot_id"
    guard let bytes = try? SystemFiles().read(path) else { return "" }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// The distance of local time from UTC, in seconds east, at an instant.
  public func zoneOffsetSeconds(atUnixMilliseconds instant: Int) -> Int {
    tzset()
    var seconds = time_t((Double(instant) / 1000).rounded(.down))
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }

  /// Waits on the clock that stands still while the machine sleeps.
  public func sleep(milliseconds: Int) async throws(CancellationError) {
    do {
      try await Task.sleep(for: .milliseconds(milliseconds), clock: .suspending)
    } catch {
      throw CancellationError()
    }
  }

  private func milliseconds(of clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// The name in `TZ`, else the one that `/etc/localtime` points to.
  private static func zoneName() -> String {
    if let value = getenv("TZ") {
      let name = String(String(cString: value).drop { $0 == ":" })
      if !name.isEmpty { return zone(inPath: name) ?? name }
      return "UTC"
    }
    guard let target = try? SystemFiles().realPath("/etc/localtime") else { return "UTC" }
    return zone(inPath: target) ?? "UTC"
  }

  private static func zone(inPath path: String) -> String? {
    guard let range = path.firstRange(of: "zoneinfo/") else { return nil }
    return String(path[range.upperBound...])
  }
}
