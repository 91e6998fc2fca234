import ArgumentParser
import Workspace

extension TimeCommand {
  /// `dossier time import`.
  struct Import: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Add the times of another program's file.",
      discussion: """
        Reads Toggl (CSV and JSON), Clockify, Timewarrior, Watson and org clock lines as stretches of \
        time, and ActivityWatch and WakaTime as evidence of work. What is imported is marked so; what \
        the ledger has already is not added again, so a newer export of the same account adds only \
        what is new.

        A tag, project or description that is the name of a category books the stretch there.

          dossier time import toggl.csv --zone Europe/Berlin --dry-run
          timew export > t.json; dossier time import t.json --map patching=research
          dossier time import ~/.config/watson/frames --as reading
        """)

    @Argument(help: "The file that the other program wrote.", completion: .file())
    var file: String

    @Option(
      help: ArgumentHelp(
        "The format, where the file does not show it: "
          + Workspace.importFormats.joined(separator: ", ") + ".", valueName: "format"))
    var from: String?

    @Option(
      help: ArgumentHelp(
        "The zone of the file's local times, such as Europe/Berlin, UTC, or 'local'.",
        valueName: "zone"))
    var zone: String?

    @Option(help: ArgumentHelp("How to read 03/04/2026: mdy or dmy.", valueName: "order"))
    var dateOrder: String?

    @Option(
      help: ArgumentHelp(
        "Book what has this tag, project or description on a category; may be repeated.",
        valueName: "name=category"))
    var map: [String] = []

    @Option(name: .customLong("as"), help: "Book everything that names no category on this one.")
    var category: String?

    @Flag(name: .customLong("dry-run"), help: "Only show what would be added.")
    var isTrial = false

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let workspace = try session.workspace()
      var wish = TimeImport(path: session.absolute(file))
      (wish.format, wish.zone, wish.dateOrder) = (from, zone, dateOrder)
      (wish.map, wish.category, wish.isTrial) = (map, category, isTrial)
      if session.isConversation, output.format == .text, try workspace.needsZone(wish) {
        wish.zone = askZone(workspace, session)
      }
      let receipt = try workspace.importTime(wish)
      switch output.format {
      case .text: show(receipt, in: session)
      case .json: try session.console.result(receipt.json)
      }
      let isNothing = receipt.rows.isEmpty && receipt.known == 0 && receipt.skipped > 0
      return isNothing ? .findings : .fine
    }

    private func askZone(_ workspace: Workspace, _ session: Session) -> String? {
      let own = workspace.ownZone
      let question =
        "The file does not say in which zone its times are. Zone of the account [\(own)]: "
      guard let answer = session.ask(question) else { return nil }
      return answer.isEmpty ? "local" : answer
    }

    private func show(_ receipt: ImportReceipt, in session: Session) {
      if isTrial {
        var table = TextTable()
        for row in receipt.rows {
          table.add(
            row.day, "\(row.begin)-\(row.end)", Words.clock(row.seconds),
            row.category ?? "evidence", row.text ?? "")
        }
        for line in table.lines() { session.console.result(line) }
      }
      session.console.result(receipt.message)
      for line in receipt.remarks.flatMap({ Words.lines($0, session.console.remarkStyle) }) {
        session.console.remark(line)
      }
    }
  }

  /// `dossier time export`.
  struct Export: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write the ledger's stretches for another program.",
      discussion: """
        Prints to the standard output, or writes a new file. 'toggl' has exactly the columns that \
        Toggl imports; 'timewarrior' are commands for a shell, since Timewarrior imports no file; \
        'watson' is a file for 'watson merge'; 'csv' and 'json' have all that is known.

          dossier time export --to toggl --email me@example.org --output toggl.csv
          dossier time export --to timewarrior | sh
          dossier time export --to csv --coarse
        """)

    @Option(
      help: ArgumentHelp(
        "The format: " + Workspace.exportTargets.joined(separator: ", ") + ".",
        valueName: "format"))
    var to: String

    @Option(name: .shortAndLong, help: "The file to write; it must not exist.", completion: .file())
    var output: String?

    @Option(
      help: ArgumentHelp(
        "The zone in which local times are written; this machine's by default.",
        valueName: "zone"))
    var zone: String?

    @Flag(help: "Round to five minutes and name no machine.")
    var coarse = false

    @Option(help: "The address of the account that will import it.")
    var email: String?

    @Option(help: "The number of a project, or 'all'; by default the current one.")
    var project: String?

    func perform(in session: Session) async throws -> ExitStatus {
      var wish = TimeExport(target: to)
      wish.path = output.map(session.absolute)
      (wish.zone, wish.isCoarse, wish.email) = (zone, coarse, email)
      wish.project = project
      let receipt = try session.workspace().exportTime(wish)
      if let output {
        let noun = receipt.count == 1 ? "stretch" : "stretches"
        session.console.result("wrote \(receipt.count) \(noun) to '\(output)'")
      } else {
        session.console.piece(receipt.text)
      }
      for line in receipt.remarks.flatMap({ Words.lines($0, session.console.remarkStyle) }) {
        session.console.remark(line)
      }
      return .fine
    }
  }
}
