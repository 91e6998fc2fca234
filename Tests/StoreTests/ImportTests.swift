import Documents
import Git
import Ledger
import Store
import TestSupport
import Testing

@Suite struct ImportTests {
  /// Twenty minutes of reading and an hour of nothing named, before the clocks of the tests start.
  private static let frames = """
    [[1795341600, 1795342800, "reading", "aa", [], 0], [1795338000, 1795341600, "x", "bb", [], 0]]
    """

  private func take(
    _ world: World, _ text: String = frames, mapping: ImportPlan.Mapping = .init(),
    isTrial: Bool = false
  ) throws -> TimeClock.Taken {
    let reading = try Exchange.read(Array(text.utf8))
    return try world.clock().take(from: "frames", isTrial: isTrial) { known, now in
      try ImportPlan(
        reading, zone: nil, mapping: mapping, categories: ["research", "writing", "waiting"],
        known: known, now: now)
    }
  }

  @Test func writesAnEntryForEachStretch() async throws {
    try await withWorld { world in
      let taken = try take(world, mapping: .init(names: ["reading": "writing"]))
      let records = try world.store().read().own
      #expect(records.map(\.kind) == [.entry, .entry] && taken.records == records.map(\.id))
      let entry = records[1].entry
      #expect(entry.declared?.text == "2026-11-22T10:00:00.000+00:00")
      #expect(entry.until?.text == "2026-11-22T10:20:00.000+00:00")
      #expect(entry.category == "writing" && entry.source == "import" && entry.epoch == 1)
      #expect(entry.others["file"] == "frames" && entry.others["row"] == 1)
      let times = Dictionary(
        uniqueKeysWithValues: taken.status.state.categories.map { ($0.category, $0.time) })
      #expect(times["writing"] == Bounds(certain: 1_200_000, upper: 1_200_000))
      #expect(times["research"] == Bounds(certain: 3_600_000, upper: 3_600_000))
      let sources = taken.status.state.intervals.map(\.source)
      #expect(sources == [.imported, .imported])
    }
  }

  @Test func bringsTheImportToItsBranch() async throws {
    try await withWorld { world in
      _ = try take(world)
      let journals = try world.store().read()
      let branch = "refs/heads/_time/\(try #require(journals.device))"
      let commit = try #require(try world.repository().reference(branch))
      #expect(try world.repository().commit(commit).message.contains("@2 "))
    }
  }

  @Test func addsNothingTheSecondTimeAndNothingOnAnotherDevice() async throws {
    try await withWorld { world in
      _ = try take(world)
      #expect(try take(world).plan.items.isEmpty)
      let other = try await world.cloned("other")
      let device = try #require(world.store().read().device)
      try await other.git("fetch", "-q", "origin", "_time/\(device)")
      let again = try take(other)
      #expect(again.plan.items.isEmpty && again.plan.known == 2 && again.records.isEmpty)
      #expect(try other.store().read().device == nil)
    }
  }

  @Test func writesNothingOnTrial() async throws {
    try await withWorld { world in
      let taken = try take(world, isTrial: true)
      #expect(taken.plan.items.count == 2 && taken.records.isEmpty)
      #expect(try world.store().read().device == nil)
    }
  }

  @Test func knowsWhatTheClockMeasured() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 1800)
      _ = try world.clock().stop()
      // The fixed clock starts at 1,795,348,800 seconds.
      let taken = try take(world, "[[1795348800, 1795350600, \"research\", \"cc\", [], 0]]")
      #expect(taken.plan.items.isEmpty && taken.plan.known == 1)
    }
  }

  @Test func keepsOutWhatWasTakenOut() async throws {
    try await withWorld { world in
      let first = try take(world)
      try world.store().update { writer in
        var entry = Record.Entry(
          kind: .void, moment: try world.store().now, phase: "research", source: "cli")
        entry.reference = first.records[0]
        try writer.append(entry)
      }
      let second = try take(world)
      #expect(second.plan.items.isEmpty && second.plan.known == 2)
      #expect(second.status.state.intervals.count == 1)
    }
  }

  @Test func booksOnTheProjectOfTheDay() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      try world.store().update { writer in
        var entry = Record.Entry(
          kind: .restart, moment: try world.store().now, phase: "preparation", epoch: 2,
          source: "cli")
        entry.text = "a new question"
        try writer.append(entry)
      }
      world.test.clock.advance(seconds: 7200)
      let old = "[1795341600, 1795342800, \"x\", \"aa\", [], 0]"
      let new = "[1795350000, 1795351000, \"x\", \"bb\", [], 0]"
      _ = try take(world, "[\(old), \(new)]")
      let entries = try world.store().read().own.filter { $0.kind == .entry }
      #expect(entries.map(\.entry.epoch) == [1, 2])
    }
  }

  @Test func keepsEvidenceApartFromTime() async throws {
    try await withWorld { world in
      let taken = try take(world, "[{\"time\": 1795341600}, {\"time\": 1795341700}]")
      let records = try world.store().read().own
      #expect(records.map(\.kind) == [.sign])
      #expect(records[0].entry.category == nil)
      #expect(taken.status.state.intervals.isEmpty && taken.status.state.counted == Bounds())
    }
  }
}
