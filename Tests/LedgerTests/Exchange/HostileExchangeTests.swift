import Ledger
import TestSupport
import Testing

@Suite struct HostileExchangeTests {
  /// Reads a file as everything it could be, and plans with what comes out.
  private func take(_ bytes: [UInt8], as formats: [ExchangeFormat?]) {
    for format in formats {
      guard let reading = try? Exchange.read(bytes, as: format, dateOrder: .mdy) else { continue }
      _ = try? ImportPlan(
        reading, zone: .berlin, mapping: .init(), categories: ["research"],
        known: KnownTime([], stretches: []), now: .later)
      #expect(reading.problems.allSatisfy { !$0.words.isEmpty })
    }
  }

  @Test(arguments: Sample.allCases)
  func readsEveryTruncation(sample: Sample) throws {
    let bytes = try sample.bytes()
    let format = try Exchange.read(bytes).format
    for count in bytes.indices { take(Array(bytes[..<count]), as: [format]) }
  }

  @Test(arguments: Sample.allCases)
  func readsWhateverBecomesOfAFile(sample: Sample) throws {
    let bytes = try sample.bytes()
    var generator = SeededGenerator(seed: UInt64(sample.rawValue.utf8.count))
    let format = try Exchange.read(bytes).format
    for _ in 0..<200 { take(generator.mutation(of: bytes), as: [nil, format]) }
  }

  @Test(arguments: Sample.allCases)
  func readsEveryFileAsEveryFormat(sample: Sample) throws {
    take(try sample.bytes(), as: ExchangeFormat.allCases)
  }

  @Test(arguments: [
    "9223372036854775807", "-9223372036854775808", "1e308", "-1e308", "0.1", "null", "true", "[]",
    "{}", "\"\"", "\"x\"",
  ])
  func readsAnyValueInAnyPlace(value: String) throws {
    for sample in Sample.allCases {
      let text = String(decoding: try sample.bytes(), as: UTF8.self)
      guard text.hasPrefix("[") || text.hasPrefix("{") else { continue }
      let format = try Exchange.read(Array(text.utf8)).format
      for match in text.matches(of: /(: |,\s*|\[)([0-9"][^,\]\}]*)/) {
        var changed = text
        changed.replaceSubrange(match.output.2.startIndex..<match.output.2.endIndex, with: value)
        take(Array(changed.utf8), as: [nil, format])
      }
    }
  }

  @Test func refusesAFileBeyondTheLimit() {
    let bytes = [UInt8](repeating: 65, count: Exchange.sizeLimit + 1)
    #expect(throws: ExchangeError.tooLarge(limit: Exchange.sizeLimit)) { try Exchange.read(bytes) }
  }

  /// Texts of a size that make a careless reader slow.
  private static let makers: [(name: String, text: @Sendable (Int) -> String)] = [
    ("one quote", { "Start date,Start time,Duration\n\"" + String(repeating: "a\"\"", count: $0) }),
    (
      "rows",
      { size in
        "Start date,Start time,Duration\n"
          + String(repeating: "2026-11-20,09:00:00,00:30:00\n", count: size / 30)
      }
    ),
    ("columns", { "Start date,Start time,Duration" + String(repeating: ",x", count: $0) + "\n" }),
    ("brackets", { String(repeating: "[", count: $0) }),
    ("empty lists", { String(repeating: "[]\n", count: $0) }),
    (
      "headings",
      { size in
        String(repeating: "** a :b:c:d:\n CLOCK: [2026-11-20 Fri 09:00]\n", count: size / 40)
      }
    ),
    (
      "stars",
      { size in
        (0..<size / 200).map { String(repeating: "*", count: $0 % 100) + " a :b:\n" }.joined()
      }
    ),
    ("words", { "inc 20261120T090000Z # " + String(repeating: "a \"b ", count: $0 / 5) }),
    (
      "heartbeats",
      { size in
        "["
          + (0..<size / 20).map { "{\"time\":\(1_700_000_000 + $0 * 700)}" }.joined(separator: ",")
          + "]"
      }
    ),
    (
      "frames that begin together",
      { size in
        "["
          + (0..<size / 30).map { "[1700000000,\(1_700_000_001 + $0),\"p\",\"\($0)\"]" }
          .joined(separator: ",") + "]"
      }
    ),
  ]

  @Test(arguments: makers.indices)
  func takesNoLongerThanTheFileIsLong(index: Int) {
    let (name, text) = Self.makers[index]
    let sizes = [20_000, 80_000].map { (size: $0, bytes: Array(text($0).utf8)) }
    let times = growth(from: 20_000) { size in
      for input in sizes where input.size == size {
        take(input.bytes, as: [nil, .toggl, .timewarrior])
      }
    }
    #expect(times < 9, "\(name): \(times)")
  }
}
