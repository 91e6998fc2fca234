import Documents
import Ledger
import Testing

@Suite struct ImportPlanTests {
  private func plan(
    _ bytes: [UInt8], zone: ZoneTable? = .berlin, mapping: ImportPlan.Mapping = .init(),
    known: KnownTime = KnownTime([], stretches: []), now: Timestamp = .later
  ) throws -> ImportPlan {
    try ImportPlan(
      Exchange.read(bytes), zone: zone, mapping: mapping,
      categories: ["research", "reading", "writing", "waiting"], known: known, now: now)
  }

  private func lines(_ plan: ImportPlan) -> [String] {
    plan.items.map { "\($0.row) \($0.begin.text) \($0.end.text) \($0.category ?? "sign")" }
  }

  @Test func putsAReportIntoItsZone() throws {
    let plan = try plan(Sample.toggl.bytes())
    #expect(
      lines(plan) == [
        "2 2026-11-20T09:00:00.000+01:00 2026-11-20T10:15:30.000+01:00 research",
        "3 2026-11-20T23:30:00.000+01:00 2026-11-21T00:10:00.000+01:00 reading",
        "4 2026-11-21T08:00:00.000+01:00 2026-11-21T08:30:00.000+01:00 research",
      ])
    #expect(plan.unnamed == 1 && plan.unknownNames == ["Thesis"])
  }

  @Test(arguments: [Sample.toggl, .clockify, .org])
  func refusesToGuessAZone(sample: Sample) throws {
    let format = try Exchange.read(sample.bytes()).format
    #expect(throws: ExchangeError.zoneNeeded(format)) { try plan(sample.bytes(), zone: nil) }
  }

  @Test(arguments: [Sample.timewarrior, .watsonFrames, .togglEntries, .activitywatch, .wakatime])
  func needsNoZoneWhereTheFileHasInstants(sample: Sample) throws {
    #expect(try !plan(sample.bytes(), zone: nil).items.isEmpty)
  }

  @Test func leavesOutWhatStillRuns() throws {
    let plan = try plan(Sample.timewarrior.bytes())
    #expect(plan.items.count == 3)
    #expect(plan.problems == [ExchangeProblem(row: 4, .running)])
  }

  @Test func leavesOutWhatLiesInTheFuture() throws {
    let now = Timestamp(unixMilliseconds: 1_795_170_000_000, offsetSeconds: 0)
    let plan = try plan(Sample.watsonFrames.bytes(), now: now)
    #expect(plan.items.count == 1)
    #expect(plan.problems == [ExchangeProblem(row: 2, .inFuture)])
  }

  @Test(arguments: [
    (ImportPlan.Mapping(), ["research", "research"]),
    (.init(names: ["Other": "waiting"]), ["research", "waiting"]),
    (.init(fallback: "writing"), ["research", "writing"]),
    (.init(names: ["two words": "reading"], fallback: "writing"), ["reading", "writing"]),
  ])
  func booksByMappingThenNameThenFallback(
    mapping: ImportPlan.Mapping, categories: [String]
  ) throws {
    let plan = try plan(Sample.watsonFrames.bytes(), mapping: mapping)
    #expect(plan.items.map(\.category) == categories)
    #expect(plan.unnamed == (mapping == .init() ? 1 : 0))
  }

  @Test func takesEvidenceForTimeOnlyWhenAsked() throws {
    let bytes = try Sample.activitywatch.bytes()
    #expect(try plan(bytes).items.map(\.category) == [nil, nil])
    let asked = try plan(bytes, mapping: .init(fallback: "research"))
    #expect(asked.items.map(\.category) == ["research", "research"])
  }

  // MARK: Daylight saving

  private func report(_ start: String, _ end: String?, _ length: String) -> [UInt8] {
    let header = "Start date,Start time,End date,End time,Duration\n"
    let times = [start, end ?? " "].map { $0.replacing(" ", with: ",") }.joined(separator: ",")
    return Array((header + "\(times),\(length)\n").utf8)
  }

  @Test(
    arguments: [
      // The night to 25 October has 02:00-03:00 twice; the length says which one is meant.
      (
        "2026-10-25 01:30", "2026-10-25 02:30", "1:00:00", "01:30:00.000+02:00",
        "02:30:00.000+02:00"
      ),
      (
        "2026-10-25 01:30", "2026-10-25 02:30", "2:00:00", "01:30:00.000+02:00",
        "02:30:00.000+01:00"
      ),
      (
        "2026-10-25 02:30", "2026-10-25 04:00", "2:30:00", "02:30:00.000+02:00",
        "04:00:00.000+01:00"
      ),
      (
        "2026-10-25 02:50", "2026-10-25 02:10", "0:20:00", "02:50:00.000+02:00",
        "02:10:00.000+01:00"
      ),
      (
        "2026-03-29 01:30", "2026-03-29 03:30", "1:00:00", "01:30:00.000+01:00",
        "03:30:00.000+02:00"
      ),
      ("2026-03-29 01:30", nil, "1:00:00", "01:30:00.000+01:00", "02:30:00.000+01:00"),
    ] as [(String, String?, String, String, String)])
  func letsTheLengthDecideInTheNightOfAChange(
    start: String, end: String?, length: String, from: String, to: String
  ) throws {
    let plan = try plan(report(start, end, length))
    let item = try #require(plan.items.first)
    #expect(item.begin.text.hasSuffix(from))
    let isSame = item.end.unixMilliseconds == Timestamp("2026-10-25T" + to)?.unixMilliseconds
    #expect(item.end.text.hasSuffix(to) || isSame || end == nil)
    let minutes = (item.end.unixMilliseconds - item.begin.unixMilliseconds) / 60_000
    #expect("\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):00" == length)
  }

  @Test(
    arguments: [
      (
        "2026-10-25 02:10", "2026-10-25 02:50", "0:40:00",
        ExchangeProblem.Kind.twice("2026-10-25 02:10")
      ),
      ("2026-10-25 02:10", nil, "0:40:00", .twice("2026-10-25 02:10")),
      ("2026-10-25 01:30", "2026-10-25 02:30", "", .twice("2026-10-25 02:30")),
      ("2026-03-29 02:30", "2026-03-29 03:30", "1:00:00", .leftOut("2026-03-29 02:30")),
      ("2026-03-28 02:30", "2026-03-28 01:30", "1:00:00", .backwards),
      ("2026-03-28 02:30", "2026-03-28 02:30", "0:00:00", .empty),
    ] as [(String, String?, String, ExchangeProblem.Kind)])
  func leavesOutWhatCannotBePlaced(
    start: String, end: String?, length: String, kind: ExchangeProblem.Kind
  ) throws {
    let plan = try plan(report(start, end, length))
    #expect(plan.items.isEmpty)
    #expect(plan.problems == [ExchangeProblem(row: 2, kind)])
  }

  @Test func knowsOtherZones() throws {
    let plan = try plan(
      report("2026-11-01 00:30", "2026-11-01 02:30", "3:00:00"), zone: .losAngeles)
    #expect(
      lines(plan) == [
        "2 2026-11-01T00:30:00.000-07:00 2026-11-01T02:30:00.000-08:00 research"
      ])
  }

  // MARK: Importing twice

  /// What a ledger knows after an import on a device.
  private func ledger(_ plan: ImportPlan) throws -> KnownTime {
    var scribe = Scribe()
    for item in plan.items {
      try scribe.write(item.category == nil ? .sign : .entry, item.category) {
        $0.declared = item.begin
        $0.until = item.end
        $0.source = "import"
        $0.others["imp"] = .string(item.identity)
      }
    }
    return KnownTime(scribe.records, stretches: [])
  }

  @Test(arguments: Sample.allCases)
  func addsNothingTheSecondTime(sample: Sample) throws {
    let first = try plan(sample.bytes())
    #expect(!first.items.isEmpty && first.known == 0)
    #expect(Set(first.items.map(\.identity)).count == first.items.count)
    let second = try plan(sample.bytes(), known: ledger(first))
    #expect(second.items.isEmpty)
    #expect(second.known == first.items.count && second.changed.isEmpty)
  }

  @Test func addsOnlyWhatIsNew() throws {
    let bytes = try Sample.timewarriorLines.bytes()
    let lines = bytes.split(separator: 10)
    let first = try plan(Array(lines[0]))
    let second = try plan(bytes, known: ledger(first))
    #expect(second.items.map(\.row) == [2, 3] && second.known == 1)
  }

  @Test func knowsAnEntryInWhicheverFileOfItsProgramItStands() throws {
    let frames = try plan(Sample.watsonFrames.bytes())
    #expect(try plan(Sample.watsonLog.bytes(), known: ledger(frames)).items.isEmpty)
    let entries = try plan(Sample.togglEntries.bytes())
    let groups = try plan(Sample.togglGroups.bytes(), known: ledger(entries))
    #expect(groups.items.map(\.row) == [2])
  }

  @Test func namesWhatWasChangedInTheOtherProgram() throws {
    let first = try plan(Sample.watsonFrames.bytes())
    let text = String(decoding: try Sample.watsonFrames.bytes(), as: UTF8.self)
      .replacing("1795169700", with: "1795169760")
    let second = try plan(Array(text.utf8), known: ledger(first))
    #expect(second.items.isEmpty && second.changed == [1])
  }

  @Test func takesEvidenceThatGrewOnce() throws {
    let beats = { (times: [Int]) in
      Array(("[" + times.map { "{\"time\":\($0)}" }.joined(separator: ",") + "]").utf8)
    }
    let first = try plan(beats([1_795_165_200, 1_795_165_260]))
    let grown = try plan(
      beats([1_795_165_200, 1_795_165_260, 1_795_165_300]), known: ledger(first))
    #expect(grown.items.count == 1)
    let part = try plan(beats([1_795_165_210, 1_795_165_220]), known: ledger(grown))
    #expect(part.items.isEmpty && part.known == 1)
  }
}
