import Documents
import Ledger
import TestSupport
import Testing

@Suite struct DevicesTests {
  private func fold(_ scribes: [Scribe], now: Scribe? = nil) -> LedgerState {
    Ledger.fold(scribes.flatMap(\.records), rules: .sample, now: now?.now, device: now?.device)
  }

  @Test func countsAnOverlapOnce() throws {
    var (laptop, box) = try Scribe.pair()
    try laptop.write(.stop)
    try box.write(.stop)
    let state = fold([laptop, box])
    #expect(state.counted.certain == 90 * minute)
    #expect(state.categories.map(\.time.certain) == [30 * minute, 60 * minute])
  }

  @Test func letsWorkBeatWaiting() throws {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2")
    try laptop.write(.start, "research")
    try box.write(.start, "waiting")
    laptop.pass(60)
    box.pass(90)
    try laptop.write(.stop)
    try box.write(.stop)
    let state = fold([laptop, box])
    #expect(state.categories.map(\.time.certain) == [60 * minute, 30 * minute])
  }

  @Test func doesNotDependOnTheOrderOfArrival() throws {
    var (laptop, box) = try Scribe.pair()
    try laptop.write(.stop)
    try box.write(.stop)
    let records = laptop.records + box.records
    let state = Ledger.fold(records, rules: .sample)
    #expect(Ledger.fold(records.reversed(), rules: .sample) == state)
    #expect(Ledger.fold(records + records, rules: .sample) == state)
  }

  @Test func doubtsWhatRunsOnAnotherDevice() throws {
    var (laptop, box) = try Scribe.pair()
    try box.write(.stop)
    laptop.pass(60)
    let state = fold([laptop, box], now: box)
    #expect(state.running.map(\.device) == ["lap-k3fq"])
    #expect(state.counted == Bounds(certain: 60 * minute, upper: 90 * minute))
  }

  @Test func stopsAnotherDevicesClockFromHere() throws {
    var (laptop, box) = try Scribe.pair()
    try box.write(.stop)
    box.see(laptop)
    try box.write(.stop) { $0.reference = "lap-k3fq:1" }
    box.pass(600)
    let state = fold([laptop, box], now: box)
    #expect(state.running.isEmpty)
    #expect(state.counted == Bounds(certain: 60 * minute, upper: 90 * minute))
  }

  @Test func keepsTheDevicesOwnStop() throws {
    var (laptop, box) = try Scribe.pair()
    try box.write(.stop) { $0.reference = "lap-k3fq:1" }
    laptop.pass(30)
    try laptop.write(.stop)
    let state = fold([laptop, box])
    #expect(state.intervals.first { $0.device == "lap-k3fq" }?.length.certain == 90 * minute)
  }

  /// The laptop researches from 12:00; the box stops its clock at 13:00, and the laptop hears of it.
  private func stoppedFromElsewhere(boxIsFast minutes: Int = 0) throws -> (Scribe, Scribe) {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2", wall: Scribe.noon + minutes * minute)
    try laptop.write(.start, "research")
    laptop.pass(60)
    box.pass(60)
    box.see(laptop)
    try box.write(.stop) { $0.reference = "lap-k3fq:1" }
    laptop.see(box)
    return (laptop, box)
  }

  @Test(arguments: [Record.Kind.start, .switch])
  func countsNothingBetweenAStopFromElsewhereAndTheNextStart(kind: Record.Kind) throws {
    var (laptop, box) = try stoppedFromElsewhere()
    laptop.pass(120)
    try laptop.write(kind, "writing")
    laptop.pass(10)
    try laptop.write(.stop)
    let state = fold([laptop, box])
    #expect(state.categories.map(\.time.upper) == [60 * minute, 10 * minute])
    #expect(state.counted == Bounds(certain: 10 * minute, upper: 70 * minute))
  }

  @Test func countsTheSignsOfLifeOfADeviceThatHadNotHeardOfTheStop() throws {
    var (laptop, box) = try stoppedFromElsewhere()
    laptop.pass(30)
    try laptop.write(.beat)
    laptop.pass(90)
    try laptop.write(.start, "writing")
    let state = fold([laptop, box])
    #expect(state.categories.map(\.time) == [Bounds(certain: 90 * minute, upper: 90 * minute)])
  }

  @Test(arguments: [Record.Kind.note, .pivot, .freeze])
  func takesNothingWrittenLaterForASignOfLife(kind: Record.Kind) throws {
    var (laptop, box) = try stoppedFromElsewhere()
    laptop.pass(120)
    try laptop.write(kind)
    #expect(fold([laptop, box]).counted.upper == 60 * minute)
    try laptop.write(.start, "writing")
    #expect(fold([laptop, box]).counted.upper == 60 * minute)
  }

  @Test func endsAtTheNextStartWhenTheOtherDevicesClockIsFast() throws {
    var (laptop, box) = try stoppedFromElsewhere(boxIsFast: 300)
    laptop.pass(20)
    try laptop.write(.start, "writing")
    laptop.pass(10)
    try laptop.write(.stop)
    let state = fold([laptop, box])
    #expect(state.categories.map(\.time.upper) == [80 * minute, 10 * minute])
  }

  @Test func remarksOnACopiedDevice() throws {
    var one = Scribe()
    var two = Scribe()
    try one.write(.start, "research")
    two.pass(1)
    try two.write(.start, "research")
    #expect(fold([one, two]).remarks.map(\.code) == ["device-doubled"])
  }

  @Test func keepsAnEffectAfterItsCauseWhenAClockIsWrong() throws {
    var laptop = Scribe("lap-k3fq", wall: Scribe.noon + 600 * minute)
    var box = Scribe("box-a1b2")
    try laptop.write(.freeze)
    box.see(laptop)
    try box.write(.thaw)
    #expect(fold([box, laptop]).phase == .research)
  }

  /// Whatever three devices do: order of arrival is nothing, union lies between maximum and sum.
  @Test(arguments: 0..<60)
  func holdsForRandomHistories(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 1)
    var scribes = (0..<3).map {
      Scribe(
        "dev\($0)-aaaa", wall: Scribe.noon + Int.random(in: -7200...7200, using: &random) * 1000)
    }
    for _ in 0..<40 { try act(&scribes, &random) }
    let records = scribes.flatMap(\.records)
    let state = Ledger.fold(records, rules: .sample)
    #expect(Ledger.fold(records.shuffled(using: &random), rules: .sample) == state)
    let alone = scribes.map { Ledger.fold($0.records, rules: .sample).counted }
    #expect(state.counted.upper <= alone.map(\.upper).reduce(0, +))
    #expect(state.counted.upper >= alone.map(\.upper).max() ?? 0)
    #expect(state.counted.certain <= state.counted.upper)
    #expect(state.categories.allSatisfy { $0.time.certain <= $0.time.upper })
    let lengths = state.intervals.map(\.length)
    #expect(lengths.allSatisfy { 0 <= $0.certain && $0.certain <= $0.upper })
    for order in TimeSheet.Order.allCases {
      let sheet = state.sheet(by: order, epoch: state.epoch, rules: .sample)
      #expect(sheet.total.counted == state.counted, "\(order)")
      #expect(sheet.rows.reduce(0) { $0 + $1.counted.certain } == state.counted.certain)
    }
    let days = state.days(epoch: state.epoch, rules: .sample)
    #expect(days.reduce(0) { $0 + $1.sheet.total.counted.certain } == state.counted.certain)
    #expect(
      days.map(\.day)
        == state.sheet(by: .day, epoch: state.epoch, rules: .sample).rows.map(\.name))
  }

  /// Devices correct each other's time while they do not hear of each other.
  @Test(arguments: 0..<40)
  func agreesOnCorrectionsFromElsewhere(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 1000)
    var scribes = (0..<3).map { Scribe("dev\($0)-aaaa", wall: Scribe.noon + $0 * minute) }
    for _ in 0..<60 {
      try act(&scribes, &random)
      let index = Int.random(in: scribes.indices, using: &random)
      let other = scribes[(index + 1) % 3].device
      try correct(&scribes[index], about: other, &random)
    }
    let records = scribes.flatMap(\.records)
    let state = Ledger.fold(records, rules: .sample)
    #expect(Ledger.fold(records.shuffled(using: &random), rules: .sample) == state)
    #expect(state.counted.certain <= state.counted.upper)
    #expect(state.openSpans.enumerated().allSatisfy { $0.offset + 1 == $0.element.number })
    let sheet = state.sheet(by: .day, epoch: state.epoch, rules: .sample)
    #expect(sheet.rows.reduce(0) { $0 + $1.counted.upper } == state.counted.upper)
  }

  /// A journal may say anything that a record can hold; the fold answers all the same.
  @Test(arguments: 0..<40)
  func survivesWhateverRecordsSay(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 100)
    var scribe = Scribe()
    let clocks = [0, 1, 5000, 1 << 50, (1 << 50) - 1]
    let kinds: [Record.Kind] = [
      .start, .stop, .beat, .switch, .freeze, .thaw, .restart, .adjust, .void, .phase,
      .entry, .settle, .pivot,
    ]
    for _ in 0..<60 {
      scribe.clock = clocks.randomElement(using: &random) ?? 0
      scribe.awake = clocks.randomElement(using: &random) ?? 0
      scribe.boot = "boot-\(Int.random(in: 0..<3, using: &random))"
      scribe.wall = Int.random(in: -(1 << 60)...(1 << 60), using: &random)
      let time = Timestamp(
        unixMilliseconds: Int.random(in: -(1 << 60)...(1 << 60), using: &random), offsetSeconds: 0)
      let isDeclared = Bool.random(using: &random)
      let reference = "lap-k3fq:\(Int.random(in: 0...60, using: &random))"
      try scribe.write(kinds.randomElement(using: &random) ?? .start, "research") {
        $0.epoch = isDeclared ? 1 << 30 : 2
        $0.declared = isDeclared ? time : nil
        $0.until = Bool.random(using: &random) ? $0.moment.wall : time
        $0.reference = isDeclared && $0.kind != .settle && $0.kind != .adjust ? nil : reference
      }
    }
    #expect(Journal.parse(scribe.journal).isSound)
    let state = Ledger.fold(scribe.records, rules: .sample, now: scribe.now, device: scribe.device)
    #expect(state.counted.certain >= 0 && state.counted.certain <= state.counted.upper)
    #expect(state.budgets.allSatisfy { $0.passed.count <= 6 })
  }

  private func act(_ scribes: inout [Scribe], _ random: inout SeededGenerator) throws {
    let index = Int.random(in: scribes.indices, using: &random)
    let minutes = Double.random(in: 0...90, using: &random)
    switch Int.random(in: 0..<16, using: &random) {
    case 0: scribes[index].sleep(minutes)
    case 1: scribes[index].reboot(minutes)
    case 2: scribes[index].wall += Int.random(in: -7200...7200, using: &random) * 1000
    case 3: scribes[index].see(scribes[Int.random(in: scribes.indices, using: &random)])
    case 4, 5: try scribes[index].write(.stop)
    case 6: try scribes[index].write(.beat) { $0.source = "watch" }
    case 7...11: try correct(&scribes[index], about: scribes[index].device, &random)
    default:
      let categories = ["research", "writing", "waiting", "break", "juggling"]
      try scribes[index].write(.start, categories.randomElement(using: &random))
    }
    for index in scribes.indices { scribes[index].pass(minutes / 3) }
  }

  /// Says something of earlier records, of this device or another.
  private func correct(
    _ scribe: inout Scribe, about device: String, _ random: inout SeededGenerator
  ) throws {
    let kinds: [Record.Kind] = [.adjust, .void, .settle, .entry, .pivot]
    let start = scribe.now.wall.advanced(
      byMilliseconds: -Int.random(in: 0...200, using: &random) * minute)
    let end = start.advanced(byMilliseconds: Int.random(in: 0...90, using: &random) * minute)
    let number = Int.random(in: 1...20, using: &random)
    let name = "imp-\(Int.random(in: 0..<3, using: &random))"
    let kind = kinds.randomElement(using: &random) ?? .void
    let categories = ["research", "waiting", "", nil]
    let category = kind == .settle ? categories.randomElement(using: &random) : "research"
    let isAboutAnother = device != scribe.device
    try scribe.write(kind, category ?? nil) {
      $0.declared = start
      $0.until = end
      $0.reference = "\(device):\(number)"
      if isAboutAnother { $0.others = ["imp": .string(name)] }
    }
  }
}
