import Digests
import Documents
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

@Suite struct FreezerTests {
  @Test func fixesTextFilesFiguresAndResults() async throws {
    try await withWorld { world in
      try await world.fill()
      let freeze = try await world.freezer().freeze()
      let manifest = freeze.manifest
      #expect(
        manifest.files.keys.sorted() == [
          "contract.yaml", "experiments/layers/experiment.yaml", "experiments/layers/prompts.txt",
          "src/analyse.py",
        ])
      #expect(manifest.figures.keys.sorted() == ["figures/layers/map.svg"])
      #expect(
        manifest.results.keys.sorted() == [
          "figures/heads/effect.json", "figures/layers/lock.json", "figures/layers/map.json",
        ])
      #expect(manifest.files["src/analyse.py"] == SHA256.digest("print('layers')\n").hex)
      #expect(Set(manifest.blocks.map { $0.path.first }) == ["Background"])
      #expect(freeze.openSections == ["Executive summary", "Time log"])
      #expect(freeze.draft.title == "Freeze the report")
    }
  }

  @Test func putsTheManifestsDigestIntoTheJournal() async throws {
    try await withFrozenWorld { world in
      let bytes = try world.test.platform.files.read(world.path("freeze.json"))
      let record = try #require(try world.store().read().own.first { $0.entry.kind == .freeze })
      #expect(record.entry.manifest == SHA256.digest(bytes).hex)
      #expect(record.entry.head == (try world.repository().head()?.hex))
      let json = try JSON.parse(bytes)
      #expect(json["schema"] == 2)
      #expect(try Array(json.pretty().utf8) == bytes)
    }
  }

  @Test func letsARunningClockGoOnAsTheSummarys() async throws {
    try await withFrozenWorld { world in
      let status = try TimeClock(world.store(), rules: TimeRules(world.contract())).status()
      #expect(status.running?.category == "summary")
      #expect(status.state.phase == .summary)
      #expect(status.state.counted.certain == 3_600_000)
    }
  }

  @Test(arguments: ["break", "form", "waiting", "setup"])
  func leavesAClockThatDoesNotCountAsItIs(category: String) async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start(category)
      world.test.clock.advance(seconds: 60)
      let freeze = try await world.freezer().freeze()
      #expect(freeze.status.running?.category == category)
      #expect(freeze.status.running?.length.certain == 60_000)
      let thawed = try world.freezer().thaw("a bug in the code")
      #expect(thawed.status.running?.category == category)
    }
  }

  /// Work after a thaw counts again, as what the freeze interrupted.
  @Test func goesBackToTheWorkThatTheFreezeInterrupted() async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start("coding")
      world.test.clock.advance(seconds: 3600)
      _ = try await world.freezer().freeze()
      world.test.clock.advance(seconds: 600)
      let thawed = try world.freezer().thaw("a bug in the code")
      #expect(
        thawed.message
          == "research goes on; the freeze was taken back: a bug in the code; the clock goes on as 'coding'"
      )
      world.test.clock.advance(seconds: 1200)
      let status = try clock.status()
      #expect(status.running?.category == "coding")
      #expect(status.state.counted.certain == 4_800_000)
      #expect(status.state.use(of: "summary")?.time.certain == 600_000)
    }
  }

  @Test func doesNotThawWithNothingLeftOfTheLimit() async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start("coding")
      for _ in 0..<20 {
        world.test.clock.advance(seconds: 3600)
        _ = try clock.note("on it")
      }
      _ = try await world.freezer().freeze()
      let error = #expect(throws: Refusal.self) { try world.freezer().thaw("one more try") }
      #expect(error?.code == "research-used-up")
    }
  }

  @Test func commitsWhatWasNotCommitted() async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write("new", to: world.path("src/late.py"))
      let freeze = try await world.freezer().freeze()
      #expect(freeze.manifest.files["src/late.py"] != nil)
      #expect(try await world.git("status", "--porcelain").isEmpty)
    }
  }

  @Test func refusesToFreezeTwice() async throws {
    try await withFrozenWorld { world in
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "already-frozen")
      #expect(error?.message == "the report is frozen since 2026-11-22 13:00")
    }
  }

  @Test func needsTheSectionThatStaysOpen() async throws {
    try await withWorld { world in
      try await world.fill()
      try await world.change("report.md", "# Executive summary", "# Overview")
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "open-section-missing")
    }
  }

  @Test func needsAReportAndAContract() async throws {
    try await withWorld { world in
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "nothing-to-freeze")
    }
  }

  @Test func refusesWhileConflictsAreOpen() async throws {
    try await withWorld { world in
      try await world.fill()
      try await world.git("switch", "-qc", "side")
      try await world.change("log.md", "Log", "Left")
      try await world.git("switch", "-q", "main")
      try await world.change("log.md", "Log", "Right")
      await #expect(throws: GitFailure.self) { try await world.git("merge", "-q", "side") }
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "conflicts-open")
      #expect(error?.message == "'log.md' has open conflicts")
    }
  }

  @Test func noticesAnIgnoreRuleForItsManifest() async throws {
    try await withWorld { world in
      try await world.fill()
      try await world.change(".gitignore", "*.tmp", "*.tmp\nfreeze.json")
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "manifest-not-committed")
      #expect(try world.store().read().all.allSatisfy { $0.entry.kind != .freeze })
    }
  }

  @Test func takesInWhatAHookChanges() async throws {
    try await withWorld { world in
      try await world.fill()
      let hook = world.path(".git/hooks/pre-commit")
      try world.test.write(
        "#!/bin/sh\necho '<svg>hook</svg>' > figures/layers/map.svg\ngit add figures\n", to: hook)
      try world.test.platform.files.setExecutable(hook, true)
      _ = try await world.freezer().freeze()
      #expect(try world.verify().verdict == .holds)
    }
  }

  @Test func isCompletedByTheNextAttemptAfterAnInterruption() async throws {
    try await withWorld { world in
      try await world.fill()
      let full = FaultyFiles { operation, path in
        operation == .replace && path.hasSuffix(".jsonl") ? 28 : nil
      }
      let store = try world.store(world.platform(files: full))
      let contract = try world.contract()
      let broken = Freezer(
        TimeClock(store, rules: TimeRules(contract)), contract: contract)
      await #expect(throws: FileError.self) { try await broken.freeze() }
      #expect(try world.store().read().all.isEmpty)
      _ = try await world.freezer().freeze()
      #expect(try world.verify().verdict == .holds)
      #expect(try await world.git("rev-list", "--count", "HEAD") == "3")
    }
  }

  @Test func isTakenBackByAThaw() async throws {
    try await withFrozenWorld { world in
      let change = try world.freezer().thaw("one more baseline")
      #expect(change.status.state.phase == .research)
      #expect(try !world.test.platform.files.exists(world.path("freeze.json")))
      try await world.change("report.md", "Only one model", "Two models")
      #expect(try world.verify().verdict == .notFrozen)
      _ = try await world.freezer().freeze()
      #expect(try world.verify().verdict == .holds)
    }
  }

  @Test func keepsAManifestThatSomebodyEdited() async throws {
    try await withFrozenWorld { world in
      try world.test.write("mine", to: world.path("freeze.json"))
      _ = try world.freezer().thaw("again")
      #expect(try world.test.text(world.path("freeze.json")) == "mine")
    }
  }

  @Test(arguments: ["mine", "{\"schema\": 1}", ""])
  func refusesToWriteOverAFileThatItDidNotWrite(text: String) async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write(text, to: world.path("freeze.json"))
      let error = await #expect(throws: Refusal.self) { try await world.freezer().freeze() }
      #expect(error?.code == "manifest-foreign")
      #expect(error?.hint?.contains("move") == true)
      #expect(try world.test.text(world.path("freeze.json")) == text)
      #expect(try await world.git("status", "--porcelain") == "?? freeze.json")
    }
  }

  @Test(arguments: ["", " \n"])
  func asksForAReasonToThaw(reason: String) async throws {
    try await withFrozenWorld { world in
      let error = #expect(throws: Refusal.self) { try world.freezer().thaw(reason) }
      #expect(error?.code == "reason-empty")
      let report = try world.verify()
      #expect(report.verdict == .holds)
    }
  }

  @Test func doesNotThawWhatIsNotFrozenOrUsedUp() async throws {
    try await withWorld { world in
      try await world.fill()
      let error = #expect(throws: Refusal.self) { try world.freezer().thaw("x") }
      #expect(error?.code == "not-frozen")
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start()
      for _ in 0..<21 {
        world.test.clock.advance(seconds: 3600)
        try world.noteWork()
      }
      _ = try await world.freezer().freeze()
      #expect(throws: Refusal.self) { try world.freezer().thaw("x") }
    }
  }
}
