import Documents
import Git
import Ledger
import Store
import TestSupport
import Testing

/// Sealing the time, handing in, and taking that back.
@Suite struct SealTests {
  private static let facts = Submission.Facts(
    draft: String(repeating: "a", count: 40), tag: "submitted-1", seal: nil,
    files: ["export/report.html": "00"], link: "https://example.org/d")

  @Test func sealsNothingWhereNoTimeIsBooked() async throws {
    try await withWorld { world in
      let seal = try world.clock().seal()
      #expect(seal == nil)
      #expect(try world.store().read().all.isEmpty)
    }
  }

  @Test func stopsTheClockAndNamesWhatItIsAbout() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      _ = try clock.start("research")
      world.test.clock.advance(seconds: 600)
      let seal = try #require(try clock.seal())
      #expect(seal.stopped == "research")
      #expect(seal.state.counted.certain == 600_000)
      #expect(seal.state.running.isEmpty)
      #expect(seal.records.map(\.kind) == [.start, .stop, .seal])
      let marks = seal.record.entry.others["marks"]?.array ?? []
      #expect(marks == [.string(JournalMark(seal.records[1]).text)])
      #expect(try clock.status().state.phase == .research)
    }
  }

  @Test func holdsUntilSomethingBearsOnTheTime() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      _ = try clock.start("research")
      world.test.clock.advance(seconds: 600)
      let first = try #require(try clock.seal())
      world.test.clock.advance(seconds: 60)
      _ = try clock.handIn(Self.facts)
      let second = try #require(try clock.seal())
      #expect(second.record == first.record && second.records == first.records)
      #expect(second.stopped == nil)
      _ = try clock.takeHandInBack("one more hour")
      _ = try clock.start("writing")
      world.test.clock.advance(seconds: 60)
      let third = try #require(try clock.seal())
      #expect(third.record != first.record)
      #expect(third.state.counted.certain == 660_000)
    }
  }

  @Test func letsRunWhatMayRunAfterwards() async throws {
    try await withWorld { world in
      var rules = TimeRules.sample
      rules = TimeRules(
        categories: rules.categories, budgets: rules.budgets, mainBudget: rules.mainBudget,
        phaseBudgets: rules.phaseBudgets,
        phaseCategories: rules.phaseCategories.merging(["submitted": ["break"]]) { $1 })
      let clock = TimeClock(try world.store(), rules: rules)
      _ = try clock.start("break")
      #expect(try clock.seal()?.stopped == nil)
      _ = try clock.handIn(Self.facts)
      #expect(try clock.status().running?.category == "break")
      let refusal = #expect(throws: Refusal.self) { try clock.start("research") }
      #expect(refusal?.code == "category-after-hand-in")
      #expect(refusal?.hint?.contains("submit --undo") == true)
    }
  }

  @Test func recordsAHandInOnce() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      let first = try #require(try clock.handIn(Self.facts))
      #expect(first.facts == Self.facts)
      #expect(try clock.status().state.phase == .submitted)
      #expect(try clock.handIn(Self.facts)?.record == first.record)
      var other = Self.facts
      other.link = "https://example.org/e"
      #expect(try clock.handIn(other)?.record != first.record)
      #expect(try world.store().read().submissions.map(\.facts) == [Self.facts, other])
    }
  }

  @Test(arguments: [
    (["preparation"], "preparation"), (["research"], "research"),
    (["research", "freeze"], "summary"),
  ])
  func goesBackToThePhaseBefore(steps: [String], phase: String) async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      if let category = steps.first { _ = try clock.start(category) }
      if steps.count > 1 { _ = try await world.freezer().freeze() }
      _ = try clock.seal()
      _ = try clock.handIn(Self.facts)
      let change = try clock.takeHandInBack("a mistake")
      #expect(change.status.state.phase.rawValue == phase)
      #expect(throws: Refusal.self) { try clock.takeHandInBack("again") }
    }
  }

  @Test func asksForAReason() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      _ = try clock.handIn(Self.facts)
      #expect(throws: Refusal.self) { try clock.takeHandInBack("  ") }
      #expect(try clock.status().state.phase == .submitted)
    }
  }
}

/// What `verify` makes of the copy of the journals in a draft.
@Suite struct SealedCopyTests {
  /// A frozen application whose journals were sealed into its last draft.
  private func withSealedWorld(_ body: (World) async throws -> Void) async throws {
    try await withFrozenWorld { world in
      let seal = try #require(
        try TimeClock(world.store(), rules: TimeRules(world.contract())).seal())
      try world.test.write(
        String(decoding: Journal.text(of: seal.records), as: UTF8.self),
        to: world.path("TIMELOG.jsonl"))
      try await world.git("add", "-A")
      try await world.git("commit", "-qm", "Hand in")
      try await body(world)
    }
  }

  /// A clone that has the drafts and no journal.
  private func cloneOfOneBranch(_ world: World) async throws -> World {
    let clone = try await world.cloned("one-branch")
    for branch in try await clone.git("branch", "-r").split(separator: "\n") {
      let name = branch.split(separator: " ").first.map(String.init) ?? ""
      if name.contains("_time/") { try await clone.git("branch", "-q", "-r", "-d", name) }
    }
    return clone
  }

  @Test func isNamedForWhatItIsWhereNoJournalIs() async throws {
    try await withSealedWorld { world in
      #expect(try world.verify().verdict == .holds)
      let clone = try await cloneOfOneBranch(world)
      let report = try clone.verify()
      #expect(report.isFromSealedCopy)
      #expect(report.verdict == .unconfirmed)
      #expect(report.state.counted.certain == 3_600_000)
      #expect(report.text.contains("time by the sealed copy in the draft, no journal"))
      #expect(report.notShown.contains { $0.contains("what its writer put there") })
      #expect(report.json["sealed_copy"] == true)
    }
  }

  @Test func mayNotContradictTheJournals() async throws {
    try await withSealedWorld { world in
      let text = try world.test.text(world.path("TIMELOG.jsonl"))
      let first = try Record(line: text.split(separator: "\n")[0].utf8)
      var entry = first.entry
      entry.category = "waiting"
      let forged = try Record(entry, device: first.device, order: first.order, after: nil)
      try world.test.write(
        text.replacing(first.line, with: forged.line), to: world.path("TIMELOG.jsonl"))
      try await world.git("commit", "-qam", "Tidy up")
      let report = try world.verify()
      #expect(report.verdict == .broken)
      #expect(report.contradictions.map(\.code) == ["sealed-copy-differs"])
    }
  }

  @Test(arguments: ["", "\u{0}\u{0}\n", "no record\n", "{\"schema\":1}\n"])
  func isReadWhateverItsBytesAre(text: String) async throws {
    try await withSealedWorld { world in
      try world.test.write(text, to: world.path("TIMELOG.jsonl"))
      try await world.git("commit", "-qam", "Tidy up")
      let clone = try await cloneOfOneBranch(world)
      let report = try clone.verify()
      #expect(!report.isFromSealedCopy && report.verdict == .unconfirmed)
    }
  }

  @Test func tellsOfHandInsAndOfFilesThatDifferSince() async throws {
    try await withSealedWorld { world in
      let head = try #require(try world.repository().head()).hex
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.handIn(
        Submission.Facts(
          draft: head, tag: "submitted-1", seal: nil,
          files: ["TIMELOG.jsonl": "00", "export/a": "1"],
          link: "https://example.org/d"))
      let report = try world.verify()
      #expect(report.handedIn.map(\.changed) == [["TIMELOG.jsonl"]])
      #expect(report.text.contains("'submitted-1', https://example.org/d"))
      #expect(report.verdict == .holds)
      #expect(try world.verify("HEAD~1").handedIn.isEmpty)
    }
  }
}

/// Reading tokens and signatures, whatever their bytes.
@Suite struct AnchorProofTests {
  @Test(arguments: 0..<200)
  func readsDamagedTokens(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = (0..<Int.random(in: 0...200, using: &random)).map { _ in
      [0x30, 0xA0, 0x04, 0x02, 0x06, 0x18, 0x80, 0x84, 0xFF, 0x00].randomElement(using: &random)
        ?? 0
    }
    #expect(AnchorProof.token(bytes) == nil)
    bytes = Array("-----BEGIN SSH SIGNATURE-----\n".utf8) + bytes
    _ = AnchorProof.fingerprint(ofSignature: String(decoding: bytes, as: UTF8.self))
  }
}
