import Ledger
import TestSupport
import Testing

@Suite struct JournalTests {
  private func sample(_ count: Int = 5) throws -> Scribe {
    var scribe = Scribe()
    for index in 0..<count {
      try scribe.write(index % 2 == 0 ? .start : .stop, "research")
      scribe.pass(1)
    }
    return scribe
  }

  @Test func readsASoundJournal() throws {
    let scribe = try sample()
    let reading = Journal.parse(scribe.journal, device: scribe.device)
    #expect(reading.records == scribe.records)
    #expect(reading.isSound)
  }

  @Test func takesAnEmptyJournalForDamaged() {
    #expect(Journal.parse([]).problems.map(\.code) == ["journal-empty"])
  }

  @Test func losesOnlyTheLastLineWhereverItIsCut() throws {
    let scribe = try sample()
    let bytes = scribe.journal
    let lastStart = bytes.count - (scribe.records[4].line.utf8.count + 1)
    for end in lastStart..<bytes.count {
      let reading = Journal.parse(Array(bytes[..<end]))
      let isWhole = end == bytes.count - 1
      #expect(reading.records == Array(scribe.records.prefix(isWhole ? 5 : 4)))
      #expect(reading.problems.map(\.code) == (end == lastStart ? [] : ["journal-line-incomplete"]))
    }
  }

  @Test func keepsTheRecordsAfterADamagedLine() throws {
    let scribe = try sample()
    var bytes = scribe.journal
    bytes[10] ^= 1
    let reading = Journal.parse(bytes)
    #expect(reading.records == Array(scribe.records.dropFirst()))
    #expect(reading.problems.map(\.code) == ["journal-line-unreadable", "journal-records-missing"])
    #expect(reading.problems.map(\.line) == [1, 2])
  }

  @Test func saysWhichRecordsAreMissing() throws {
    let scribe = try sample()
    let kept = [scribe.records[0], scribe.records[4]]
    let reading = Journal.parse(Journal.text(of: kept))
    #expect(reading.problems == [JournalProblem(.missing(2...4), line: 2)])
    #expect(reading.problems[0].words == "records 2 to 4 are missing before line 2")
  }

  @Test func noticesARecordFromAnotherStory() throws {
    let scribe = try sample()
    var other = Scribe(wall: Scribe.noon + 5)
    try other.write(.start, "writing")
    try other.write(.stop)
    let reading = Journal.parse(Journal.text(of: [scribe.records[0], other.records[1]]))
    #expect(reading.problems.map(\.code) == ["journal-chain-broken"])
    #expect(reading.records.count == 2)
  }

  @Test func noticesADoubledRecord() throws {
    let scribe = try sample(1)
    let reading = Journal.parse(scribe.journal + scribe.journal)
    #expect(reading.problems.map(\.code) == ["journal-chain-broken"])
  }

  @Test func leavesOutAnotherDevicesRecords() throws {
    let reading = Journal.parse(try sample(1).journal, device: "box-a1b2")
    #expect(reading.problems == [JournalProblem(.foreignDevice("lap-k3fq"), line: 1)])
    #expect(reading.records.isEmpty)
  }

  @Test func namesABlankTail() throws {
    let scribe = try sample()
    let reading = Journal.parse(scribe.journal + [UInt8](repeating: 0, count: 4096))
    #expect(reading.problems.map(\.code) == ["journal-blank-bytes"])
    #expect(reading.records.count == 5)
  }

  @Test(
    arguments: [
      [0], [10], [10, 10, 10], [0xFF], Array("{}\n".utf8), [UInt8](repeating: 0, count: 3000),
      [UInt8](repeating: UInt8(ascii: "{"), count: 3000), Array("\u{FEFF}".utf8), [13, 10],
    ] as [[UInt8]])
  func neverTakesRubbishForSound(bytes: [UInt8]) {
    let reading = Journal.parse(bytes)
    #expect(!reading.isSound)
    #expect(reading.records.isEmpty)
  }

  @Test(arguments: 0..<40)
  func survivesRandomDamage(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 1)
    let scribe = try sample(8)
    var bytes = scribe.journal
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: index)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      }
    }
    let reading = Journal.parse(bytes)
    #expect(Set(reading.records).isSubset(of: Set(scribe.records)))
    #expect(reading.isSound == (reading.records.count == 8 && bytes == scribe.journal))
  }

  @Test func joinsTwoCopies() throws {
    let all = try sample().records
    #expect(Journal.union(Array(all[..<3]), Array(all[2...])) == all)
    #expect(Journal.union([all[0], all[4]], Array(all[1..<4])) == all)
    #expect(Journal.union([], all) == all)
  }

  @Test func doesNotJoinDifferentStories() throws {
    var other = Scribe(wall: Scribe.noon + 5)
    try other.write(.start)
    #expect(Journal.union(try sample().records, other.records) == nil)
  }

  @Test func readsTenThousandRecords() throws {
    let scribe = try sample(10_000)
    #expect(Journal.parse(scribe.journal).records.count == 10_000)
  }
}
