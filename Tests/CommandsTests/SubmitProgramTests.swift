import TestSupport
import Testing

/// What `submit` prints and how it ends.
@Suite struct SubmitProgramTests {
  private func withApplication(_ body: (Program) async throws -> Void) async throws {
    try await withProgram { dossier in
      let outcome = try await dossier("new", "mine")
      try #require(outcome.status == 0, "\(outcome.remarks)")
      try await body(dossier.inside("mine"))
    }
  }

  @Test func saysWhatIsOpenWhatWasDoneAndWhatIsLeft() async throws {
    try await withApplication { dossier in
      _ = try await dossier(
        "time", "add", "coding", "--from", "2026-01-05 09:00", "--to", "10:30")
      let outcome = try await dossier("submit", "--no-docx")
      #expect(outcome.status == 0, "\(outcome.remarks)")
      let order = [
        "Open, and no obstacle: handing in never waits", "Done",
        "Time spent: 1:30 of 20:00 h (TIMELOG.md, TIMELOG.svg, TIMELOG.jsonl)",
        "tagged submitted-1",
        "export/report.html", "Left to do, by you (the round of this programme is over)",
        "https://forms.matsprogram.org/neel10", "dossier submit --link URL --check-link",
      ]
      var rest = outcome.output[...]
      for part in order {
        let found = try #require(rest.firstRange(of: part), "'\(part)' in\n\(outcome.output)")
        rest = rest[found.upperBound...]
      }
      let linked = try await dossier("submit", "--no-docx", "--link", "https://example.org/d")
      #expect(linked.output.contains("  link   https://example.org/d"))
      #expect(!linked.output.contains("--link URL"))
      let status = try await dossier("status")
      #expect(status.output.contains("submitted-1', https://example.org/d"))
      let undone = try await dossier("submit", "--undo", "one more hour")
      #expect(
        undone.output
          == "the phase is 'research' again; the hand-in was taken back: one more hour")
    }
  }

  @Test(arguments: [
    ["--undo", "why", "--no-docx"], ["--link", "somewhere"], ["--link"], ["--coarse", "2"],
  ])
  func endsWithTwoWhenItIsTypedWrong(arguments: [String]) async throws {
    try await withApplication { dossier in
      let outcome = try await dossier.shell("dossier submit \(arguments.joined(separator: " "))")
      #expect(outcome.status == 2, "\(outcome.remarks)")
      #expect(outcome.output.isEmpty)
    }
  }
}
