import Ledger
import Platform
import Store
import TestSupport
import Testing

@Suite struct CorrectionVerbsTests {
  /// Research for ten minutes from 12:00 on.
  private func withSession(_ body: (World) throws -> Void) async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().stop()
      try body(world)
    }
  }

  private func own(_ world: World, _ number: Int) throws -> String {
    "\(try #require(try world.store().read().device)):\(number)"
  }

  @Test func addsAStretch() async throws {
    try await withSession { world in
      let change = try world.clock().add(
        "writing", from: "09:00", to: "10:30", note: "in the train")
      #expect(
        change.message == "'writing' from 09:00 to 10:30 was added, 01:30:00, as declared")
      #expect(change.status.state.counted.certain == 6_000_000)
      #expect(change.records == [try own(world, 3)])
      let entry = try #require(try world.store().read().own.last?.entry)
      #expect(entry.kind == .entry && entry.text == "in the train")
    }
  }

  @Test func saysWhatOfAnAddedStretchWasBookedAlready() async throws {
    try await withSession { world in
      let change = try world.clock().add("writing", from: "11:30", to: "12:05")
      #expect(change.message.hasSuffix("; 00:05:00 of it was booked already, and counts once"))
      #expect(change.status.state.counted.certain == 2_400_000)
    }
  }

  @Test(arguments: [
    ("writing", "11:00", "11:00", "time-in-future"),
    ("writing", "2026-11-22 11:00", "2026-11-22 10:00", "time-backwards"),
    ("writing", "11:00", "12:30", "time-in-future"),
    ("writing", "soon", "11:00", "time-unreadable"),
    ("writng", "10:00", "11:00", "category-unknown"),
    ("summary", "10:00", "11:00", "category-before-freeze"),
  ])
  func refusesAStretchThatCannotBe(
    category: String, from: String, to: String, code: String
  ) async throws {
    try await withSession { world in
      let error = #expect(throws: Refusal.self) {
        try world.clock().add(category, from: from, to: to)
      }
      #expect(error?.code == code)
      let records = try world.store().read().own
      #expect(records.count == 2, "a refusal writes nothing")
    }
  }

  @Test func booksAnUnknownActivityWhenItIsMeantSo() async throws {
    try await withSession { world in
      let change = try world.clock().add("juggling", from: "10:00", to: "11:00", isNew: true)
      #expect(change.status.state.counted.certain == 4_200_000)
      #expect(change.status.state.remarks.map(\.code) == ["category-unknown"])
    }
  }

  @Test func movesBothEndsAndTakesThatBack() async throws {
    try await withSession { world in
      let change = try world.clock().adjust("1", from: "11:50", to: "12:05", reason: "was late")
      #expect(change.message == "'research' is from 11:50 to 12:05, not from 12:00 to 12:10")
      #expect(change.status.state.counted.certain == 900_000)
      let back = try world.clock().void(change.records, reason: "wrong day")
      #expect(back.status.state.counted.certain == 600_000)
      let again = try world.clock().void(back.records, reason: "right after all")
      #expect(again.status.state.counted.certain == 900_000)
    }
  }

  @Test func movesAnEntry() async throws {
    try await withSession { world in
      let added = try world.clock().add("writing", from: "09:00", to: "10:30")
      let change = try world.clock().adjust(added.records[0], to: "10:00", reason: "a break")
      #expect(change.message == "'writing' is from 09:00 to 10:00, not from 09:00 to 10:30")
      #expect(change.records.count == 1)
    }
  }

  @Test(
    arguments: [
      ("1", "12:05", "12:01", "time-in-future"), ("1", "12:10", nil, "time-backwards"),
      ("9", "11:50", nil, "stretch-unknown"), ("1", nil, nil, "time-missing"),
      ("1", nil, "13:10", "time-in-future"),
    ] as [(String, String?, String?, String)])
  func refusesAChangeThatCannotBe(
    name: String, from: String?, to: String?, code: String
  ) async throws {
    try await withSession { world in
      let error = #expect(throws: Refusal.self) {
        try world.clock().adjust(name, from: from, to: to, reason: "why")
      }
      #expect(error?.code == code)
    }
  }

  @Test func keepsNeighboursApart() async throws {
    try await withSession { world in
      _ = try world.clock().start("writing")
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().switch(to: "research")
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().stop()
      let error = #expect(throws: Refusal.self) {
        try world.clock().adjust("3", from: "12:05", reason: "late")
      }
      #expect(error?.message == "what was booked before goes to 12:10")
      let moved = try world.clock().adjust("3", to: "12:25", reason: "switched late")
      #expect(moved.status.state.categories.map(\.time.certain) == [900_000, 900_000])
      #expect(throws: Refusal.self) {
        try world.clock().adjust("1", to: "12:11", reason: "late")
      }
    }
  }

  @Test func doesNotMoveTheEndOfWhatRuns() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      let error = #expect(throws: Refusal.self) {
        try world.clock().adjust("1", to: "12:05", reason: "why")
      }
      #expect(error?.code == "still-running")
    }
  }

  @Test func takesOutAStretchAndPutsItBack() async throws {
    try await withSession { world in
      let void = try world.clock().void(["1"], reason: "was for another project")
      #expect(void.message == "'research' from 12:00 on no longer counts")
      #expect(void.status.state.counted.upper == 0)
      #expect(void.status.state.phase == .preparation, "no project was chosen yet")
      let error = #expect(throws: Refusal.self) { try world.clock().void(["1"], reason: "again") }
      #expect(error?.code == "already-void")
      let back = try world.clock().void(void.records, reason: "it was this one")
      #expect(back.message == "'\(try own(world, 1))' holds again")
      #expect(back.status.state.counted.certain == 600_000)
    }
  }

  @Test(arguments: [("2", "void-of-stop"), ("7", "record-unknown"), ("box:1", "record-unknown")])
  func refusesToTakeOutWhatIsNoStretch(name: String, code: String) async throws {
    try await withSession { world in
      let error = #expect(throws: Refusal.self) { try world.clock().void([name], reason: "why") }
      #expect(error?.code == code)
      #expect(throws: Refusal.self) { try world.clock().void(["1"], reason: " ") }
    }
  }

  @Test func refusesToTakeOutAFreeze() async throws {
    try await withSession { world in
      let store = try world.store()
      try store.update { writer in
        try writer.append(
          Record.Entry(kind: .freeze, moment: store.now, phase: "research", source: "cli"))
      }
      let error = #expect(throws: Refusal.self) { try world.clock().void(["3"], reason: "why") }
      #expect(error?.code == "void-of-fact")
    }
  }

  @Test(
    arguments: [
      ("research", "11:00", "12:05", nil), ("research", "12:20", "12:25", "category-after-freeze"),
      ("research", "12:05", "12:25", "category-after-freeze"), ("summary", "12:20", "12:25", nil),
      ("summary", "12:05", "12:25", "stretch-over-freeze"), ("break", "12:05", "12:25", nil),
    ] as [(String, String, String, String?)])
  func booksByThePhaseOfTheTime(
    category: String, from: String, to: String, code: String?
  ) async throws {
    try await withSession { world in
      let store = try world.store()
      try store.update { writer in
        try writer.append(
          Record.Entry(kind: .freeze, moment: store.now, phase: "research", source: "cli"))
      }
      world.test.clock.advance(seconds: 3600)
      do {
        let change = try world.clock().add(category, from: from, to: to)
        #expect(code == nil)
        #expect(change.status.state.remarks.isEmpty)
      } catch let refusal as Refusal {
        #expect(refusal.code == code)
      }
    }
  }
}

@Suite struct ResolveTests {
  /// Research from 12:00 on; asleep from 12:10 to 13:10, at work until 13:20.
  private func withGap(stopped: Bool = true, _ body: (World) throws -> Void) async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      world.test.clock.suspend(seconds: 3600)
      if stopped {
        try world.noteWork()
        world.test.clock.advance(seconds: 600)
        _ = try world.clock().stop()
      }
      try body(world)
    }
  }

  @Test(
    arguments: [
      (.keep, 4800, "12:10 to 13:10 is 'research'"),
      (.book("break"), 1200, "12:10 to 13:10 is 'break'"),
      (.book("writing"), 4800, "12:10 to 13:10 is 'writing'"),
      (.stopped, 1200, "12:10 to 13:10 is no time"),
      (
        .keepFirst(1_200_000), 2400, "12:10 to 13:10 is kept for 00:20:00, the rest is no time"
      ), (.keepFirst(1 << 40), 4800, nil), (.keepFirst(0), 1200, nil),
    ] as [(TimeClock.Answer, Int, String?)])
  func settlesAGap(answer: TimeClock.Answer, counted: Int, message: String?) async throws {
    try await withGap { world in
      let change = try world.clock().resolve([1], as: answer)
      if let message { #expect(change.message == message) }
      let time = Bounds(certain: counted * 1000, upper: counted * 1000)
      #expect(change.status.state.counted == time)
      #expect(change.status.state.openSpans.isEmpty)
      let back = try world.clock().void(change.records, reason: "not so")
      #expect(back.status.state.openSpans.count == 1)
    }
  }

  /// The gap that is still growing gets an end first.
  @Test func settlesTheGapOfARunningClock() async throws {
    try await withGap(stopped: false) { world in
      let change = try world.clock().resolve(nil, as: .book("break"))
      #expect(try world.store().read().own.map(\.kind) == [.start, .beat, .settle])
      #expect(change.status.running?.category == "research")
      world.test.clock.advance(seconds: 60)
      let state = try world.clock().status().state
      #expect(state.counted == Bounds(certain: 660_000, upper: 660_000))
      #expect(state.openSpans.isEmpty)
    }
  }

  @Test func stopsAClockThatWasForgotten() async throws {
    try await withGap(stopped: false) { world in
      let change = try world.clock().resolve([1], as: .stopped)
      #expect(change.message == "12:10 to 13:10 is no time; the clock is stopped")
      #expect(change.status.running == nil)
      #expect(change.status.state.counted == Bounds(certain: 600_000, upper: 600_000))
    }
  }

  /// What was said holds although the wall clock was set meanwhile.
  @Test func settlesOnTheLineOfTheDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      world.test.clock.jumpWall(milliseconds: 7_200_000)
      world.test.clock.suspend(seconds: 3600)
      try world.noteWork()
      world.test.clock.advance(seconds: 600)
      let change = try world.clock().resolve([1], as: .stopped)
      #expect(change.status.running?.category == "research", "there was work since")
      #expect(change.status.state.counted == Bounds(certain: 1_200_000, upper: 1_200_000))
      world.test.clock.suspend(seconds: 3600)
      try world.noteWork()
      world.test.clock.advance(seconds: 60)
      let stopped = try world.clock().resolve([1], as: .stopped)
      #expect(stopped.status.running == nil, "a look at the clock is no work")
      #expect(stopped.status.state.counted == Bounds(certain: 1_200_000, upper: 1_200_000))
    }
  }

  @Test func saysWhatCannotBeResolved() async throws {
    try await withGap { world in
      var error = #expect(throws: Refusal.self) { try world.clock().resolve([2], as: .keep) }
      #expect(error?.code == "span-unknown")
      error = #expect(throws: Refusal.self) {
        try world.clock().resolve([1], as: .book("brek"))
      }
      #expect(error?.code == "category-unknown")
      _ = try world.clock().resolve([1], as: .keep)
      error = #expect(throws: Refusal.self) { try world.clock().resolve([1], as: .keep) }
      #expect(error?.code == "nothing-open")
    }
  }

  @Test func stopsAForgottenClockOfAnotherDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().note("here")
      try world.store().checkpoint()
      let clone = try await world.cloned("second")
      world.test.clock.advance(seconds: 7200)
      let span = try #require(try clone.clock().status().state.openSpans.first)
      #expect(span.doubt == .elsewhere && span.isAtRunningEnd)
      let change = try clone.clock().resolve([1], as: .stopped)
      #expect(change.status.state.running.isEmpty)
      #expect(change.status.state.counted == Bounds(certain: 600_000, upper: 600_000))
    }
  }
}

@Suite struct CourseTests {
  @Test func notesAChangeOfDirection() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      let change = try world.clock().pivot("the probe was no good")
      #expect(
        change.message == "the change of direction is noted; the clock goes on as 'research'")
      #expect(change.status.state.counted.certain == 600_000)
      #expect(change.status.state.course.map(\.entry.text) == ["the probe was no good"])
    }
  }

  @Test func beginsANewProjectAtZero() async throws {
    try await withWorld { world in
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 600)
      let change = try world.clock().restart("doomed")
      #expect(
        change.message
          == "project 2 begins with the clock at zero; 00:10:00 of project 1 stay in the journal")
      #expect(change.status.state.counted.upper == 0)
      #expect(change.status.state.phase == .preparation)
      #expect(change.status.running == nil)
      _ = try world.clock().start("research")
      world.test.clock.advance(seconds: 60)
      let state = try world.clock().stop().status.state
      #expect(state.counted.certain == 60_000)
      #expect(
        state.sheet(by: .project, epoch: nil, rules: .sample).rows.map(\.counted.certain) == [
          600_000, 60_000,
        ])
    }
  }

  @Test func liftsAFreeze() async throws {
    try await withFrozenWorld { world in
      let rules = TimeRules(try world.contract())
      let change = try TimeClock(world.store(), rules: rules).restart("doomed")
      #expect(change.status.state.freeze == nil)
      #expect(try world.test.platform.files.kind(world.path("freeze.json")) == .none)
    }
  }

  @Test func hasNothingToRestartWithoutTime() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.clock().restart("why not") }
      #expect(error?.code == "nothing-to-restart")
      #expect(throws: Refusal.self) { try world.clock().pivot("") }
    }
  }
}
