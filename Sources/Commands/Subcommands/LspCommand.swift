import ArgumentParser
import Platform
import Workspace

/// `dossier lsp`.
struct LspCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve an editor over standard input and output.",
    discussion: """
      Editors start this themselves: findings while typing, words beside headings, completion, \
      renaming of labels and more, by the language server protocol. Docs/Guide/Editors.md has the \
      settings for each editor.

        dossier lsp
      """)

  @Flag(help: "Accepted because some editors add it; there is no other way to speak.")
  var stdio = false

  func perform(in session: Session) async throws -> ExitStatus {
    var editor = EditorSession(
      EditorHost(in: session.platform), clock: session.platform.clock, console: session.console)
    return await editor.serve()
  }
}
