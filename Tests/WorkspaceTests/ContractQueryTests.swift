import Documents
import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

struct ContractQueryTests {
  /// A contract of the fewest keys, and what is added to it.
  private func query(_ yaml: String, _ body: (ContractQuery) throws -> Void) throws {
    try withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let file = Path.join(base, "c.yaml")
      try world.write("schema: 1\nid: x\nversion: 1\ntitle: X\n" + yaml, to: file)
      try body(try ContractQuery(file: file, called: "c.yaml", in: world.platform))
    }
  }

  @Test(arguments: [
    ("America/Los_Angeles", "2025-12-24T07:59:00Z", nil),
    ("America/Los_Angeles", "2025-12-24T06:59:00Z", "'utc' is 2025-12-23 22:59 in America"),
    ("America/Los_Angles", "2025-12-24T07:59:00Z", "there is no zone 'America/Los_Angles'"),
  ])
  func comparesHourAndInstant(zone: String, utc: String, message: String?) throws {
    try query("deadlines: [{id: d, local: 2025-12-23 23:59, zone: \(zone), utc: \(utc)}]\n") {
      let findings = $0.findings()
      #expect(findings.map(\.code) == (message == nil ? [] : ["contract-zone"]))
      #expect(findings.first?.message.hasPrefix(message ?? "") ?? true, "\(findings)")
      #expect(findings.allSatisfy { $0.place?.path == "c.yaml" && $0.place?.start.line == 5 })
    }
  }

  @Test func saysEverythingThatIsWrong() throws {
    try query("budgets: [{id: b, soft: 2h, hard: 1h}]\nsektions: []\n") {
      #expect($0.findings().map(\.code) == ["field-unknown", "contract-range"])
    }
  }

  @Test func refusesToShowWhatCannotBeRead() throws {
    try withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let file = Path.join(base, "c.yaml")
      try world.write("schema: 7\n", to: file)
      let query = try ContractQuery(file: file, called: "c.yaml", in: world.platform)
      #expect(query.findings().map(\.code) == ["contract-schema"])
      #expect(throws: UserError.self) { try query.sheet(language: "en") }
    }
  }

  @Test(arguments: Template.all().map(\.id))
  func findsNothingAgainstABundledContract(id: String) throws {
    try withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let query = try ContractQuery(template: id, in: world.platform)
      #expect(query.findings().isEmpty, "\(query.findings())")
      for language in ["en", "zh"] {
        let sheet = try query.sheet(language: language)
        #expect(sheet.parts.allSatisfy { part in part.rows.allSatisfy { !$0.isEmpty } })
        #expect(sheet.json["id"]?.string == id)
      }
    }
  }

  @Test(arguments: [("en", "'Executive summary'"), ("zh", "'执行摘要'")])
  func speaksTheLanguageOfTheReport(language: String, name: String) async throws {
    try await withApplication(language: language) { mine in
      let query = try ContractQuery(applicationOf: mine.folder, in: mine.world.platform)
      #expect(try query.sheet().parts[0].rows[0][1] == name)
      #expect(try query.sheet(language: "en").parts[0].rows[0][1] == "'Executive summary'")
    }
  }

  @Test func showsLimitsDatesAndRules() async throws {
    try await withApplication { mine in
      let query = try ContractQuery(applicationOf: mine.folder, in: mine.world.platform)
      let sheet = try query.sheet(language: "en")
      let rows = Dictionary(uniqueKeysWithValues: sheet.parts.map { ($0.title, $0.rows) })
      let summary = try #require(rows["Sections"]?.first)
      #expect(summary[1] == "'Executive summary'")
      #expect(
        summary[2].hasPrefix("required, first, at most 600 words, at most 3 pages, 1 is good"))
      #expect(rows["Budgets"]?.first?.last == "about 16 h (A), at most 20 h (R)")
      let deadline = try #require(rows["Deadlines"]?.first?.last)
      #expect(deadline.hasPrefix("2025-12-23 23:59 America/Los_Angeles = 2025-12-2"))
      #expect(rows["Deadlines"]?.dropFirst().first?.first == "R, hour O")
      #expect(rows["Rules"]?.map { $0[0] } == ["R", "P", "A", "O"])
      #expect(sheet.json["sections"]?.array?.first?["max_words"]?.integer == 600)
      #expect(try query.sheet(language: "zh").parts[0].rows[0][1] == "'执行摘要'")
    }
  }
}
