import ArgumentParser
import Documents
import Findings
import Workspace

/// `dossier fix`.
struct FixCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Make the changes that settle findings without changing what you say.",
    discussion: """
      A snapshot is taken before anything is written. Changes that only you can decide on are made for the codes that '--only' names.

        dossier fix --dry-run
        dossier fix
        dossier fix --only guidance-left
      """)

  @OptionGroup var output: OutputOptions

  @Flag(help: "Show the changes and write nothing.")
  var dryRun = false

  @Option(help: "Make every change of this code, also one that is not safe; may be repeated.")
  var only: [String] = []

  func perform(in session: Session) async throws -> ExitStatus {
    let report = try session.workspaceAtWork().fix(only: Set(only), isTrial: dryRun)
    switch output.format {
    case .text: show(report, in: session.console)
    case .json: try session.console.result(json(report))
    }
    return .fine
  }

  private func show(_ report: FixReport, in console: Console) {
    for change in report.changes {
      let place = change.place.map { "\($0.path):\($0.start.line):\($0.start.column): " } ?? ""
      console.result(
        console.style(.dim, place) + change.title + " " + console.style(.dim, "[\(change.code)]"))
    }
    let done = dryRun ? "would be made" : "made"
    console.result(
      report.changes.isEmpty
        ? "nothing to change" : "\(Words.count(report.changes.count, "change")) \(done)")
    if report.unsafe > 0 {
      console.remark(
        "note: \(Words.count(report.unsafe, "finding")) more could be settled by a change that only "
          + "you can decide on; 'dossier fix --only CODE' makes it")
    }
  }

  private func json(_ report: FixReport) -> JSON {
    [
      "schema": 1, "dry_run": .bool(dryRun), "files": .array(report.files.map { .string($0) }),
      "left": .integer(report.unsafe),
      "changes": .array(
        report.changes.map { change in
          [
            "code": .string(change.code), "title": .string(change.title),
            "path": change.place.map { .string($0.path) } ?? .null,
            "line": change.place.map { .integer($0.start.line) } ?? .null,
          ]
        }),
    ]
  }
}
