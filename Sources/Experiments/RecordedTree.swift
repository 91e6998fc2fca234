public import Git

/// The files as git has recorded them: in its index, or in a draft.
public struct RecordedTree: ApplicationTree {
  private let repository: Repository
  private let entries: [String: TreeEntry]
  private let conflicts: Set<String>

  /// The index, as it will be committed.
  public static func index(of repository: Repository) throws(GitError) -> RecordedTree {
    let entries = try repository.indexEntries()
    return RecordedTree(
      repository,
      entries.filter { $0.stage == 0 }.map { TreeEntry(path: $0.path, mode: $0.mode, id: $0.id) },
      conflicts: Set(entries.filter { $0.stage > 0 }.map(\.path)))
  }

  /// The tree of a commit.
  public static func commit(
    _ id: ObjectID, in repository: Repository
  ) throws(GitError) -> RecordedTree {
    RecordedTree(repository, try repository.entries(of: id, recursive: true))
  }

  private init(_ repository: Repository, _ entries: [TreeEntry], conflicts: Set<String> = []) {
    self.repository = repository
    self.entries = Dictionary(
      entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    self.conflicts = conflicts
  }

  /// The entry at a path; `nil` where nothing is.
  func entry(_ path: String) -> TreeEntry? { entries[path] }

  /// All entries, sorted by path.
  var sortedEntries: [TreeEntry] {
    entries.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The content of a file; `nil` where nothing is.
  public func read(_ path: String, limit: Int) throws(TreeError) -> [UInt8]? {
    if conflicts.contains(path) { throw TreeError(path, .conflict) }
    guard let entry = entries[path] else { return nil }
    switch entry.mode {
    case .file, .executable: break
    case .link: throw TreeError(path, .link)
    case .folder, .submodule: throw TreeError(path, .notAFile)
    }
    do {
      let bytes = try repository.blob(entry.id)
      guard bytes.count <= limit else {
        throw TreeError(path, .tooLarge(bytes: bytes.count, limit: limit))
      }
      return bytes
    } catch let error as TreeError {
      throw error
    } catch let error as GitError {
      throw TreeError(path, .unreadable(error.reason))
    } catch {
      throw TreeError(path, .unreadable("\(error)"))
    }
  }

  /// The names of the folders in a folder, sorted; none where it is missing.
  public func folders(in folder: String) throws(TreeError) -> [String] {
    let prefix = folder + "/"
    let names = entries.keys.compactMap { path -> String? in
      guard path.hasPrefix(prefix) else { return nil }
      let rest = path.dropFirst(prefix.count)
      return rest.firstIndex(of: "/").map { String(rest[..<$0]) }
    }
    return Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
