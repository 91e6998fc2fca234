import Ledger
import Store
import TestSupport
import Testing

/// Times typed on the days on which the clocks are set.
@Suite struct DeclaredTimeTests {
  /// A zone, with the instant at which its clocks are set and the offset that holds from then on.
  struct Zone: Sendable {
    let name: String
    let change: String
    let before: Int
    let after: Int
  }

  static let berlinSpring = Zone(
    name: "Europe/Berlin", change: "2027-03-28T01:00Z", before: 3600, after: 7200)
  static let berlinAutumn = Zone(
    name: "Europe/Berlin", change: "2027-10-31T01:00Z", before: 7200, after: 3600)
  static let pacificSpring = Zone(
    name: "America/Los_Angeles", change: "2027-03-14T10:00Z", before: -28800, after: -25200)
  static let pacificAutumn = Zone(
    name: "America/Los_Angeles", change: "2027-11-07T09:00Z", before: -25200, after: -28800)

  private func world(
    in zone: Zone, hoursLater hours: Double, _ body: (World) throws -> Void
  ) async throws {
    try await withWorld { world in
      let change = try #require(Timestamp(zone.change)).unixMilliseconds
      world.test.clock.move(
        toZone: zone.name, offsetSeconds: zone.before, changes: [(change, zone.after)])
      world.test.clock.advance(toUnixMilliseconds: change + Int(hours * 3_600_000))
      try body(world)
    }
  }

  @Test(arguments: [
    (berlinSpring, "01:30", "2027-03-28T01:30:00.000+01:00"),
    (berlinSpring, "03:30", "2027-03-28T03:30:00.000+02:00"),
    (berlinSpring, "2027-03-27 23:00", "2027-03-27T23:00:00.000+01:00"),
    (berlinAutumn, "01:30", "2027-10-31T01:30:00.000+02:00"),
    (berlinAutumn, "03:30", "2027-10-31T03:30:00.000+01:00"),
    (berlinAutumn, "2027-10-31T02:30+02:00", "2027-10-31T02:30:00.000+02:00"),
    (berlinAutumn, "2027-10-31T02:30+01:00", "2027-10-31T02:30:00.000+01:00"),
    (pacificSpring, "01:59", "2027-03-14T01:59:00.000-08:00"),
    (pacificSpring, "03:00", "2027-03-14T03:00:00.000-07:00"),
    (pacificAutumn, "00:59", "2027-11-07T00:59:00.000-07:00"),
    (pacificAutumn, "02:00", "2027-11-07T02:00:00.000-08:00"),
  ])
  func readsATimeNearAChange(zone: Zone, text: String, time: String) async throws {
    try await world(in: zone, hoursLater: 6) { world in
      _ = try world.clock().start("research", at: text)
      #expect(try world.store().read().own.first?.entry.declared?.text == time)
    }
  }

  @Test(arguments: [
    (
      berlinSpring, "02:30", "time-skipped",
      "write '2027-03-28T02:30+02:00' or '2027-03-28T02:30+01:00'"
    ),
    (
      berlinAutumn, "2027-10-31 02:30", "time-doubled",
      "write '2027-10-31T02:30+02:00' or '2027-10-31T02:30+01:00'"
    ),
    (
      pacificSpring, "02:00", "time-skipped",
      "write '2027-03-14T02:00-07:00' or '2027-03-14T02:00-08:00'"
    ),
    (
      pacificAutumn, "01:00", "time-doubled",
      "write '2027-11-07T01:00-07:00' or '2027-11-07T01:00-08:00'"
    ),
  ])
  func asksWhichTimeIsMeant(zone: Zone, text: String, code: String, hint: String) async throws {
    try await world(in: zone, hoursLater: 6) { world in
      let error = #expect(throws: Refusal.self) { try world.clock().start("research", at: text) }
      #expect(error?.code == code)
      #expect(error?.hint == hint)
    }
  }

  /// Before the second of two equal times only the first can be meant.
  @Test func doesNotAskWhenOnlyOneReadingIsPast() async throws {
    try await world(in: Self.berlinAutumn, hoursLater: 0.25) { world in
      _ = try world.clock().start("research", at: "02:30")
      #expect(
        try world.store().read().own.first?.entry.declared?.text == "2027-10-31T02:30:00.000+02:00")
    }
  }

  /// A stop after the start can only be the later one.
  @Test func doesNotAskWhenOnlyOneReadingIsAfterTheStart() async throws {
    try await world(in: Self.berlinAutumn, hoursLater: 0.25) { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 3 * 3600)
      let stopped = try world.clock().stop(at: "02:30")
      #expect(stopped.message == "'research' stopped at 02:30 after 00:15:00")
    }
  }

  /// The night has an hour more or less; what is measured does not care.
  @Test(arguments: [(berlinSpring, "06:30"), (berlinAutumn, "05:30")])
  func measuresOverAChange(zone: Zone, end: String) async throws {
    try await world(in: zone, hoursLater: -1) { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 5 * 3600)
      let stopped = try world.clock().stop(at: end)
      #expect(stopped.message.hasSuffix("after 04:30:00"))
    }
  }
}
