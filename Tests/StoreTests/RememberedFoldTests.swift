import Git
import Ledger
import Platform
import TestSupport
import Testing

@testable import Store

/// Journals that were folded once are carried on, say what all records say, and are believed only while
/// every byte that went into them is there.
struct RememberedFoldTests {
  private func withLongJournal(_ body: (World) async throws -> Void) async throws {
    try await withWorld { world in
      try world.store().update { writer in
        try writer.append(
          contentsOf: (0..<240).map { number in
            world.test.clock.advance(seconds: 60)
            var entry = Record.Entry(
              kind: number % 2 == 0 ? .start : .stop, moment: try world.store().now,
              phase: "research", source: "cli")
            entry.category = number % 2 == 0 ? "research" : nil
            return entry
          })
      }
      #expect(try world.clock().start("writing").message.contains("runs as 'writing'"))
      #expect(try isCarriedOn(world))
      try await body(world)
    }
  }

  private func memory(_ world: World) throws -> String { try world.store().clone.foldFile }

  private func isCarriedOn(_ world: World) throws -> Bool {
    let store = try world.store()
    return try store.remembered(of: store.read().device ?? "") != nil
  }

  /// What is remembered and what all records say is the same; returns it.
  @discardableResult
  private func expectSameState(_ world: World) throws -> ClockStatus {
    let (clock, store) = (try world.clock(), try world.store())
    let status = try clock.status()
    let anew = try store.read()
    #expect(status == clock.status(anew))
    #expect(try clock.glance().status.state == status.state)
    #expect(try store.read(.sample).records == anew.records)
    #expect(try store.read(.sample).lastAsked == anew.lastAsked)
    return status
  }

  @Test func carriesOnThroughEveryVerb() async throws {
    try await withLongJournal { world in
      let verbs: [(TimeClock) throws -> Void] = [
        { _ = try $0.note("a remark") }, { try $0.answer([("learnt", "yes")]) },
        { _ = try $0.stop() },
        { _ = try $0.start("research") }, { _ = try $0.pivot("another way") },
        { _ = try $0.switch(to: "waiting") },
        { _ = try $0.void(["\(try $0.store.device()):3"], reason: "wrong") },
        { _ = try $0.stop() }, { _ = try $0.restart("doomed") }, { _ = try $0.start() },
        { _ = try $0.stop() },
      ]
      for verb in verbs {
        world.test.clock.advance(seconds: 300)
        try verb(world.clock())
        try expectSameState(world)
      }
      #expect(try isCarriedOn(world))
    }
  }

  @Test func isNotBelievedOnceAnythingDiffers() async throws {
    try await withLongJournal { world in
      let files = world.test.platform.files
      let path = try memory(world)
      let good = try files.read(path)
      var flipped = good
      flipped[good.count / 2] ^= 1
      for bytes in [[], Array(good.dropLast()), flipped, Array("{}\n".utf8), good + [0]] {
        try files.replace(path, with: bytes)
        #expect(try !isCarriedOn(world))
        try expectSameState(world)
      }
      try files.remove(path)
      try files.makeFolder(path)
      try expectSameState(world)
      try files.remove(path)
      try files.replace(path, with: good)
      let journal = try world.journalFile()
      var damaged = try files.read(journal)
      damaged[damaged.count / 3] ^= 1
      try files.replace(journal, with: damaged)
      #expect(try !isCarriedOn(world))
      #expect(try !world.clock().status().notices.isEmpty)
    }
  }

  @Test func noticesWhatCameFromElsewhere() async throws {
    try await withLongJournal { world in
      _ = try world.clock().stop()
      let before = try expectSameState(world)
      let repository = try world.repository()
      let other = JournalBranch.name(of: "box")
      let moment = try world.store().now
      let record = try Record(
        Record.Entry(kind: .start, moment: moment, phase: "research", source: "cli"),
        device: "box", order: HybridTime(milliseconds: 1, counter: 0), after: nil)
      _ = try JournalBranch.write([record], of: "box", in: repository)
      #expect(try repository.reference(other) != nil)
      #expect(try !isCarriedOn(world))
      #expect(try expectSameState(world).state.marks.count == before.state.marks.count + 1)
      try repository.deleteReference(other)
      #expect(try expectSameState(world).state.marks == before.state.marks)
    }
  }

  @Test func isNotWhatAProofRestsOn() async throws {
    try await withLongJournal { world in
      let records = try world.store().read().own.prefix(2)
      let forged = try #require(FoldedPrefix(Array(records), rules: .sample))
      let known = try #require(
        RememberedFold(try world.test.platform.files.read(memory(world))))
      let file = RememberedFold(
        device: known.device, length: known.length, digest: known.digest,
        sources: known.sources, prefix: forged)
      try world.test.platform.files.replace(memory(world), with: try file.bytes)
      #expect(try world.store().read().own.count > 200)
      #expect(try Verifier(world.store()).verify().state.intervals.count > 100)
    }
  }

  @Test func isNotMadeWhileAClockRunsOrForFewRecords() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      _ = try world.clock().stop()
      #expect(try !world.test.platform.files.exists(memory(world)))
    }
  }
}
