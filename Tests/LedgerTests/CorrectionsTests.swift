import Documents
import Ledger
import Testing

@Suite struct CorrectionsTests {
  private func fold(_ scribes: Scribe..., now: Scribe? = nil) -> LedgerState {
    Ledger.fold(
      scribes.flatMap(\.records), rules: .sample, now: now?.now, device: now?.device)
  }

  private func time(_ minutes: Int) -> Timestamp {
    Timestamp(unixMilliseconds: Scribe.noon + minutes * minute, offsetSeconds: 3600)
  }

  /// Research from 12:00 UTC on, asleep from 12:20 to 13:00, at work until 13:10.
  private func slept() throws -> Scribe {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(20)
    scribe.sleep(40)
    try scribe.write(.beat)
    scribe.pass(10)
    return scribe
  }

  @Test func listsWhatIsOpenWithTheLastSignOfWork() throws {
    var scribe = try slept()
    try scribe.write(.stop)
    let span = try #require(fold(scribe).openSpans.first)
    #expect(span.number == 1 && span.device == "lap-k3fq" && span.record == "lap-k3fq:1")
    #expect(span.start == time(20) && span.end == time(60))
    #expect(span.doubt == .asleep && span.booked == "research")
    #expect(span.sign?.words == "the start" && span.sign?.time == time(0))
    #expect(!span.isAtRunningEnd)
  }

  @Test func listsTheGapAtTheEndOfARunningClock() throws {
    var scribe = try slept()
    try scribe.write(.beat) { $0.source = "hook" }
    scribe.pass(300)
    let spans = fold(scribe, now: scribe).openSpans
    #expect(spans.map(\.doubt) == [.asleep, .quiet])
    #expect(spans.map(\.isAtRunningEnd) == [false, true])
    #expect(spans.last?.sign?.words == "a draft")
  }

  @Test func asksNobodyAboutTimeThatNoLimitIsAbout() throws {
    var scribe = Scribe()
    try scribe.write(.start, "break")
    scribe.sleep(600)
    try scribe.write(.stop)
    #expect(fold(scribe).openSpans.isEmpty)
  }

  @Test func asksNobodyAboutWhatAnotherDeviceShows() throws {
    var scribe = try slept()
    try scribe.write(.stop)
    var box = Scribe("box-a1b2")
    try box.write(.start, "writing")
    box.pass(90)
    try box.write(.stop)
    #expect(fold(scribe, box).openSpans.isEmpty)
    #expect(fold(scribe, box).counted == Bounds(certain: 90 * minute, upper: 90 * minute))
  }

  @Test(
    arguments: [
      (nil, 20, 60, 70, 70, ["research"]), ("break", 20, 60, 30, 30, ["research", "break"]),
      ("", 20, 60, 30, 30, ["research"]), (nil, 20, 30, 40, 70, ["research"]),
      ("writing", 0, 70, 70, 70, ["writing"]), (nil, 60, 20, 30, 70, ["research"]),
      ("break", 100, 200, 30, 70, ["research"]),
    ] as [(String?, Int, Int, Int, Int, [String])])
  func takesASettledRangeForWhatItIsSaidToBe(
    category: String?, from: Int, to: Int, certain: Int, upper: Int, categories: [String]
  ) throws {
    var scribe = try slept()
    try scribe.write(.stop)
    try scribe.write(.settle, category) {
      $0.reference = "lap-k3fq:1"
      $0.declared = time(from)
      $0.until = time(to)
    }
    let state = fold(scribe)
    #expect(state.counted == Bounds(certain: certain * minute, upper: upper * minute))
    #expect(state.categories.map(\.category) == categories)
  }

  @Test func takesTheLaterOfTwoAnswersAndGoesBackWhenItIsVoid() throws {
    var scribe = try slept()
    try scribe.write(.stop)
    for category in ["", "break", nil] as [String?] {
      try scribe.write(.settle, category) {
        $0.reference = "lap-k3fq:1"
        $0.declared = time(20)
        $0.until = time(60)
      }
    }
    #expect(fold(scribe).counted.certain == 70 * minute)
    try scribe.write(.void) { $0.reference = "lap-k3fq:6" }
    #expect(fold(scribe).categories.map(\.time.certain) == [30 * minute, 40 * minute])
    try scribe.write(.void) { $0.reference = "lap-k3fq:5" }
    try scribe.write(.void) { $0.reference = "lap-k3fq:4" }
    #expect(fold(scribe).openSpans.count == 1)
  }

  @Test func undoesAVoidAndItsUndo() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(30)
    try scribe.write(.stop)
    for (reference, counted) in [(1, 0), (3, 30), (4, 0), (5, 30)] {
      try scribe.write(.void) { $0.reference = "lap-k3fq:\(reference)" }
      #expect(fold(scribe).counted.upper == counted * minute)
    }
  }

  @Test func booksAnEntryAsDeclared() throws {
    var scribe = Scribe()
    try scribe.write(.entry, "research") {
      $0.declared = time(-120)
      $0.until = time(-60)
      $0.text = "on paper"
    }
    let state = fold(scribe)
    #expect(state.counted == Bounds(certain: 60 * minute, upper: 60 * minute))
    #expect(state.phase == .research)
    let interval = try #require(state.intervals.first)
    #expect(interval.source == .entry && interval.isDeclared && interval.note == "on paper")
    #expect(!interval.isRunning && state.running.isEmpty)
  }

  @Test(arguments: [(nil, 60), (-120, nil), (-60, -120), (-60, -60)] as [(Int?, Int?)])
  func takesAnEntryWithoutLengthForNothing(from: Int?, to: Int?) throws {
    var scribe = Scribe()
    try scribe.write(.entry, "research") {
      $0.declared = from.map(time)
      $0.until = to.map(time)
    }
    #expect(fold(scribe).intervals.isEmpty)
  }

  @Test func countsAnEntryOverMeasuredTimeOnce() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(60)
    try scribe.write(.stop)
    try scribe.write(.entry, "writing") {
      $0.declared = time(30)
      $0.until = time(90)
    }
    #expect(fold(scribe).counted.certain == 90 * minute)
  }

  @Test func doubtsAnEntryOfFilesThatWereEdited() throws {
    var scribe = Scribe()
    try scribe.write(.entry, "research") {
      $0.declared = time(-60)
      $0.until = time(-30)
      $0.others = ["doubt": "edited"]
    }
    #expect(fold(scribe).counted == Bounds(certain: 0, upper: 30 * minute))
    #expect(fold(scribe).openSpans.map(\.doubt) == [.edited])
    try scribe.write(.settle) {
      $0.reference = "lap-k3fq:1"
      $0.declared = time(-60)
      $0.until = time(-30)
    }
    #expect(fold(scribe).counted.certain == 30 * minute)
  }

  @Test func movesAnEntryThatIsAdjusted() throws {
    var scribe = Scribe()
    try scribe.write(.entry, "research") {
      $0.declared = time(-120)
      $0.until = time(-60)
    }
    try scribe.write(.adjust) {
      $0.reference = "lap-k3fq:1"
      $0.until = time(-30)
    }
    #expect(fold(scribe).counted.certain == 90 * minute)
    try scribe.write(.adjust) {
      $0.reference = "lap-k3fq:1"
      $0.declared = time(-90)
    }
    #expect(fold(scribe).counted.certain == 60 * minute)
    try scribe.write(.void) { $0.reference = "lap-k3fq:2" }
    #expect(fold(scribe).counted.certain == 30 * minute)
  }

  private func imported(_ scribe: inout Scribe) throws {
    try scribe.write(.entry, "research") {
      $0.source = "import"
      $0.declared = time(-120)
      $0.until = time(-60)
      $0.others = ["imp": "toggl:1f7a"]
    }
  }

  @Test func countsWhatTwoDevicesImportedOnce() throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try imported(&laptop)
    try imported(&box)
    let state = fold(laptop, box)
    #expect(state.intervals.map(\.source) == [.imported])
    laptop.see(box)
    try laptop.write(.void) { $0.reference = "box-a1b2:1" }
    #expect(fold(laptop, box).intervals.isEmpty, "both are of the same origin")
    try imported(&laptop)
    #expect(fold(laptop, box).intervals.count == 1, "what is imported anew counts")
  }

  @Test func movesAStopFromElsewhereThatIsAdjusted() throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try laptop.write(.start, "research")
    laptop.pass(30)
    try laptop.write(.beat)
    box.pass(60)
    box.see(laptop)
    try box.write(.stop) { $0.reference = "lap-k3fq:1" }
    #expect(fold(laptop, box).counted == Bounds(certain: 30 * minute, upper: 60 * minute))
    #expect(fold(laptop, box).intervals.first?.closing == "box-a1b2:1")
    for (minutes, counted) in [(20, 20), (50, 50)] {
      try box.write(.adjust) {
        $0.reference = "box-a1b2:1"
        $0.declared = time(minutes)
      }
      #expect(
        fold(laptop, box).counted == Bounds(certain: counted * minute, upper: counted * minute))
    }
  }

  @Test func countsTwoRestartsFromTheSameProjectOnce() throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try laptop.write(.start, "research")
    laptop.pass(10)
    try laptop.write(.stop)
    try laptop.write(.restart) { $0.epoch = 2 }
    try laptop.write(.start, "research") { $0.epoch = 2 }
    laptop.pass(10)
    try laptop.write(.stop)
    box.pass(15)
    try box.write(.restart) { $0.epoch = 2 }
    let state = fold(laptop, box)
    #expect(state.epoch == 2 && state.phase == .research)
    #expect(state.counted.certain == 10 * minute)
    #expect(state.course.map(\.kind) == [.restart])
  }

  @Test func keepsChangesOfDirection() throws {
    var scribe = Scribe()
    try scribe.write(.pivot) { $0.text = "stuck" }
    try scribe.write(.pivot) { $0.text = "found an angle" }
    try scribe.write(.void) { $0.reference = "lap-k3fq:1" }
    #expect(fold(scribe).course.map(\.entry.text) == ["found an angle"])
  }
}

@Suite struct TimeSheetTests {
  private func state(_ scribes: [Scribe]) -> LedgerState {
    Ledger.fold(scribes.flatMap(\.records), rules: .sample)
  }

  private func rows(
    _ scribes: Scribe..., by order: TimeSheet.Order, epoch: Int? = nil
  ) -> [String] {
    state(scribes).sheet(by: order, epoch: epoch, rules: .sample).rows.map {
      "\($0.name) \($0.counted.certain / minute)/\($0.counted.upper / minute) "
        + "\($0.other.certain / minute)/\($0.other.upper / minute)"
    }
  }

  /// From 23:00 local time on: an hour of research, 30 minutes of break, 30 doubtful minutes of writing.
  private func night() throws -> Scribe {
    var scribe = Scribe(wall: Scribe.noon + 600 * minute)
    try scribe.write(.start, "research")
    scribe.pass(90)
    try scribe.write(.switch, "break")
    scribe.pass(30)
    try scribe.write(.switch, "writing")
    scribe.pass(15)
    scribe.sleep(30)
    try scribe.write(.stop)
    return scribe
  }

  @Test func cutsDaysAtTheLocalMidnight() throws {
    #expect(
      try rows(night(), by: .day) == ["2026-11-22 60/60 0/0", "2026-11-23 45/75 30/30"])
  }

  /// The offset in the record decides, not today's: 23:30 to 00:30 in summer time.
  @Test func cutsDaysByTheOffsetOfTheTime() throws {
    var scribe = Scribe(wall: Scribe.noon + 570 * minute)
    scribe.offsetSeconds = 7200
    try scribe.write(.start, "research")
    scribe.pass(60)
    scribe.offsetSeconds = 3600
    try scribe.write(.stop)
    #expect(rows(scribe, by: .day) == ["2026-11-22 30/30 0/0", "2026-11-23 30/30 0/0"])
  }

  @Test func keepsTheContractsOrderOfCategories() throws {
    #expect(
      try rows(night(), by: .category)
        == ["research 90/90 0/0", "writing 15/45 0/0", "break 0/0 30/30"])
  }

  @Test func givesAnInstantToOneDeviceOnly() throws {
    var (laptop, box) = try Scribe.pair()
    try laptop.write(.stop)
    try box.write(.stop)
    #expect(rows(laptop, box, by: .device) == ["box-a1b2 60/60 0/0", "lap-k3fq 30/30 0/0"])
    let sheet = state([laptop, box]).sheet(by: .device, epoch: nil, rules: .sample)
    #expect(sheet.total.counted == state([laptop, box]).counted)
  }

  @Test func keepsProjectsApart() throws {
    var scribe = try night()
    try scribe.write(.restart) { $0.epoch = 2 }
    try scribe.write(.start, "writing") { $0.epoch = 2 }
    scribe.pass(7)
    try scribe.write(.stop)
    #expect(rows(scribe, by: .project) == ["1 105/135 30/30", "2 7/7 0/0"])
    #expect(rows(scribe, by: .category, epoch: 2) == ["writing 7/7 0/0"])
  }

  @Test func doesNotWalkThroughThousandsOfYears() throws {
    var scribe = Scribe()
    try scribe.write(.entry, "research") {
      $0.declared = Timestamp(unixMilliseconds: -(1 << 60), offsetSeconds: 0)
      $0.until = Timestamp(unixMilliseconds: 1 << 60, offsetSeconds: 0)
    }
    #expect(rows(scribe, by: .day).count <= 101)
  }
}
