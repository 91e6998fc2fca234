import Git
import Platform

/// Carries figures drawn for a commit into the user's own index and work tree.
struct PendingDelivery {
  private let repository: Repository
  private let platform: Platform
  private let pending: PendingFigures

  init(_ repository: Repository, platform: Platform) {
    self.repository = repository
    self.platform = platform
    let records = LocalRecords(commonDirectory: repository.commonDirectory, platform: platform)
    self.pending = PendingFigures(records: records, platform: platform)
  }

  /// Delivers what the last commit holds and forgets what can no longer be committed; the result
  /// names the files that were kept.
  func deliver() throws -> [String] {
    guard try !pending.isEmpty(), let head = try repository.head() else { return [] }
    let name = WorkTreeName.of(repository)
    let lines = try pending.lines().filter { $0.workTree == name }
    let tree = try RecordedTree.commit(head, in: repository)
    let committed = lines.filter { tree.entry($0.path)?.id == $0.content }
    let entries = Dictionary(
      try repository.indexEntries().filter { $0.stage == 0 }.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first })
    let outdated = committed.filter { line in
      let id = entries[line.path]?.id
      return id != line.content && line.replaces.contains(id)
    }
    if !outdated.isEmpty {
      try repository.updateIndex(
        set: outdated.map { TreeEntry(path: $0.path, mode: .file, id: $0.content) })
    }
    var kept: [String] = []
    for line in committed where try !deliver(line) { kept.append(line.path) }
    // What is in the index but not in this commit belongs to a commit that was given up and may
    // still be made.
    let waiting = lines.filter { line in
      !committed.contains(line) && entries[line.path]?.id == line.content
    }
    try pending.update { $0.filter { $0.workTree != name || waiting.contains($0) } }
    return kept
  }

  /// Writes one file into the work tree, if it is missing or is what it was when the figure was
  /// drawn.
  private func deliver(_ line: PendingFigures.Line) throws -> Bool {
    guard let folder = repository.workTree else { return true }
    let tree = WorkTree(folder, files: platform.files)
    let new = try repository.blob(line.content)
    let present: [UInt8]?
    do throws(TreeError) {
      present = try tree.read(line.path, limit: SizeLimit.output)
    } catch {
      return false
    }
    if present == new { return true }
    if let present {
      let replaceable = try line.replaces.contains { id in
        try id.map { try repository.blob($0) == present } ?? false
      }
      guard replaceable else { return false }
    }
    let path = Path.join(folder, line.path)
    try platform.files.makeFolder(Path.parent(path))
    try platform.files.replace(path, with: new)
    return true
  }
}
