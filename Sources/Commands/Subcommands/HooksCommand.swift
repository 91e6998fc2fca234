import ArgumentParser
import Documents
import Workspace

/// `dossier hooks`.
struct HooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Install, remove or show the git hooks of an application.",
    discussion: """
      With the hooks, plain 'git commit' draws stale figures again and adds the time to the message. \
      A clone has none until they are installed there.

      A hook that is there already is kept beside ours, which runs it first and ends as it does; \
      'remove' puts it back as it was. From git 2.54 on the hooks are settings and touch no file.

        dossier hooks install
        dossier hooks status
        dossier hooks remove
      """,
    subcommands: [Install.self, Remove.self, Status.self])

  struct Install: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Put the hooks in.")

    func perform(in session: Session) async throws -> ExitStatus {
      let installer = try installer(session)
      let outcome = try await installer.install()
      for words in outcome.remarks { session.console.remark("note: " + words) }
      session.console.result("The hooks are installed in \(outcome.place).")
      for hook in outcome.chained { session.console.result("  \(hook.name): \(hook.words)") }
      return try await installer.survey().isComplete ? .fine : .findings
    }
  }

  struct Remove: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "Take the hooks out; what was there before is there again.")

    func perform(in session: Session) async throws -> ExitStatus {
      let outcome = try await installer(session).remove()
      for words in outcome.remarks { session.console.remark("note: " + words) }
      session.console.result(
        "The hooks are removed; plain 'git commit' keeps neither time nor figures now, "
          + "'dossier commit' still does.")
      return .fine
    }
  }

  struct Status: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Show how the hooks stand.")

    @OptionGroup var output: OutputOptions

    func perform(in session: Session) async throws -> ExitStatus {
      let survey = try await installer(session).survey()
      if output.format == .json {
        try session.console.result(survey.json)
      } else {
        var table = TextTable()
        for hook in survey.hooks { table.add(hook.name, hook.words) }
        for line in table.lines() { session.console.result(line) }
        session.console.result("They belong in \(survey.place).")
        if let hint = survey.hint {
          session.console.remark(session.console.remarkStyle(.info, "hint:") + " " + hint)
        }
      }
      return survey.isComplete ? .fine : .findings
    }
  }

  private static func installer(_ session: Session) throws -> HookInstaller {
    HookInstaller(platform: session.platform, folder: try session.workspace().folder)
  }
}

extension HookInstaller.Survey {
  /// The survey as a program reads it.
  fileprivate var json: JSON {
    let hooks = hooks.map { hook -> JSON in
      var entries: [String: JSON] = [
        "name": .string(hook.name), "state": .string(hook.state.rawValue),
      ]
      if let neighbour = hook.neighbour { entries["beside"] = .string(neighbour) }
      if let file = hook.file { entries["file"] = .string(file) }
      return .object(entries)
    }
    return [
      "schema": 1, "place": .string(place), "complete": .bool(isComplete), "hooks": .array(hooks),
    ]
  }
}
