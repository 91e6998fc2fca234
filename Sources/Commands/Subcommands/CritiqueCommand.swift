import ArgumentParser
import Documents
import Findings
import Workspace

/// `dossier critique`.
struct CritiqueCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "critique", abstract: "Ask a language model what is wrong with the draft.",
    discussion: """
      Sends the programme's rules and the report to an OpenAI-compatible service that you declared in \
      endpoints.yaml of the settings folder, framed so that it does not flatter. The answer is shown as \
      findings; nothing is edited. Where it is sent is told first.

        dossier critique --endpoint local
        dossier critique --decision 'I drop the SAE and go on with probes, because ...'
        dossier critique --show                what would be sent, without sending it
      """)

  @OptionGroup var output: OutputOptions

  @Option(help: "The service, as endpoints.yaml calls it; without it the only one.")
  var endpoint: String?

  @Option(help: "Ask about this decision instead of the draft.")
  var decision: String?

  @Option(help: "The frame of the contract to ask in.")
  var frame: String?

  @Flag(help: "Show what would be sent and send nothing.")
  var show = false

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    let request = try workspace.critiqueRequest(
      decision: decision, frame: frame, endpoint: endpoint)
    if show {
      session.console.result(request.prompt)
      return .fine
    }
    session.console.remark(
      "sending about \(Words.grouped(request.tokens)) tokens to \(request.endpoint.address), model "
        + "'\(request.endpoint.model)'")
    let findings = try await session.untilInterrupted { try await workspace.critique(request) }
    switch output.format {
    case .text:
      let printer = FindingPrinter(console: session.console)
      printer.show(findings)
      session.console.remark("a language model's judgement: trust none of it unread")
    case .json:
      try session.console.result([
        "schema": 1, "findings": .array(findings.map(FindingPrinter.json)),
      ])
    }
    return .fine
  }
}
