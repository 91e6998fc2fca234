import Dispatch
import Glibc
import Synchronization

/// A program that has our standard streams and our process group, as if a shell had started it.
///
/// Ctrl-C at the terminal reaches both; here it is ignored, so that the program decides what it means.
/// What only this process is told (`SIGTERM`, `SIGHUP`) is passed on. Signals that were ignored before,
/// as under `nohup`, stay ignored in the program.
struct AttachedProcess: Sendable {
  private let call: ProcessCall
  private let path: String
  private let variables: [String: String]
  private let child = Child()

  /// Prepares a program at a path, which sees these variables.
  init(_ call: ProcessCall, path: String, variables: [String: String]) {
    self.call = call
    self.path = path
    self.variables = variables
  }

  /// Runs the program to its end; returns 128 and the signal's number when a signal ended it.
  func run() async throws(ProcessError) -> Int {
    let child = child
    let relay = SignalRelay { child.send($0) }
    defer { relay.end() }
    try start(ignoring: relay.ignoredBefore)
    let status = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: child.waitForEnd()) }
      }
    } onCancel: {
      child.send(SIGTERM)
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(500)) {
        child.send(SIGKILL)
      }
    }
    if Task.isCancelled { throw ProcessError(executable: call.executable, reason: .cancelled) }
    return status
  }

  private func start(ignoring ignored: Set<Int32>) throws(ProcessError) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (restored, blocked) = (sigset_t(), sigset_t())
    sigemptyset(&restored)
    sigemptyset(&blocked)
    for signal in SignalRelay.handled + [SIGPIPE] where !ignored.contains(signal) {
      sigaddset(&restored, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &restored)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var identifier = pid_t()
    let code = withCStrings([call.executable] + call.arguments) { arguments in
      withCStrings(variables.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&identifier, path, nil, &attributes, arguments, environment)
      }
    }
    guard code == 0 else {
      let isMissing = [ENOENT, EACCES, ENOEXEC, ENOTDIR].contains(code)
      throw ProcessError(
        executable: call.executable,
        reason: isMissing ? .programMissing : .system(String(cString: strerror(code))))
    }
    child.started(identifier)
  }
}

/// The process behind an ``AttachedProcess``, which is never signalled once it is gone.
private final class Child: Sendable {
  private struct State {
    var identifier: pid_t?
    var early: [Int32] = []
    var hasEnded = false
  }

  private let state = Mutex(State())

  func started(_ identifier: pid_t) {
    state.withLock { state in
      state.identifier = identifier
      for signal in state.early { kill(identifier, signal) }
    }
  }

  /// Sends a signal, or keeps it until there is a process to send it to.
  func send(_ signal: Int32) {
    state.withLock { state in
      if state.hasEnded { return }
      if let identifier = state.identifier {
        kill(identifier, signal)
      } else {
        state.early.append(signal)
      }
    }
  }

  /// Waits for the end; the process is let go only while nobody can signal it.
  func waitForEnd() -> Int {
    guard let identifier = state.withLock({ $0.identifier }) else { return 0 }
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return state.withLock { state in
      state.hasEnded = true
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7f
      return signal == 0 ? Int(status >> 8 & 0xff) : 128 + Int(signal)
    }
  }
}

/// Keeps signals from ending this process while another one runs in the foreground.
private final class SignalRelay {
  /// The signals whose handling changes meanwhile: the terminal's own, which the program gets as well,
  /// and those that are passed on.
  static let handled = fromTerminal + passedOn
  private static let fromTerminal = [SIGINT, SIGQUIT]
  private static let passedOn = [SIGTERM, SIGHUP, SIGUSR1, SIGUSR2]

  /// What was ignored before.
  let ignoredBefore: Set<Int32>
  private let sources: [any DispatchSourceSignal]

  init(_ pass: @escaping @Sendable (Int32) -> Void) {
    var ignored: Set<Int32> = []
    for number in Self.handled {
      var before = sigaction()
      sigaction(number, nil, &before)
      if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == Self.ignore {
        ignored.insert(number)
      }
    }
    for number in Self.handled { signal(number, SIG_IGN) }
    ignoredBefore = ignored
    sources = Self.passedOn.filter { !ignored.contains($0) }.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { pass(number) }
      source.resume()
      return source
    }
  }

  func end() {
    for source in sources { source.cancel() }
    for number in Self.handled where !ignoredBefore.contains(number) { signal(number, SIG_DFL) }
  }

  /// What the system calls `SIG_IGN`.
  private static let ignore = 1
}

/// Hands texts to C as an array of pointers that ends with none.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
    capacity: texts.count + 1)
  for (index, text) in texts.enumerated() { pointers[index] = strdup(text) }
  pointers[texts.count] = nil
  defer {
    for index in texts.indices { free(pointers[index]) }
    pointers.deallocate()
  }
  return body(pointers)
}
