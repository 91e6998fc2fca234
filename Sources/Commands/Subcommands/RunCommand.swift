import ArgumentParser
import Documents
import Workspace

/// `dossier run`.
struct RunCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Draw the figures of experiments.",
    discussion: """
      Without names it draws every figure that is out of date. A result that was computed before from \
      exactly the same inputs comes from the cache. A run that fails or is stopped leaves the last \
      good figures as they are.

        dossier run
        dossier run exists probe
      """)

  @Argument(help: "The experiments, by the names of their folders.")
  var experiments: [String] = []

  @Flag(help: "Write over figures that were changed by hand.")
  var replaceEdited = false

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    let line = session.progressLine()
    let ids = experiments
    let replaces = replaceEdited
    let lines = try await session.untilInterrupted {
      try await workspace.run(ids, replacesEdited: replaces) { progress in
        line.update(progress.title, share: progress.share, note: progress.note)
      }
    }
    line.end()
    show(lines, in: session)
    return lines.allSatisfy { $0.ending == .drawn || $0.ending == .cached } ? .fine : .findings
  }

  private func show(_ lines: [RunLine], in session: Session) {
    if lines.isEmpty { session.console.result("Every figure is fresh; nothing to draw.") }
    let style = session.console.style
    var table = TextTable()
    for line in lines {
      let label: Label =
        switch line.ending {
        case .drawn, .cached: .good
        case .failed: .error
        case .skipped, .stopped: .warning
        }
      table.add(
        style(.name, line.id), style(label, line.ending.rawValue), Words.seconds(line.milliseconds),
        line.words)
    }
    for text in table.lines() { session.console.result(text) }
    for path in lines.flatMap(\.kept) {
      session.console.remark(
        "note: kept '\(path)', which was changed by hand; replace it with 'dossier run --replace-edited'"
      )
    }
  }
}

/// `dossier experiments`.
struct ExperimentsCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiments", abstract: "List the experiments and how their figures stand.")

  @Flag(help: "End with status 1 unless every figure is fresh.")
  var exitCode = false

  @Flag(help: "Write data, models, baselines and settings as a table in Markdown, for the report.")
  var methods = false

  @OptionGroup var output: OutputOptions

  func perform(in session: Session) async throws -> ExitStatus {
    if methods {
      let table = try session.workspaceAtWork().methodTable()
      session.console.result(table.isEmpty ? "There are no experiments yet." : table)
      return .fine
    }
    let experiments = try session.workspaceAtWork().experiments()
    switch output.format {
    case .text: show(experiments, in: session)
    case .json: try session.console.result(.array(experiments.map(json)))
    }
    return !exitCode || experiments.allSatisfy { $0.state == "fresh" } ? .fine : .findings
  }

  private func show(_ experiments: [ExperimentLine], in session: Session) {
    let style = session.console.style
    var table = TextTable()
    for experiment in experiments {
      table.add(
        style(.name, experiment.id),
        style(experiment.state == "fresh" ? .good : .warning, experiment.state),
        experiment.procedure, experiment.model ?? "-",
        experiment.lastMilliseconds.map(Words.seconds) ?? "-",
        experiment.reason.isEmpty ? experiment.title : experiment.reason)
    }
    for line in table.lines() { session.console.result(line) }
    if experiments.isEmpty { session.console.result("There are no experiments yet.") }
  }

  private func json(_ experiment: ExperimentLine) -> JSON {
    [
      "id": .string(experiment.id), "title": .string(experiment.title),
      "state": .string(experiment.state), "reason": .string(experiment.reason),
      "procedure": .string(experiment.procedure),
      "model": experiment.model.map { .string($0) } ?? .null,
      "last_milliseconds": experiment.lastMilliseconds.map { .integer($0) } ?? .null,
      "figures": .array(experiment.figures.map { .string($0) }),
    ]
  }
}
