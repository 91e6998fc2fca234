import Foundation
import Platform
import TestSupport

/// The program as it was built beside these tests, run in a world of its own.
struct Program {
  let world: TestPlatform
  /// The folder that holds everything a test makes.
  let base: String
  /// The folder the program is run in.
  var folder: String

  /// What the program printed and how it ended.
  struct Outcome {
    let status: Int
    let output: String
    let remarks: String
  }

  /// The executable: what `DOSSIER_PROGRAM` names, or that beside the runner of the tests.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["DOSSIER_PROGRAM"] { return named }
    let runner = (try? SystemFiles().realPath("/proc/self/exe")) ?? ""
    var folder = Path.parent(runner)
    while folder != "/", !FileManager.default.isExecutableFile(atPath: folder + "/dossier") {
      folder = Path.parent(folder)
    }
    return folder + "/dossier"
  }()

  /// Makes a world in which `dossier` and `git` are on the path.
  init(in base: String) throws {
    let outer = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let bin = Path.join(base, "bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: Path.join(bin, "dossier"), withDestinationPath: Self.path)
    self.base = base
    self.folder = base
    world = try TestPlatform(in: base, variables: ["PATH": bin + ":" + outer])
  }

  /// The same world, seen from another folder.
  func inside(_ folder: String) -> Program {
    var other = self
    other.folder = Path.join(self.folder, folder)
    return other
  }

  /// Runs `dossier`.
  func callAsFunction(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> Outcome {
    try await run("dossier", arguments, environment: environment)
  }

  /// Runs `git`.
  @discardableResult
  func git(_ arguments: String..., environment: [String: String?] = [:]) async throws -> Outcome {
    try await run("git", arguments, environment: environment)
  }

  /// Runs a script with `sh -e`.
  func shell(_ script: String, environment: [String: String?] = [:]) async throws -> Outcome {
    try await run("sh", ["-ec", script], environment: environment)
  }

  /// Writes a file of the folder.
  func write(_ text: String, to path: String) throws {
    try world.write(text, to: Path.join(folder, path))
  }

  /// Reads a file of the folder.
  func text(_ path: String) throws -> String { try world.text(Path.join(folder, path)) }

  private func run(
    _ executable: String, _ arguments: [String], environment: [String: String?]
  ) async throws -> Outcome {
    let result = try await world.platform.processes.run(
      executable, arguments, in: folder, environment: environment)
    return Outcome(status: result.status, output: result.text, remarks: result.errorText)
  }
}

/// Gives the body a program in an empty world.
func withProgram(_ body: (Program) async throws -> Void) async throws {
  try await withTemporaryFolder { try await body(Program(in: $0)) }
}
