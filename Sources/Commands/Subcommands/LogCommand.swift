import ArgumentParser
import Documents
import Foundation
import Workspace

/// `dossier log`.
struct LogCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Write into the research log, or show its end.",
    discussion: """
      An entry goes to the end of log.md with the time. Without a text the last entries are shown.

        dossier log 'layer 9 again; the probe is no better than the frequency of the word'
        git diff --stat | dossier log -
        dossier log
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "What to write down; '-' reads it from standard input.")
  var text: String?

  @Option(name: [.customShort("n"), .long], help: "How many entries to show.")
  var count = 10

  func validate() throws {
    guard count > 0 else { throw ValidationError("'--count' must be at least 1") }
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    guard let text else {
      try show(try workspace.logEntries(count), in: session)
      return .fine
    }
    try workspace.log(try Self.entry(text))
    session.console.remark("noted in log.md")
    return .fine
  }

  /// The largest entry, in bytes.
  private static let limit = 1 << 20

  /// The words of an entry, without blanks around them.
  private static func entry(_ text: String) throws -> String {
    var words = text
    if text == "-" {
      let data = try FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
      guard data.count <= limit else {
        throw UserError(.usage, "an entry of the log may have 1 MiB, and this has more")
      }
      words = String(decoding: data, as: UTF8.self)
    }
    words = words.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty else {
      throw UserError(
        .usage, "there is nothing to note", hint: "'dossier log' alone shows the last entries")
    }
    return words
  }

  private func show(_ entries: [(line: Int, text: String)], in session: Session) throws {
    if output.format == .json {
      return try session.console.result(
        [
          "schema": 1,
          "entries": .array(
            entries.map { ["line": .integer($0.line), "text": .string($0.text)] }),
        ])
    }
    for entry in entries { session.console.result(entry.text) }
    if entries.isEmpty { session.console.result("There is nothing in log.md yet.") }
  }
}

/// `dossier check-in`.
struct CheckInCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-in", abstract: "Ask yourself what the programme advises to ask.",
    discussion: """
      Have I learnt anything in the last half hour; am I in a rabbit hole? Answers go into log.md. \
      Reminders are off until you turn them on; they count time worked, not time passed, and show in \
      'dossier status', in the shell's prompt and once in the editor.

        dossier check-in
        dossier check-in 'no: the third day of tuning; writing up what there is'
        dossier check-in --remind
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The answer to what is due, or else to the first question.")
  var answer: String?

  @Flag(inversion: .prefixedNo, help: "Turn reminders on or off, in dossier.yaml.")
  var remind: Bool?

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    if let remind { session.console.remark(try workspace.setReminders(remind)) }
    let questions = try workspace.checkIns()
    let due = questions.filter(\.isDue)
    let asked = due.isEmpty ? Array(questions.prefix(1)) : due
    if let answer = answer?.trimmingCharacters(in: .whitespacesAndNewlines), !answer.isEmpty {
      guard !asked.isEmpty else { throw Self.nothingToAsk }
      try workspace.checkIn(asked.map { ($0.id, answer) })
      session.console.remark("noted in log.md")
    } else if output.format == .json {
      try session.console.result(["schema": 1, "questions": .array(questions.map(\.json))])
    } else if remind == nil, session.isConversation, !asked.isEmpty {
      try converse(asked, workspace, in: session)
    } else if remind == nil {
      show(questions, in: session)
    }
    return .fine
  }

  private static let nothingToAsk = UserError(
    .usage, "this programme has no questions to ask oneself",
    hint: "'dossier log TEXT' writes into the log")

  private func converse(
    _ questions: [CheckInQuestion], _ workspace: Workspace, in session: Session
  ) throws {
    var answers: [(question: String, text: String)] = []
    for question in questions {
      guard let answer = session.ask("\(question.text) (Enter: nothing to note) > ") else { break }
      answers.append((question.id, answer))
    }
    guard !answers.isEmpty else { return }
    try workspace.checkIn(answers)
    if answers.contains(where: { !$0.text.isEmpty }) { session.console.remark("noted in log.md") }
  }

  private func show(_ questions: [CheckInQuestion], in session: Session) {
    let style = session.console.style
    for question in questions {
      let state =
        question.isDue
        ? style(.warning, "due")
        : question.isReminded
          ? "after \(Words.clock(max(question.every - question.worked, 0))) more of work"
          : "no reminder"
      session.console.result("\(style(.name, question.id))  \(question.text)  (\(state))")
    }
    if questions.isEmpty {
      session.console.result("This programme has no questions to ask oneself.")
    }
  }
}
