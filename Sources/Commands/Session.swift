import Dispatch
import Foundation
import Platform
import Workspace

/// What every subcommand works with: the machine, the two streams and the folder it was called in.
struct Session: Sendable {
  let platform: Platform
  let console: Console
  /// The absolute path of the folder the program was called in.
  let folder: String

  /// The session of this process.
  static func live() -> Session {
    let platform = Platform.live()
    return Session(
      platform: platform, console: Console(terminal: platform.terminal),
      folder: FileManager.default.currentDirectoryPath)
  }

  /// The application that the folder belongs to.
  func workspace() throws -> Workspace { try Workspace.find(from: folder, in: platform) }

  /// The application that the folder belongs to, where whoever runs the clock is at work.
  ///
  /// For commands that leave no record of their own in the journal.
  func workspaceAtWork() throws -> Workspace {
    let workspace = try workspace()
    workspace.noteWork()
    return workspace
  }

  /// The application that the folder belongs to; `nil` where it belongs to none.
  func workspaceIfAny() throws -> Workspace? {
    do {
      return try workspace()
    } catch is UserError {
      return nil
    }
  }

  /// A line that shows how far a long operation is.
  func progressLine() -> ProgressLine { ProgressLine(console: console, clock: platform.clock) }

  /// Does something that Ctrl-C stops in an orderly way.
  ///
  /// The first one cancels the task, which may finish what it must; a second ends the program.
  func untilInterrupted<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await body() }
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      task.cancel()
      signal(SIGINT, SIG_DFL)
    }
    source.resume()
    defer {
      source.cancel()
      signal(SIGINT, SIG_DFL)
    }
    return try await task.value
  }

  /// Whether somebody sits at the terminal who sees a question and can answer it.
  var isConversation: Bool {
    console.terminal.inputIsTerminal && console.terminal.outputIsTerminal
  }

  /// Asks for a line, without blanks around it; `nil` where the input is over.
  func ask(_ question: String) -> String? {
    console.piece(question)
    return readLine()?.trimmingCharacters(in: .whitespaces)
  }

  /// An absolute path from one that was typed.
  func absolute(_ path: String) -> String { Path.normalized(Path.join(folder, path)) }
}
