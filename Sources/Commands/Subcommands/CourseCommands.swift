import ArgumentParser
import Workspace

/// `dossier pivot`.
struct PivotCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "pivot", abstract: "Note that the direction changed; the clock goes on.",
    discussion: "  dossier pivot 'the probe learns the position, so look at attention instead'")

  @Argument(help: "Why; it is kept in the record.")
  var reason: String

  func perform(in session: Session) async throws -> ExitStatus {
    session.show(try session.workspace().pivot(reason))
    return .fine
  }
}

/// `dossier restart`.
struct RestartCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart", abstract: "Give up the project for a new one, with the clock at zero.",
    discussion: """
      What the old project did and took stays in the journal and in its drafts. Only a project whose \
      code and findings do not help the new one may be left so; 'dossier pivot' is for a new direction \
      of the same project.

        dossier restart 'the effect is not there' --nothing-carried-over
      """)

  @Argument(help: "Why; it is kept in the record.")
  var reason: String

  @Flag(help: "Declare that code and findings so far do not particularly help the new project.")
  var nothingCarriedOver = false

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspace()
    do {
      session.show(
        try await workspace.restart(reason, isNothingCarriedOver: nothingCarriedOver))
    } catch let error as UserError where !nothingCarriedOver && session.isConversation {
      session.console.remark(error.message)
      guard session.ask("is that so here: is nothing carried over? [y/N] > ") == "y" else {
        throw error
      }
      session.show(try await workspace.restart(reason, isNothingCarriedOver: true))
    }
    return .fine
  }
}

/// `dossier switch`.
struct SwitchCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "Let the running clock go on in another category.",
    discussion: "  dossier switch writing\n  dossier switch break --at 12:10")

  @Argument(help: "What the time is booked on from now on.")
  var category: String

  @Option(help: "When it really changed, such as 12:10; noted as declared, not measured.")
  var at: String?

  @Flag(help: "Book an activity that the programme does not name; it counts.")
  var new = false

  func perform(in session: Session) async throws -> ExitStatus {
    session.show(try session.workspace().switchClock(to: category, at: at, isNew: new))
    return .fine
  }
}
