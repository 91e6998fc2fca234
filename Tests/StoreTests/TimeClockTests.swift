import Documents
import Git
import Ledger
import Store
import TestSupport
import Testing

@Suite struct TimeClockTests {
  @Test func startsStopsAndCounts() async throws {
    try await withWorld { world in
      let started = try world.clock().start()
      #expect(started.message == "the clock runs as 'research'")
      world.test.clock.advance(seconds: 90 * 60)
      let stopped = try world.clock().stop()
      #expect(stopped.message == "'research' stopped after 01:30:00")
      #expect(stopped.status.state.counted == Bounds(certain: 5_400_000, upper: 5_400_000))
      #expect(stopped.status.state.phase == .research)
    }
  }

  @Test func bringsTheBranchUpToDateWhenItStops() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      #expect(try world.repository().references(prefix: JournalBranch.prefix).isEmpty)
      _ = try world.clock().stop()
      let branch = try #require(
        try world.repository().references(prefix: JournalBranch.prefix).first)
      let last = try #require(try world.store().read().own.last)
      #expect(try world.repository().commit(branch.target).title == JournalMark(last).text)
    }
  }

  @Test func stopsEvenWhenTheBranchCannotBeWritten() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.test.write("in the way", to: world.path(".git/refs/heads/_time"))
      let stopped = try world.clock().stop()
      #expect(stopped.status.notices.map(\.code) == ["journal-branch-behind"])
      #expect(try world.store().read().own.last?.kind == .stop)
    }
  }

  @Test func clearsALockOnTheBranchThatAKilledProcessLeft() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let device = try #require(try world.store().read().device)
      try world.test.write("", to: world.path(".git/\(JournalBranch.name(of: device)).lock"))
      #expect(try world.clock().stop().status.notices.isEmpty)
      #expect(try world.repository().reference(JournalBranch.name(of: device)) != nil)
    }
  }

  @Test func switchesWhenItRunsAlready() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 60)
      let change = try world.clock().start("writing")
      #expect(change.message == "the clock went from 'research' to 'writing'")
      #expect(try world.store().read().own.map(\.entry.kind) == [.start, .switch])
    }
  }

  @Test func saysThatItRunsAlready() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 60)
      let change = try world.clock().start("research")
      #expect(change.message == "the clock already runs as 'research' since 12:00")
      #expect(change.status.running?.length.certain == 60_000)
    }
  }

  @Test func refusesToStopWhatDoesNotRun() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().stop() }
      #expect(error?.message == "the clock is not running")
      #expect(error?.hint?.contains("dossier start") == true)
      let device = try world.store().read().device
      #expect(device == nil, "a refusal writes nothing")
    }
  }

  @Test func namesTheNearestCategory() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().start("reserch") }
      #expect(error?.message == "there is no category 'reserch'")
      #expect(
        error?.hint
          == "did you mean 'research'? the categories are research, writing, summary, waiting, break"
      )
    }
  }

  @Test(arguments: [
    ("11:30", "2026-11-22T11:30:00.000+00:00"),
    ("2026-11-22 11:59", "2026-11-22T11:59:00.000+00:00"),
    ("2026-11-22T12:30+01:00", "2026-11-22T12:30:00.000+01:00"),
    ("12:00", "2026-11-22T12:00:00.000+00:00"),
  ])
  func startsAtTheTimeGiven(text: String, time: String) async throws {
    try await withWorld { world in
      _ = try world.clock().start("research", at: text)
      #expect(try world.store().read().own.first?.entry.declared?.text == time)
    }
  }

  @Test(arguments: [
    ("12:01", "time-in-future"), ("soon", "time-unreadable"), ("25:00", "time-unreadable"),
    ("2026-11-23 09:00", "time-in-future"), ("", "time-unreadable"),
  ])
  func refusesATimeThatCannotBe(text: String, code: String) async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().start("research", at: text) }
      #expect(error?.code == code)
    }
  }

  @Test func takesALateEveningForYesterday() async throws {
    try await withWorld { world in
      world.test.clock.advance(seconds: 12 * 3600 + 1200)
      _ = try world.clock().start("research", at: "23:50")
      #expect(
        try world.store().read().own.first?.entry.declared?.text == "2026-11-22T23:50:00.000+00:00")
    }
  }

  @Test func readsTheTimeInTheZoneOfTheDay() async throws {
    try await withWorld { world in
      world.test.clock.move(toZone: "Europe/Berlin", offsetSeconds: 3600)
      _ = try world.clock().start("research", at: "12:40")
      #expect(
        try world.store().read().own.first?.entry.declared?.text == "2026-11-22T12:40:00.000+01:00")
    }
  }

  @Test func refusesATimeBeforeTheStartOrTheLastStop() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 600)
      #expect(throws: Refusal.self) { try world.clock().stop(at: "11:59") }
      let stopped = try world.clock().stop(at: "12:05")
      #expect(stopped.status.state.counted.certain == 300_000)
      let error = #expect(throws: Refusal.self) { try world.clock().start("writing", at: "12:04") }
      #expect(error?.message == "'12:04' lies before the last stop at 12:05")
      _ = try world.clock().start("writing", at: "12:05")
      #expect(try world.clock().status().state.counted.certain == 600_000)
    }
  }

  @Test func doesNotCountASleepForCertain() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 600)
      world.test.clock.suspend(seconds: 3600)
      let status = try world.clock().status()
      #expect(status.state.counted == Bounds(certain: 600_000, upper: 4_200_000))
    }
  }

  @Test func survivesARestartOfTheMachine() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 600)
      try world.noteWork()
      world.test.clock.reboot(offSeconds: 1200)
      let stopped = try world.clock().stop()
      #expect(stopped.status.state.counted == Bounds(certain: 600_000, upper: 1_800_000))
    }
  }

  @Test func keepsANote() async throws {
    try await withWorld { world in
      _ = try world.clock().note("läuft jetzt\nauf der GPU")
      #expect(try world.store().read().own.first?.entry.text == "läuft jetzt\nauf der GPU")
    }
  }

  @Test func stopsTheClockOfAnotherDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.store().checkpoint()
      let clone = try await world.cloned("second")
      world.test.clock.advance(seconds: 600)
      let stopped = try clone.clock().stop()
      #expect(stopped.message.hasPrefix("'research' stopped on 'lap-"))
      #expect(stopped.status.state.running.isEmpty)
      #expect(stopped.status.state.counted == Bounds(certain: 0, upper: 600_000))
    }
  }

  private func freeze(_ world: World) throws {
    let store = try world.store()
    try store.update { writer in
      try writer.append(
        Record.Entry(kind: .freeze, moment: store.now, phase: "research", source: "cli"))
    }
  }

  @Test(
    arguments: [
      ("research", "category-after-freeze"), ("writing", "category-after-freeze"), ("waiting", nil),
      ("summary", nil), (nil, nil),
    ] as [(String?, String?)])
  func booksOnlyTheSummaryAfterTheFreeze(category: String?, code: String?) async throws {
    try await withWorld { world in
      try freeze(world)
      do {
        let change = try world.clock().start(category)
        #expect(code == nil)
        #expect(change.status.running?.category == category ?? "summary")
      } catch let refusal as Refusal {
        #expect(refusal.code == code)
      }
    }
  }

  @Test func keepsTheSummarysHoursForTheSummary() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().start("summary") }
      #expect(error?.code == "category-before-freeze")
    }
  }

  @Test func tellsTheStatusAsJSON() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 90)
      let json = try world.clock().status().json
      #expect(json["running"]?.array?.first?["category"] == "research")
      #expect(json["counted"] == ["certain": 90, "upper": 90])
      #expect(json["budgets"]?.array?.first?["hard"] == 72_000)
      #expect(try JSON.parse(json.canonical()) == json)
    }
  }

  @Test func takesTheTimeOfAForgottenStopForYesterdays() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 20 * 3600)
      let stopped = try world.clock().stop(at: "17:00")
      #expect(stopped.message == "'research' stopped at 2026-11-22 17:00 after 05:00:00")
      #expect(stopped.status.state.counted == Bounds(certain: 18_000_000, upper: 18_000_000))
    }
  }

  @Test func movesTheStartOfWhatRunsToAnEarlierTime() async throws {
    try await withWorld { world in
      _ = try world.clock().start("writing")
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().stop()
      world.test.clock.advance(seconds: 3600)
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      let moved = try world.clock().start(at: "12:40")
      #expect(moved.message == "the clock runs as 'research' since 12:40, not 13:10")
      #expect(moved.status.state.categories.map(\.time.certain) == [2_400_000, 600_000])
      let error = #expect(throws: Refusal.self) { try world.clock().start("research", at: "12:09") }
      #expect(error?.message == "'12:09' lies before the last stop at 12:10")
      #expect(try world.clock().start("research", at: "13:15").message.contains("already runs"))
    }
  }

  /// The category that was switched from ends where the moved one begins.
  @Test func movesASwitchIntoWhatWasBeforeIt() async throws {
    try await withWorld { world in
      _ = try world.clock().start("waiting")
      world.test.clock.advance(seconds: 3600)
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      let state = try world.clock().start("research", at: "12:30").status.state
      #expect(state.categories.map(\.time.certain) == [2_400_000, 1_800_000])
      #expect(throws: Refusal.self) { try world.clock().start("research", at: "11:59") }
    }
  }

  @Test func startsWorkWhenABreakEndedEarlier() async throws {
    try await withWorld { world in
      _ = try world.clock().start("break")
      world.test.clock.advance(seconds: 3600)
      #expect(
        try world.clock().start(at: "12:45").message
          == "the clock went from 'break' to 'research' since 12:45")
    }
  }

  @Test func switchesOnlyWhatRuns() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().switch(to: "writing") }
      #expect(error?.hint == "'dossier start writing' starts it")
      _ = try world.clock().start("research")
      #expect(
        try world.clock().switch(to: "writing").message
          == "the clock went from 'research' to 'writing'")
    }
  }

  @Test func saysOnWhichDeviceTheClockRunsThatItCannotSwitch() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.store().checkpoint()
      let clone = try await world.cloned("second")
      let error = #expect(throws: Refusal.self) { try clone.clock().switch(to: "writing") }
      #expect(error?.hint?.hasPrefix("'research' runs on 'lap-") == true)
    }
  }
}
