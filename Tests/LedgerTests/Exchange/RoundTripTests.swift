import Documents
import Ledger
import TestSupport
import Testing

@Suite struct RoundTripTests {
  /// A ledger of stretches that begin and end at any millisecond.
  private func stretches(_ seed: UInt64, zone: ZoneTable) -> [ExportedStretch] {
    var generator = SeededGenerator(seed: seed)
    var time = 1_795_000_000_000 + Int.random(in: 0..<1000, using: &generator)
    return (1...12).map { number in
      let begin = time + Int.random(in: 60_000..<4_000_000, using: &generator)
      let end = begin + Int.random(in: 60_000..<9_000_000, using: &generator)
      time = end
      let note = generator.text()
      return ExportedStretch(
        begin: zone.shown(Timestamp(unixMilliseconds: begin, offsetSeconds: 0)),
        end: zone.shown(Timestamp(unixMilliseconds: end, offsetSeconds: 0)),
        category: ["research", "reading", "writing"][number % 3], isCounted: true,
        origin: .measured, note: number % 2 == 0 ? note : nil, record: "lap-k3fq:\(number)",
        device: "lap-k3fq")
    }
  }

  private func plan(_ text: String, known: [ExportedStretch]) throws -> ImportPlan {
    // The ledger knows the stretches with all their digits, from records of other numbers.
    var scribe = Scribe("box-aaaa")
    for stretch in known {
      try scribe.write(.entry, stretch.category) {
        $0.declared = stretch.begin
        $0.until = stretch.end
        $0.others["imp"] = .string("test:\(stretch.record)")
      }
    }
    let state = KnownTime(scribe.records, stretches: known)
    return try ImportPlan(
      Exchange.read(Array(text.utf8), dateOrder: .dmy), zone: .berlin, mapping: .init(),
      categories: ["research", "reading", "writing"], known: state, now: .later)
  }

  @Test(arguments: ExportTarget.allCases)
  func addsNothingByImportingItsOwnExport(target: ExportTarget) throws {
    for seed in 1...8 {
      let stretches = stretches(UInt64(seed), zone: .berlin)
      let details = ExportDetails(title: "It's \"mine\", *all*", email: "ada@example.org")
      let text = try Exchange.text(of: stretches, for: target, details)
      guard target != .timewarrior else { continue }
      let plan = try plan(text, known: stretches)
      #expect(plan.items.isEmpty, "\(target) \(seed)")
      #expect(plan.known > 0 && plan.problems.isEmpty)
    }
  }

  @Test(arguments: ExportTarget.allCases)
  func bringsEveryStretchIntoAnotherLedger(target: ExportTarget) throws {
    let isEvidence = target == .activitywatch || target == .wakatime
    guard target != .timewarrior, !isEvidence else { return }
    let precision = target == .org ? 60_000 : 1000
    let stretches = stretches(3, zone: .berlin)
    let text = try Exchange.text(of: stretches, for: target, ExportDetails(title: "Mine"))
    let plan = try plan(text, known: [])
    #expect(plan.items.map(\.category) == stretches.map(\.category))
    for (item, stretch) in zip(plan.items, stretches) {
      #expect(abs(item.begin.unixMilliseconds - stretch.begin.unixMilliseconds) < precision)
      #expect(abs(item.end.unixMilliseconds - stretch.end.unixMilliseconds) < precision)
    }
  }

  /// Two stretches with what is awkward in them.
  private var pair: [ExportedStretch] {
    let time = { (text: String) in
      Timestamp(text) ?? Timestamp(unixMilliseconds: 0, offsetSeconds: 0)
    }
    return [
      ExportedStretch(
        begin: time("2026-11-21T13:58:00.500+01:00"), end: time("2026-11-21T14:31:59.900+01:00"),
        category: "writing", isCounted: true, origin: .declared, note: "say \"yes\", no",
        record: "lap-k3fq:7", device: "lap-k3fq"),
      ExportedStretch(
        begin: time("2026-11-20T23:30:00.000+01:00"), end: time("2026-11-21T00:10:00.000+01:00"),
        category: "research", isCounted: true, origin: .measured, record: "lap-k3fq:1",
        device: "lap-k3fq"),
    ]
  }

  private func text(_ target: ExportTarget, coarse: Bool = false) throws -> String {
    try Exchange.text(
      of: coarse ? pair.compactMap(\.coarse) : pair, for: target,
      ExportDetails(title: "Ada's", user: "Ada", email: "ada@example.org"))
  }

  @Test func writesExactlyTheColumnsThatTogglImports() throws {
    #expect(
      try text(.toggl) == """
        User,Email,Client,Project,Task,Description,Billable,Start date,Start time,Duration,Tags\r
        Ada,ada@example.org,,Ada's,,,No,2026-11-20,23:30:00,00:40:00,research\r
        Ada,ada@example.org,,Ada's,,"say ""yes"", no",No,2026-11-21,13:58:00,00:33:59,writing\r\n
        """)
  }

  @Test func writesCommandsThatTimewarriorRuns() throws {
    #expect(
      try text(.timewarrior) == """
        timew track 20261120T223000Z - 20261120T231000Z 'research' 'Ada'\\''s'
        timew track 20261121T125800Z - 20261121T133159Z 'writing' 'Ada'\\''s'

        """)
  }

  @Test func writesClockLines() throws {
    #expect(
      try text(.org) == """
        * Ada's
        ** research
        :LOGBOOK:
        CLOCK: [2026-11-20 Fri 23:30]--[2026-11-21 Sat 00:10] =>  0:40
        :END:
        ** writing
        :LOGBOOK:
        CLOCK: [2026-11-21 Sat 13:58]--[2026-11-21 Sat 14:31] =>  0:33
        :END:

        """)
  }

  @Test func writesAllItKnowsIntoATableOfItsOwn() throws {
    #expect(
      try text(.csv) == """
        start,end,seconds,certain,category,counted,kind,note,record,device\r
        2026-11-20T23:30:00.000+01:00,2026-11-21T00:10:00.000+01:00,2400,2400,research,yes,measured,,lap-k3fq:1,lap-k3fq\r
        2026-11-21T13:58:00.500+01:00,2026-11-21T14:31:59.900+01:00,2039,2039,writing,yes,declared,"say ""yes"", no",lap-k3fq:7,lap-k3fq\r\n
        """)
  }

  @Test func coarsensToFiveMinutesAndNamesNoMachine() throws {
    #expect(
      try text(.csv, coarse: true) == """
        start,end,seconds,certain,category,counted,kind,note,record,device\r
        2026-11-20T23:30:00.000+01:00,2026-11-21T00:10:00.000+01:00,2400,2400,research,yes,measured,,,\r
        2026-11-21T14:00:00.000+01:00,2026-11-21T14:30:00.000+01:00,1800,1800,writing,yes,declared,"say ""yes"", no",,\r\n
        """)
    for target in ExportTarget.allCases {
      #expect(try !text(target, coarse: true).contains("lap-k3fq"), "\(target)")
    }
  }

  @Test func sendsAtMost25HeartbeatsARequest() throws {
    let lines = try Exchange.text(
      of: stretches(5, zone: .berlin), for: .wakatime, ExportDetails(title: "Mine")
    ).split(separator: "\n")
    let counts = try lines.map { try JSON.parse($0.utf8).array?.count ?? 0 }
    #expect(counts.allSatisfy { (1...25).contains($0) } && counts.count > 1)
  }
}
