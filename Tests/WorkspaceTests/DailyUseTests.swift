import Documents
import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

/// The log, the questions to oneself, the dates and the forecast.
@Suite struct DailyUseTests {
  @Test func writesIntoTheLogAndTheJournalWhereThereIsOne() async throws {
    try await withApplication { mine in
      try mine.workspace.log("first thought")
      #expect(try mine.workspace.logEntries(1).map(\.text) == ["2026-11-22 12:00 first thought"])
      #expect(try !SystemFiles().exists(Path.join(mine.folder, ".git/dossier/device.json")))
      _ = try mine.workspace.start("research", at: nil)
      try mine.workspace.log("second\nthought")
      #expect(try mine.text("log.md").hasSuffix("- 2026-11-22 12:00 second\n  thought\n"))
      #expect(try mine.journal().hasSuffix("log second\nthought"))
    }
  }

  @Test func asksAfterTimeWorkedNotTimePassed() async throws {
    try await withApplication { mine in
      func due() throws -> [String] { try mine.workspace.checkIns().filter(\.isDue).map(\.id) }
      _ = try mine.workspace.start("research", at: nil)
      mine.world.clock.advance(seconds: 3600)
      #expect(try due().isEmpty)
      #expect(try mine.workspace.setReminders(true).contains("'checkin.short' after 30 min"))
      #expect(try due() == ["checkin.short", "checkin.long"])
      try mine.workspace.checkIn([("checkin.short", "a little"), ("checkin.long", "")])
      #expect(try mine.text("log.md").hasSuffix("- 2026-11-22 13:00 check-in: a little\n"))
      #expect(try due().isEmpty)
      mine.world.clock.advance(seconds: 1799)
      #expect(try due().isEmpty)
      _ = try mine.workspace.start("break", at: nil)
      mine.world.clock.advance(seconds: 7200)
      #expect(try due().isEmpty)
      _ = try mine.workspace.start("coding", at: nil)
      #expect(try due().isEmpty)
      mine.world.clock.advance(seconds: 1)
      #expect(try due() == ["checkin.short"])
      #expect(try mine.workspace.status().questions.map(\.id) == ["checkin.short"])
      #expect(PromptLine.text(in: mine.folder, on: mine.world.platform) == "coding 01:30/20h ?")
      #expect(try mine.workspace.setReminders(false) == "reminders are off")
      #expect(try due().isEmpty)
    }
  }

  @Test(arguments: [
    ("reminders: all", Reminders.all), ("reminders: none", .none),
    ("reminders: [checkin.short]", .some(["checkin.short"])), ("", .none),
  ])
  func readsReminders(source: String, reminders: Reminders) {
    #expect(Workspace.settings(in: "schema: 1\n" + source).settings.reminders == reminders)
  }

  @Test func leavesRemindersItCannotChange() async throws {
    try await withApplication { mine in
      let source = "schema: 1\nreminders: [checkin.short]\n"
      try mine.write(source, to: "dossier.yaml")
      let error = #expect(throws: UserError.self) { try mine.workspace.setReminders(true) }
      #expect(error?.hint == "write there: reminders: all")
      #expect(try mine.text("dossier.yaml") == source)
    }
  }

  @Test(arguments: [
    // The round of the template is over, and nothing counts down to a date gone by.
    ("", nil, true), ("deadlines: {deadline: 2025-12-30 12:00}", nil, true),
    ("deadlines: {deadline: \"2026-12-23 23:59\"}", "2026-12-23 23:59 America/Los_Angeles", false),
    ("deadlines: {mine: 2026-12-01}\ntime_zone: Europe/Berlin", "2026-12-01 Europe/Berlin", false),
  ])
  func takesDatesFromTheSettings(source: String, date: String?, isClosed: Bool) async throws {
    try await withApplication { mine in
      try mine.write("schema: 1\n" + source, to: "dossier.yaml")
      let status = try mine.workspace.status()
      #expect(status.forecast.deadline?.text == date)
      #expect(status.round?.contains("closed") == isClosed)
    }
  }

  @Test func knowsTheHoursUntilADate() async throws {
    try await withApplication { mine in
      // 23:59 in Los Angeles is 07:59 UTC of the next day.
      try mine.write("deadlines: {deadline: 2026-11-23 23:59}", to: "dossier.yaml")
      #expect(try mine.workspace.status().forecast.deadline?.hours == 43)
    }
  }

  @Test func complainsAboutADateThatIsNone() throws {
    let findings = Workspace.settings(in: "deadlines:\n  deadline: soon\n").findings
    #expect(findings.map(\.code) == ["field-value"])
    #expect(findings.first?.place?.start.line == 2)
  }

  @Test(arguments: [
    ([], ""), ([60], "at 1 h a day the 19 h that are left last until 2026-12-11"),
    ([120, 0, 0, 0, 60], "at 44 min a day the 17 h that are left last until 2026-12-19"),
    ([1200], ""),
  ])
  func looksAhead(minutes: [Int], words: String) async throws {
    try await withApplication { mine in
      for (day, length) in minutes.enumerated() {
        if length > 0 {
          _ = try mine.workspace.start("research", at: nil)
          mine.world.clock.advance(seconds: length * 60)
          mine.workspace.noteWork()
          _ = try mine.workspace.stop(at: nil)
        }
        if day < minutes.count - 1 { mine.world.clock.advance(seconds: 86_400 - length * 60) }
      }
      let forecast = try mine.workspace.status().forecast
      #expect(forecast.words == words, "\(forecast)")
    }
  }

  @Test func saysOnWhichSideOfTheDeadlineTheHoursEnd() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("research", at: nil)
      mine.world.clock.advance(seconds: 3600)
      _ = try mine.workspace.stop(at: nil)
      for (date, end) in [
        ("2026-12-01", "past the deadline"), ("2026-12-11 20:00", "the day of the deadline"),
        ("2026-12-13 20:00", "2 days before the deadline"),
      ] {
        try mine.write("deadlines: {deadline: \(date)}", to: "dossier.yaml")
        let forecast = try mine.workspace.status().forecast
        #expect(forecast.words.hasSuffix(end), "\(forecast.words)")
        #expect(forecast.json["uses_up_on"] == .string("2026-12-11"))
      }
    }
  }

  @Test func signsOfARunEndWithIt() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("research", at: nil)
      mine.world.clock.advance(seconds: 600)
      mine.workspace.noteWork(source: .watch)
      mine.workspace.endWatching()
      mine.workspace.endWatching()
      #expect(try mine.journal(" ", "src") == "start cli\nbeat watch\nbeat cli")
    }
  }

  @Test(arguments: [
    (15, nil, nil), (16, "info", "16:00:00 of 16:00:00 advised"),
    (20, "info", "20:00:00 of 20:00:00 allowed"),
    (21, "error", "21:00:00 of 20:00:00 allowed"),
  ])
  func saysWhatTheHoursSayInACheckAndInAnEditor(
    hours: Int, severity: String?, words: String?
  ) async throws {
    try await withApplication { mine in
      // What a person says afterwards is certain.
      mine.world.clock.advance(seconds: 86_400)
      _ = try mine.workspace.start("coding", at: "2026-11-22 12:00")
      _ = try mine.workspace.stop(
        at: hours < 12 ? "2026-11-22 \(12 + hours):00" : "2026-11-23 0\(hours - 12):00")
      let found = try mine.workspace.check().findings.filter { $0.code == "budget-research" }
      #expect(found.map(\.severity.rawValue) == [severity].compactMap(\.self))
      #expect(found.first?.message == words.map { "'research' has used \($0)" })
      #expect(found.first?.place?.start.line == (severity == nil ? nil : 1))
      let edited = EditedFile(
        SourceText(try mine.text("report.md"), path: "report.md"), isMarkdown: true,
        in: EditorHost(in: mine.world.platform).snapshot(of: mine.folder))
      #expect(edited.findings.filter { $0.code == "budget-research" } == found)
    }
  }

  @Test func isOnlyWarnedByTimeThatIsNotCertain() async throws {
    try await withApplication { mine in
      _ = try mine.workspace.start("coding", at: nil)
      mine.world.clock.advance(seconds: 21 * 3600)
      let found = try mine.workspace.check().findings.filter { $0.code == "budget-research" }
      #expect(found.map(\.severity) == [.warning])
      #expect(found.first?.hint?.contains("'dossier resolve'") == true)
    }
  }

  @Test func takesSignsOfWorkFromAnEditor() async throws {
    try await withApplication { mine in
      let host = EditorHost(in: mine.world.platform)
      host.noteWork(in: mine.folder)
      #expect(try !SystemFiles().exists(Path.join(mine.folder, ".git/dossier/device.json")))
      _ = try mine.workspace.start("research", at: nil)
      _ = try mine.workspace.setReminders(true)
      #expect(host.dueQuestions(in: mine.folder).isEmpty)
      mine.world.clock.advance(seconds: 1800)
      #expect(host.dueQuestions(in: mine.folder).map(\.id) == ["checkin.short"])
      host.noteWork(in: mine.folder)
      mine.world.clock.advance(seconds: 59)
      host.noteWork(in: mine.folder)
      host.endWatching(in: mine.folder)
      #expect(try mine.journal(" ", "src") == "start cli\nbeat watch\nbeat cli")
    }
  }

  @Test(arguments: [
    ("a: 1\nb:\n  - c\nd: 2\n", "a: 1\nd: 2\n"), ("b: |\n  a: 1\n# a\na:\n- x\n", "a:\n- x\n"),
    ("\"a\": 1\n", "\"a\": 1\n"), ("{a: 1}", ""),
  ])
  func takesKeysFromTheTopOfAFile(source: String, part: String) {
    #expect(Workspace.sections(["a", "d"], of: source).trimmingEnd() == part.trimmingEnd())
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}

extension Application {
  /// The kind of each record of the journal and one more of its members.
  fileprivate func journal(_ separator: String = " ", _ member: String = "text") throws -> String {
    let folder = Path.join(folder, ".git/dossier/journal")
    return try SystemFiles().list(folder).flatMap { name in
      try world.text(Path.join(folder, name)).split(separator: "\n").map { line in
        let json = try JSON.parse(Array(line.utf8))
        return [json["k"], json[member]].compactMap { $0?.string }.joined(separator: separator)
      }
    }.joined(separator: "\n")
  }
}
