import ArgumentParser
import Documents
import Findings
import Workspace

/// `dossier check`.
struct CheckCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the report against the programme's rules.",
    discussion: """
      An error is a limit of the programme, a warning what it asks for, an info advice or a remark. \
      Each finding has a code that 'dossier explain' takes.

        dossier check
        dossier check --format json
        dossier check --fail-on warning
      """)

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

  @OptionGroup var output: OutputOptions

  @Option(help: "The least severity that ends with status 1: error, warning, info or never.")
  var failOn = Threshold.error

  func perform(in session: Session) async throws -> ExitStatus {
    let report = try session.workspaceAtWork().check()
    switch output.format {
    case .text: show(report, in: session)
    case .json: try session.console.result(json(report))
    }
    return report.findings.contains { failOn.isReached(by: $0.severity) } ? .findings : .fine
  }

  private func show(_ report: CheckReport, in session: Session) {
    let printer = FindingPrinter(console: session.console)
    printer.show(report.findings)
    let style = session.console.style
    for budget in report.budgets {
      let label: Label = budget.words > budget.limit ? .error : .good
      session.console.result(
        style(label, "\(budget.words)/\(budget.limit) words") + " · "
          + Words.count(budget.figures, "figure") + " · '\(budget.section)'")
    }
    session.console.result(printer.summary(of: report.findings))
  }

  private func json(_ report: CheckReport) -> JSON {
    [
      "schema": 1, "words": .integer(report.words), "figures": .integer(report.figures),
      "findings": .array(report.findings.map(FindingPrinter.json)),
      "budgets": .array(
        report.budgets.map {
          [
            "section": .string($0.section), "words": .integer($0.words),
            "limit": .integer($0.limit), "figures": .integer($0.figures),
          ]
        }),
    ]
  }
}

/// `dossier explain`.
struct ExplainCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show the rule behind a finding, in the programme's own words.")

  @Argument(help: "The code of a finding, such as 'section-words'.")
  var code: String

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspace()
    let rules = try workspace.explain(code)
    guard !rules.isEmpty else {
      throw UserError(
        .usage, "no rule has the code '\(code)'",
        hint: "the codes are: " + (try workspace.explainableCodes()).joined(separator: ", "))
    }
    let style = session.console.style
    for rule in rules {
      session.console.result(style(.heading, rule.code) + "  " + rule.text)
      session.console.result("  \(rule.severity.rawValue): \(rule.level)")
      for quote in rule.quotes {
        let words = quote.words.map { "「\($0)」 " } ?? ""
        session.console.result("  " + words + style(.dim, quote.place))
      }
    }
    return .fine
  }
}
