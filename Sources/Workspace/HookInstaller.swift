internal import Assets
public import Platform

/// The git hooks of an application: putting them in, taking them out, telling how they stand.
///
/// A hook that somebody else wrote is never touched; the message then says which line to add to it.
public struct HookInstaller: Sendable {
  /// How one hook stands.
  public enum State: String, Sendable {
    /// Ours, and as this program would write it.
    case installed
    /// Ours, of another version.
    case outdated
    /// Somebody else's.
    case foreign
    /// Not there.
    case missing
  }

  private let git: GitProgram
  private let platform: Platform

  /// Works on the repository that a folder belongs to.
  public init(platform: Platform, folder: String) {
    self.platform = platform
    self.git = GitProgram(platform: platform, folder: folder)
  }

  /// The hooks and how each stands, by name.
  public func states() async throws -> [(name: String, state: State)] {
    let folder = try await hookFolder()
    return try Self.hooks.map { hook in
      guard let bytes = try platform.files.readIfPresent(Path.join(folder, hook.name)) else {
        return (hook.name, .missing)
      }
      if bytes == hook.bytes { return (hook.name, .installed) }
      return (hook.name, Self.isOurs(bytes) ? .outdated : .foreign)
    }
  }

  /// Puts the hooks in; returns the names of those left alone because they are somebody else's.
  public func install() async throws -> [String] {
    let folder = try await hookFolder()
    try platform.files.makeFolder(folder)
    var foreign: [String] = []
    for (name, state) in try await states() {
      switch state {
      case .installed: continue
      case .foreign: foreign.append(name)
      case .missing, .outdated:
        guard let hook = Self.hooks.first(where: { $0.name == name }) else { continue }
        let path = Path.join(folder, name)
        try platform.files.replace(path, with: hook.bytes)
        try platform.files.setExecutable(path, true)
      }
    }
    let program = try platform.files.realPath("/proc/self/exe")
    try await require(git.run("config", "dossier.program", program), "note the program's place")
    return foreign
  }

  /// Takes out the hooks that are ours.
  public func remove() async throws {
    let folder = try await hookFolder()
    for (name, state) in try await states() where state == .installed || state == .outdated {
      try platform.files.remove(Path.join(folder, name))
    }
    _ = try await git.run("config", "--unset", "dossier.program")
  }

  /// The folder that git looks into, which must belong to this repository alone.
  private func hookFolder() async throws -> String {
    let configured = try await git.run("config", "--get", "core.hooksPath")
    guard configured.text.isEmpty else {
      throw UserError(
        .refused, "git looks for hooks in '\(configured.text)' (core.hooksPath)",
        hint: "call 'dossier hook pre-commit', 'dossier hook commit-msg \"$1\"' and "
          + "'dossier hook post-commit' from the hooks there")
    }
    let result = try await git.run("rev-parse", "--git-common-dir")
    try require(result, "find the repository")
    return Path.join(Path.join(git.folder, result.text), "hooks")
  }

  private func require(_ result: ProcessResult, _ purpose: String) throws {
    guard result.succeeded else {
      throw UserError(.outside, "cannot \(purpose): \(result.errorText)")
    }
  }

  private static let hooks: [(name: String, bytes: [UInt8])] = Asset.below("Hooks/").map {
    (String($0.path.dropFirst("Hooks/".count)), $0.bytes)
  }

  private static func isOurs(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes.prefix(200), as: UTF8.self).contains("# dossier hook")
  }
}
