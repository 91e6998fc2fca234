public import Documents
public import Workspace

/// What the server wants done; it does nothing itself.
public enum Effect: Sendable, Equatable {
  /// A message to the client.
  case send(JSON)
  /// A line for whoever looks after the server, never for the client's stream.
  case log(String)
  /// Figures to be drawn while the server goes on.
  case run(RunOrder)
  /// A run to be stopped.
  case stopRun(Int)
  /// A sign that somebody works on the application in a folder.
  case noteWork(String)
  /// The end of the program, with its exit status.
  case end(Int32)

  /// The bytes of a message as they go to the client, headers included.
  public static func frame(of message: JSON) -> [UInt8] {
    let content: [UInt8]
    do throws(JSONError) {
      content = Array(try message.canonical().utf8)
    } catch {
      // Only a number that is not finite cannot be written, and none is ever sent.
      content = Array(#"{"jsonrpc":"2.0","method":"$/nothing"}"#.utf8)
    }
    return Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
  }
}

/// Figures to be drawn because somebody asked for it in an editor.
public struct RunOrder: Sendable, Equatable {
  /// The number that its events carry.
  public let id: Int
  /// The folder of the application.
  public let folder: String
  /// The experiment.
  public let experiment: String
}

/// What happens to a run.
public enum RunEvent: Sendable, Equatable {
  /// It has come so far.
  case progress(Int, Progress)
  /// It has ended; the words say how.
  case ended(Int, RunEnding)
}

/// How a run ended.
public enum RunEnding: Sendable, Equatable {
  /// What was done to each experiment.
  case lines([RunLine])
  /// Nothing was done, and why.
  case refused(String)
}
