import Glibc
import Platform
import TestSupport
import Testing

struct ClockTests {
  @Test func readsTheMachinesClocks() {
    let clock = SystemClock()
    let now = clock.now()
    #expect(abs(now.unixMilliseconds - Int(time(nil)) * 1000) < 5000)
    #expect(!now.zone.isEmpty)
    let first = clock.monotonicMilliseconds()
    #expect(clock.bootMilliseconds() >= first)
    #expect(clock.monotonicMilliseconds() >= first)
    #expect(clock.bootIdentifier().count == 36)
    #expect(clock.bootIdentifier() == clock.bootIdentifier())
  }

  /// `TZ` belongs to the whole process, so another one sets it.
  @Test func followsTheZoneOfTZ() async {
    await #expect(processExitsWith: .success) {
      setenv("TZ", ":Europe/Berlin", 1)
      #expect(SystemClock().now().zone == "Europe/Berlin")
      setenv("TZ", "UTC", 1)
      #expect(SystemClock().now().offsetSeconds == 0)
      // A rule in place of a name works without the zone database.
      setenv("TZ", "XST-1XDT,M3.5.0,M10.5.0/3", 1)
      let winter = 1_795_348_800_000
      let summer = 1_784_548_800_000
      #expect(SystemClock().zoneOffsetSeconds(atUnixMilliseconds: winter) == 3600)
      #expect(SystemClock().zoneOffsetSeconds(atUnixMilliseconds: summer) == 7200)
      #expect(SystemClock().zoneOffsetSeconds(atUnixMilliseconds: -1) == 3600)
    }
  }

  @Test func stopsWaitingWhenCancelled() async {
    let task = Task { try await SystemClock().sleep(milliseconds: 60_000) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func movesOnlyWhenTold() async throws {
    let clock = FixedClock()
    let start = clock.now().unixMilliseconds
    clock.advance(seconds: 5)
    try await clock.sleep(milliseconds: 500)
    #expect(clock.now().unixMilliseconds == start + 5500)
    clock.suspend(seconds: 60)
    #expect(clock.bootMilliseconds() - clock.monotonicMilliseconds() == 60_000)
    clock.jumpWall(milliseconds: -1000)
    #expect(clock.now().unixMilliseconds == start + 64_500)
    let boot = clock.bootIdentifier()
    clock.reboot()
    #expect(clock.bootIdentifier() != boot)
    #expect(clock.bootMilliseconds() == 0)
    clock.move(toZone: "Europe/Berlin", offsetSeconds: 3600)
    #expect(clock.now().offsetSeconds == 3600)
    #expect(clock.zoneOffsetSeconds(atUnixMilliseconds: 0) == 3600)
  }

  @Test func drawsTheSameBytesFromTheSameSeed() {
    #expect(SeededRandomness(seed: 7).bytes(32) == SeededRandomness(seed: 7).bytes(32))
    #expect(SeededRandomness(seed: 7).bytes(32) != SeededRandomness(seed: 8).bytes(32))
    #expect(SystemRandomness().hex(digits: 40) != SystemRandomness().hex(digits: 40))
    #expect(SystemRandomness().base32(digits: 4).utf8.count == 4)
    #expect((0..<1).contains(SystemRandomness().fraction()))
  }
}
