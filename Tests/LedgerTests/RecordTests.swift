import Digests
import Documents
import Ledger
import TestSupport
import Testing

@Suite struct RecordTests {
  @Test func writesOneSortedAsciiLine() throws {
    var scribe = Scribe()
    let record = try scribe.write(.note, "research") {
      $0.text = "läuft\n"
      $0.head = "2d07245"
    }
    let fields = try #require(try JSON.parse(record.line).object)
    #expect(try JSON.object(fields).canonical() == record.line)
    #expect(record.line.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    #expect(fields["wall"] == "2026-11-22T13:00:00.000+01:00")
    #expect(fields["id"] == "lap-k3fq:1")
    #expect(fields["prev"] == "")
    #expect(fields["schema"] == 1)
    #expect(fields["text"] == "läuft\n")
    #expect(fields["cat"] == "research")
    #expect(fields["doc"] == nil)
  }

  @Test func hashesTheLineWithoutTheHash() throws {
    var scribe = Scribe()
    let record = try scribe.write(.start, "research")
    let cut = record.line.replacing("\"h\":\"\(record.hash)\",", with: "")
    #expect(SHA256.digest(cut).hex == record.hash)
  }

  @Test func chainsToTheRecordBefore() throws {
    var scribe = Scribe()
    let first = try scribe.write(.start, "research")
    let second = try scribe.write(.stop)
    #expect(second.previous == first.hash)
    #expect(second.sequence == 2)
    #expect(second.order > first.order)
  }

  @Test func readsWhatItWrote() throws {
    var scribe = Scribe()
    let record = try scribe.write(.freeze, "research") {
      $0.declared = Timestamp(unixMilliseconds: Scribe.noon - minute, offsetSeconds: 0)
      $0.until = Timestamp(unixMilliseconds: Scribe.noon, offsetSeconds: 3600)
      $0.reference = "lap-k3fq:7"
      $0.text = "why"
      $0.manifest = String(repeating: "a", count: 64)
      $0.document = String(repeating: "b", count: 64)
      $0.head = "c0ffee"
      $0.others = ["mood": ["good", 1, 2.5], "h2": ["h": "x"]]
    }
    let read = try Record(line: record.line.utf8)
    #expect(read == record)
    #expect(read.entry == record.entry)
    #expect(read.line == record.line)
    #expect(read.previous == record.previous)
  }

  /// Plain lines are read in a way of their own; what makes a line another one changes nothing else.
  @Test(arguments: 0..<60)
  func readsPlainLinesAsAllOthers(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 5000)
    var plain = Scribe()
    var other = Scribe()
    for _ in 0..<8 {
      let optional = (0..<8).map { _ in Bool.random(using: &random) }
      let minutes = Int.random(in: -500...500, using: &random)
      let fill = { (entry: inout Record.Entry) in
        let time = entry.moment.wall.advanced(byMilliseconds: minutes * minute + minutes)
        entry.declared = optional[0] ? time : nil
        entry.until = optional[1] ? time : nil
        entry.category = optional[2] ? "research" : nil
        entry.head = optional[3] ? String(repeating: "\(abs(minutes) % 10)", count: 40) : nil
        entry.document = optional[4] ? String(repeating: "b", count: 64) : nil
        entry.reference = optional[5] ? "lap-k3fq:\(abs(minutes))" : nil
        entry.manifest = optional[6] ? "" : nil
        entry.others = optional[7] ? ["aa": .integer(minutes), "srd": "x", "x": "", "zz": 0] : [:]
      }
      try plain.write(.note, "research", fill)
      try other.write(.note, "research") {
        fill(&$0)
        $0.others["a"] = .bool(true)
      }
      plain.pass(3)
      other.pass(3)
    }
    let (read, twin) = (Journal.parse(plain.journal), Journal.parse(other.journal))
    #expect(read.isSound && twin.isSound)
    #expect(read.records.map(\.entry) == plain.records.map(\.entry))
    #expect(read.records.map(\.line) == plain.records.map(\.line))
    #expect(read.records.map(\.previous) == plain.records.map(\.previous))
    #expect(read.records.map(\.order) == plain.records.map(\.order))
    for (record, twin) in zip(read.records, twin.records) {
      var entry = twin.entry
      #expect(entry.others.removeValue(forKey: "a") == .bool(true))
      #expect(entry == record.entry)
      #expect(try Record(line: record.line.utf8).entry == record.entry)
    }
  }

  @Test func keepsAnUnknownKind() throws {
    var scribe = Scribe()
    let record = try scribe.write(.init(rawValue: "teleport"))
    #expect(try Record(line: record.line.utf8).entry.kind.rawValue == "teleport")
  }

  @Test func lostsNoKeyOfALaterVersionThatKeepsTheSchema() throws {
    var scribe = Scribe()
    let record = try scribe.write(.start, "research") { $0.others = ["zz": 1, "aa": nil] }
    let read = try Record(line: record.line.utf8)
    #expect(read.entry.others == ["zz": 1, "aa": .null])
  }

  @Test func refusesANumberThatJSONCannotSay() {
    #expect(throws: JSONError.self) {
      var scribe = Scribe()
      try scribe.write(.start) { $0.others = ["x": .number(.infinity)] }
    }
  }

  @Test func findsEveryChangedByte() throws {
    var scribe = Scribe()
    let line = Array(try scribe.write(.start, "research").line.utf8)
    for index in line.indices {
      for change in [UInt8(1), 0x20, 0x80] {
        var damaged = line
        damaged[index] ^= change
        #expect(throws: RecordError.self, "byte \(index)") { try Record(line: damaged) }
      }
    }
  }

  @Test func refusesEveryTruncation() throws {
    var scribe = Scribe()
    let line = Array(try scribe.write(.start, "research").line.utf8)
    for count in line.indices {
      #expect(throws: RecordError.self, "\(count) bytes") { try Record(line: line[..<count]) }
    }
  }

  /// A line whose hash is right although its content is not a record.
  private func sealed(_ changes: [String: JSON?]) throws -> String {
    var scribe = Scribe()
    var object = try #require(try JSON.parse(scribe.write(.start, "research").line).object)
    for (key, value) in changes { object[key] = value }
    object["h"] = nil
    object["h"] = .string(SHA256.digest(try JSON.object(object).canonical()).hex)
    return try JSON.object(object).canonical()
  }

  @Test(
    arguments: [
      ("seq", 0), ("seq", "1"), ("seq", -1), ("seq", .integer(.max)), ("bt", -1),
      ("bt", .integer(.max)), ("mono", 1.5), ("wall", "yesterday"), ("hlc", "1"), ("dev", "../x"),
      ("dev", ""), ("prev", "abc"), ("ep", 0), ("k", ""), ("at", "soon"), ("to", "later"),
      ("id", "other:1"), ("cat", 5), ("ph", nil), ("tz", nil), ("schema", 0), ("schema", nil),
      ("src", ["a"]),
    ] as [(String, JSON?)])
  func namesTheMalformedKey(key: String, value: JSON?) throws {
    let line = try sealed([key: value])
    #expect(throws: RecordError.malformed(key: key)) { try Record(line: line.utf8) }
  }

  @Test func asksForANewerProgramOnANewerSchema() throws {
    let line = try sealed(["schema": 2])
    #expect(throws: RecordError.newerSchema(2)) { try Record(line: line.utf8) }
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "{\"schema\":1}", "\0\0\0", "{\"schema\":1,\"h\":\"x\"}",
  ])
  func refusesWhatIsNoRecord(line: String) {
    #expect(throws: RecordError.self) { try Record(line: line.utf8) }
  }

  @Test func refusesInvalidUTF8AndDeepNesting() {
    #expect(throws: RecordError.self) { try Record(line: [0xFF, 0xFE, 0x7B]) }
    #expect(throws: RecordError.self) {
      try Record(line: [UInt8](repeating: UInt8(ascii: "["), count: 100_000))
    }
  }
}

@Suite struct JournalMarkTests {
  @Test func readsWhatItWrites() throws {
    let mark = JournalMark(
      device: "lap-k3fq", sequence: 212, hash: String(repeating: "9c", count: 32))
    #expect(JournalMark(mark.text) == mark)
    #expect(mark.text.hasPrefix("lap-k3fq@212 9c9c"))
  }

  @Test(arguments: ["", "lap@1", "lap@0 \(h)", "lap@x \(h)", "@1 \(h)", "lap@1 abc", "L@1 \(h)"])
  func refusesOtherForms(text: String) { #expect(JournalMark(text) == nil) }
}

private let h = String(repeating: "0", count: 64)
