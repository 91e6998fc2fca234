internal import Assets
public import Platform

/// The git hooks of an application: putting them in, taking them out, telling how they stand.
///
/// A hook that somebody else wrote is never touched; the message then says which line to add to it.
/// One of ours that is not as this program writes it, older or edited, is set aside, never lost.
public struct HookInstaller: Sendable {
  /// How one hook stands.
  public enum State: String, Sendable {
    /// Ours, and as this program would write it.
    case installed
    /// Ours, of another version or edited.
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

  /// What was done about hooks that were there.
  public struct Outcome: Sendable, Equatable {
    /// The names of those left alone because they are somebody else's.
    public var foreign: [String] = []
    /// The paths that hooks of ours, older or edited, have now.
    public var setAside: [String] = []
  }

  /// Puts the hooks in.
  public func install() async throws -> Outcome {
    let folder = try await hookFolder()
    try platform.files.makeFolder(folder)
    var outcome = Outcome()
    for (name, state) in try await states() {
      let path = Path.join(folder, name)
      switch state {
      case .installed: continue
      case .foreign: outcome.foreign.append(name)
      case .outdated: outcome.setAside.append(try setAside(path))
      case .missing: break
      }
      guard state != .foreign, let hook = Self.hooks.first(where: { $0.name == name }) else {
        continue
      }
      try platform.files.replace(path, with: hook.bytes)
      try platform.files.setExecutable(path, true)
    }
    let program = try platform.files.realPath("/proc/self/exe")
    try await require(git.run("config", "dossier.program", program), "note the program's place")
    return outcome
  }

  /// Takes out the hooks that are ours.
  public func remove() async throws -> Outcome {
    let folder = try await hookFolder()
    var outcome = Outcome()
    for (name, state) in try await states() {
      let path = Path.join(folder, name)
      switch state {
      case .missing: continue
      case .foreign: outcome.foreign.append(name)
      case .outdated: outcome.setAside.append(try setAside(path))
      case .installed: try platform.files.remove(path)
      }
    }
    _ = try await git.run("config", "--unset", "dossier.program")
    return outcome
  }

  /// Gives a hook a name that git does not look for; returns the new path.
  private func setAside(_ path: String) throws -> String {
    let names = (1...).lazy.map { $0 == 1 ? path + ".before" : path + ".before\($0)" }
    for name in names where try !platform.files.exists(name) {
      try platform.files.rename(path, to: name)
      return name
    }
    return path
  }

  /// The folder that git looks into, which must belong to this repository alone.
  private func hookFolder() async throws -> String {
    let configured = try await git.run("config", "--get", "core.hooksPath")
    guard configured.text.isEmpty else {
      throw UserError(
        .refused, "git looks for hooks in '\(configured.text)' (core.hooksPath)",
        hint: "put into the hooks there: "
          + Self.hooks.map { "\(Self.line(for: $0.name))" }.joined(separator: "; "))
    }
    let result = try await git.run("rev-parse", "--git-common-dir")
    try require(result, "find the repository")
    return Path.join(Path.join(git.folder, result.text), "hooks")
  }

  /// The line that somebody else's hook of a name needs to do what ours does.
  public static func line(for name: String) -> String {
    switch name {
    case "commit-msg": "dossier hook commit-msg \"$1\""
    case "reference-transaction":
      "[ \"$1\" != prepared ] || xargs -rd '\\n' dossier hook reference-transaction"
    default: "dossier hook \(name)"
    }
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
