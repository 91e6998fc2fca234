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

  /// An absolute path from one that was typed.
  func absolute(_ path: String) -> String { Path.normalized(Path.join(folder, path)) }
}
