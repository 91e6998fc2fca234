import Ledger
import Testing

/// What Timewarrior tells of the same four stretches, in either of its formats.
private let timewarriorRows = [
  "1: 2026-11-20T09:00:00.000+00:00 2026-11-20T10:15:00.000+00:00 | - | - "
    + "| patch one layer, research",
  "2: 2026-11-20T11:00:00.000+00:00 2026-11-20T11:30:00.000+00:00 | - "
    + "| the \"quoted\" paper, slash | Dossier, reading",
  "3: 2026-11-21T08:00:00.000+00:00 2026-11-21T08:00:01.000+00:00 | - | - | ",
  "4: 2026-11-22T10:00:00.000+00:00 ... | - | - | writing",
]

@Suite struct ExchangeReadingTests {
  /// What each sample says.
  private static let contents: [(Sample, ExchangeFormat, [String])] = [
    (
      .toggl, .toggl,
      [
        "2: 2026-11-20T09:00:00 2026-11-20T10:15:30 (4530 s) | Application | Patching, \"layer 5\" "
          + "| research, deep",
        "3: 2026-11-20T23:30:00 2026-11-21T00:10:00 (2400 s) | Application | 読む | reading",
        "4: 2026-11-21T08:00:00 2026-11-21T08:30:00 (1800 s) | Thesis | - | ",
      ]
    ),
    (
      .togglEntries, .togglJSON,
      [
        "1: 2026-11-20T08:00:00.000+00:00 2026-11-20T09:15:30.000+00:00 (4530 s) | - | Patching "
          + "| research",
        "2: 2026-11-22T10:00:00.000+00:00 ... | - | - | ",
      ]
    ),
    (
      .togglGroups, .togglJSON,
      [
        "1: 2026-11-20T09:00:00.000+01:00 2026-11-20T10:15:30.000+01:00 (4530 s) | - | Patching | ",
        "2: 2026-11-20T11:00:00.000+01:00 2026-11-20T11:01:00.000+01:00 (60 s) | - | Patching | ",
      ]
    ),
    (
      .clockify, .clockify,
      [
        "2: 2026-11-20T09:00:00 2026-11-20T10:15:30 (4530 s) | Application | Patching | research",
        "3: 2026-11-12T12:30:00 2026-11-12T13:00:00 (1800 s) | Application | - | ",
      ]
    ),
    (
      .timewarrior, .timewarrior,
      timewarriorRows
    ),
    (
      .timewarriorLines, .timewarrior,
      timewarriorRows
    ),
    (
      .watsonFrames, .watson,
      [
        "1: 2026-11-20T09:00:00.000+00:00 2026-11-20T10:15:00.000+00:00 | dossier | - "
          + "| research, two words",
        "2: 2026-11-20T11:00:00.000+00:00 2026-11-20T11:30:00.000+00:00 | other | - | ",
      ]
    ),
    (
      .watsonLog, .watson,
      [
        "1: 2026-11-20T10:00:00.000+01:00 2026-11-20T11:15:00.000+01:00 | dossier | - "
          + "| research, two words",
        "2: 2026-11-20T12:00:00.000+01:00 2026-11-20T12:30:00.000+01:00 | other | - | ",
      ]
    ),
    (
      .activitywatch, .activitywatch,
      [
        "3: 2026-11-20T09:00:00.000+00:00 2026-11-20T09:50:00.123+00:00 | - | - | ",
        "1: 2026-11-20T10:11:00.123+00:00 2026-11-20T10:41:30.623+00:00 | - | - | ",
      ]
    ),
    (
      .wakatime, .wakatime,
      [
        "1: 2026-11-20T09:00:00.250+00:00 2026-11-20T09:02:00.000+00:00 | - | - | ",
        "3: 2026-11-20T10:00:00.500+00:00 2026-11-20T10:00:00.500+00:00 | - | - | ",
      ]
    ),
    (
      .org, .org,
      [
        "6: 2026-11-22T10:00:00 ... | Application | TODO Patching | mats, research",
        "7: 2026-11-20T13:45:00 2026-11-20T15:15:00 (5400 s) | Application | TODO Patching "
          + "| mats, research",
        "8: 2026-11-20T09:00:00 2026-11-20T09:20:00 (1200 s) | Application | TODO Patching "
          + "| mats, research",
        "12: 2026-11-21T08:00:00 2026-11-21T08:30:00 (1800 s) | Other | - | ",
      ]
    ),
  ]

  @Test(arguments: Sample.allCases)
  func readsTheFilesOfOtherPrograms(sample: Sample) throws {
    let (_, format, lines) = try #require(Self.contents.first { $0.0 == sample })
    let reading = try Exchange.read(sample.bytes())
    #expect(reading.format == format)
    #expect(reading.lines == lines)
    #expect(reading.problems.isEmpty)
    #expect(try Exchange.read(sample.bytes(), as: format) == reading)
  }

  @Test func knowsAnEntryByTheNameTheOtherProgramGaveIt() throws {
    #expect(try Exchange.read(Sample.togglEntries.bytes()).stretches[0].nativeID == "4242424242")
    #expect(
      try Exchange.read(Sample.watsonFrames.bytes()).stretches.map(\.nativeID)
        == Exchange.read(Sample.watsonLog.bytes()).stretches.map(\.nativeID))
  }

  @Test(arguments: [
    ("", ExchangeError.empty), (" \n\t", .empty), ("\u{FEFF}", .empty), ("[]", .unknownFormat),
    ("Hello\nthere", .unknownFormat), ("{\"a\": 1}", .unknownFormat), ("a\0b", .notText),
    ("[{\"id\": 1,", .unknownFormat), ("User,Start date\n", .unknownFormat),
  ])
  func refusesWhatIsNoFileOfTime(text: String, error: ExchangeError) {
    #expect(throws: error) { try Exchange.read(Array(text.utf8)) }
    #expect(!error.message.isEmpty && !error.hint.isEmpty)
  }

  @Test(arguments: ExchangeFormat.allCases)
  func saysWhatAFileLacksOfTheNamedFormat(format: ExchangeFormat) {
    #expect {
      try Exchange.read(Array("Hello\nthere".utf8), as: format)
    } throws: { error in
      guard case .notThisFormat(format, let reason)? = error as? ExchangeError else { return false }
      return !reason.isEmpty
    }
  }

  /// A Toggl report of one entry with these dates.
  private func report(_ start: String, _ end: String) -> [UInt8] {
    let header = "Description,Start date,Start time,End date,End time,Duration\n"
    return Array((header + "x,\(start),9:00 AM,\(end),10:00:00 PM,13:00:00\n").utf8)
  }

  @Test(
    arguments: [
      ("2026-11-20", "2026-11-20", nil, "2026-11-20"), ("2026/1/2", "2026/1/2", nil, "2026-01-02"),
      ("20.11.2026", "20.11.2026", nil, "2026-11-20"), ("1.2.2026", "1.2.2026", nil, "2026-02-01"),
      ("11/20/2026", "11/20/2026", nil, "2026-11-20"),
      ("20/11/2026", "20/11/2026", nil, "2026-11-20"),
      ("11/11/2026", "11/11/2026", nil, "2026-11-11"), ("1/2/2026", "1/2/2026", .mdy, "2026-01-02"),
      ("1/2/2026", "1/2/2026", .dmy, "2026-02-01"),
    ] as [(String, String, DateOrder?, String)])
  func readsDatesInAnyOrder(start: String, end: String, order: DateOrder?, day: String) throws {
    let reading = try Exchange.read(report(start, end), dateOrder: order)
    #expect(reading.lines == ["2: \(day)T09:00:00 \(day)T22:00:00 (46800 s) | - | x | "])
  }

  @Test func asksForTheOrderOfDayAndMonthWhereBothReadingsArePossible() throws {
    #expect(throws: ExchangeError.dateOrderNeeded(example: "1/2/2026", row: 2)) {
      try Exchange.read(report("1/2/2026", "1/2/2026"))
    }
  }

  @Test func takesTheOrderFromAnyDateOfTheFile() throws {
    let text = String(decoding: report("1/2/2026", "1/2/2026"), as: UTF8.self)
    let reading = try Exchange.read(
      Array((text + "y,1/13/2026,9:00,1/13/2026,9:30,0:30:00\n").utf8))
    #expect(reading.lines[0].contains("2026-01-02"))
  }

  @Test(arguments: [
    ("x,2026-02-30,9:00,2026-02-30,9:30,0:30:00", ExchangeProblem.Kind.malformed("Start date")),
    ("x,2026-02-03,25:00,2026-02-03,9:30,0:30:00", .malformed("Start time")),
    ("x,2026-02-03,9:00,2026-02-03,13:30 PM,0:30:00", .malformed("End time")),
    ("x,2026-02-03,9:00,,9:30,0:30:00", .malformed("End date")),
    ("x,2026-02-03,9:00,2026-02-03,9:30,half an hour", .malformed("Duration")),
    ("x", .malformed("Start date")), ("\"x", .cutShort),
    ("x,2026-02-03,\"9:00", .cutShort),
  ])
  func namesTheFieldOfARowThatCannotBeRead(row: String, kind: ExchangeProblem.Kind) throws {
    let good = String(decoding: report("2026-11-20", "2026-11-20"), as: UTF8.self)
    let reading = try Exchange.read(Array((good + row).utf8))
    #expect(reading.stretches.count == 1)
    #expect(reading.problems == [ExchangeProblem(row: 3, kind)])
    #expect(reading.problems[0].words.hasPrefix("row 3: "))
  }

  @Test(arguments: [",", ";", "\t"])
  func takesTheSeparatorsAndLineEndsOfSpreadsheets(separator: String) throws {
    for end in ["\n", "\r\n", "\r"] {
      let rows = [
        ["Description", "Start date", "Start time", "Duration"],
        ["\"a \"\"b\"\"\(separator) c\(end)d\"", "2026-11-20", "09:00:00", "00:30:00"], [""],
      ]
      let text = rows.map { $0.joined(separator: separator) + end }.joined()
      let reading = try Exchange.read(Array(text.utf8))
      #expect(
        reading.lines == [
          "2: 2026-11-20T09:00:00 ... (1800 s) | - | a \"b\"\(separator == "\t" ? "" : separator) c d | "
        ])
    }
  }

  @Test func keepsNothingOfATextThatCouldMoveATerminal() throws {
    let text = """
      [{"start": "20261120T090000Z", "end": "20261120T100000Z", "tags": ["\\u001b[2Jred\\u202e"],
        "annotation": " a\\n\\tb\\u0007 \(String(repeating: "x", count: 5000))"}]
      """
    let stretch = try #require(try Exchange.read(Array(text.utf8)).stretches.first)
    #expect(stretch.tags == ["[2Jred"])
    let note = try #require(stretch.text)
    #expect(note.hasPrefix("a b xxx") && note.unicodeScalars.count <= 1000)
  }

  @Test(arguments: [
    ("{\"buckets\": [{\"type\": \"afkstatus\", \"events\": []}]}", ExchangeFormat.activitywatch),
    ("[{\"time\": 1795165200}]\n[{\"time\": 1795165300}]", .wakatime),
    ("{\"days\": [{\"heartbeats\": [{\"time\": 1795165200}]}]}", .wakatime),
    ("{\"data\": [{\"id\": 1, \"start\": \"2026-11-20T08:00:00Z\", \"duration\": 5}]}", .togglJSON),
    ("inc 20261120T090000Z - 20261120T100000Z # a", .timewarrior),
    ("notes\n CLOCK: [2026-11-20 Fri 09:00]", .org),
    ("start,end,category\n", .csv), ("{\"schema\": 1, \"stretches\": []}", .json),
  ])
  func knowsAFormatByItsLooks(text: String, format: ExchangeFormat) throws {
    #expect(try Exchange.read(Array(text.utf8)).format == format)
  }

  @Test(arguments: [
    ("[[1e300, 2, \"p\", \"id\", [], 3]]", "start"), ("[[1795165200, {}, \"p\", \"id\"]]", "stop"),
    ("[[1795165200, -1, \"p\", \"id\"]]", "stop"),
    ("[{\"start\": \"20261120T090000Z\", \"end\": 5}]", "end"),
    ("[{\"start\": \"20261320T090000Z\"}]", "start"),
    ("[{\"time\": 1e18}]", "time"), ("[{\"time\": 1795165200, \"duration\": -3}]", "duration"),
    (
      "{\"buckets\":{\"a\":{\"type\":\"afkstatus\",\"events\":[{\"data\":{\"status\":\"not-afk\"}}]}}}",
      "timestamp"
    ),
    ("inc soon", "start"), ("inc 20261120T090000Z + 20261120T100000Z", "end"),
    ("CLOCK: [2026-11-20 Fri 09:00]--[2026-11-20 Fri 24:00]", "CLOCK"),
    ("start,end,category\n2026-11-20T09:00:00Z,then,research", "end"),
    ("{\"schema\":1,\"stretches\":[{\"start\":\"2026-11-20T09:00:00Z\"}]}", "end"),
  ])
  func namesTheFieldOfAnElementThatCannotBeRead(text: String, field: String) throws {
    let reading = try Exchange.read(Array(text.utf8))
    #expect(reading.stretches.isEmpty)
    #expect(reading.problems.map(\.kind) == [.malformed(field)])
  }
}
