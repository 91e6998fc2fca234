import Digests
@testable import Experiments
import Figures
import Glibc
import Platform
@testable import Techniques
import TestSupport
import Testing

@Suite struct ResultsCacheTests {
  private static let key = SHA256.digest("key").hex
  private static let result = ExperimentResult(
    outputs: ["x.svg": Array("<svg/>".utf8), "x.json": Array("{}".utf8)],
    attachments: ["big.json": Array("[]".utf8)], remarks: ["a remark"])

  private func withCache(_ body: (ResultsCache, TestPlatform, String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let entry = Path.join(test.platform.environment.cacheFolder, "results/\(Self.key)")
      try body(ResultsCache(platform: test.platform), test, entry)
    }
  }

  /// Whoever asks whether a key is locked has the lock for an instant.
  @Test func waitsForThoseWhoOnlyAsk() throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let files = FaultyFiles(
        lockFault: { _, wait in wait < 30 ? EWOULDBLOCK : nil }, fault: { _, _ in nil })
      let platform = Platform(
        clock: test.clock, files: files, processes: test.platform.processes,
        environment: test.platform.environment, terminal: Terminal(),
        randomness: SeededRandomness())
      #expect(ResultsCache(platform: platform).lock(Self.key) != nil)
    }
  }

  @Test func findsWhatItKeeps() throws {
    try withCache { cache, _, _ in
      #expect(cache.find(Self.key) == nil)
      try cache.store(Self.result, for: Self.key)
      #expect(cache.find(Self.key) == Self.result)
      try cache.store(Self.result, for: Self.key)
      #expect(cache.find("../\(Self.key)") == nil)
    }
  }

  @Test(arguments: [
    ("x.svg", "<svg>evil</svg>"), ("x.svg", ""), ("result.json", ""), ("result.json", "{"),
    ("result.json", "{\"schema\": 1, \"key\": \"x\"}"), ("big.json", "x"),
  ])
  func throwsAwayWhatIsDamaged(file: String, content: String) throws {
    try withCache { cache, test, entry in
      try cache.store(Self.result, for: Self.key)
      try test.write(content, to: Path.join(entry, file))
      #expect(cache.find(Self.key) == nil)
      try cache.store(Self.result, for: Self.key)
      #expect(cache.find(Self.key) == Self.result)
    }
  }

  @Test func refusesNamesThatLeadElsewhere() throws {
    try withCache { cache, test, entry in
      try cache.store(Self.result, for: Self.key)
      try test.write("<svg/>", to: Path.join(Path.parent(entry), "evil.svg"))
      let path = Path.join(entry, "result.json")
      try test.write(test.text(path).replacing("\"x.svg\"", with: "\"../evil.svg\""), to: path)
      #expect(cache.find(Self.key) == nil)
    }
  }

  @Test func computesADamagedResultAgain() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let key = try #require(application.survey.experiments.first?.recipe?.key)
      let cached = Path.join(
        application.platform.environment.cacheFolder, "results/\(key)/letters.svg")
      try application.test.write("<svg>evil</svg>", to: cached)
      try application.remove("figures")
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.kind) == [.drawn(fromCache: false, kept: [])])
      #expect(application.engine.runCount == 2)
      #expect(application.state() == "fresh")
    }
  }
}

@Suite struct ExperimentResultTests {
  private func result(
    figures: [String] = [], tables: [String] = [], rows: Int = 1
  ) throws -> ExperimentResult {
    let chart = Chart.heatMap(
      HeatMap(
        labels: ChartLabels(
          title: "Patching", subtitle: "n = 8", xAxis: "position", yAxis: "layer", unit: "nats",
          footer: ["model: tiny"]),
        measure: "difference", rows: ["0", "1"], columns: ["the"], values: [[0.5], [nil]],
        scale: .diverging()))
    let table = DataTable(
      columns: [DataTable.Column("text", unit: "words")],
      rows: (0..<rows).map { [.text("row \($0) with some words")] })
    return try ExperimentResult(
      TechniqueResult(
        figures: figures.map { (name: $0, chart: chart) }, numbers: [],
        tables: tables.map { (name: $0, table: table) }, remarks: []))
  }

  @Test func writesTheDataOfAFigure() throws {
    let result = try result(figures: ["heads"])
    #expect(result.outputs.keys.sorted() == ["heads.json", "heads.svg"])
    #expect(
      String(decoding: result.outputs["heads.json"] ?? [], as: UTF8.self) == """
        {
          "chart": "heat-map",
          "columns": [
            {"name": "layer"},
            {"name": "position"},
            {"name": "difference", "unit": "nats"}
          ],
          "labels": {
            "footer": ["model: tiny"],
            "subtitle": "n = 8",
            "title": "Patching",
            "unit": "nats",
            "x": "position",
            "y": "layer"
          },
          "rows": [
            [0, "the", 0.5],
            [1, "the", null]
          ],
          "schema": 1
        }

        """)
  }

  @Test func leavesLargeTablesOutOfGit() throws {
    let small = try result(figures: ["heads"], tables: ["texts"])
    #expect(small.outputs["texts.json"] != nil)
    let large = try result(figures: ["heads"], tables: ["texts"], rows: 10_000)
    #expect(large.outputs["texts.json"] == nil)
    #expect(large.attachments["texts.json"] != nil)
  }

  @Test(arguments: [["lock"], ["../x"], ["a/b"], [""], ["a", "a"], ["result"], [".x"]])
  func refusesNamesThatCannotBeWritten(figures: [String]) throws {
    #expect(throws: ExperimentError.self) { try result(figures: figures) }
  }

  @Test func refusesATableWithTheNameOfAFigure() {
    #expect(throws: ExperimentError.self) { try result(figures: ["heads"], tables: ["heads"]) }
  }

  @Test func refusesToCallNothingAResult() {
    #expect(throws: ExperimentError.self) { try result() }
  }
}

@Suite struct LocalRecordsTests {
  @Test(arguments: ["", "{", "[]", "{\"experiments\": {\"a\": \"x\"}}", "\0"])
  func startsAnewWithADamagedRecord(content: String) throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let records = LocalRecords(commonDirectory: folder, platform: test.platform)
      try test.write(content, to: Path.join(folder, "dossier/durations.json"))
      #expect(records.durations() == LocalRecords.Durations())
      try records.updateDurations { $0.models["m"] = 5 }
      #expect(records.durations().models == ["m": 5])
    }
  }
}
