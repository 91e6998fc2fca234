internal import Platform

/// Where git looks for the hooks of one repository, and so where ours belong.
struct HookPlace: Sendable, Equatable {
  /// How git finds a hook.
  enum Kind: Sendable, Equatable {
    /// By a file in a folder that belongs to this repository.
    case files(folder: String)
    /// By husky's files, which run those of the same names in the folder above them.
    case husky(folder: String)
    /// By the repository's own settings, beside whatever file there is (git 2.54).
    case settings
    /// By a file in a folder that other repositories share.
    case elsewhere(folder: String)
  }

  /// How git finds a hook here.
  let kind: Kind
  /// Git's folder that all work trees share.
  let common: String
  /// The top of the work tree.
  let top: String

  /// The folder that git looks into when nothing says otherwise.
  var usualFolder: String { Path.join(common, "hooks") }

  /// Asks git.
  static func find(_ git: GitProgram) async throws -> HookPlace {
    let folders = try await git.run("rev-parse", "--git-common-dir", "--show-toplevel")
    let lines = folders.text.split(separator: "\n").map(String.init)
    guard folders.succeeded, lines.count == 2 else {
      throw UserError(.outside, "cannot find the repository: \(folders.errorText)")
    }
    let common = Path.normalized(Path.join(git.folder, lines[0]))
    func place(_ kind: Kind) -> HookPlace { HookPlace(kind: kind, common: common, top: lines[1]) }
    if try await readsHooksFromSettings(git) { return place(.settings) }
    let path = try await git.run(
      "config", "--show-scope", "--type=path", "--get", "core.hooksPath")
    let parts = path.text.split(separator: "\t", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return place(.files(folder: Path.join(common, "hooks"))) }
    let folder = real(Path.normalized(Path.join(lines[1], parts[1])), git.platform.files)
    guard parts[0] == "local" || parts[0] == "worktree",
      [lines[1], common].contains(where: {
        Path.relative(folder, to: real($0, git.platform.files)) != nil
      })
    else { return place(.elsewhere(folder: parts[1])) }
    let isHusky = Path.name(folder) == "_" && Path.name(Path.parent(folder)).hasSuffix("husky")
    return place(isHusky ? .husky(folder: Path.parent(folder)) : .files(folder: folder))
  }

  /// The path without links as far as it exists.
  private static func real(_ path: String, _ files: any Files) -> String {
    if let real = try? files.realPath(path) { return real }
    let parent = Path.parent(path)
    return parent == path ? path : Path.join(real(parent, files), Path.name(path))
  }

  /// Whether the `git` program is one that runs the hooks that settings name.
  private static func readsHooksFromSettings(_ git: GitProgram) async throws -> Bool {
    let words = try await git.run("version").text.split(separator: " ")
    guard words.count > 2 else { return false }
    let numbers = words[2].split(separator: ".").prefix(2).compactMap { Int($0) }
    return numbers.count == 2 && (numbers[0], numbers[1]) >= (2, 54)
  }
}
