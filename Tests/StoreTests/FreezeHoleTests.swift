import Ledger
import Platform
import Store
import TestSupport
import Testing

/// What looks as if it may change after the freeze, and may not.
@Suite struct FreezeHoleTests {
  /// Changes an application before the freeze, freezes it, changes it again and verifies the folder.
  private func breaches(
    before: (World) async throws -> Void = { _ in }, after: (World) async throws -> Void
  ) async throws -> [String] {
    try await withWorld { world in
      try await world.fill()
      try await before(world)
      _ = try await world.freezer().freeze()
      #expect(try world.verify(withWorkTree: true).verdict == .holds)
      try await after(world)
      let report = try world.verify(withWorkTree: true)
      return (report.drafts.last?.breaches ?? []).map { "\($0.code) \($0.place)" }
    }
  }

  @Test(arguments: [
    ("figures/heads/anything.py", "file-added"), ("figures/new/run.sh", "file-added"),
    ("figures/new/notes.md", "file-added"), ("figures/new/data", "file-added"),
    ("README.py", "file-added"), ("READMEs", "file-added"), ("LICENSE.py", "file-added"),
    ("TIMELOG.py", "file-added"), ("timelog.jsonl", "file-added"), ("TIMELOGS.md", "file-added"),
    ("experiments/layers/README.md", "file-added"), ("figures/new/lock.json", "result-added"),
  ])
  func isANewFile(name: String, code: String) async throws {
    let found = try await breaches { try $0.test.write("new\n", to: $0.path(name)) }
    #expect(found == ["\(code) \(name)"])
  }

  @Test(arguments: [
    "figures/new/one.json", "figures/new/one.csv", "figures/new/table.tsv", "figures/new/words.txt",
    "README.zh.md", "readme.txt", "LICENSE", "LICENCE.txt", "TIMELOG.md", "TIMELOG.jsonl",
    "TIMELOG.svg", "TIMELOG.png", "src/README.md", "plots/README.py",
  ])
  func isNotANewFileThatMayCome(name: String) async throws {
    let found = try await breaches { try $0.test.write("new\n", to: $0.path(name)) }
    #expect(found.isEmpty)
  }

  private static let settings = """
    schema: 1
    title: "One"
    models:
      small: 1111
    export:
      name: report

    """

  @Test(arguments: [
    ("small: 1111", "small: 2222", ["settings-changed dossier.yaml: models"]),
    ("  small: 1111\n", "  small: 1111\n  large: 3\n", ["settings-changed dossier.yaml: models"]),
    ("schema: 1", "schema: 1\ntemplate: x", ["settings-added dossier.yaml: template"]),
    ("models:\n  small: 1111\n", "", ["settings-removed dossier.yaml: models"]),
    ("title: \"One\"", "title: \"Two\"", []), ("name: report", "name: mine", []),
    ("export:\n  name: report\n", "", []), ("schema: 1", "# words\nschema: 1", []),
    ("schema: 1", "schema: 1\nhook: {budget: 5s}\nreminders: [checkin.short]", []),
    ("schema: 1", "schema: 1\ndeadlines: {deadline: \"2026-12-23 23:59\"}", []),
  ])
  func isASetting(old: String, new: String, expected: [String]) async throws {
    let found = try await breaches {
      try $0.test.write(Self.settings, to: $0.path("dossier.yaml"))
    } after: {
      let text = Self.settings.replacing(old, with: new)
      try $0.test.write(text, to: $0.path("dossier.yaml"))
    }
    #expect(found == expected)
  }

  @Test func isASettingsFileThatCannotBeReadAnyMore() async throws {
    let found = try await breaches { try $0.test.write("models: [", to: $0.path("dossier.yaml")) }
    #expect(found.contains("settings-added dossier.yaml"))
  }

  @Test func isAPictureOfTheBodyThatWasNotThere() async throws {
    let found = try await breaches {
      try await $0.change(
        "report.md", "Only one model.", "Only one model.\n\n![Late](figures/late/one.svg)")
    } after: {
      try $0.test.write("<svg/>", to: $0.path("figures/late/one.svg"))
    }
    #expect(found == ["figure-added figures/late/one.svg"])
  }

  @Test func isANumberOfTheBodyThatWasNotThere() async throws {
    let found = try await breaches {
      try await $0.change("report.md", "Only one model.", "Only {{num:late.models}} models.")
    } after: {
      try $0.test.write("{}", to: $0.path("figures/late/numbers.json"))
    }
    #expect(found == ["result-added figures/late/numbers.json"])
  }

  @Test func isANumberOfTheSummaryOnlyThatMayCome() async throws {
    let found = try await breaches {
      try await $0.change("report.md", "We asked", "We asked {{num:late.models}} models")
    } after: {
      try $0.test.write("{}", to: $0.path("figures/late/numbers.json"))
    }
    #expect(found.isEmpty)
  }

  @Test(arguments: [("plots/map.svg", "file-changed plots/map.svg"), ("plots/gone.svg", "")])
  func isWhatALinkOfTheBodyLeadsTo(target: String, expected: String) async throws {
    let found = try await breaches { world in
      try world.test.write("<svg>one</svg>", to: world.path("plots/map.svg"))
      try world.test.platform.files.remove(world.path("figures/layers/map.svg"))
      _ = try await world.test.platform.processes.run(
        "ln", ["-s", "../../\(target)", "figures/layers/map.svg"], in: world.app)
    } after: {
      try $0.test.write("<svg>two</svg>", to: $0.path("plots/map.svg"))
    }
    #expect(found.joined() == expected)
  }
}
