import Documents
import TestSupport
import Testing

@testable import Ledger

/// What is folded once and carried on says the same as all records folded at once.
struct FoldedPrefixTests {
  @Test func endsOnlyWhereNoClockRuns() throws {
    var scribe = Scribe()
    try scribe.write(.start, "coding")
    scribe.pass(30)
    #expect(FoldedPrefix(scribe.records, rules: .sample) == nil)
    try scribe.write(.stop)
    #expect(FoldedPrefix(scribe.records, rules: .sample) != nil)
    #expect(FoldedPrefix([], rules: .sample) == nil)
  }

  @Test func isNotFollowedByWhatIsAboutIt() throws {
    var scribe = Scribe()
    let start = try scribe.write(.start, "coding")
    scribe.pass(30)
    try scribe.write(.stop)
    let prefix = try #require(FoldedPrefix(scribe.records, rules: .sample))
    let end = scribe.records.count
    for kind in [Record.Kind.adjust, .void, .settle, .stop] {
      var later = scribe
      try later.write(kind) { $0.reference = start.id }
      #expect(!prefix.isFollowed(by: later.records[end...]), "\(kind)")
    }
    #expect(!prefix.isFollowed(by: scribe.records))
    scribe.pass(5)
    try scribe.write(.start, "coding")
    #expect(prefix.isFollowed(by: scribe.records[end...]))
  }

  @Test func dependsOnWhatTheRulesSayOfTheFirstWork() throws {
    var scribe = Scribe()
    try scribe.write(.start, "waiting")
    scribe.pass(5)
    try scribe.write(.stop)
    let prefix = try #require(FoldedPrefix(scribe.records, rules: .sample))
    #expect(prefix.holds(by: .sample))
    #expect(!prefix.holds(by: .none))
  }

  @Test func saysWhatAllRecordsSay() throws {
    let carriedOn = try (0..<60).reduce(0) { try $0 + cut(seed: UInt64($1)) }
    #expect(carriedOn > 300)
  }

  /// Cuts a random history wherever it can be cut; returns at how many places.
  private func cut(seed: UInt64) throws -> Int {
    var random = SeededGenerator(seed: seed + 7000)
    var scribes = (0..<3).map { Scribe("dev\($0)-aaaa", wall: Scribe.noon + $0 * minute) }
    var cuts: [[Int]] = []
    for _ in 0..<60 {
      try act(&scribes, &random)
      cuts.append(scribes.map(\.records.count))
    }
    var carriedOn = 0
    for counts in cuts {
      let early = zip(scribes, counts).flatMap { $0.records.prefix($1) }
      let late = zip(scribes, counts).flatMap { $0.records.dropFirst($1) }
      guard let prefix = FoldedPrefix(early, rules: .sample) else { continue }
      let bytes = prefix.bytes
      #expect(FoldedPrefix(bytes[...]) == prefix)
      let read = try #require(FoldedPrefix(bytes[...]))
      guard read.isFollowed(by: late) else { continue }
      carriedOn += 1
      for now in [nil, scribes[0].now] {
        let device = scribes[0].device
        let whole = Ledger.fold(early + late, rules: .sample, now: now, device: device)
        #expect(
          Ledger.fold(late, after: read, rules: .sample, now: now, device: device) == whole)
      }
    }
    return carriedOn
  }

  @Test func takesNoOtherBytesForOne() throws {
    var scribe = Scribe()
    for _ in 0..<3 {
      try scribe.write(.start, "coding")
      scribe.sleep(20)
      try scribe.write(.beat)
      try scribe.write(.stop)
    }
    let bytes = try #require(FoldedPrefix(scribe.records, rules: .sample)).bytes
    for count in 0..<bytes.count { #expect(FoldedPrefix(bytes[..<count]) == nil) }
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = FoldedPrefix(damaged[...])
    }
  }

  private func act(_ scribes: inout [Scribe], _ random: inout SeededGenerator) throws {
    let index = Int.random(in: scribes.indices, using: &random)
    let minutes = Double.random(in: 0...90, using: &random)
    switch Int.random(in: 0..<20, using: &random) {
    case 0: scribes[index].sleep(minutes)
    case 1: scribes[index].reboot(minutes)
    case 2: scribes[index].wall += Int.random(in: -7200...7200, using: &random) * 1000
    case 3...5: for other in scribes { scribes[index].see(other) }
    case 6...10: for place in scribes.indices { try scribes[place].write(.stop) }
    case 11: try scribes[index].write(.beat) { $0.source = "watch" }
    case 12:
      let kinds: [Record.Kind] = [.freeze, .thaw, .pivot]
      try scribes[index].write(kinds.randomElement(using: &random) ?? .pivot)
    case 13:
      let project = Int.random(in: 1...4, using: &random)
      try scribes[index].write(.restart) { $0.epoch = project }
    case 14: try correct(&scribes[index], &random)
    default:
      let categories = ["research", "writing", "waiting", "break", "juggling"]
      try scribes[index].write(.start, categories.randomElement(using: &random))
    }
    for index in scribes.indices { scribes[index].pass(minutes / 3) }
  }

  /// Says something of earlier records, or of time that no clock measured.
  private func correct(_ scribe: inout Scribe, _ random: inout SeededGenerator) throws {
    let start = scribe.now.wall.advanced(
      byMilliseconds: -Int.random(in: 0...200, using: &random) * minute)
    let number = Int.random(in: 1...20, using: &random)
    let device = scribe.device
    try scribe.write(
      [.adjust, .void, .settle, .entry].randomElement(using: &random) ?? .void, "research"
    ) {
      $0.declared = start
      $0.until = start.advanced(byMilliseconds: 45 * minute)
      if $0.kind != .entry { $0.reference = "\(device):\(number)" }
      if number < 5 { $0.others["imp"] = .string("imp-\(number)") }
    }
  }
}
