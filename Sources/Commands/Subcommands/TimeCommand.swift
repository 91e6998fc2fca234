import ArgumentParser
import Workspace

/// `dossier time`.
struct TimeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time", abstract: "Show the time spent, and put it right.",
    discussion: """
      Nothing is ever erased: what was changed stays in the journal beside the change and its reason.

        dossier time report --by day
        dossier time log
        dossier time add reading --from 09:00 --to 10:30 'on the train'
        dossier time adjust 12 --to 17:00 --reason 'forgot to stop'
      """,
    subcommands: [
      Report.self, Log.self, Add.self, Adjust.self, Void.self, Import.self, Export.self,
    ])
}

extension TimeCommand {
  struct Report: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "Add up the time by category, day, device or project.",
      discussion: "  dossier time report\n  dossier time report --by day --project all")

    enum Order: String, ExpressibleByArgument, CaseIterable {
      case category, day, device, project
    }

    @Option(help: "What the rows are: category, day, device or project.")
    var by = Order.category

    @Option(help: "The number of a project, or 'all'; by default the current one.")
    var project: String?

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let report = try session.workspaceAtWork().timeReport(
        by: TimeOrder(rawValue: by.rawValue) ?? .category, project: project)
      switch output.format {
      case .text: show(report, in: session)
      case .json: try session.console.result(report.json)
      }
      return .fine
    }

    private func show(_ report: TimeReport, in session: Session) {
      let style = session.console.style
      session.console.result(style(.heading, "\(report.title), by \(by.rawValue)"))
      var table = TextTable()
      for row in report.rows + [report.total] {
        let name =
          row == report.total
          ? style(.heading, "total") : by == .project ? "project \(row.name)" : row.name
        table.add(
          name, row.counted.upper > 0 ? Words.span(row.counted) : "",
          row.other.upper > 0 ? "\(Words.span(row.other)) does not count" : "")
      }
      for line in table.lines() { session.console.result("  " + line.trimmingEnd) }
      for line in report.course { session.console.result(line) }
    }
  }

  struct Log: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "log",
      abstract: "List the stretches of time, with the names by which they can be changed.",
      discussion: "  dossier time log --since 2026-11-20")

    @Option(help: "The first day, such as 2026-11-22.")
    var since: String?

    @Option(help: "The last day.")
    var until: String?

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let log = try session.workspaceAtWork().timeLog(since: since, until: until)
      switch output.format {
      case .text: show(log, in: session)
      case .json: try session.console.result(log.json)
      }
      return .fine
    }

    private func show(_ log: TimeLog, in session: Session) {
      let style = session.console.style
      if log.stretches.isEmpty { session.console.result("no time is booked") }
      var table = TextTable()
      for stretch in log.stretches {
        table.add(
          "\(stretch.day) \(stretch.times)", Words.span(stretch.time), stretch.category,
          stretch.source, style(.name, stretch.name), stretch.note ?? "")
      }
      for (line, stretch) in zip(table.lines(), log.stretches) {
        session.console.result(line.trimmingEnd)
        for part in stretch.parts { session.console.result("    " + style(.warning, part)) }
      }
      guard !log.corrections.isEmpty else { return }
      session.console.result("\n" + style(.heading, "changed afterwards"))
      var changes = TextTable()
      for change in log.corrections { changes.add(change) }
      for line in changes.lines() { session.console.result("  " + line) }
    }
  }
}

extension TimeCommand {
  struct Add: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "add",
      abstract: "Book a stretch of time that no clock measured; it is marked as declared.",
      discussion: """
          dossier time add reading --from 09:00 --to 10:30 'on the train'
          dossier time add coding --from '2026-11-20 22:00' --to 00:30
        """)

    @Argument(help: "What it is booked on.")
    var category: String

    @Option(help: "When it began, such as 09:00 or '2026-11-22 09:00'.")
    var from: String

    @Option(help: "When it ended; a time of day is the first such time after the begin.")
    var to: String

    @Argument(help: "What was done.")
    var note: String?

    @Flag(help: "Book an activity that the programme does not name; it counts.")
    var new = false

    func perform(in session: Session) async throws -> ExitStatus {
      session.show(
        try session.workspace().addTime(category, from: from, to: to, note: note, isNew: new))
      return .fine
    }
  }

  struct Adjust: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "adjust",
      abstract: "Give a stretch another begin or end.",
      discussion: """
        'dossier time log' shows the names; a number alone means one of this device.

          dossier time adjust 12 --to 17:00 --reason 'forgot to stop'
        """)

    @Argument(help: "The name of the stretch, such as lap-k3fq:12 or 12.")
    var name: String

    @Option(help: "When it began.")
    var from: String?

    @Option(help: "When it ended.")
    var to: String?

    @Option(help: "Why; it is kept in the record.")
    var reason: String

    func perform(in session: Session) async throws -> ExitStatus {
      session.show(
        try session.workspace().adjustTime(name, from: from, to: to, reason: reason))
      return .fine
    }
  }

  struct Void: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "void",
      abstract: "Take out stretches, or what was said about them.",
      discussion: """
        What is taken out stays in the journal, and taking out that record again puts it back.

          dossier time void 12 --reason 'was for another project'
        """)

    @Argument(help: "The names, such as lap-k3fq:12 or 12.")
    var names: [String]

    @Option(help: "Why; it is kept in the record.")
    var reason: String

    func perform(in session: Session) async throws -> ExitStatus {
      session.show(try session.workspace().voidTime(names, reason: reason))
      return .fine
    }
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmingEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
