import Platform
import TestSupport

@testable import Workspace

/// An application made from the bundled template in a world of its own.
struct Application {
  let world: TestPlatform
  let workspace: Workspace

  var folder: String { workspace.folder }

  /// The application on a machine where other programs do as a test decides, and with some variables.
  func workspace(
    variables: [String: String] = [:], where decide: @escaping FaultyProcesses.Decision
  ) -> Workspace {
    let platform = world.platform
    let variables = platform.environment.variables.merging(variables) { _, new in new }
    return Workspace(
      platform: Platform(
        clock: platform.clock, files: platform.files,
        processes: FaultyProcesses(platform.processes, decide: decide),
        environment: Environment(variables: variables, home: platform.environment.home),
        terminal: platform.terminal, randomness: platform.randomness),
      folder: folder)
  }

  /// Writes a file of the application.
  func write(_ text: String, to path: String) throws {
    try world.write(text, to: Path.join(folder, path))
  }

  /// Reads a file of the application.
  func text(_ path: String) throws -> String { try world.text(Path.join(folder, path)) }

  /// Changes the first place where a file says something.
  func replace(_ old: String, with new: String, in path: String) throws {
    try write(try text(path).replacing(old, with: new, maxReplacements: 1), to: path)
  }
}

/// Gives the body a new application.
func withApplication(
  title: String? = nil, template: String = "mats-neel-nanda", language: String? = nil,
  starter: String? = nil, _ body: (Application) async throws -> Void
) async throws {
  try await withTemporaryFolder { base in
    let world = try TestPlatform(in: base)
    var wish = NewApplication(folder: Path.join(base, "mine"), template: template)
    wish.title = title
    wish.language = language
    wish.starter = starter
    _ = try await wish.create(in: world.platform)
    let workspace = try Workspace.find(from: wish.folder, in: world.platform)
    try await body(Application(world: world, workspace: workspace))
  }
}
