import Ledger
import Testing

@Suite struct LedgerTests {
  private func fold(_ scribes: Scribe..., now: Scribe? = nil) -> LedgerState {
    Ledger.fold(
      scribes.flatMap(\.records), rules: .sample, now: now?.now, device: now?.device)
  }

  @Test func addsUpCategories() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(30)
    try scribe.write(.switch, "writing")
    scribe.pass(10)
    try scribe.write(.start, "break")
    scribe.pass(5)
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.categories.map(\.category) == ["research", "writing", "break"])
    #expect(state.categories.map(\.time.certain) == [30, 10, 5].map { $0 * minute })
    #expect(state.counted == Bounds(certain: 40 * minute, upper: 40 * minute))
    #expect(state.use(of: "time.research")?.time.certain == 40 * minute)
    #expect(state.running.isEmpty)
    #expect(state.phase == .research)
  }

  @Test func isNothingWithoutRecords() {
    let state = fold()
    #expect(state.phase == .preparation)
    #expect(state.counted == Bounds())
    #expect(state.marks.isEmpty && state.remarks.isEmpty)
  }

  @Test func followsTheRunningClockToNow() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(25)
    #expect(fold(scribe, now: scribe).counted.certain == 25 * minute)
    #expect(fold(scribe).counted.upper == 0)
    #expect(fold(scribe, now: scribe).running.first?.category == "research")
  }

  @Test func measuresByTheBootClockWhenTheWallClockIsSet() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(10)
    scribe.wall -= 120 * minute
    try scribe.write(.beat)
    scribe.pass(10)
    scribe.offsetSeconds = 0
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.counted == Bounds(certain: 20 * minute, upper: 20 * minute))
    #expect(state.remarks.map(\.code) == ["clock-set"])
    #expect(state.remarks[0].message.contains("set back by 02:00:00"))
  }

  @Test func isCertainOfADeclaredStopWhateverCameAfterIt() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(30)
    try scribe.write(.beat)
    scribe.pass(15)
    let leaving = scribe.now.wall
    scribe.reboot(600)
    try scribe.write(.beat)
    scribe.pass(1)
    try scribe.write(.stop) { $0.declared = leaving }
    #expect(fold(scribe).counted == Bounds(certain: 45 * minute, upper: 45 * minute))
  }

  @Test func doesNotOverlapSessionsAfterTheWallClockWentBack() throws {
    var scribe = Scribe()
    for _ in 0..<2 {
      try scribe.write(.start, "research")
      scribe.pass(60)
      try scribe.write(.stop)
      scribe.wall -= 60 * minute
    }
    #expect(fold(scribe).counted.certain == 120 * minute)
  }

  @Test(arguments: [(0.5, 0), (45.0, 45)])
  func doubtsSleep(minutesAsleep: Double, doubtful: Int) throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(20)
    scribe.sleep(minutesAsleep)
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.counted.upper - state.counted.certain == doubtful * minute)
    #expect(state.counted.upper == Int((20 + minutesAsleep) * 60_000))
  }

  @Test func doubtsWhatLiesBetweenTwoBoots() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(20)
    try scribe.write(.beat)
    scribe.reboot(40)
    try scribe.write(.beat)
    scribe.pass(5)
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.counted == Bounds(certain: 25 * minute, upper: 65 * minute))
    #expect(state.intervals[0].pieces.map(\.doubt) == [nil, .restarted, nil])
  }

  @Test func doubtsALongSilenceWhileSomethingWatches() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(1)
    try scribe.write(.beat) { $0.source = "watch" }
    scribe.pass(30)
    try scribe.write(.stop)
    #expect(fold(scribe).counted == Bounds(certain: minute, upper: 31 * minute))
  }

  /// An editor that is closed says so; whoever goes on without one gives no signs.
  @Test func isQuietSoonOnlyWhileSomethingWatches() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(5)
    try scribe.write(.beat) { $0.source = "watch" }
    scribe.pass(5)
    try scribe.write(.beat)
    scribe.pass(120)
    try scribe.write(.stop)
    #expect(fold(scribe).counted == Bounds(certain: 130 * minute, upper: 130 * minute))
  }

  @Test(arguments: [(3.0, 3.0), (5.0, 0.0)])
  func believesAStartAndAStopForFourHours(hours: Double, certain: Double) throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(hours * 60)
    try scribe.write(.stop)
    #expect(fold(scribe).counted.certain == Int(certain * 60) * minute)
    #expect(fold(scribe).counted.upper == Int(hours * 60) * minute)
  }

  @Test func takesTheTimeAPersonGave() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research") {
      $0.declared = $0.moment.wall.advanced(byMilliseconds: -20 * minute)
    }
    scribe.pass(300)
    try scribe.write(.stop) { $0.declared = $0.moment.wall.advanced(byMilliseconds: -60 * minute) }
    let state = fold(scribe)
    #expect(state.counted == Bounds(certain: 260 * minute, upper: 260 * minute))
    #expect(state.intervals[0].isDeclared)
    #expect(state.intervals[0].start.minutesText == "12:40")
    #expect(state.intervals[0].end.minutesText == "17:00")
  }

  @Test(arguments: [(-10, 20), (10, 40)])
  func movesAStopThatIsAdjusted(change: Int, length: Int) throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(30)
    let stop = try scribe.write(.stop)
    scribe.pass(60)
    try scribe.write(.adjust) {
      $0.reference = stop.id
      $0.declared = stop.entry.moment.wall.advanced(byMilliseconds: change * minute)
    }
    #expect(fold(scribe).counted == Bounds(certain: length * minute, upper: length * minute))
  }

  @Test(arguments: [(-10, 40), (10, 20), (90, 0)])
  func movesAStartThatIsAdjusted(change: Int, length: Int) throws {
    var scribe = Scribe()
    let start = try scribe.write(.start, "research")
    scribe.pass(30)
    try scribe.write(.stop)
    try scribe.write(.adjust) {
      $0.reference = start.id
      $0.declared = start.entry.moment.wall.advanced(byMilliseconds: change * minute)
    }
    #expect(fold(scribe).counted == Bounds(certain: length * minute, upper: length * minute))
  }

  @Test func leavesOutWhatIsVoid() throws {
    var scribe = Scribe()
    let start = try scribe.write(.start, "research")
    scribe.pass(30)
    try scribe.write(.stop)
    try scribe.write(.void) { $0.reference = start.id }
    #expect(fold(scribe).counted == Bounds())
  }

  @Test func takesAnUnknownKindForASignOfLife() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(200)
    try scribe.write(.init(rawValue: "telepathy"))
    scribe.pass(200)
    try scribe.write(.stop)
    #expect(fold(scribe).counted.certain == 400 * minute)
  }

  @Test func countsAnUnknownCategory() throws {
    var scribe = Scribe()
    try scribe.write(.start, "juggling")
    scribe.pass(10)
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.counted.certain == 10 * minute)
    #expect(state.use(of: "time.research")?.time.certain == 10 * minute)
    #expect(state.remarks.map(\.code) == ["category-unknown"])
  }

  @Test func takesTimeFromEveryBudgetOfACategory() throws {
    var scribe = Scribe()
    try scribe.write(.start, "reading")
    scribe.pass(10)
    try scribe.write(.stop)
    #expect(fold(scribe).budgets.map(\.time.certain) == [10 * minute, 0, 10 * minute])
  }

  @Test func startsAtZeroAfterARestart() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(10)
    try scribe.write(.stop)
    try scribe.write(.restart) { $0.epoch = 2 }
    try scribe.write(.start, "research") { $0.epoch = 2 }
    scribe.pass(7)
    try scribe.write(.stop)
    let state = fold(scribe)
    #expect(state.epoch == 2)
    #expect(state.counted.certain == 7 * minute)
    #expect(state.intervals.count == 2)
  }
}

@Suite struct PhaseTests {
  private func state(_ kinds: [Record.Kind], category: String = "break") throws -> LedgerState {
    var scribe = Scribe()
    for kind in kinds {
      let number = scribe.records.count
      try scribe.write(kind, kind == .start ? category : nil) {
        if kind == .freeze { $0.manifest = "m\(number)" }
        if kind == .phase { $0.phase = "submitted" }
        if kind == .restart { $0.epoch = 2 }
      }
    }
    return Ledger.fold(scribe.records, rules: .sample)
  }

  @Test(
    arguments: [
      ([], "break", LedgerPhase.preparation), ([.start], "break", .preparation),
      ([.start], "research", .research), ([.freeze], "break", .summary),
      ([.freeze, .thaw], "break", .research), ([.phase], "break", .submitted),
      ([.freeze, .restart], "break", .preparation),
    ] as [([Record.Kind], String, LedgerPhase)])
  func goesFromPhaseToPhase(kinds: [Record.Kind], category: String, phase: LedgerPhase) throws {
    #expect(try state(kinds, category: category).phase == phase)
  }

  @Test(
    arguments: [
      ([.freeze], "m0"), ([.freeze, .freeze], "m0"), ([.freeze, .thaw], nil),
      ([.freeze, .thaw, .freeze], "m2"), ([.freeze, .freeze, .thaw, .freeze], "m3"), ([], nil),
    ] as [([Record.Kind], String?)])
  func keepsTheFirstFreezeUntilItIsTakenBack(kinds: [Record.Kind], manifest: String?) throws {
    #expect(try state(kinds).freeze?.manifest == manifest)
  }

  @Test func remarksOnResearchAfterTheFreeze() throws {
    #expect(
      try state([.freeze, .start], category: "research").remarks.map(\.code)
        == ["research-after-freeze"])
    #expect(try state([.freeze, .start], category: "break").remarks.isEmpty)
  }

  /// The laptop freezes at 13:00 while the box researches from 12:00 on.
  @Test(arguments: [(-10.0, 0), (1, 0), (30, 1)])
  func remarksOnResearchThatReachesOverTheFreeze(minutes: Double, count: Int) throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try box.write(.start, "research")
    laptop.pass(60)
    try laptop.write(.freeze) { $0.manifest = "m" }
    box.pass(60 + minutes)
    try box.write(.stop)
    let state = Ledger.fold(laptop.records + box.records, rules: .sample)
    #expect(state.remarks.map(\.code) == Array(repeating: "research-after-freeze", count: count))
    #expect(state.remarks.allSatisfy { $0.message.contains("'research' on 'box-a1b2' went on") })
  }

  @Test func remarksOnResearchThatRunsOnElsewhere() throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try box.write(.start, "research")
    laptop.pass(60)
    try laptop.write(.freeze) { $0.manifest = "m" }
    laptop.pass(60)
    let state = Ledger.fold(
      laptop.records + box.records, rules: .sample, now: laptop.now, device: laptop.device)
    #expect(
      state.remarks.first?.message
        == "'research' on 'box-a1b2' runs on after the freeze of 2026-11-22 14:00")
  }
}

@Suite struct BudgetTests {
  private func remarks(
    minutes: Double, sleep: Double = 0, of category: String = "research"
  ) throws -> [LedgerRemark] {
    try state(minutes: minutes, sleep: sleep, of: category).remarks
  }

  private func state(
    minutes: Double, sleep: Double = 0, of category: String
  ) throws -> LedgerState {
    var scribe = Scribe()
    var left = minutes
    try scribe.write(.start, category)
    while left > 0 {
      scribe.pass(min(left, 60))
      left -= 60
      try scribe.write(.beat)
    }
    scribe.sleep(sleep)
    try scribe.write(.stop)
    return Ledger.fold(scribe.records, rules: .sample)
  }

  /// Two hours are allowed for the summary, and nothing is advised.
  @Test(
    arguments: [
      (59, [], []), (60, [.half], []), (95, [.half], []),
      (96, [.half, .mostOfLimit], ["budget-limit"]),
      (108, [.half, .mostOfLimit, .nearLimit], ["budget-limit"]),
      (120, [.half, .mostOfLimit, .nearLimit, .limit], ["budget-limit"]),
    ] as [(Double, [BudgetMark], [String])])
  func marksABudgetWithALimitAlone(minutes: Double, marks: [BudgetMark], codes: [String]) throws {
    let state = try state(minutes: minutes, of: "summary")
    #expect(state.use(of: "time.summary")?.passed == marks)
    #expect(state.remarks.map(\.code) == codes)
  }

  @Test(
    arguments: [
      (8 * 60, []), (13 * 60, ["budget-advice"]), (16 * 60, ["budget-advice"]),
      (18 * 60, ["budget-limit"]), (21 * 60, ["budget-limit"]),
    ] as [(Double, [String])])
  func warnsAtTheMarks(minutes: Double, codes: [String]) throws {
    #expect(try remarks(minutes: minutes).map(\.code) == codes)
  }

  @Test func warnsByTheUpperBoundAndSaysWhatIsCertain() throws {
    let remark = try #require(try remarks(minutes: 600, sleep: 600).first)
    #expect(remark.message == "'time.research' has used 20:00:00 of 20:00:00 allowed")
    #expect(remark.hint == "10:00:00 of it are certain")
  }
}
