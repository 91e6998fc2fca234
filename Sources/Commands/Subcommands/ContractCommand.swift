import ArgumentParser
import Documents
import Findings
import Workspace

/// `dossier contract`.
struct ContractCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contract", abstract: "Show the programme's rules, or check a file of them.",
    subcommands: [Show.self, Validate.self])

  struct Show: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show the contract in force: sections, limits, dates, rules.",
      discussion: """
        R is a limit or condition of the programme, P asked for with "please", A advice, O our own \
        reading. Dates with an hour are given in the programme's zone and in yours.

          dossier contract show
          dossier contract show --template mats-neel-nanda --language zh
          dossier contract show --format json
        """)

    @Option(help: "Show the contract of this template, not that of the application.")
    var template: String?

    @Option(help: "The language of names and texts; the report's by default.")
    var language: String?

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let query =
        try template.map { try ContractQuery(template: $0, in: session.platform) }
        ?? ContractQuery(applicationOf: session.folder, in: session.platform)
      let sheet = try query.sheet(language: language)
      switch output.format {
      case .text: show(sheet, in: session)
      case .json: try session.console.result(sheet.json)
      }
      return .fine
    }

    private func show(_ sheet: ContractSheet, in session: Session) {
      let style = session.console.style
      session.console.result(style(.name, sheet.title))
      for part in sheet.parts {
        session.console.result("\n" + style(.heading, part.title))
        var table = TextTable()
        for row in part.rows { table.add(row) }
        for line in table.lines() { session.console.result("  " + line) }
      }
    }
  }

  struct Validate: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "validate",
      abstract: "Say what is wrong with a contract.",
      discussion: """
        Ends with status 1 where an error is found. Without a file, the application's own contract is \
        read.

          dossier contract validate
          dossier contract validate Templates/ours/contract.yaml
          dossier contract validate --schema > contract.schema.json
        """)

    @Argument(help: "The contract; the application's own by default.", completion: .file())
    var file: String?

    @Flag(help: "Print the JSON Schema of contracts instead, for an editor.")
    var schema = false

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      if schema {
        session.console.result(String(try ContractQuery.schema().dropLast()))
        return .fine
      }
      let query =
        try file.map {
          try ContractQuery(file: session.absolute($0), called: $0, in: session.platform)
        } ?? ContractQuery(applicationOf: session.folder, in: session.platform)
      let findings = query.findings()
      let printer = FindingPrinter(console: session.console)
      switch output.format {
      case .text:
        printer.show(findings)
        session.console.result(printer.summary(of: findings))
      case .json:
        try session.console.result(
          ["schema": 1, "findings": .array(findings.map(FindingPrinter.json))])
      }
      return findings.contains { $0.severity == .error } ? .findings : .fine
    }
  }
}
