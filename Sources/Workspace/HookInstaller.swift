internal import Assets
internal import Digests
public import Platform

/// The git hooks of an application: putting them in, taking them out, telling how they stand.
///
/// A hook that somebody else wrote is kept, and ours runs it first and hands on what it says. Taking
/// ours out leaves what was there before, to the byte. Where git looks for hooks in a folder that
/// other repositories share, nothing is put.
public struct HookInstaller: Sendable {
  private let git: GitProgram
  private let platform: Platform
  private var files: any Files { platform.files }

  /// Works on the repository that a folder belongs to.
  public init(platform: Platform, folder: String) {
    self.platform = platform
    self.git = GitProgram(platform: platform, folder: folder)
  }

  /// How the hooks stand.
  public struct Survey: Sendable, Equatable {
    /// Where git finds the hooks that are put in here, as words.
    public let place: String
    /// Each hook.
    public let hooks: [HookStanding]
    /// What to do about those that are not run; `nil` where all are.
    public let hint: String?

    /// Whether everything is run that can be.
    public var isComplete: Bool { hint == nil }
  }

  /// The hooks, and how each stands.
  public func survey() async throws -> Survey {
    let place = try await HookPlace.find(git)
    var hooks: [HookStanding] = []
    for hook in Self.hooks { hooks.append(try await standing(of: hook, at: place)) }
    return Survey(
      place: words(for: place), hooks: hooks, hint: try Self.hint(for: hooks, at: place))
  }

  /// What was done, and what was kept meanwhile.
  public struct Outcome: Sendable, Equatable {
    /// Where git finds the hooks, as words.
    public var place = ""
    /// The hooks that run somebody else's first.
    public var chained: [HookStanding] = []
    /// What was kept, and under which name.
    public var remarks: [String] = []
  }

  /// Puts the hooks in.
  ///
  /// - Throws: A ``UserError`` where git looks for hooks in a folder that is not this repository's.
  public func install() async throws -> Outcome {
    let place = try await HookPlace.find(git)
    if case .elsewhere(let folder) = place.kind { throw Self.refusal(folder) }
    try files.makeFolder(ownFolder(place))
    return try await files.withLock(lockFile(place)) {
      var memory = try HookMemory.read(memoryFile(place), files)
      let old = memory
      try await note(place, in: &memory)
      if memory != old { try memory.write(memoryFile(place), files) }
      var outcome = Outcome(place: words(for: place))
      outcome.remarks = try await withdraw(at: place, but: place.kind, memory)
      for hook in Self.hooks {
        outcome.remarks += try await put(hook, at: place, written: old.written)
        let standing = try await standing(of: hook, at: place)
        if standing.neighbour != nil { outcome.chained.append(standing) }
      }
      let program = try files.realPath("/proc/self/exe")
      if try await git.run("config", "--local", "--get", "dossier.program").text != program {
        let result = try await git.run("config", "--local", "dossier.program", program)
        guard result.succeeded else {
          throw UserError(.outside, "cannot note the program's place: \(result.errorText)")
        }
      }
      return outcome
    }
  }

  /// Takes the hooks out; what was there before is there again.
  public func remove() async throws -> Outcome {
    let place = try await HookPlace.find(git)
    var outcome = Outcome(place: words(for: place))
    let memory = try HookMemory.read(memoryFile(place), files)
    guard try files.exists(ownFolder(place)) else {
      outcome.remarks = try await withdraw(at: place, but: nil, memory)
      return outcome
    }
    try await files.withLock(lockFile(place)) {
      outcome.remarks = try await withdraw(at: place, but: nil, memory)
      try await restoreSettings(at: place, memory)
      for (folder, isOurs) in memory.folders where isOurs {
        try removeIfEmpty(absolute(folder, at: place))
      }
      try files.remove(memoryFile(place))
      try files.remove(lockFile(place))
    }
    try removeIfEmpty(ownFolder(place))
    return outcome
  }

  private static let hooks: [(name: String, bytes: [UInt8])] = Asset.below("Hooks/").map {
    (String($0.path.dropFirst("Hooks/".count)), $0.bytes)
  }
}

// MARK: - Putting in and taking out

extension HookInstaller {
  private typealias Hook = (name: String, bytes: [UInt8])

  /// Remembers what will have to be as it is now.
  private func note(_ place: HookPlace, in memory: inout HookMemory) async throws {
    let program = try await git.run("config", "--local", "--get", "dossier.program")
    if program.text.isEmpty {
      let bytes = try files.readIfPresent(settingsFile(place)) ?? []
      // An end of the settings that 'remove' did not come to cut off is still to be cut off.
      if memory.formerSize(of: bytes) == nil { memory.note(settings: bytes) }
    }
    memory.written.formUnion(Self.hooks.map { SHA256.digest($0.bytes).hex })
    guard case .files(let folder) = place.kind else { return }
    let key = relative(folder, at: place)
    if memory.folders[key] == nil { memory.folders[key] = try !files.exists(folder) }
  }

  private func put(_ hook: Hook, at place: HookPlace, written: Set<String>) async throws -> [String]
  {
    switch place.kind {
    case .files(let folder):
      try files.makeFolder(folder)
      return try hookFiles(hook, in: folder, written: written).install()
    case .husky(let folder):
      try HookLines(files: files, folder: folder, name: hook.name).install()
    case .settings: try await HookSettings(git: git).install(hook.name)
    case .elsewhere: break
    }
    return []
  }

  /// Takes the hooks out of every place where an install may have put them, but one.
  private func withdraw(
    at place: HookPlace, but kept: HookPlace.Kind?, _ memory: HookMemory
  ) async throws -> [String] {
    var folders = Set(memory.folders.keys.map { absolute($0, at: place) })
    folders.insert(place.usualFolder)
    if case .files(let folder) = place.kind { folders.insert(folder) }
    if case .files(let folder)? = kept { folders.remove(folder) }
    var remarks: [String] = []
    for folder in folders.sorted() where try files.kind(folder) == .folder {
      for hook in Self.hooks {
        remarks += try hookFiles(hook, in: folder, written: memory.written).withdraw()
      }
    }
    for hook in Self.hooks {
      if case .husky(let folder) = place.kind, place.kind != kept {
        try HookLines(files: files, folder: folder, name: hook.name).withdraw()
      }
      if kept != .settings { try await HookSettings(git: git).withdraw(hook.name) }
    }
    return remarks
  }

  private func restoreSettings(at place: HookPlace, _ memory: HookMemory) async throws {
    _ = try await git.run("config", "--local", "--unset-all", "dossier.program")
    let path = settingsFile(place)
    if let bytes = try files.readIfPresent(path), let size = memory.formerSize(of: bytes) {
      try files.truncate(path, to: size)
    }
  }

  private func removeIfEmpty(_ folder: String) throws {
    guard try files.kind(folder) == .folder, try files.list(folder).isEmpty else { return }
    try files.remove(folder)
  }

  private func hookFiles(_ hook: Hook, in folder: String, written: Set<String> = []) -> HookFiles {
    HookFiles(
      files: files, folder: folder, name: hook.name, bytes: hook.bytes, written: written)
  }
}

// MARK: - Where things lie

extension HookInstaller {
  private func ownFolder(_ place: HookPlace) -> String { Path.join(place.common, "dossier") }

  private func memoryFile(_ place: HookPlace) -> String {
    Path.join(ownFolder(place), "hooks.json")
  }

  private func lockFile(_ place: HookPlace) -> String { Path.join(ownFolder(place), "hooks.lock") }

  private func settingsFile(_ place: HookPlace) -> String { Path.join(place.common, "config") }

  /// A folder as the memory names it, so that a repository may be moved.
  private func relative(_ folder: String, at place: HookPlace) -> String {
    Path.relative(folder, to: place.common) ?? folder
  }

  private func absolute(_ folder: String, at place: HookPlace) -> String {
    Path.join(place.common, folder)
  }
}

// MARK: - Words

extension HookInstaller {
  private func standing(of hook: Hook, at place: HookPlace) async throws -> HookStanding {
    switch place.kind {
    case .files(let folder): try hookFiles(hook, in: folder).standing()
    case .husky(let folder):
      try HookLines(files: files, folder: folder, name: hook.name).standing()
    case .settings: try await HookSettings(git: git).standing(hook.name)
    case .elsewhere: HookStanding(name: hook.name, state: .missing)
    }
  }

  private func words(for place: HookPlace) -> String {
    let shown = { (folder: String) in Path.relative(folder, to: place.top) ?? folder }
    return switch place.kind {
    case .files(let folder): "the folder '\(shown(folder))'"
    case .husky(let folder): "husky's folder '\(shown(folder))'"
    case .settings: "git's settings of this repository"
    case .elsewhere(let folder): "the folder '\(folder)', which is not this repository's"
    }
  }

  private static func hint(for hooks: [HookStanding], at place: HookPlace) throws -> String? {
    if case .elsewhere(let folder) = place.kind { return refusal(folder).hint }
    var bad = hooks.filter { $0.state != .installed }
    if case .husky = place.kind { bad.removeAll { $0.name == "reference-transaction" } }
    guard !bad.isEmpty else { return nil }
    let again = "'dossier hooks install' puts them in"
    guard let moved = bad.first(where: { $0.state == .displaced && $0.neighbour == "lefthook" })
    else { return again }
    return again + " front of lefthook's until it installs its own again; to have it run ours for "
      + "good, put \"run: \(line(for: moved.name))\" into the jobs of '\(moved.name)' in lefthook.yml"
  }

  private static func refusal(_ folder: String) -> UserError {
    UserError(
      .refused,
      "git looks for hooks in '\(folder)' (core.hooksPath), which is not this repository's alone",
      hint: "put into the hooks there: "
        + hooks.map { "in '\($0.name)': \(line(for: $0.name))" }.joined(separator: "; ")
        + "; or 'git config core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"' for this "
        + "repository, then 'dossier hooks install'")
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
}
