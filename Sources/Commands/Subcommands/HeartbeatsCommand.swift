import ArgumentParser
import Documents
import Heartbeats
import Platform
import Workspace

/// `dossier heartbeats`.
struct HeartbeatsCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "heartbeats",
    abstract: "Take the heartbeats of editors that have a WakaTime plugin, as signs of work.",
    discussion: """
      For editors without 'dossier lsp'. It listens on this machine only, until Ctrl-C, and takes \
      heartbeats for this application from whoever has the key that it prints. While the clock runs, \
      a heartbeat in the application's folder is noted as a sign of work, at most once a minute; \
      nothing else of it is kept, and nothing is sent anywhere.

        dossier heartbeats
        dossier heartbeats --port 4242
      """)

  @OptionGroup var output: OutputOptions

  @Option(help: "The port to listen on; the one of the last time, or a free one.")
  var port: Int?

  func validate() throws {
    if let port, !(1...65_535).contains(port) {
      throw ValidationError("'--port' is a number from 1 to 65535")
    }
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspace()
    let known = try workspace.heartbeatAccess()
    let listener = try listen(port ?? known.port)
    let access = HeartbeatAccess(key: known.key, port: listener.port)
    if access != known { try workspace.keep(access) }
    try show(access, of: workspace, in: session)
    let count = try await session.untilInterrupted {
      let host = HeartbeatHost(workspace)
      var desk = HeartbeatDesk(host, key: access.key, port: access.port)
      listener.serve(until: { Task.isCancelled }) { desk.answer($0) }
      if desk.count.taken > 0 { host.endWatching() }
      return desk.count
    }
    session.console.remark(Self.words(count))
    return .fine
  }

  private func listen(_ port: Int) throws -> LoopbackListener {
    do {
      return try LoopbackListener(port: port)
    } catch  where error.isTaken {
      throw UserError(
        .refused, "another program listens on port \(port)",
        hint:
          "end it if it is 'dossier heartbeats'; else 'dossier heartbeats --port N' takes another "
          + "port, which then goes into ~/.wakatime.cfg")
    } catch {
      throw UserError(.outside, error.description)
    }
  }

  private func show(
    _ access: HeartbeatAccess, of workspace: Workspace, in session: Session
  ) throws {
    let url = "http://127.0.0.1:\(access.port)/api/v1"
    if output.format == .json {
      return try session.console.result(
        ["schema": 1, "api_url": .string(url), "api_key": .string(access.key)])
    }
    let console = session.console
    console.remark("Heartbeats are taken until Ctrl-C. Put this into ~/.wakatime.cfg:\n")
    for line in ["[settings]", "api_url = \(url)", "api_key = \(access.key)"] {
      console.result(line)
    }
    console.remark(
      "\nIf WakaTime counts your other projects, leave its settings and put this there instead:\n")
    console.remark("[api_urls]\n^\(Self.pattern(workspace.folder))/ = \(url)|\(access.key)")
  }

  /// A folder as a regular expression.
  private static func pattern(_ folder: String) -> String {
    folder.map { "\\^$.|?*+()[]{}".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func words(_ count: HeartbeatDesk.Count) -> String {
    var parts = ["\(Words.count(count.taken, "heartbeat")) taken"]
    if count.late > 0 {
      parts.append(
        "\(count.late) came too late to be a sign of work ('dossier time import' takes exports)")
    }
    if count.elsewhere > 0 { parts.append("\(count.elsewhere) of other folders left out") }
    if count.refused > 0 { parts.append("\(Words.count(count.refused, "request")) refused") }
    return parts.joined(separator: ", ")
  }
}
