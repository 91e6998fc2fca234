/// Other programs.
public protocol Processes: Sendable {
  /// Runs a program to its end and collects what it writes.
  ///
  /// A status other than 0 is a result, not an error. When the task is cancelled or the time is
  /// over, the program is asked to end and then killed, with its whole group if it has its own.
  func run(_ call: ProcessCall) async throws(ProcessError) -> ProcessResult
}

extension Processes {
  /// Runs a program to its end and collects what it writes.
  public func run(
    _ executable: String, _ arguments: [String], in folder: String? = nil,
    environment changes: [String: String?] = [:], input: [UInt8] = []
  ) async throws(ProcessError) -> ProcessResult {
    var call = ProcessCall(executable, arguments)
    call.folder = folder
    call.environmentChanges = changes
    call.input = input
    return try await run(call)
  }
}

/// How to run a program.
public struct ProcessCall: Sendable, Hashable {
  /// Which terminal signals and kills a program shares.
  public enum Group: Sendable, Hashable {
    /// A group of its own: a kill reaches its children, Ctrl-C at the terminal does not.
    case own
    /// Our group: it may ask at the terminal, and Ctrl-C reaches it.
    case shared
  }

  /// Where a program reads and writes.
  public enum Streams: Sendable, Hashable {
    /// It reads ``input``, and what it writes is collected.
    case collected
    /// It has our standard streams, our folder and our group, as if a shell had started it; nothing is
    /// collected and no limit holds. Ctrl-C is the program's alone; what only we are told it is told too.
    case attached
  }

  /// A path, or a name that is looked up in `PATH`.
  public var executable: String
  /// The arguments after the program's name.
  public var arguments: [String]
  /// The folder it works in; ours when `nil`.
  public var folder: String?
  /// Variables set, or with `nil` removed, before it starts.
  public var environmentChanges: [String: String?] = [:]
  /// What it reads from its standard input.
  public var input: [UInt8] = []
  /// The most bytes it may write to each of its two outputs.
  public var outputLimit = 64 << 20
  /// After how many seconds it is killed; never when `nil`.
  public var timeLimitSeconds: Double?
  /// Which group it belongs to.
  public var group = Group.own
  /// Where it reads and writes.
  public var streams = Streams.collected

  /// Creates a call with nothing special about it.
  public init(_ executable: String, _ arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }
}

/// What a program that ended left behind.
public struct ProcessResult: Sendable, Hashable {
  /// The exit status; 128 and the signal's number when a signal ended it.
  public let status: Int
  /// What it wrote to standard output.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errorOutput: [UInt8]

  /// Creates a result.
  public init(status: Int, output: [UInt8], errorOutput: [UInt8]) {
    self.status = status
    self.output = output
    self.errorOutput = errorOutput
  }

  /// Whether the status is 0.
  public var succeeded: Bool { status == 0 }

  /// The standard output as text, without the line breaks at its end.
  public var text: String { Self.text(output) }

  /// The standard error as text, without the line breaks at its end.
  public var errorText: String { Self.text(errorOutput) }

  private static func text(_ bytes: [UInt8]) -> String {
    let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(decoding: bytes[..<(end.map { $0 + 1 } ?? 0)], as: UTF8.self)
  }
}

/// A program that could not be run to its end.
public struct ProcessError: Error, Hashable, CustomStringConvertible {
  /// Why it could not.
  public enum Reason: Sendable, Hashable {
    /// No such program, or it may not be run.
    case programMissing
    /// The folder it was to work in is not there.
    case folderMissing(String)
    /// It wrote more than it may.
    case outputTooLarge(limit: Int)
    /// It took longer than it may.
    case timeOver(seconds: Double)
    /// The task that ran it was cancelled.
    case cancelled
    /// The system refused.
    case system(String)
  }

  /// The program.
  public let executable: String
  /// Why it could not be run to its end.
  public let reason: Reason

  /// Creates an error.
  public init(executable: String, reason: Reason) {
    self.executable = executable
    self.reason = reason
  }

  /// The error as one phrase.
  public var description: String {
    switch reason {
    case .programMissing: "the program '\(executable)' is not installed or cannot be run"
    case .folderMissing(let folder): "cannot run '\(executable)' in '\(folder)': no such folder"
    case .outputTooLarge(let limit): "'\(executable)' wrote more than \(limit) bytes"
    case .timeOver(let seconds): "'\(executable)' did not end within \(seconds) s"
    case .cancelled: "'\(executable)' was stopped"
    case .system(let words): "cannot run '\(executable)': \(words)"
    }
  }
}
