import Foundation
import Glibc
import LanguageServer
import Platform
import Synchronization
import Workspace

/// Carries bytes between the standard streams and a server, and draws figures for it.
struct EditorSession {
  private var server: Server
  private let host: EditorHost
  private let console: Console
  private let inbox = Inbox()
  private let signs: EditorSigns
  /// The runs that go on, by their numbers.
  private var runs: [Int: Task<Void, Never>] = [:]

  init(_ host: EditorHost, clock: any Clock, console: Console) {
    self.host = host
    signs = EditorSigns(host, clock: clock)
    self.console = console
    server = Server(host, version: CommandLineProgram.version)
  }

  /// Serves until the client says that it is enough or goes away.
  mutating func serve() async -> ExitStatus {
    let inbox = inbox
    defer { signs.end() }
    Thread.detachNewThread { inbox.readInput() }
    for await _ in inbox.arrivals {
      for event in inbox.take() {
        for effect in effects(of: event) {
          guard let status = perform(effect) else { continue }
          for run in runs.values { run.cancel() }
          for run in runs.values { await run.value }
          return status
        }
      }
    }
    return .fine
  }

  private mutating func effects(of event: Inbox.Event) -> [Effect] {
    switch event {
    case .bytes(let bytes): server.receive(bytes)
    case .run(let event): server.receive(event)
    case .reminder(let words): server.receive(reminder: words)
    case .end: server.endOfInput()
    }
  }

  /// Does what the server wants; returns a status when that is to end.
  private mutating func perform(_ effect: Effect) -> ExitStatus? {
    switch effect {
    case .send(let message): console.bytes(Effect.frame(of: message))
    case .log(let text): console.remark("dossier lsp: " + text)
    case .run(let order): begin(order)
    case .stopRun(let id): runs[id]?.cancel()
    case .noteWork(let folder): leaveSign(in: folder)
    case .end(let status): return ExitStatus(rawValue: status)
    }
    return nil
  }

  /// Leaves a sign of work beside the conversation, at most once a minute.
  private func leaveSign(in folder: String) {
    guard signs.isDue(in: folder) else { return }
    let (signs, inbox) = (signs, inbox)
    Task { for words in signs.give(in: folder) { inbox.put(.reminder(words)) } }
  }

  /// Draws figures beside the conversation; what happens arrives like a message.
  private mutating func begin(_ order: RunOrder) {
    let (host, inbox) = (host, inbox)
    runs = runs.filter { !$0.value.isCancelled }
    runs[order.id] = Task {
      do {
        let lines = try await host.run(order.experiment, in: order.folder) {
          inbox.put(.run(.progress(order.id, $0)))
        }
        inbox.put(.run(.ended(order.id, .lines(lines))))
      } catch {
        let words = ErrorWords(error)
        let hint = words.hint.map { "; \($0)" } ?? ""
        inbox.put(.run(.ended(order.id, .refused(words.message + hint))))
      }
    }
  }
}

/// What has arrived and waits for its turn.
///
/// A thread of its own waits for the client, because nothing else would ever come to do so.
private final class Inbox: Sendable {
  enum Event: Sendable {
    case bytes([UInt8])
    case run(RunEvent)
    case reminder(String)
    case end

    var size: Int {
      if case .bytes(let bytes) = self { bytes.count } else { 0 }
    }
  }

  private struct State {
    var events: [Event] = []
    var bytes = 0
    var isAwaited = false
  }

  /// The most bytes that wait; more stay with the client until there is room.
  private static let limit = 8 << 20

  /// Says that there is something to take; several arrivals may be one.
  let arrivals: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation
  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)

  init() {
    (arrivals, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Reads standard input to its end.
  func readInput() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return put(.end) }
      put(.bytes(Array(buffer[..<count])))
      waitForRoom()
    }
  }

  /// Takes everything that has arrived.
  func take() -> [Event] {
    let (events, wasAwaited) = state.withLock { state in
      defer { state = State() }
      return (state.events, state.isAwaited)
    }
    if wasAwaited { room.signal() }
    return events
  }

  /// Adds an event.
  func put(_ event: Event) {
    state.withLock { state in
      state.events.append(event)
      state.bytes += event.size
    }
    bell.yield()
  }

  private func waitForRoom() {
    let isFull = state.withLock { state in
      state.isAwaited = state.bytes > Self.limit
      return state.isAwaited
    }
    if isFull { room.wait() }
  }
}
