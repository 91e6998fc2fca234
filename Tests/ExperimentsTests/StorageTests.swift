import Digests
@testable import Experiments
import Figures
import Glibc
import Platform
@testable import Techniques
import TestSupport
import Testing

@Suite struct ModelStoreTests {
  private func withStore<Result>(
    _ body: (ModelStore, TestPlatform, String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let store = ModelStore(platform: test.platform) { content in
        guard content.starts(with: Array("GGUF".utf8)) else { throw ExperimentError("no model") }
        return ModelFacts(name: "Tiny", licence: "mit")
      }
      let origin = Path.join(folder, "tiny.Q4.gguf")
      try test.write("GGUF and more", to: origin)
      return try body(store, test, origin)
    }
  }

  @Test func keepsAModelUnderItsDigest() throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      #expect(model.digest == SHA256.digest("GGUF and more").hex)
      #expect(model.name == "Tiny")
      #expect(model.originFile == "tiny.Q4.gguf")
      #expect(model.licence == "mit")
      #expect(model.size == 13)
      #expect(model.path.hasPrefix(test.platform.environment.dataFolder))
      #expect(try test.text(model.path) == "GGUF and more")
      #expect(try store.list() == [model])
      #expect(try store.find(model.digest) == model)
      #expect(try store.find(SHA256.digest("other").hex) == nil)
    }
  }

  @Test func keepsTheFirstDescriptionOfAModel() throws {
    try withStore { store, _, origin in
      let first = try store.add(origin, name: "first")
      #expect(try store.add(origin, name: "second") == first)
      #expect(try store.list().count == 1)
    }
  }

  @Test func repairsADamagedModel() throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      try test.write("GGUF and mere", to: model.path)
      #expect(throws: ExperimentError.self) { try store.open(model) }
      _ = try store.add(origin)
      #expect(try test.text(model.path) == "GGUF and more")
    }
  }

  @Test func refusesWhatIsNoModel() throws {
    try withStore { store, test, origin in
      try test.write("text", to: origin)
      #expect(throws: ExperimentError("no model")) { try store.add(origin) }
      #expect(throws: FileError.self) { try store.add(origin + "x") }
      #expect(try store.list() == [])
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"name\": 1}"])
  func leavesOutWhatIsNotDescribed(description: String) throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      try test.write(description, to: Path.join(Path.parent(model.path), "model.json"))
      #expect(try store.list() == [])
      #expect(try store.add(origin) == model)
    }
  }

  @Test(arguments: ["", "..", "../../x", "zz"])
  func findsOnlyDigests(digest: String) throws {
    try withStore { store, _, _ in
      let found = try store.find(digest)
      #expect(found == nil)
    }
  }

  @Test func leavesNothingBehindWhenTheDiskIsFull() throws {
    try withTemporaryFolder { folder in
      let faulty = FaultyFiles { operation, path in operation == .append ? 28 : nil }
      let test = try TestPlatform(in: folder, files: faulty)
      let store = ModelStore(platform: test.platform) { _ in ModelFacts(name: "x", licence: nil) }
      let origin = Path.join(folder, "x.gguf")
      try test.write("GGUF", to: origin)
      #expect(throws: FileError.self) { try store.add(origin) }
      let models = Path.join(test.platform.environment.dataFolder, "models")
      #expect(try test.platform.files.list(models) == [])
    }
  }
}

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
