import ArgumentParser
import Workspace

/// `dossier hooks`.
struct HooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Install, remove or show the git hooks of an application.",
    discussion: """
      With the hooks, plain 'git commit' draws stale figures again and adds the time to the message. \
      A clone has none until they are installed there.
      """,
    subcommands: [Install.self, Remove.self, Status.self])

  struct Install: SessionCommand {
    static let configuration = CommandConfiguration(abstract: "Put the hooks in.")

    func perform(in session: Session) async throws -> ExitStatus {
      let outcome = try await installer(session).install()
      tell(outcome.setAside, in: session)
      for name in outcome.foreign {
        session.console.remark(
          "note: there is a '\(name)' hook that is not ours; add this line to it: "
            + HookInstaller.line(for: name))
      }
      if outcome.foreign.isEmpty { session.console.result("The hooks are installed.") }
      return outcome.foreign.isEmpty ? .fine : .findings
    }
  }

  struct Remove: SessionCommand {
    static let configuration = CommandConfiguration(abstract: "Take the hooks out.")

    func perform(in session: Session) async throws -> ExitStatus {
      tell(try await installer(session).remove().setAside, in: session)
      session.console.result("The hooks are removed; commits keep neither time nor figures now.")
      return .fine
    }
  }

  struct Status: SessionCommand {
    static let configuration = CommandConfiguration(abstract: "Show how the hooks stand.")

    func perform(in session: Session) async throws -> ExitStatus {
      var table = TextTable()
      let states = try await installer(session).states()
      for (name, state) in states { table.add(name, state.rawValue) }
      for line in table.lines() { session.console.result(line) }
      return states.allSatisfy { $0.state == .installed } ? .fine : .findings
    }
  }

  private static func tell(_ setAside: [String], in session: Session) {
    for path in setAside {
      session.console.remark("note: a hook that was older or edited is kept as '\(path)'")
    }
  }

  private static func installer(_ session: Session) throws -> HookInstaller {
    HookInstaller(platform: session.platform, folder: try session.workspace().folder)
  }
}
