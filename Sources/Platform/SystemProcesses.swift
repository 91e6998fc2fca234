import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Programs started on this machine.
public struct SystemProcesses: Processes {
  /// What a program finds in its environment before the call's own changes.
  private let environment: Environment

  /// Creates a starter of programs that hands this environment on.
  public init(environment: Environment) {
    self.environment = environment
  }

  /// Runs a program to its end and collects what it writes.
  public func run(_ call: ProcessCall) async throws(ProcessError) -> ProcessResult {
    _ = Self.brokenPipesAreErrors
    if call.streams == .attached { return try await attach(call) }
    guard let limit = call.timeLimitSeconds else { return try await collect(call) }
    let outcome = await withTaskGroup(of: Outcome?.self) { group in
      group.addTask { await attempt(call) }
      group.addTask {
        try? await Task.sleep(for: .seconds(limit))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    if Task.isCancelled { throw error(of: call, .cancelled) }
    guard let outcome else { throw error(of: call, .timeOver(seconds: limit)) }
    return try outcome.get()
  }

  private typealias Outcome = Result<ProcessResult, ProcessError>

  /// Makes a write to a program that ended without reading its input fail, instead of ending us.
  ///
  /// The programs we start get the default behaviour back.
  private static let brokenPipesAreErrors: Void = { signal(SIGPIPE, SIG_IGN) }()

  private func attempt(_ call: ProcessCall) async -> Outcome {
    do {
      return .success(try await collect(call))
    } catch {
      return .failure(error)
    }
  }

  private func attach(_ call: ProcessCall) async throws(ProcessError) -> ProcessResult {
    let variables = variables(for: call)
    guard let path = Self.path(of: call.executable, in: variables["PATH"] ?? "") else {
      throw error(of: call, .programMissing)
    }
    let process = AttachedProcess(call, path: path, variables: variables)
    return ProcessResult(status: try await process.run(), output: [], errorOutput: [])
  }

  private func variables(for call: ProcessCall) -> [String: String] {
    var variables = environment.variables
    for (name, value) in call.environmentChanges { variables[name] = value }
    return variables
  }

  private func collect(_ call: ProcessCall) async throws(ProcessError) -> ProcessResult {
    if let folder = call.folder, (try? SystemFiles().kind(folder + "/.")) != .folder {
      throw error(of: call, .folderMissing(folder))
    }
    let group = GroupLeader()
    do {
      let result = try await Subprocess.run(
        configuration(for: call), input: OptionalInput(bytes: call.input),
        output: .bytes(limit: call.outputLimit), error: .bytes(limit: call.outputLimit)
      ) { execution in
        group.started(execution.processIdentifier.value)
      }
      if Task.isCancelled { throw CancellationError() }
      return ProcessResult(
        status: status(result.terminationStatus), output: result.standardOutput,
        errorOutput: result.standardError)
    } catch {
      if call.group == .own { group.kill() }
      throw self.error(of: call, reason(for: error))
    }
  }

  private func configuration(for call: ProcessCall) -> Configuration {
    let variables = variables(for: call)
    var options = PlatformOptions()
    if call.group == .own { options.processGroupID = 0 }
    options.teardownSequence = [
      .gracefulShutDown(
        toProcessGroup: call.group == .own, allowedDurationToNextStep: .milliseconds(500))
    ]
    let path = Self.path(of: call.executable, in: variables["PATH"] ?? "")
    return Configuration(
      executable: path.map { .path(FilePath($0)) } ?? .name(call.executable),
      arguments: Arguments(call.arguments),
      environment: .custom(
        Dictionary(
          variables.map { (Subprocess.Environment.Key(stringLiteral: $0.key), $0.value) },
          uniquingKeysWith: { first, _ in first })),
      workingDirectory: call.folder.map { FilePath($0) }, platformOptions: options)
  }

  /// The first program of a name on a search path; a name with a slash is a path already.
  ///
  /// Left to itself, the library below starts a process for every folder in which the name is not.
  private static func path(of name: String, in searchPath: String) -> String? {
    if name.contains("/") { return name }
    return searchPath.split(separator: ":").lazy.map { Path.join(String($0), name) }
      .first { access($0, X_OK) == 0 && isFile($0) }
  }

  /// Whether a path leads to a file, through links as well.
  private static func isFile(_ path: String) -> Bool {
    guard let real = try? SystemFiles().realPath(path) else { return false }
    return (try? SystemFiles().kind(real)) == .file
  }

  private func status(_ termination: TerminationStatus) -> Int {
    switch termination {
    case .exited(let code): Int(code)
    case .signaled(let signal): 128 + Int(signal)
    }
  }

  private func reason(for failure: any Error) -> ProcessError.Reason {
    if Task.isCancelled || failure is CancellationError { return .cancelled }
    guard let failure = failure as? SubprocessError else { return .system("\(failure)") }
    switch failure.code {
    case .executableNotFound: return .programMissing
    case .outputLimitExceeded: return .outputTooLarge(limit: 0)
    default: return .system(failure.underlyingError?.description ?? failure.description)
    }
  }

  private func error(of call: ProcessCall, _ reason: ProcessError.Reason) -> ProcessError {
    if case .outputTooLarge = reason {
      return ProcessError(
        executable: call.executable, reason: .outputTooLarge(limit: call.outputLimit))
    }
    return ProcessError(executable: call.executable, reason: reason)
  }
}

/// Bytes that a program may leave unread.
///
/// A write that fails says that the program closed its input or ended; its status tells more.
private struct OptionalInput: InputProtocol {
  let bytes: [UInt8]

  func write(with writer: StandardInputWriter) async throws {
    if !bytes.isEmpty { _ = try? await writer.write(bytes) }
  }
}

/// Remembers the leader of a process group, to end the members that outlive it.
private final class GroupLeader: Sendable {
  private let leader = Mutex<pid_t?>(nil)

  func started(_ identifier: pid_t) { leader.withLock { $0 = identifier } }

  func kill() {
    if let identifier = leader.withLock({ $0 }) { killpg(identifier, SIGKILL) }
  }
}
