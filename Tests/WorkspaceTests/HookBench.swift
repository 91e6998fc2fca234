import Digests
import Platform
import TestSupport

@testable import Workspace

/// A repository of some shape whose hooks are put in and taken out.
struct HookBench {
  /// How the work tree hangs together with git's folder.
  enum Shape: CaseIterable {
    case plain, worktree, submodule
  }

  let world: TestPlatform
  /// The work tree.
  let folder: String
  /// Git's folder that all its work trees share.
  let common: String

  /// A file that every hook which runs adds a line to.
  var log: String { Path.join(Path.parent(world.home), "log") }

  /// What has run since the last call, one word each.
  func ran() throws -> [String] {
    defer { try? SystemFiles().remove(log) }
    guard try SystemFiles().exists(log) else { return [] }
    return try world.text(log).split(separator: "\n").map(String.init)
  }

  /// The installer, on a machine where other programs and files do as a test decides.
  func installer(
    files: (any Files)? = nil, where decide: @escaping FaultyProcesses.Decision = { _, _ in nil }
  ) -> HookInstaller {
    let platform = world.platform
    return HookInstaller(
      platform: Platform(
        clock: platform.clock, files: files ?? platform.files,
        processes: FaultyProcesses(platform.processes, decide: decide),
        environment: platform.environment, terminal: platform.terminal,
        randomness: platform.randomness), folder: folder)
  }

  /// Writes a script that git may run.
  func script(_ text: String, to path: String) throws {
    try world.write("#!/bin/sh\n" + text + "\n", to: path)
    try SystemFiles().setExecutable(path, true)
  }

  /// Writes a hook into the usual folder.
  func hook(_ name: String, _ text: String) throws {
    try script(text, to: Path.join(common, "hooks/" + name))
  }

  /// The hooks that are not git's samples.
  func hooks() throws -> [String] {
    let folder = Path.join(common, "hooks")
    guard try SystemFiles().exists(folder) else { return [] }
    return try SystemFiles().list(folder).filter { !$0.hasSuffix(".sample") }
  }

  /// Puts a program that only takes notes in our place, and makes a commit.
  func commit(_ message: String = "m") async throws {
    let program = Path.join(Path.parent(world.home), "our program")
    try script("echo \"ours:$2\" >> '\(log)'", to: program)
    try await world.git("config", "dossier.program", program, in: folder)
    try await world.git("commit", "--quiet", "--allow-empty", "-m", message, in: folder)
  }

  /// Everything below git's folder and in the work tree's hidden folders: paths, modes and bytes.
  func snapshot() throws -> [String: String] {
    var found: [String: String] = [:]
    func look(_ path: String) throws {
      guard let facts = try SystemFiles().facts(path) else { return }
      switch facts.kind {
      case .folder:
        found[path + "/"] = ""
        for name in try SystemFiles().list(path) { try look(Path.join(path, name)) }
      case .link: found[path + " -> " + (try SystemFiles().realPath(path))] = ""
      default:
        found[path + (facts.isExecutable ? " x" : "")] =
          SHA256.digest(try SystemFiles().read(path)).hex
      }
    }
    for path in [common, Path.join(folder, ".githooks"), Path.join(folder, ".husky")] {
      try look(path)
    }
    return found
  }
}

/// Gives the body a repository with one commit.
func withHookBench(
  _ shape: HookBench.Shape = .plain, _ body: (HookBench) async throws -> Void
) async throws {
  try await withTemporaryFolder { base in
    let world = try TestPlatform(in: base)
    let main = Path.join(base, "main")
    try await world.git("init", "--quiet", main, in: base)
    try await world.git("commit", "--quiet", "--allow-empty", "-m", "base", in: main)
    switch shape {
    case .plain: try await body(HookBench(world: world, folder: main, common: main + "/.git"))
    case .worktree:
      let linked = Path.join(base, "linked")
      try await world.git("worktree", "add", "--quiet", linked, in: main)
      try await body(HookBench(world: world, folder: linked, common: main + "/.git"))
    case .submodule:
      let outer = Path.join(base, "outer")
      try await world.git("init", "--quiet", outer, in: base)
      try await world.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", main, "inner", in: outer)
      try await body(
        HookBench(
          world: world, folder: outer + "/inner", common: outer + "/.git/modules/inner"))
    }
  }
}
