import ArgumentParser
import Workspace

/// `dossier start`.
struct StartCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start the clock, or switch it to another category.",
    discussion: """
      The record is on disk before this returns.

        dossier start research
        dossier start reading --at 09:40
      """)

  @Argument(help: "What the time is booked on; the phase's own category by default.")
  var category: String?

  @Option(help: "When it really began, such as 09:40; noted as declared, not measured.")
  var at: String?

  @Flag(help: "Book an activity that the programme does not name; it counts.")
  var new = false

  func perform(in session: Session) async throws -> ExitStatus {
    session.show(try session.workspace().start(category, at: at, isNew: new))
    return .fine
  }
}

/// `dossier stop`.
struct StopCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stop the clock.",
    discussion: "  dossier stop\n  dossier stop --at 12:10")

  @Option(help: "When you really stopped, such as 12:10; noted as declared, not measured.")
  var at: String?

  func perform(in session: Session) async throws -> ExitStatus {
    session.show(try session.workspace().stop(at: at))
    return .fine
  }
}

/// `dossier status`.
struct StatusCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the clock, the figures and the findings.",
    discussion: """
      With '--prompt' it is one short line for a shell's prompt, and nothing outside an application:

        research 07:41/20h        the clock runs; hours used of those there are
        stopped 16:20/20h !~?     ! near or over a limit, ~ gaps are open ('dossier resolve'),
                                  ? a question to yourself is due ('dossier check-in')

      '--prompt-setup SHELL' prints what to put into the shell's own settings.
      """)

  @Flag(help: "One short line for a shell's prompt.")
  var prompt = false

  @Option(
    help: ArgumentHelp(
      "Print the lines for the settings of bash, zsh, fish or starship.", valueName: "shell"))
  var promptSetup: PromptShell?

  @OptionGroup var output: OutputOptions

  func perform(in session: Session) async throws -> ExitStatus {
    if let promptSetup {
      session.console.result(promptSetup.lines)
      return .fine
    }
    if prompt {
      let line = PromptLine.text(in: session.folder, on: session.platform)
      if !line.isEmpty { session.console.result(line) }
      return .fine
    }
    let workspace = try session.workspaceAtWork()
    let status = try workspace.status()
    switch output.format {
    case .text: show(status, in: session)
    case .json: try session.console.result(status.json)
    }
    return .fine
  }

  private func show(_ status: StatusReport, in session: Session) {
    let style = session.console.style
    var table = TextTable()
    let name = { (text: String) in style(.heading, text) }
    table.add(name("application"), status.title)
    if let round = status.round { table.add(name("programme"), round) }
    table.add(name("phase"), status.time.phase)
    if let handedIn = status.handedIn { table.add(name("handed in"), handedIn) }
    table.add(name("clock"), clock(status.time, style))
    for budget in status.time.budgets where budget.time.upper > 0 || budget.limit != nil {
      table.add(name(budget.name), words(for: budget, style))
    }
    if let deadline = status.forecast.deadline {
      table.add(name("deadline"), "\(deadline.text), in \(Self.time(hours: deadline.hours))")
    }
    if !status.forecast.words.isEmpty { table.add(name("forecast"), status.forecast.words) }
    if !status.time.categories.isEmpty {
      let parts = status.time.categories.map {
        "\($0.name) \(Words.span($0.time))\($0.isCounted ? "" : " (does not count)")"
      }
      table.add(name("spent on"), parts.joined(separator: ", "))
    }
    table.add(name("drafts"), status.drafts)
    table.add(name("figures"), figures(status, style))
    table.add(
      name("findings"), FindingPrinter(console: session.console).summary(of: status.findings))
    table.add(name("shared"), status.sharing)
    for line in table.lines() { session.console.result(line) }
    for line in status.time.remarks.flatMap({ Words.lines($0, style) }) {
      session.console.result(line)
    }
    for question in status.questions {
      session.console.result(
        style(.info, "ask yourself:") + " \(question.text) ('dossier check-in')")
    }
  }

  private static func time(hours: Int) -> String {
    hours < 48 ? Words.count(hours, "hour") : Words.count(hours / 24, "day")
  }

  private func clock(_ time: ClockReport, _ style: Style) -> String {
    guard !time.running.isEmpty else { return "stopped" }
    return time.running.map {
      let place = $0.isHere ? "" : " on '\($0.device)'"
      return style(.good, $0.category) + " since \($0.since)\(place), \(Words.span($0.time))"
    }.joined(separator: "; ")
  }

  private func words(for budget: ClockReport.Budget, _ style: Style) -> String {
    var parts = [Words.span(budget.time)]
    if let limit = budget.limit { parts.append("of \(Words.clock(limit))") }
    if let advised = budget.advised { parts.append("(\(Words.clock(advised)) advised)") }
    let text = parts.joined(separator: " ")
    if let limit = budget.limit, budget.time.upper > limit { return style(.error, text) }
    if let advised = budget.advised, budget.time.upper > advised { return style(.warning, text) }
    return text
  }

  private func figures(_ status: StatusReport, _ style: Style) -> String {
    let experiments = status.experiments
    guard !experiments.isEmpty else { return "no experiments yet" }
    let fresh = experiments.count { $0.state == "fresh" }
    let others = experiments.filter { $0.state != "fresh" }
    let words = others.map { style(.warning, $0.state) + " '\($0.id)': \($0.reason)" }
    return (["\(fresh) of \(Words.count(experiments.count, "experiment")) fresh"] + words)
      .joined(separator: "; ")
  }
}

extension Session {
  /// Shows what a verb of the clock did, and on the side what was found wrong meanwhile.
  func show(_ change: ClockChange) {
    console.result(change.message)
    if let undo = change.undo {
      console.remark(console.remarkStyle(.dim, "'\(undo)' takes it back"))
    }
    for line in change.remarks.flatMap({ Words.lines($0, console.remarkStyle) }) {
      console.remark(line)
    }
  }
}

extension Words {
  /// A remark with its hint, line by line.
  static func lines(_ remark: Remark, _ style: Style) -> [String] {
    [style(.warning, "note:") + " " + remark.message]
      + (remark.hint.map { ["    " + style(.info, "hint:") + " " + $0] } ?? [])
  }

  /// A length of time as `01:30:00`, from seconds.
  static func clock(_ seconds: Int) -> String {
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// A length of time with its bounds: `01:30:00`, or `01:30:00 to 02:10:00`.
  static func span(_ span: TimeSpan) -> String {
    span.certain == span.upper
      ? clock(span.certain) : "\(clock(span.certain)) to \(clock(span.upper))"
  }
}
