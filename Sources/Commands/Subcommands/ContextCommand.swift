import ArgumentParser
import Documents
import Workspace

/// `dossier context`.
struct ContextCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "context",
    abstract: "Bundle everything a language model should read into one text.",
    discussion: """
      The programme's rules, the report, the answers to the form, the log and every experiment with its \
      numbers, as Markdown on standard output; the tokens of each part on standard error. Nothing is sent \
      anywhere.

        dossier context > context.md
        dossier context rules report           some parts only
        dossier context --tokenizer smollm2    count with the tokenizer of a model of yours
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The parts: rules, report, form, log, or names of experiments. Default: all.")
  var parts: [String] = []

  @Option(help: "A model whose tokenizer counts; without it tokens are estimated.")
  var tokenizer: String?

  func perform(in session: Session) async throws -> ExitStatus {
    let bundle = try session.workspaceAtWork().context(of: parts, tokenizer: tokenizer)
    switch output.format {
    case .json:
      try session.console.result(Self.json(bundle))
    case .text:
      session.console.piece(bundle.text)
      show(bundle, in: session)
    }
    return .fine
  }

  private func show(_ bundle: ContextBundle, in session: Session) {
    var table = TextTable()
    let about = bundle.tokenizer == nil ? "about " : ""
    for part in bundle.parts { table.add(part.name, about + Words.grouped(part.tokens)) }
    table.add("in all", about + Words.grouped(bundle.tokens))
    for line in table.lines() { session.console.remark(line) }
    let counter = bundle.tokenizer.map { "by the tokenizer of '\($0)'" } ?? "estimated by length"
    session.console.remark("tokens, \(counter)")
  }

  private static func json(_ bundle: ContextBundle) -> JSON {
    [
      "schema": 1, "tokens": .integer(bundle.tokens),
      "tokenizer": bundle.tokenizer.map { .string($0) } ?? .null,
      "parts": .array(
        bundle.parts.map {
          [
            "name": .string($0.name), "tokens": .integer($0.tokens), "text": .string($0.text),
          ]
        }),
    ]
  }
}
