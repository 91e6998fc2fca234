import Documents
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

/// Changing on purpose what a freeze fixed: refused at first, and with a reason told of for ever.
@Suite struct OverrideTests {
  private func answer(_ world: World) async throws -> FreezeGuard.Answer? {
    try await world.git("add", "-A")
    return try FreezeGuard(TimeClock(world.store(), rules: TimeRules(world.contract()))).answer()
  }

  private func override(_ world: World, _ reason: String) async throws -> String {
    let answer = try #require(try await answer(world))
    let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
    return try FreezeGuard(clock).override(answer, reason: reason)
  }

  private func write(_ old: String, _ new: String, in world: World) throws {
    let text = try world.test.text(world.path("report.md"))
    try #require(text.contains(old))
    try world.test.write(text.replacing(old, with: new), to: world.path("report.md"))
  }

  @Test func refusesWithThePlaceTheRuleAndTheWaysOut() async throws {
    try await withFrozenWorld { world in
      #expect(try await answer(world)?.refusal == nil)
      try write("We asked", "We found", in: world)
      #expect(try await answer(world)?.refusal == nil)
      try write("Only one model", "Only two models", in: world)
      try world.test.write("x = 1\n", to: world.path("src/new.py"))
      let refusal = try #require(try await answer(world)?.refusal)
      #expect(refusal.code == "phase-locked")
      #expect(refusal.message.contains("the freeze of 2026-11-22 13:00 fixed what this draft"))
      #expect(refusal.message.contains("text was changed in 'Background › Limitations'"))
      #expect(refusal.message.contains("the file 'src/new.py' was added"))
      #expect(refusal.message.contains("「我要求你不要编辑报告的其余部分"))
      #expect(refusal.hint?.contains("'--override REASON'") == true)
      #expect(refusal.hint?.contains("'dossier thaw REASON'") == true)
      #expect(
        try await answer(world)?.warning
          == "frozen: 'Background › Limitations', 'src/new.py' were changed; "
          + "'verify' will report it")
    }
  }

  @Test func refusesOnlyWhatIsNewInTheDraft() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      try write("We asked", "We found", in: world)
      let answer = try #require(try await answer(world))
      #expect(answer.refusal == nil)
      #expect(answer.earlier.map(\.code) == ["text-changed"])
      #expect(answer.remark?.contains("'verify' reports it") == true)
    }
  }

  @Test func knowsOfNoFreezeBeforeOneAndAfterAThaw() async throws {
    try await withFrozenWorld { world in
      _ = try world.freezer().thaw("one more look")
      try write("Only one model", "Only two models", in: world)
      #expect(try await answer(world) == nil)
    }
  }

  @Test func keepsTheReasonWhereEverybodyReadsIt() async throws {
    try await withFrozenWorld { world in
      try write("Only one model", "Only two models", in: world)
      let words = try await override(world, "the count\nwas wrong")
      #expect(words.contains("for ever"))
      try await world.commit()
      let clone = try await world.cloned("second")
      for report in [try world.verify(), try clone.verify()] {
        #expect(report.verdict == .overridden)
        #expect(report.drafts.last?.breaches.isEmpty == true)
        #expect(report.drafts.last?.overridden.map(\.code) == ["text-changed"])
        #expect(report.text.contains("'the count was wrong'"))
        #expect(report.text.contains("overridden: text was changed in 'Background › Limitations'"))
        #expect(report.json["overrides"]?.array?.first?["reason"] == "the count\nwas wrong")
        #expect(!report.shown.contains { $0.contains("every draft since has the fixed text") })
      }
      #expect(try world.verify().text == clone.verify().text)
    }
  }

  /// What was done after the override of 'Only one model' to 'Only two models', and what is found.
  @Test(arguments: [
    ("Only two models", "Only three models", VerifyReport.Verdict.broken),
    ("Only two models.\n", "", .broken), ("Only two models", "Only one model", .heldInTheEnd),
    ("Only two models.", "Only two models.\n\nOr three?", .broken), ("0.25", "0.26", .broken),
    ("Only two models.", "Only\ntwo models.", .overridden),
    ("We asked", "We found", .overridden),
  ])
  func coversExactlyWhatWasThere(
    old: String, new: String, verdict: VerifyReport.Verdict
  ) async throws {
    try await withFrozenWorld { world in
      try write("Only one model", "Only two models", in: world)
      _ = try await override(world, "the count was wrong")
      try await world.commit()
      try await world.change("report.md", old, new)
      #expect(try world.verify().verdict == verdict)
    }
  }

  @Test func coversFilesAndSettingsByWhatTheyBecome() async throws {
    try await withFrozenWorld { world in
      try world.test.write("print('all layers')\n", to: world.path("src/analyse.py"))
      try world.test.write("schema: 1\nmodels: {a: 1}\n", to: world.path("dossier.yaml"))
      try world.test.platform.files.remove(world.path("experiments/layers/prompts.txt"))
      _ = try await override(world, "three things")
      try await world.commit()
      #expect(try world.verify().verdict == .overridden)
      try world.test.write("print('no layers')\n", to: world.path("src/analyse.py"))
      let report = try world.verify(withWorkTree: true)
      #expect(report.drafts.last?.breaches.map(\.place) == ["src/analyse.py"])
      #expect(report.verdict == .broken)
    }
  }

  @Test func coversWhatAPlainCommitHadDone() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      #expect(try world.verify().verdict == .broken)
      _ = try await override(world, "I only saw it afterwards")
      #expect(try world.verify().verdict == .overridden)
    }
  }

  @Test func doesNotReachTheNextFreeze() async throws {
    try await withFrozenWorld { world in
      try write("Only one model", "Only two models", in: world)
      _ = try await override(world, "the count was wrong")
      try write("Only two models", "Only one model", in: world)
      _ = try world.freezer().thaw("again")
      _ = try await world.freezer().freeze()
      try await world.change("report.md", "Only one model", "Only two models")
      let report = try world.verify()
      #expect(report.verdict == .broken)
      #expect(report.overrides.isEmpty)
    }
  }

  @Test(arguments: ["", " \n"])
  func asksForAReason(reason: String) async throws {
    try await withFrozenWorld { world in
      try write("Only one model", "Only two models", in: world)
      let error = await #expect(throws: Refusal.self) { try await override(world, reason) }
      #expect(error?.code == "reason-empty")
      #expect(try world.store().read().own.allSatisfy { $0.kind != .override })
    }
  }

  @Test func tellsOnceOfADraftThatHooksSeeTwice() async throws {
    try await withFrozenWorld { world in
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      let notes = try FreezeNotes(clock: clock, platform: world.test.platform)
      let old = try #require(try world.repository().head())
      try write("Only one model", "Only two models", in: world)
      try await world.git("add", "-A")
      let line = "frozen: 'Background › Limitations' was changed; 'verify' will report it"
      #expect(try notes.line(ofIndex: world.repository()) == line)
      try await world.commit()
      let new = try #require(try world.repository().head())
      let move = "\(old.hex) \(new.hex) refs/heads/main"
      #expect(try notes.lines(ofMoves: [move]).isEmpty)
      #expect(try notes.lines(ofMoves: [move, move]) == [line])
      let back = "\(new.hex) \(old.hex) refs/heads/main"
      let zeros = String(repeating: "0", count: 40)
      let others = [
        back, "\(zeros) \(new.hex) refs/heads/main", "\(old.hex) \(new.hex) refs/heads/_time/lap",
        "\(old.hex) \(new.hex) refs/tags/x", "\(old.hex) \(zeros) refs/heads/main", "", "a b c d",
      ]
      #expect(try notes.lines(ofMoves: others).isEmpty)
      try write("We asked", "We found", in: world)
      try await world.git("add", "-A")
      #expect(try notes.line(ofIndex: world.repository()) == nil)
    }
  }
}
