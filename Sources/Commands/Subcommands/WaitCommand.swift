import ArgumentParser
import Platform
import Workspace

/// `dossier wait`.
struct WaitCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Run a program that needs nobody, and book the time on waiting.",
    discussion: """
      The program has the terminal as if it were started without this, and its exit status is handed \
      on. The clock waits meanwhile and then goes back to what it was. If the report or code is edited \
      while it runs, you are asked whether that was work on the project.

        dossier wait -- python train.py --epochs 40
        dossier wait --edits research -- make all
        nohup dossier wait -- ./overnight.sh &
      """)

  @Option(
    help: ArgumentHelp(
      "What files edited meanwhile mean: 'ask', 'research' or 'waiting'. Where nobody can be asked, it "
        + "stays open.", valueName: "meaning"))
  var edits = EditsOption.ask

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, after '--'.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else {
      throw ValidationError("name the program after '--': 'dossier wait -- python train.py'")
    }
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let report = try await session.workspace().wait(
      for: ProcessCall(command[0], Array(command.dropFirst())), in: session.folder,
      edits: edits.meaning,
      began: { session.remark($0) }, wasWork: { session.wasWork($0) })
    session.console.remark(report.message)
    session.remark(report.remarks)
    return .program(report.status)
  }
}

/// What '--edits' may say.
enum EditsOption: String, CaseIterable, ExpressibleByArgument {
  case ask, research, waiting

  /// What it means.
  var meaning: EditsMeanwhile {
    switch self {
    case .ask: .ask
    case .research: .research
    case .waiting: .waiting
    }
  }
}

extension Session {
  /// Asks whether time in which files were edited was work; `nil` where nobody answers.
  fileprivate func wasWork(_ stretch: EditedStretch) -> Bool? {
    guard console.terminal.inputIsTerminal, console.terminal.errorIsTerminal else { return nil }
    console.raw("\(stretch.words): was that '\(stretch.category)'? [Y/n] ")
    return readLine().map { !$0.lowercased().hasPrefix("n") }
  }

  /// Says on the side what the clock did.
  fileprivate func remark(_ change: ClockChange) {
    console.remark(change.message)
    remark(change.remarks)
  }

  /// Says on the side what the applicant should know.
  func remark(_ remarks: [Remark]) {
    for line in remarks.flatMap({ Words.lines($0, console.remarkStyle) }) { console.remark(line) }
  }
}
