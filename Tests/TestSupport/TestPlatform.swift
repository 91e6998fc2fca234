import Foundation
import Git
public import Platform

/// A world for one test: real files and programs, but a clock that stands still, a home folder of
/// its own, and a git that knows nothing of the machine's settings.
public struct TestPlatform: Sendable {
  /// What the code under test is given.
  public let platform: Platform
  /// The clock in it.
  public let clock: FixedClock
  /// The home folder in it.
  public let home: String

  /// Makes a world whose home is a new folder inside `folder`.
  public init(
    in folder: String, seed: UInt64 = 1, variables: [String: String] = [:],
    files: (any Files)? = nil
  ) throws {
    Repository.isolateConfiguration()
    let home = Path.join(folder, "home")
    let environment = Environment(
      variables: Self.hermeticVariables(home: home).merging(variables) { _, new in new },
      home: home)
    clock = FixedClock()
    self.home = home
    platform = Platform(
      clock: clock, files: files ?? SystemFiles(),
      processes: SystemProcesses(environment: environment), environment: environment,
      terminal: Terminal(), randomness: SeededRandomness(seed: seed))
    try SystemFiles().makeFolder(home)
    let settings = Path.join(home, ".gitconfig")
    if try !SystemFiles().exists(settings) {
      try SystemFiles().create(settings, with: Array(Self.gitSettings.utf8))
    }
  }

  /// Runs `git` in a folder and throws when it fails.
  @discardableResult
  public func git(_ arguments: String..., in folder: String) async throws -> String {
    let result = try await GitProgram(platform: platform, folder: folder).run(arguments)
    guard result.succeeded else {
      throw GitFailure(arguments: arguments, status: result.status, words: result.errorText)
    }
    return result.text
  }

  /// Writes a text file, making its folder if need be.
  public func write(_ text: String, to path: String) throws {
    try platform.files.makeFolder(Path.parent(path))
    try platform.files.replace(path, with: Array(text.utf8))
  }

  /// Reads a text file.
  public func text(_ path: String) throws -> String {
    String(decoding: try platform.files.read(path), as: UTF8.self)
  }

  /// The only variables a program of the test sees, `PATH` and `TMPDIR` aside.
  static func hermeticVariables(home: String) -> [String: String] {
    let outer = ProcessInfo.processInfo.environment
    var variables = [
      "HOME": home, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PATH": outer["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": Path.join(home, ".gitconfig"),
      "GIT_TERMINAL_PROMPT": "0", "GIT_AUTHOR_NAME": "Ada Example",
      "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada Example",
      "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_AUTHOR_DATE": "2026-11-22T12:00:00+00:00",
      "GIT_COMMITTER_DATE": "2026-11-22T12:00:00+00:00",
    ]
    variables["TMPDIR"] = outer["TMPDIR"]
    return variables
  }

  private static let gitSettings = """
    [user]
    \tname = Ada Example
    \temail = ada@example.org
    [init]
    \tdefaultBranch = main
    [commit]
    \tgpgSign = false
    [advice]
    \tdetachedHead = false
    [gc]
    \tauto = 0
    [maintenance]
    \tauto = false

    """
}

/// A `git` of a test that failed.
public struct GitFailure: Error, CustomStringConvertible {
  /// What it was asked.
  public let arguments: [String]
  /// The exit status.
  public let status: Int
  /// What it wrote to standard error.
  public let words: String

  /// Creates a failure.
  public init(arguments: [String], status: Int, words: String) {
    self.arguments = arguments
    self.status = status
    self.words = words
  }

  /// The failure as one phrase.
  public var description: String {
    "git \(arguments.joined(separator: " ")) ended with \(status): \(words)"
  }
}
