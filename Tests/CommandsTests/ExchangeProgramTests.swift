import Documents
import Foundation
import Testing

@Suite struct ExchangeProgramTests {
  private static let report = """
    Project,Description,Start date,Start time,Duration,Tags
    Thesis,Patching,2026-11-20,09:00:00,01:15:00,

    """

  @Test func importsOnlyWithAZoneAndOnlyOnce() async throws {
    try await withProgram { program in
      #expect(try await program("new", "mine").status == 0)
      let program = program.inside("mine")
      try program.write(Self.report, to: "toggl.csv")
      let refused = try await program("time", "import", "toggl.csv")
      #expect(refused.status == 2)
      #expect(refused.remarks.contains("does not say in which zone"))
      #expect(refused.remarks.contains("--zone Europe/Berlin"))
      let trial = try await program(
        "time", "import", "toggl.csv", "--zone", "Europe/Berlin", "--dry-run")
      #expect(trial.output.contains("2026-11-20  09:00-10:15  01:15:00  research  Patching"))
      let added = try await program("time", "import", "toggl.csv", "--zone", "Europe/Berlin")
      #expect(added.status == 0 && added.output.hasPrefix("1 stretch of 'toggl.csv' added"))
      #expect(added.remarks.contains("'Thesis'"))
      let again = try await program(
        "time", "import", "toggl.csv", "--zone", "Europe/Berlin", "--format", "json")
      let json = try JSON.parse(again.output)
      #expect(again.status == 0 && json["known"] == 1 && json["added"] == [])
    }
  }

  @Test func failsWhereNothingCouldBeTaken() async throws {
    try await withProgram { program in
      #expect(try await program("new", "mine").status == 0)
      let program = program.inside("mine")
      try program.write("[{\"start\": \"20261120T090000Z\"}]", to: "timew.json")
      let outcome = try await program("time", "import", "timew.json")
      #expect(outcome.status == 1 && outcome.remarks.contains("row 1: it still ran"))
    }
  }

  @Test func exportsToTheOutputOrANewFile() async throws {
    try await withProgram { program in
      #expect(try await program("new", "mine").status == 0)
      let program = program.inside("mine")
      try program.write(Self.report, to: "toggl.csv")
      _ = try await program("time", "import", "toggl.csv", "--zone", "UTC")
      let text = try await program("time", "export", "--to", "toggl", "--zone", "UTC")
      #expect(text.status == 0 && text.remarks.contains("--email"))
      #expect(text.output.contains(",2026-11-20,09:00:00,01:15:00,research"))
      let file = try await program("time", "export", "--to", "timewarrior", "-o", "track.sh")
      #expect(file.output == "wrote 1 stretch to 'track.sh'")
      #expect(try program.text("track.sh").hasPrefix("timew track 20261120T090000Z - "))
      let twice = try await program("time", "export", "--to", "timewarrior", "-o", "track.sh")
      #expect(twice.status == 1 && twice.remarks.contains("is there already"))
    }
  }
}
