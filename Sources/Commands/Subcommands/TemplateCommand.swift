import ArgumentParser
import Workspace

/// `dossier template`.
struct TemplateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Follow the template that the application comes from.",
    subcommands: [Update.self])

  struct Update: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Show what the template's rules have that yours have not, and take it over.",
      discussion: """
        A programme changes its rules each round, and a newer 'dossier' carries newer ones. What you \
        changed in contract.yaml yourself stays; no other file is touched. After the freeze the rules \
        stay as they are.

          dossier template update
          dossier template update --apply
        """)

    @Flag(help: "Take the changes over into contract.yaml.")
    var apply = false

    func perform(in session: Session) async throws -> ExitStatus {
      let update = try await session.workspaceAtWork().updateTemplate(apply: apply)
      if !update.difference.isEmpty { session.console.result(update.difference) }
      session.console.result(update.message)
      return .fine
    }
  }
}
