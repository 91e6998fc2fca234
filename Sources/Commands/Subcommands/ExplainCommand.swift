import ArgumentParser
import Documents
import Findings
import Workspace

/// `dossier explain`.
struct ExplainCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show what a finding means and the rule behind it, in the programme's own words.",
    discussion: """
      Every code of every finding can be explained, also outside an application; inside one, the rules \
      of its contract are shown with the words they rest on. There, a category of time, a budget, a \
      phase or a line of the brief is explained too.

        dossier explain section-words
        dossier explain waiting
        dossier explain 219
      """)

  @OptionGroup var output: OutputOptions

  @Argument(
    help:
      "The code of a finding, such as 'section-words', or a name of the contract, such as 'waiting'."
  )
  var code: String

  func perform(in session: Session) async throws -> ExitStatus {
    let explanation = try Explanation.of(code, in: try session.workspaceIfAny())
    switch output.format {
    case .text: show(explanation, in: session)
    case .json: try session.console.result(json(explanation))
    }
    return .fine
  }

  private func show(_ explanation: Explanation, in session: Session) {
    let (console, style) = (session.console, session.console.style)
    console.result(style(.heading, explanation.code))
    if let meaning = explanation.meaning { console.result("  " + meaning) }
    if explanation.rules.isEmpty, explanation.terms.isEmpty, let severity = explanation.severity {
      console.result("  \(severity.rawValue), where no rule of a contract says otherwise")
    }
    for rule in explanation.rules {
      let section = rule.section.map { " for '\($0)'" } ?? ""
      console.result()
      console.result("  " + rule.text)
      console.result("  \(rule.severity.rawValue)\(section): \(rule.level)")
      show(rule.quotes, in: session)
    }
    for term in explanation.terms {
      console.result()
      console.result("  \(term.kind) " + style(.name, term.name))
      for line in term.text { console.result("  " + line) }
      if let level = term.level { console.result("  \(level)") }
      show(term.quotes, in: session)
    }
  }

  private func show(_ quotes: [Explanation.Quote], in session: Session) {
    for quote in quotes {
      let words = quote.words.map { "「\($0)」 " } ?? ""
      session.console.result("  " + words + session.console.style(.dim, quote.place))
    }
  }

  private func json(_ quotes: [Explanation.Quote]) -> JSON {
    .array(
      quotes.map {
        ["words": $0.words.map { .string($0) } ?? .null, "place": .string($0.place)]
      })
  }

  private func json(_ explanation: Explanation) -> JSON {
    [
      "schema": 1, "code": .string(explanation.code),
      "meaning": explanation.meaning.map { .string($0) } ?? .null,
      "severity": explanation.severity.map { .string($0.rawValue) } ?? .null,
      "rules": .array(
        explanation.rules.map { rule in
          [
            "section": rule.section.map { .string($0) } ?? .null, "text": .string(rule.text),
            "level": .string(rule.level), "severity": .string(rule.severity.rawValue),
            "quotes": json(rule.quotes),
          ]
        }),
      "terms": .array(
        explanation.terms.map { term in
          [
            "kind": .string(term.kind), "name": .string(term.name),
            "text": .array(term.text.map { .string($0) }),
            "level": term.level.map { .string($0) } ?? .null, "quotes": json(term.quotes),
          ]
        }),
    ]
  }
}
