import Documents
import TestSupport
import Testing
import Workspace

@Suite struct ExchangeTests {
  private static let report = """
    Project,Description,Start date,Start time,End date,End time,Duration,Tags
    Thesis,Patching,2026-11-20,09:00:00,2026-11-20,10:15:00,01:15:00,
    Thesis,,2026-11-20,11:00:00,2026-11-20,11:30:00,00:30:00,reading
    Thesis,,2026-11-20,12:00:00,,,,reading

    """

  private func wish(
    _ app: Application, _ text: String = report, name: String = "toggl.csv",
    _ change: (inout TimeImport) -> Void = { $0.zone = "Europe/Berlin" }
  ) throws -> TimeImport {
    try app.write(text, to: name)
    var wish = TimeImport(path: app.folder + "/" + name)
    change(&wish)
    return wish
  }

  @Test func importsAReportAndSaysWhatItDid() async throws {
    try await withApplication { app in
      let receipt = try app.workspace.importTime(wish(app))
      #expect(
        receipt.message
          == "2 stretches of 'toggl.csv' added, 01:45:00 in all; 0 known, 1 left out")
      #expect(receipt.rows.map(\.category) == ["research", "reading"])
      #expect(receipt.rows.map(\.begin) == ["09:00", "11:00"])
      #expect(
        receipt.remarks.map(\.message).prefix(2) == [
          "row 4: it still ran when the file was written",
          "1 of them names no category ('Thesis') and is booked on 'research', which counts",
        ])
      let time = try app.workspace.time()
      #expect(time.counted.certain == 6300)
      let again = try app.workspace.importTime(wish(app))
      #expect(again.rows.isEmpty && again.known == 2)
      #expect(
        again.message == "0 stretches of 'toggl.csv' added; 2 known, 1 left out")
      #expect(try app.workspace.time().counted.certain == 6300)
    }
  }

  @Test func asksForAZoneOnlyWhereItIsNeeded() async throws {
    try await withApplication { app in
      let frames = "[[1795338000, 1795341600, \"x\", \"bb\", [], 0]]"
      let wishes = [
        try wish(app) { _ in }, try wish(app), try wish(app, "[]", name: "x.json") { _ in },
        try wish(app, frames, name: "frames") { _ in },
      ]
      let answers = try wishes.map { try app.workspace.needsZone($0) }
      #expect(answers == [true, false, false, false])
    }
  }

  @Test func movesWhatWasImportedFromAnotherZone() async throws {
    try await withApplication { app in
      _ = try app.workspace.importTime(wish(app) { $0.zone = "Asia/Tokyo" })
      let moved = try app.workspace.importTime(wish(app))
      #expect(moved.rows.isEmpty && moved.known == 0)
      #expect(moved.json["moved"]?.array?.count == 2)
      #expect(moved.remarks.contains { $0.message.hasPrefix("2 stretches of an earlier import") })
      let export = try app.workspace.exportTime(TimeExport(target: "csv")).text
      #expect(export.contains("2026-11-20T08:00:00.000+00:00,2026-11-20T09:15:00.000+00:00"))
      #expect(try app.workspace.time().counted.certain == 6300)
      let again = try app.workspace.importTime(wish(app))
      #expect(again.rows.isEmpty && again.known == 2 && again.json["moved"] == [])
    }
  }

  @Test(
    arguments: [
      ("", nil, UserError.Kind.usage, "--zone Europe/Berlin"),
      ("zone", "Europe/Berlinn", .usage, "'--zone Europe/Berlin'?"),
      ("zone", "CET+5", .usage, "such as '--zone Europe/Berlin'"),
      ("format", "togl", .usage, "'--from toggl'?"), ("format", "xyz", .usage, "watson"),
      ("order", "ymd", .usage, "dmy"), ("map", "Thesis", .usage, "--map Thesis=research"),
      ("map", "Thesis=resaerch", .usage, "'research'?"),
      ("as", "juggling", .usage, "the categories"),
      ("format", "watson", .usage, "export it again"),
    ] as [(String, String?, UserError.Kind, String)])
  func refusesWithTheNextStep(
    option: String, value: String?, kind: UserError.Kind, hint: String
  ) async throws {
    try await withApplication { app in
      let wish = try wish(app) {
        if option != "" && option != "zone" { $0.zone = "Europe/Berlin" }
        switch option {
        case "zone": $0.zone = value
        case "format": $0.format = value
        case "order": $0.dateOrder = value
        case "map": $0.map = [value ?? ""]
        case "as": $0.category = value
        default: break
        }
      }
      #expect {
        try app.workspace.importTime(wish)
      } throws: { error in
        guard let error = error as? UserError else { return false }
        return error.kind == kind && error.hint?.contains(hint) == true
      }
      #expect(try app.workspace.time().counted.upper == 0)
    }
  }

  @Test func showsWhatAnImportWouldDo() async throws {
    try await withApplication { app in
      let receipt = try app.workspace.importTime(
        wish(app) {
          $0.zone = "Europe/Berlin"
          $0.map = ["Thesis=waiting"]
          $0.isTrial = true
        })
      #expect(receipt.message.contains("would be added"))
      #expect(receipt.rows.map(\.category) == ["waiting", "waiting"])
      #expect(receipt.rows.allSatisfy { $0.record == nil })
      #expect(receipt.json["written"] == false)
      #expect(try app.workspace.time().counted.upper == 0)
    }
  }

  @Test func importsEvidenceAsEvidence() async throws {
    try await withApplication { app in
      let beats = "[{\"time\": 1795165200}, {\"time\": 1795165500}]"
      let receipt = try app.workspace.importTime(wish(app, beats, name: "beats.json") { _ in })
      #expect(receipt.message == "1 sign of work of 'beats.json' added; 0 known, 0 left out")
      #expect(receipt.remarks.first?.message.contains("no time") == true)
      #expect(try app.workspace.time().counted.upper == 0)
    }
  }

  @Test func leavesAFolderAndWhatIsNotThereAlone() async throws {
    try await withApplication { app in
      #expect(throws: UserError.self) {
        try app.workspace.importTime(TimeImport(path: app.folder))
      }
      #expect(throws: (any Error).self) {
        try app.workspace.importTime(TimeImport(path: app.folder + "/nothing.csv"))
      }
    }
  }

  // MARK: Export

  @Test(arguments: Workspace.exportTargets)
  func addsNothingByImportingItsExport(target: String) async throws {
    try await withApplication { app in
      _ = try app.workspace.importTime(wish(app))
      _ = try app.workspace.start("research", at: nil)
      app.world.clock.advance(milliseconds: 1_234_567)
      _ = try app.workspace.stop(at: nil)
      let before = try app.workspace.time().counted
      var export = TimeExport(target: target)
      export.path = app.folder + "/out"
      export.zone = "Asia/Kathmandu"
      let receipt = try app.workspace.exportTime(export)
      #expect(receipt.count == 3)
      #expect(try app.text("out") == receipt.text)
      guard target != "timewarrior" else { return }
      var wish = TimeImport(path: app.folder + "/out")
      wish.zone = "Asia/Kathmandu"
      let again = try app.workspace.importTime(wish)
      #expect(again.rows.isEmpty && again.skipped == 0 && again.known > 0)
      #expect(try app.workspace.time().counted == before)
    }
  }

  @Test func leavesAFileThatIsThereAlone() async throws {
    try await withApplication { app in
      try app.write("mine", to: "out.csv")
      var export = TimeExport(target: "csv")
      export.path = app.folder + "/out.csv"
      #expect(throws: UserError.self) { try app.workspace.exportTime(export) }
      #expect(try app.text("out.csv") == "mine")
    }
  }

  @Test func saysWhatAnExportLacks() async throws {
    try await withApplication { app in
      let empty = try app.workspace.exportTime(TimeExport(target: "toggl"))
      #expect(empty.count == 0)
      #expect(empty.remarks.map(\.message).first == "no time is booked yet")
      _ = try app.workspace.start("research", at: nil)
      app.world.clock.advance(seconds: 600)
      let running = try app.workspace.exportTime(TimeExport(target: "toggl"))
      #expect(running.count == 0)
      #expect(running.remarks.contains { $0.message.hasPrefix("the clock runs") })
      #expect(running.remarks.contains { $0.hint == "give it with '--email'" })
    }
  }
}
