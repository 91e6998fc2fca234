import ArgumentParser
import Documents
import Workspace

/// `dossier look`.
struct LookCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "look", abstract: "Read a random sample of an experiment's data.",
    discussion: """
      Shows rows drawn at random, whole: what a model answered, or what it was given. Note what you \
      saw; the note goes into log.md with the place and the seed.

        dossier look exists
        dossier look exists --table options.items -n 20
        dossier look exists --seed 4127 --note 'half of the negated ones are grammar, not feeling'
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The experiment.")
  var id: String

  @Option(help: "The table to draw from; without it the one with most to read.")
  var table: String?

  @Option(name: [.customShort("n"), .long], help: "How many rows.")
  var count = 10

  @Option(help: "Draw the same rows again.")
  var seed: Int?

  @Option(help: "What was seen, for the log.")
  var note: String?

  func validate() throws {
    guard count > 0 else { throw ValidationError("'--count' must be at least 1") }
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    let sample = try workspace.look(at: id, table: table, count: count, seed: seed)
    if output.format == .json {
      try session.console.result(Self.json(sample))
    } else {
      show(sample, in: session)
    }
    guard let words = note ?? answer(in: session) else { return .fine }
    try workspace.note(words, of: sample, from: id)
    session.console.remark("noted in log.md")
    return .fine
  }

  private func show(_ sample: DataSample, in session: Session) {
    let style = session.console.style
    for row in sample.rows {
      session.console.result(
        style(.heading, "row \(row.number)") + style(.dim, " of \(sample.count)"))
      for cell in row.cells {
        let lines = visible(cell.text).split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.joined(separator: "\n" + String(repeating: " ", count: 4))
        session.console.result("  " + style(.name, cell.name) + "  " + text)
      }
    }
    session.console.result()
    session.console.result(
      "\(sample.rows.count) of \(sample.count) rows of '\(sample.table)', drawn with --seed \(sample.seed)"
    )
    let others = sample.tables.filter { $0 != sample.table }
    if !others.isEmpty {
      session.console.result("other tables: " + others.joined(separator: ", "))
    }
  }

  /// A text in quotes where blanks at its ends would not be seen; models see them.
  private func visible(_ text: String) -> String {
    let hidesBlanks = text.first?.isWhitespace ?? true || text.last?.isWhitespace ?? true
    return hidesBlanks ? "\"\(text)\"" : text
  }

  /// What somebody at a terminal says to it; `nil` for nothing.
  private func answer(in session: Session) -> String? {
    guard output.format == .text, session.isConversation,
      let line = session.ask("what do you see? (Enter: nothing to note) > "), !line.isEmpty
    else { return nil }
    return line
  }

  private static func json(_ sample: DataSample) -> JSON {
    [
      "schema": 1, "table": .string(sample.table), "count": .integer(sample.count),
      "seed": .integer(sample.seed), "tables": .array(sample.tables.map { .string($0) }),
      "rows": .array(
        sample.rows.map { row in
          [
            "number": .integer(row.number),
            "cells": .array(
              row.cells.map { ["name": .string($0.name), "text": .string($0.text)] }),
          ]
        }),
    ]
  }
}
