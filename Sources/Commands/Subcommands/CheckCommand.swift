import ArgumentParser
import Documents
import Findings
import Platform
import Workspace

/// `dossier check`.
struct CheckCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the report against the programme's rules.",
    discussion: """
      An error is a limit of the programme, a warning what it asks for, an info advice or a remark. \
      Each finding has a code that 'dossier explain' takes. A file that is named is checked by \
      itself, with the contract of the application around it or beside it, or that of a template.

        dossier check
        dossier check --explain-count
        dossier check --format sarif > findings.sarif
        dossier check ~/notes/draft.md --template mats-neel-nanda
      """)

  /// How the result is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, github
  }

  /// The least severity that makes the program end with status 1.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case error, warning, info, never

    func isReached(by severity: Severity) -> Bool {
      switch self {
      case .error: severity == .error
      case .warning: severity >= .warning
      case .info: true
      case .never: false
      }
    }
  }

  @Argument(help: "A report; by default the one of the application.", completion: .file())
  var file: String?

  @Option(help: "How to write the result: text, json, sarif or github.")
  var format = Format.text

  @Option(help: "The least severity that ends with status 1: error, warning, info or never.")
  var failOn = Threshold.error

  @Option(help: "Check a file against the rules of a template.")
  var template: String?

  @Flag(help: "Ask every address of the report whether it is open to strangers; uses the network.")
  var online = false

  @Flag(help: "Lay out with Chromium what has a limit of pages, and count them exactly.")
  var pages = false

  @Flag(help: "Show how the words of each section were counted.")
  var explainCount = false

  func validate() throws {
    if online, file != nil {
      throw ValidationError("'--online' is for the report of the application")
    }
    if pages, file != nil {
      throw ValidationError("'--pages' is for the report of the application")
    }
    if template != nil, file == nil { throw ValidationError("'--template' needs a file to check") }
    if explainCount, format != .text, format != .json {
      throw ValidationError("'--explain-count' goes with the formats text and json")
    }
  }

  func perform(in session: Session) async throws -> ExitStatus {
    var report = try report(in: session)
    if online { report.add(try await session.workspace().findingsOnline()) }
    if pages { try await session.workspace().countPages(for: &report) }
    let writer = CheckWriter(report: report, console: session.console)
    switch format {
    case .text: writer.text(withCount: explainCount)
    case .json: try session.console.result(writer.json(withCount: explainCount))
    case .sarif: try session.console.result(writer.sarif())
    case .github: report.findings.map(WorkflowCommands.line).forEach { session.console.result($0) }
    }
    return report.findings.contains { failOn.isReached(by: $0.severity) } ? .findings : .fine
  }

  private func report(in session: Session) throws -> CheckReport {
    guard let file else { return try session.workspaceAtWork().check() }
    let path = session.absolute(file)
    if template == nil, let workspace = try session.workspaceIfAny(), workspace.isReport(path) {
      return try session.workspaceAtWork().check()
    }
    let loose = LooseReport(platform: session.platform, path: path, shownPath: file)
    let rules = try template.map { .template($0) } ?? loose.nearestRules()
    if rules == .none {
      session.console.remark(
        "note: no contract lies beside '\(file)', so only the document itself is checked; "
          + "'--template ID' takes the rules of a template")
    }
    return try loose.check(by: rules)
  }
}
