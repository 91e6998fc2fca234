import Documents
import Platform
import TestSupport
import Testing
import Workspace

@Suite struct TimeTests {
  /// Coding from 12:00 on; the machine sleeps from 12:10 to 13:10; reading from 13:30 to 13:40.
  private func withDay(_ body: (Application) async throws -> Void) async throws {
    try await withApplication { app in
      let clock = app.world.clock
      _ = try app.workspace.start("coding", at: nil)
      clock.advance(seconds: 600)
      clock.suspend(seconds: 3600)
      app.workspace.noteWork()
      clock.advance(seconds: 1200)
      _ = try app.workspace.switchClock(to: "reading", at: nil)
      clock.advance(seconds: 600)
      _ = try app.workspace.stop(at: nil)
      try await body(app)
    }
  }

  @Test func saysWhatIsOpenAndHowToSettleIt() async throws {
    try await withDay { app in
      let open = try app.workspace.openStretches()
      #expect(
        open.stretches.map(\.words) == [
          "'coding' since 12:00, last sign of work 12:00 (the start); from 12:10 to 13:10, 01:00:00: "
            + "the machine slept"
        ])
      #expect(open.categories.contains("planning"))
      let json = try #require(open.json["open"]?.array?.first)
      #expect(json["why"] == "asleep" && json["seconds"] == 3600 && json["booked"] == "coding")
      #expect(json["last_sign"]?["at"] == "2026-11-22T12:00:00.000+00:00")
      let remarks = try app.workspace.time().remarks
      #expect(remarks.contains { $0.hint == "'dossier resolve 1' says what it was" })
    }
  }

  @Test func settlesAndTakesItBack() async throws {
    try await withDay { app in
      let change = try app.workspace.resolve([1], as: .book("planning"), note: "on a walk")
      #expect(change.message == "12:10 to 13:10 is 'planning'")
      let undo = try #require(change.undo)
      #expect(undo.hasPrefix("dossier time void ") && undo.hasSuffix(" --reason …"))
      #expect(try app.workspace.openStretches().stretches.isEmpty)
      let counted = try app.workspace.time().counted
      #expect(counted.certain == 6000 && counted.upper == 6000)
    }
  }

  @Test func tellsThatHalfOfABudgetIsUsedAndKeepsItOutOfTheProof() async throws {
    try await withApplication { app in
      _ = try app.workspace.start("coding", at: nil)
      for hour in 1...8 {
        #expect(try app.workspace.time().remarks == [], "hour \(hour)")
        app.world.clock.advance(seconds: 3600)
        app.workspace.noteWork()
      }
      let time = try app.workspace.time()
      #expect(
        time.remarks.map(\.message) == ["half of 'research' is used: 08:00:00 of 16:00:00 advised"])
      #expect(time.json["remarks"]?.array == [])
    }
  }

  @Test func tellsWhereReadingBelongsOnceTheProjectIsChosen() async throws {
    try await withApplication { mine in
      let before = try mine.workspace.start("preparation", at: nil).message
      #expect(before == "the clock runs as 'preparation'")
      _ = try mine.workspace.start("coding", at: nil)
      let after = try mine.workspace.start("preparation", at: nil).message
      #expect(after.hasSuffix("what you read for the project itself is 'reading', and counts"))
    }
  }

  @Test func tellsOnlyTheNumberOfManyOpenStretches() async throws {
    try await withApplication { app in
      _ = try app.workspace.start("coding", at: nil)
      for _ in 0..<4 {
        app.world.clock.suspend(seconds: 600)
        app.workspace.noteWork()
      }
      let remarks = try app.workspace.time().remarks
      #expect(
        remarks.map(\.message) == [
          "of 4 stretches of time, 00:40:00 in all, it is not known whether they were work"
        ])
    }
  }

  @Test(arguments: [
    (TimeOrder.category, ["coding 1800-5400 0", "reading 600-600 0"]),
    (.day, ["2026-11-22 2400-6000 0"]), (.project, ["1 2400-6000 0"]),
  ])
  func reportsTheTime(order: TimeOrder, rows: [String]) async throws {
    try await withDay { app in
      let report = try app.workspace.timeReport(by: order, project: nil)
      let shown = report.rows.map {
        "\($0.name) \($0.counted.certain)-\($0.counted.upper) \($0.other.upper)"
      }
      #expect(shown == rows)
      #expect(report.total.counted.certain == 2400 && report.total.counted.upper == 6000)
      #expect(report.json["by"] == .string(order.rawValue))
    }
  }

  @Test func knowsOnlyTheProjectsThereAre() async throws {
    try await withDay { app in
      let error = #expect(throws: UserError.self) {
        try app.workspace.timeReport(by: .day, project: "2")
      }
      #expect(error?.hint == "there is only project 1")
    }
  }

  @Test func listsStretchesWithTheirNames() async throws {
    try await withDay { app in
      let added = try app.workspace.addTime(
        "planning", from: "09:00", to: "09:30", note: "in bed")
      #expect(added.message == "'planning' from 09:00 to 09:30 was added, 00:30:00, as declared")
      let log = try app.workspace.timeLog()
      #expect(log.stretches.map(\.times) == ["09:00 to 09:30", "12:00 to 13:30", "13:30 to 13:40"])
      #expect(log.stretches.map(\.source) == ["declared", "measured", "measured"])
      #expect(log.stretches[0].note == "in bed")
      #expect(
        log.stretches[1].parts == [
          "12:10 to 13:10 the machine slept; 'dossier resolve 1' says what it was"
        ])
      _ = try app.workspace.adjustTime(
        log.stretches[2].name, from: nil, to: "13:35", reason: "phone")
      _ = try app.workspace.voidTime([log.stretches[0].name], reason: "no work")
      let after = try app.workspace.timeLog()
      #expect(after.stretches.map(\.times) == ["12:00 to 13:30", "13:30 to 13:35"])
      #expect(after.stretches.map(\.source) == ["measured", "declared"])
      #expect(
        after.corrections.map { $0[1].split(separator: "'").last ?? "" } == [
          " ends 2026-11-22 13:35: phone", ": no work",
        ])
      #expect(after.json["corrections"]?.array?.count == 2)
    }
  }

  @Test(
    arguments: [
      ("2026-11-22", "2026-11-22", 2), ("2026-11-23", nil, 0), (nil, "2026-11-21", 0),
    ] as [(String?, String?, Int)])
  func listsTheDaysAskedFor(since: String?, until: String?, count: Int) async throws {
    try await withDay { app in
      let log = try app.workspace.timeLog(since: since, until: until)
      #expect(log.stretches.count == count)
      #expect(throws: UserError.self) { try app.workspace.timeLog(since: "tomorrow") }
    }
  }

  @Test func givesUpAProjectOnlyUnderItsCondition() async throws {
    try await withDay { app in
      try app.write("half a thought\n", to: "log.md")
      let error = await #expect(throws: UserError.self) {
        try await app.workspace.restart("doomed", isNothingCarriedOver: false)
      }
      #expect(error?.kind == .refused)
      #expect(error?.message.contains("你的代码和发现到目前为止对新方向没有特别有帮助") == true)
      let change = try await app.workspace.restart("doomed", isNothingCarriedOver: true)
      #expect(
        change.message
          == "project 2 begins with the clock at zero; 01:40:00 of project 1 stay in the journal")
      #expect(change.remarks.first?.message.hasSuffix("keeps the old project") == true)
      let report = try app.workspace.timeReport(by: .project, project: nil)
      #expect(report.rows.map(\.name) == ["1"])
      #expect(report.course == ["2026-11-22 13:40 project 2 begins: doomed"])
      let counted = try app.workspace.time().counted
      #expect(counted.upper == 0)
    }
  }

  @Test func keepsAChangeOfDirectionInTheReport() async throws {
    try await withDay { app in
      _ = try app.workspace.pivot("stuck")
      let report = try app.workspace.timeReport(by: .day, project: "all")
      #expect(report.course == ["2026-11-22 13:40 the direction changes: stuck"])
      #expect(report.title == "all projects")
    }
  }
}

@Suite struct ExplainTermsTests {
  private func explain(_ name: String) async throws -> Explanation {
    var found: Explanation?
    try await withApplication { app in found = try Explanation.of(name, in: app.workspace) }
    return try #require(found)
  }

  @Test func explainsACategoryInTheProgrammesWords() async throws {
    let term = try #require(try await explain("waiting").terms.first)
    #expect(term.kind == "category")
    #expect(term.text.last == "its time does not count")
    #expect(term.quotes.first?.place.hasSuffix("222") == true)
  }

  @Test func namesTheBudgetsThatTimeIsTakenFrom() async throws {
    let terms = try await explain("reading").terms
    #expect(terms.map(\.kind) == ["category", "budget"])
    #expect(terms[0].text.last == "its time counts, and is taken from 'research', 'reading'")
    #expect(terms[1].text == ["05:00:00 advised (advice)"])
  }

  @Test func showsThePrincipleForDoubtfulCases() async throws {
    #expect(try await explain("choosing").terms.map(\.name) == ["choosing", "fairness"])
    #expect(try await explain("219").terms.map(\.name).contains("fairness"))
  }

  @Test func explainsAPhase() async throws {
    let terms = try await explain("summary").terms
    #expect(terms.map(\.kind) == ["category", "budget", "phase"])
    #expect(terms[2].text.contains { $0.contains("No experiment code") })
  }

  @Test func namesTheNearestTerm() async throws {
    await #expect(throws: UserError.self) { try await explain("waitin") }
    await #expect(throws: UserError.self) { try await explain("999999") }
  }
}
