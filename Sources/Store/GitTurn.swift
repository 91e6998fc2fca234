import Platform

/// What happens while git changes a clone on our behalf, and what a former time left that was cut off.
///
/// A git that is killed leaves its lock files behind, and every later git refuses to work until
/// somebody removes them by hand. So each turn is noted in a file of its own, which its process keeps
/// locked. A note that nobody holds is of a process that died: what locks were made since then, and no
/// git that works here any more can own, are removed. Other programs' locks are never touched.
extension JournalStore {
  /// Lets git change this clone, once what a killed turn left is cleared away.
  ///
  /// Turns may be taken inside one another and beside one another.
  public func whileGitWrites<Result>(_ body: () async throws -> Result) async throws -> Result {
    try await clearGitLocks()
    try platform.files.makeFolder(turnFolder)
    let note = Path.join(turnFolder, SystemRandomness().hex(digits: 16))
    let hold = try platform.files.lock(note, waitMilliseconds: 0)
    defer { hold.release() }
    try platform.files.append(Array("git\n".utf8), to: note)
    let begin = try platform.files.facts(note)?.modifiedMilliseconds ?? 0
    let outcome: Swift.Result<Result, any Error>
    do {
      let result = try await body()
      try synchronizeFolders(since: begin)
      outcome = .success(result)
    } catch {
      outcome = .failure(error)
    }
    // A git that was killed ended before us, and what it left need not wait for the next turn.
    if (try? await removeLocks(since: begin)) ?? false { try? platform.files.remove(note) }
    return try outcome.get()
  }

  /// Puts on the disk the names that git gave: it syncs what it writes, but not the folders.
  ///
  /// Without that a power cut may take back a draft that was made already.
  private func synchronizeFolders(since begin: Int) throws {
    let files = platform.files
    let objects = Path.join(clone.commonDirectory, "objects")
    let references = Path.join(clone.commonDirectory, "refs")
    var folders = try files.list(objects).map { Path.join(objects, $0) }
    var deeper = [references]
    while let folder = deeper.popLast() {
      folders.append(folder)
      deeper += try files.listIfThere(folder).map { Path.join(folder, $0) }.filter {
        try files.kind($0) == .folder
      }
    }
    let changed = try folders.filter { folder in
      guard let facts = try files.facts(folder), facts.kind == .folder else { return false }
      return facts.modifiedMilliseconds >= begin
    }
    for folder in [clone.gitDirectory, objects] + changed {
      do throws(FileError) {
        try files.synchronizeFolder(folder)
      } catch {
        // Git removes folders that have become empty.
        guard error.isMissing else { throw error }
      }
    }
  }

  /// Clears away what killed turns left, unless a git that they started goes on working here.
  public func clearGitLocks() async throws {
    let notes = try deadNotes()
    guard let begin = notes.map(\.begin).min(), try await removeLocks(since: begin) else { return }
    for note in notes { try platform.files.remove(note.path) }
  }

  /// Removes the locks that were made since an instant and that nobody takes away or can own.
  ///
  /// Other programs hold a lock for some milliseconds, or are named as git's. Returns whether all is
  /// clear, which a git that goes on working prevents.
  private func removeLocks(since begin: Int) async throws -> Bool {
    var locks = try gitLocks(since: begin)
    let now = platform.clock.monotonicMilliseconds()
    while !locks.isEmpty {
      let waited = platform.clock.monotonicMilliseconds() - now
      let isBusy = isGitAtWork()
      if waited >= 500, !isBusy { break }
      if waited >= 10_000 { return false }
      try await platform.clock.sleep(milliseconds: 20)
      let present = try gitLocks(since: begin)
      locks = locks.filter { present[$0.key] == $0.value }
    }
    for path in locks.keys { try platform.files.remove(path) }
    return true
  }

  private var turnFolder: String { Path.join(clone.folder, "turns") }

  /// The notes that no process holds, and when they were made, in milliseconds since 1970.
  private func deadNotes() throws -> [(path: String, begin: Int)] {
    guard try platform.files.exists(turnFolder) else { return [] }
    var notes: [(path: String, begin: Int)] = []
    for name in try platform.files.list(turnFolder) {
      let path = Path.join(turnFolder, name)
      guard let facts = try platform.files.facts(path), facts.kind == .file else { continue }
      do throws(FileError) {
        try platform.files.lock(path, waitMilliseconds: 0).release()
        notes.append((path, facts.modifiedMilliseconds))
      } catch {
        guard error.isLocked else { throw error }
      }
    }
    return notes
  }

  /// The lock files of the index, of the settings and of references that are not older than an instant,
  /// each with the number by which it is told from a later one of its name.
  private func gitLocks(since begin: Int) throws -> [String: UInt64] {
    let files = platform.files
    var paths: [String] = []
    for top in Set([clone.gitDirectory, clone.commonDirectory]) {
      paths += try files.list(top).filter { $0.hasSuffix(".lock") || $0 == "packed-refs.new" }
        .map { Path.join(top, $0) }
    }
    let references = Path.join(clone.commonDirectory, "refs")
    paths += try files.filesBelow(references).filter { $0.hasSuffix(".lock") }
      .map { Path.join(references, $0) }
    var found: [String: UInt64] = [:]
    for path in paths {
      guard let facts = try files.facts(path), facts.modifiedMilliseconds >= begin else { continue }
      found[path] = facts.inode
    }
    return found
  }

  /// Whether a process named as git's are works in this clone; `false` where processes cannot be seen.
  private func isGitAtWork() -> Bool {
    let files = platform.files
    let places = [clone.workTree, clone.gitDirectory, clone.commonDirectory]
    guard let processes = try? files.list("/proc") else { return false }
    return processes.contains { process in
      let folder = Path.join("/proc", process)
      guard process.utf8.allSatisfy({ (48...57).contains($0) }),
        let name = try? files.read(Path.join(folder, "comm")), name.starts(with: "git".utf8),
        let place = try? files.realPath(Path.join(folder, "cwd"))
      else { return false }
      return places.contains { place == $0 || place.hasPrefix($0 + "/") }
    }
  }
}
