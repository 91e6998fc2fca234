import Documents
import TestSupport
import Testing

@Suite struct TimeProgramTests {
  private func withApplication(_ body: (Program) async throws -> Void) async throws {
    try await withProgram { dossier in
      let outcome = try await dossier("new", "mine")
      try #require(outcome.status == 0, "\(outcome.remarks)")
      try await body(dossier.inside("mine"))
    }
  }

  @Test func addsUpWhatWasTypedIn() async throws {
    try await withApplication { dossier in
      let added = try await dossier(
        "time", "add", "reading", "--from", "2026-01-05 09:00", "--to", "10:30", "on the train")
      #expect(
        added.output
          == "'reading' from 2026-01-05 09:00 to 2026-01-05 10:30 was added, 01:30:00, as declared")
      let name = try #require(added.remarks.split(separator: " ").first { $0.contains(":") })
      #expect(added.remarks == "'dossier time void \(name) --reason …' takes it back")
      let report = try await dossier("time", "report")
      #expect(
        report.output
          == "project 1, by category\n  reading  01:30:00\n  total    01:30:00")
      let log = try await dossier("time", "log")
      #expect(
        log.output
          == "2026-01-05 09:00 to 10:30  01:30:00  reading  declared  \(name)  on the train")
      let void = try await dossier("time", "void", String(name), "--reason", "was a novel")
      #expect(void.output == "'reading' from 2026-01-05 09:00 on no longer counts")
      let json = try await dossier("time", "report", "--by", "day", "--format", "json")
      #expect(try JSON.parse(json.output)["rows"] == [])
    }
  }

  @Test func switchesOnlyWhatRuns() async throws {
    try await withApplication { dossier in
      let refused = try await dossier("switch", "coding")
      #expect(refused.status == 1)
      #expect(refused.remarks.contains("hint: 'dossier start coding' starts it"))
      _ = try await dossier("start", "coding")
      let outcome = try await dossier("switch", "gardening", "--new")
      #expect(
        outcome.output
          == "the clock went from 'coding' to 'gardening'; the programme does not name it, so it counts"
      )
      let nothing = try await dossier("resolve")
      #expect(nothing.status == 0 && nothing.output == "no stretch of time is open")
    }
  }

  @Test(arguments: [
    ["resolve", "1", "--keep", "--break"], ["resolve", "--keep-first", "soon"],
    ["resolve", "1", "--all"], ["time", "void", "1"], ["time", "add", "coding"],
    ["time", "report", "--by", "mood"], ["time", "log", "--since", "soon"],
    ["time", "report", "--project", "7"],
  ])
  func endsWithTwoWhenAVerbIsTypedWrong(arguments: [String]) async throws {
    try await withApplication { dossier in
      let outcome = try await dossier.shell("dossier \(arguments.joined(separator: " "))")
      #expect(outcome.status == 2, "\(outcome.remarks)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func givesUpAProjectOnlyUnderItsCondition() async throws {
    try await withApplication { dossier in
      _ = try await dossier(
        "time", "add", "coding", "--from", "2026-01-05 09:00", "--to", "10:00")
      let refused = try await dossier("restart", "doomed")
      #expect(refused.status == 1)
      #expect(refused.remarks.contains("--nothing-carried-over"))
      let outcome = try await dossier("restart", "doomed", "--nothing-carried-over")
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("project 2 begins with the clock at zero"))
      #expect(try await dossier("pivot", "at last").output.hasPrefix("the change of direction"))
    }
  }

  @Test func explainsWhatTimeCounts() async throws {
    try await withApplication { dossier in
      let outcome = try await dossier("explain", "waiting")
      #expect(outcome.output.contains("category waiting"))
      #expect(outcome.output.contains("等待事物训练的时间"))
      let json = try await dossier("explain", "219", "--format", "json")
      #expect(try JSON.parse(json.output)["terms"]?.array?.isEmpty == false)
    }
  }
}
