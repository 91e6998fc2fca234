/// The `git` program, working in one folder.
///
/// It is used for what touches the network, runs the user's hooks, signs, or merges; everything
/// else goes through the library. Variables that tie a process to another repository, as a hook
/// inherits them, are taken away unless ``keepsHookVariables`` is set. Whatever it writes is on disk
/// when it ends, which is not so by git's own default, and it speaks English, whose words we read.
public struct GitProgram: Sendable {
  /// The machine it runs on.
  public let platform: Platform
  /// The folder it works in, inside a repository or not.
  public let folder: String
  /// Variables set, or with `nil` removed, for every call.
  public var environmentChanges: [String: String?] = [:]
  /// Whether the repository and index named by the environment stay in force.
  public var keepsHookVariables = false
  /// After how many seconds a call is given up; never when `nil`.
  public var timeLimitSeconds: Double?

  /// Creates a view of the program.
  public init(platform: Platform, folder: String) {
    self.platform = platform
    self.folder = folder
  }

  /// Runs it to its end; a status other than 0 is a result.
  public func run(
    _ arguments: String..., input: [UInt8] = []
  ) async throws(ProcessError) -> ProcessResult {
    try await run(arguments, input: input)
  }

  /// Runs it to its end; a status other than 0 is a result.
  public func run(
    _ arguments: [String], input: [UInt8] = [], group: ProcessCall.Group = .own
  ) async throws(ProcessError) -> ProcessResult {
    var call = ProcessCall("git", ["-c", "core.fsync=all"] + arguments)
    call.folder = folder
    call.input = input
    call.group = group
    call.timeLimitSeconds = timeLimitSeconds
    if !keepsHookVariables {
      for name in Self.repositoryVariables { call.environmentChanges[name] = .some(nil) }
    }
    call.environmentChanges["LANGUAGE"] = "en"
    call.environmentChanges.merge(environmentChanges) { _, new in new }
    return try await platform.processes.run(call)
  }

  /// The variables that `git rev-parse --local-env-vars` lists and that name a place.
  private static let repositoryVariables = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_PREFIX",
    "GIT_SHALLOW_FILE", "GIT_NAMESPACE",
  ]
}
