internal import ArgumentParser
import Foundation
import Platform

/// The program as the shell sees it: arguments in, text and an exit status out.
public enum CommandLineProgram {
  /// The version that `--version` prints.
  static let version = "0.1.0"

  /// Parses the arguments of this process, does what they say and ends the process.
  public static func run() async -> Never {
    signal(SIGPIPE, SIG_IGN)
    FreedMemory.keep()
    let session = Session.live()
    do {
      let command = try DossierCommand.parseAsRoot()
      if let command = command as? any SessionCommand {
        end(try await command.perform(in: session))
      }
      var other = command
      if var other = other as? any AsyncParsableCommand {
        try await other.run()
      } else {
        try other.run()
      }
      end(.fine)
    } catch {
      end(report(error, in: session))
    }
  }

  /// Ends the process at once: what was asked for is done, and threads that only wait hold up nobody.
  private static func end(_ status: ExitStatus) -> Never {
    fflush(nil)
    _exit(status.rawValue)
  }

  /// Prints an error and returns the status that it means.
  private static func report(_ error: any Error, in session: Session) -> ExitStatus {
    let code = DossierCommand.exitCode(for: error)
    if code == .success {
      session.console.result(DossierCommand.fullMessage(for: error))
      return .fine
    }
    if code == .validationFailure {
      session.console.remark(DossierCommand.fullMessage(for: error))
      return .usage
    }
    let words = ErrorWords(error)
    let style = session.console.remarkStyle
    session.console.remark(style(.error, "error:") + " " + words.message)
    if let hint = words.hint { session.console.remark(style(.info, "hint:") + " " + hint) }
    return words.status
  }
}

/// The root of the command tree.
struct DossierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "Write, time, check and share an application to a research programme.",
    discussion: """
      An application is a folder: a report in Markdown, the experiments behind its figures, and a \
      git repository that remembers every draft and the time it took.

        dossier new my-application        start one
        cd my-application
        dossier start research            the clock runs
        dossier run                       draw the figures
        dossier commit -m 'First look'    a draft, with the time it took
        dossier check                     what the programme's rules still ask for
        dossier export                    one HTML file to share
      """,
    version: CommandLineProgram.version,
    subcommands: [
      NewCommand.self, TemplatesCommand.self, TemplateCommand.self,
      StartCommand.self, SwitchCommand.self, StopCommand.self, WaitCommand.self, StatusCommand.self,
      ResolveCommand.self, TimeCommand.self, PivotCommand.self, RestartCommand.self,
      LogCommand.self, CheckInCommand.self,
      CheckCommand.self, ExplainCommand.self, FixCommand.self, ReviewCommand.self,
      LookCommand.self, ContextCommand.self, CritiqueCommand.self, ContractCommand.self,
      LspCommand.self, HeartbeatsCommand.self,
      RunCommand.self, ExperimentsCommand.self, ModelCommand.self, TechniqueCommand.self,
      CommitCommand.self, ExportCommand.self, SyncCommand.self,
      FreezeCommand.self, ThawCommand.self, VerifyCommand.self, SubmitCommand.self,
      HooksCommand.self, HookCommand.self,
    ])
}

/// A subcommand that does its work in a session and says how it ended.
protocol SessionCommand: AsyncParsableCommand {
  /// Does what the arguments say.
  func perform(in session: Session) async throws -> ExitStatus
}
