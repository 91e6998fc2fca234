import Documents
import Findings
public import Workspace

/// A server of the language server protocol, as a value: messages in, effects out.
///
/// It reads the files of an application through its host when a document is opened or something is said
/// to have changed on the disk, and never while somebody types. It starts no thread, keeps no clock and
/// writes nothing; whoever holds it does what the effects say, and decides how often it leaves a sign of
/// work.
public struct Server: Sendable {
  /// How far the client has come.
  enum Stage { case waiting, running, shutDown }

  /// The version that the client is told.
  let version: String
  let host: EditorHost
  var stage = Stage.waiting
  var client = ClientCapabilities()
  /// The open documents, by their addresses.
  var documents: [String: Document] = [:]
  /// What is known of the applications that have open documents, by their folders.
  var snapshots: [String: EditorSnapshot] = [:]
  /// The documents whose findings the client does not have yet.
  var owed: Set<String> = []
  /// The applications whose other files' findings the client does not have yet.
  var owedFolders: Set<String> = []
  /// The files that are not open and of which the client has findings, by their folders.
  var published: [String: Set<String>] = [:]
  /// The runs that go on beside the conversation, by their numbers.
  var runs: [Int: Run] = [:]
  var lastRun = 0
  var lastRequest = 0
  var effects: [Effect] = []
  private var reader = FrameReader()
  private var hasEnded = false

  /// Creates a server for the files of a machine.
  public init(_ host: EditorHost, version: String) {
    self.host = host
    self.version = version
  }

  /// Takes what the client has sent, however it is cut, and answers every message that is complete.
  public mutating func receive(_ bytes: [UInt8]) -> [Effect] {
    reader.add(bytes)
    var messages: [Incoming] = []
    do throws(FramingError) {
      while let content = try reader.next() { messages.append(Incoming(parsing: content)) }
      return handle(messages)
    } catch {
      let done = handle(messages)
      return hasEnded
        ? done : done + [.log("this is not a language client: \(error.words)"), end(2)]
    }
  }

  /// Takes the end of what the client sends.
  public mutating func endOfInput() -> [Effect] {
    if hasEnded { return [] }
    let words = reader.isInside ? [Effect.log("the input ends inside a message")] : []
    return words + [end(stage == .shutDown ? 0 : 1)]
  }

  /// Answers messages in their order.
  ///
  /// Findings of a document that several of them change are sent once, for its last version.
  mutating func handle(_ messages: [Incoming]) -> [Effect] {
    effects = []
    var cancelled = Self.cancelledRequests(in: messages)
    for message in messages where !hasEnded {
      switch message {
      case .request(let id, let method, let params):
        let wanted = Message(method: method, params: params)
        if cancelled.remove(id) != nil, wanted.effect.mayBeSkipped {
          send(.failure(id, ResponseError(.cancelled, "taken back by the client")))
        } else {
          answer(wanted, id: id, params)
        }
      case .notification(let method, let params):
        take(Message(method: method, params: params), params)
      case .response: break
      case .invalid(let id, let error): send(.failure(id, error))
      }
    }
    if !hasEnded { sendOwedFindings() }
    defer { effects = [] }
    return effects
  }

  /// The requests that are taken back further on in the same bytes.
  private static func cancelledRequests(in messages: [Incoming]) -> Set<RequestID> {
    var seen: Set<RequestID> = []
    var cancelled: Set<RequestID> = []
    for message in messages {
      switch message {
      case .request(let id, _, _): seen.insert(id)
      case .notification(let method, let params):
        if case .cancel(let id?) = Message(method: method, params: params), seen.contains(id) {
          cancelled.insert(id)
        }
      case .response, .invalid: break
      }
    }
    return cancelled
  }

  mutating func send(_ message: Outgoing) { effects.append(.send(message.json)) }

  mutating func log(_ text: String) { effects.append(.log(text)) }

  /// Sends a request of our own, whose answer nothing depends on.
  mutating func request(_ method: String, _ params: JSON) {
    lastRequest += 1
    send(.request(.text("dossier-\(lastRequest)"), method: method, params: params))
  }

  mutating func end(_ status: Int32) -> Effect {
    hasEnded = true
    return .end(status)
  }
}

// MARK: - Dispatch

extension Server {
  private mutating func answer(_ message: Message, id: RequestID, _ params: JSON) {
    do throws(ResponseError) {
      guard let result = try result(of: message, id: id, params) else { return }
      send(.result(id, result))
    } catch {
      send(.failure(id, error))
    }
  }

  /// The result of a request; `nil` where it comes later.
  private mutating func result(
    of message: Message, id: RequestID, _ params: JSON
  ) throws(ResponseError) -> JSON? {
    switch (stage, message) {
    case (.waiting, .initialize): return initialize(params)
    case (.waiting, _):
      throw ResponseError(.notInitialized, "the first request must be 'initialize'")
    case (.running, .initialize):
      throw ResponseError(.invalidRequest, "the server is initialized already")
    case (.shutDown, _): throw ResponseError(.invalidRequest, "the server is shut down")
    case (.running, .shutdown):
      stage = .shutDown
      return .null
    case (.running, .executeCommand): return try execute(params, id: id)
    case (.running, .ask(let question, let document)):
      return try answer(question, about: document, params)
    case (.running, .unknown(let method)):
      throw ResponseError(.methodNotFound, "there is no method '\(method)'")
    case (.running, _):
      throw ResponseError(.invalidRequest, "this is a notification, not a request")
    }
  }

  private mutating func take(_ message: Message, _ params: JSON) {
    if message == .exit {
      effects.append(end(stage == .shutDown ? 0 : 1))
      return
    }
    guard stage == .running else { return }
    switch message {
    case .initialized: watchFiles()
    case .didOpen(let uri): open(uri, params)
    case .didChange(let uri):
      change(uri, params)
      noteWork(on: uri)
    case .didClose(let uri): close(uri)
    case .didSave(let uri):
      refresh(documents[uri]?.folder)
      noteWork(on: uri)
    case .didChangeWatchedFiles:
      for folder in foldersTouched(by: params) { refresh(folder) }
    case .cancel(let id?): stopRuns { $0.request == id }
    case .cancelProgress(let token?): stopRuns { $0.token == token }
    case .initialize, .shutdown, .exit, .setTrace, .cancel, .cancelProgress,
      .didChangeConfiguration, .ask, .executeCommand, .unknown:
      break
    }
  }
}
