import ArgumentParser
import Documents
import Workspace

/// `dossier review`.
struct ReviewCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Go through the programme's own criteria with your report.",
    discussion: """
      Each question comes with what the report, the experiments and the log have to say to it, and \
      with the programme's words. Nothing is scored: whether it is good enough is for you to say. \
      Answers are kept in review.yaml.

        dossier review                         question by question, in a terminal
        dossier review c.claim                 one of them
        dossier review c.claim --answer 'The claim stands in the first line.'
        dossier review --list                  all of them at once
        dossier review --reader                what a reader sees in the first minute
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "A question, such as 'c.claim', or a group, such as 'mistakes'.")
  var item: String?

  @Option(help: "Keep this answer to the question.")
  var answer: String?

  @Flag(help: "Show the questions without asking for answers.")
  var list = false

  @Flag(help: "Show the first page, and what a reader who skims sees.")
  var reader = false

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    if reader { return try showReader(workspace, in: session) }
    if let answer {
      guard let item else { throw ValidationError("'--answer' needs the name of a question") }
      try workspace.answer(item, with: answer)
      session.console.remark("kept in review.yaml")
      return .fine
    }
    let items = try workspace.review().filter { item == nil || $0.id == item || $0.group == item }
    guard !items.isEmpty else {
      throw UserError(
        .usage, "there is no question or group '\(item ?? "")'",
        hint: "'dossier review --list' shows them all")
    }
    if output.format == .json {
      try session.console.result(Self.json(items))
    } else {
      try ask(items, workspace, in: session)
    }
    return .fine
  }

  /// Shows one question after the other; in a terminal each can be answered.
  private func ask(_ items: [ReviewItem], _ workspace: Workspace, in session: Session) throws {
    let asks = !list && session.isConversation
    let printer = ReviewPrinter(console: session.console)
    for (index, item) in items.enumerated() {
      printer.show(item, number: index + 1, of: items.count)
      guard asks else { continue }
      guard let line = session.ask("your answer (Enter: next, q: leave) > "), line != "q" else {
        break
      }
      if !line.isEmpty { try workspace.answer(item.id, with: line) }
      session.console.result()
    }
    let open = items.count { $0.answer == nil }
    if !asks, items.count > 1 {
      session.console.result("\(items.count) questions, \(open) without an answer yet")
    }
  }

  private func showReader(_ workspace: Workspace, in session: Session) throws -> ExitStatus {
    let view = try workspace.readerView()
    switch output.format {
    case .json: try session.console.result(Self.json(view))
    case .text: ReviewPrinter(console: session.console).show(view)
    }
    return .fine
  }

  private static func json(_ items: [ReviewItem]) -> JSON {
    [
      "schema": 1,
      "questions": .array(
        items.map { item in
          [
            "id": .string(item.id), "group": .string(item.group),
            "question": .string(item.question),
            "quotes": .array(
              item.quotes.map {
                ["words": $0.words.map { .string($0) } ?? .null, "place": .string($0.place)]
              }),
            "evidence": .array(item.evidence.map(json)),
            "answer": item.answer.map {
              [
                "words": .string($0.words), "time": .string($0.time),
                "outdated": .bool($0.isOutdated),
              ]
            } ?? .null,
          ]
        }),
    ]
  }

  private static func json(_ evidence: ReviewEvidence) -> JSON {
    [
      "title": .string(evidence.title),
      "found": .array(
        evidence.lines.map {
          ["text": .string($0.text), "place": $0.place.map { .string($0) } ?? .null]
        }),
    ]
  }

  private static func json(_ view: ReaderView) -> JSON {
    [
      "schema": 1, "title": .string(view.title),
      "first_page": .array(view.firstPage.map { .string($0) }),
      "skim": .array(
        view.skim.map {
          [
            "kind": .string($0.kind.rawValue), "text": .string($0.text),
            "level": .integer($0.level), "line": .integer($0.line),
          ]
        }),
    ]
  }
}
