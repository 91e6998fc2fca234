import CGit
import Glibc

// MARK: - Content

extension Repository {
  /// The content of a blob.
  public func blob(_ id: ObjectID) throws(GitError) -> [UInt8] {
    var oid = id.oid
    let blob = try Handle("read the object", id.hex, free: git_blob_free) {
      git_blob_lookup(&$0, pointer, &oid)
    }
    let size = Int(git_blob_rawsize(blob.pointer))
    guard size > 0, let start = git_blob_rawcontent(blob.pointer) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: size))
  }

  /// Stores bytes as they are.
  @discardableResult
  public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    var oid = git_oid()
    try check(
      "store an object in", gitDirectory,
      bytes.withUnsafeBytes {
        git_blob_create_from_buffer(&oid, pointer, $0.baseAddress, $0.count)
      })
    return ObjectID(oid)
  }

  /// Stores a file or link of the work tree as `git add` would, line endings included.
  public func writeBlob(ofWorkTreeFile path: String) throws(GitError) -> TreeEntry {
    var entry = stat()
    guard let top = workTree, lstat(top + "/" + path, &entry) == 0 else {
      throw GitError(
        operation: "store the file", subject: path, reason: "there is no such file",
        status: Int(GIT_ENOTFOUND.rawValue), kind: .missing)
    }
    var oid = git_oid()
    try check("store the file", path, git_blob_create_from_workdir(&oid, pointer, path))
    let isLink = entry.st_mode & S_IFMT == S_IFLNK
    let mode = isLink ? FileMode.link : entry.st_mode & S_IXUSR != 0 ? .executable : .file
    return TreeEntry(path: path, mode: mode, id: ObjectID(oid))
  }

  /// The name that bytes would have as a blob; nothing is stored.
  public static func blobID(of bytes: [UInt8]) throws(GitError) -> ObjectID {
    _ = Library.started
    var oid = git_oid()
    try check(
      "name", "bytes",
      bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) })
    return ObjectID(oid)
  }
}

// MARK: - Trees

extension Repository {
  /// The entries of a tree, or of a commit's tree; in git's order.
  ///
  /// With `recursive`, the files of all folders in place of the folders themselves.
  public func entries(of id: ObjectID, recursive: Bool) throws(GitError) -> [TreeEntry] {
    var found: [TreeEntry] = []
    try collect(try tree(id), below: "", recursive: recursive, into: &found)
    return found
  }

  /// What a path holds in a tree or in a commit's tree; `nil` when it holds nothing.
  public func file(at path: String, in id: ObjectID) throws(GitError) -> TreeEntry? {
    let top = try tree(id)
    var entry: OpaquePointer?
    defer { git_tree_entry_free(entry) }
    let status = git_tree_entry_bypath(&entry, top.pointer, path)
    guard try found("look up the path", path, status), let entry else { return nil }
    return treeEntry(entry, path: path)
  }

  /// Stores a tree with these files, making the folders they need.
  ///
  /// Throws when two paths collide or when one could not be checked out.
  public func writeTree(_ entries: [TreeEntry]) throws(GitError) -> ObjectID {
    try refuseCollisions(entries)
    let index = try Handle("store a tree in", gitDirectory, free: git_index_free) {
      git_index_new(&$0)
    }
    for entry in entries { try put(entry, into: index.pointer) }
    var oid = git_oid()
    try check(
      "store a tree in", gitDirectory, git_index_write_tree_to(&oid, index.pointer, pointer))
    return ObjectID(oid)
  }

  /// The paths whose files differ between two trees or commits, sorted; `nil` is the empty tree.
  ///
  /// A file that moved is one path gone and one path new.
  public func changes(
    from old: ObjectID?, to new: ObjectID?
  ) throws(GitError) -> [TreeChange] {
    var found: [TreeChange] = []
    if old != new { try compare(old, new, below: "", into: &found) }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Equal folders have equal names, so only what differs is read.
  private func compare(
    _ old: ObjectID?, _ new: ObjectID?, below folder: String, into found: inout [TreeChange]
  ) throws(GitError) {
    let before = try entriesByPath(of: old, below: folder)
    let after = try entriesByPath(of: new, below: folder)
    for path in Set(before.keys).union(after.keys) where before[path] != after[path] {
      let sides = [before[path], after[path]]
      let files = sides.map { $0?.mode == .folder ? nil : $0 }
      if files.contains(where: { $0 != nil }) {
        found.append(TreeChange(path: path, old: files[0], new: files[1]))
      }
      let folders = sides.map { $0?.mode == .folder ? $0?.id : nil }
      if folders.contains(where: { $0 != nil }) {
        try compare(folders[0], folders[1], below: path + "/", into: &found)
      }
    }
  }

  private func entriesByPath(
    of id: ObjectID?, below folder: String
  ) throws(GitError) -> [String: TreeEntry] {
    guard let id else { return [:] }
    var found: [String: TreeEntry] = [:]
    for entry in try entries(of: id, recursive: false) {
      let path = folder + entry.path
      found[path] = TreeEntry(path: path, mode: entry.mode, id: entry.id)
    }
    return found
  }

  private func tree(_ id: ObjectID) throws(GitError) -> Handle {
    var oid = id.oid
    let object = try Handle("read the object", id.hex, free: git_object_free) {
      git_object_lookup(&$0, pointer, &oid, GIT_OBJECT_ANY)
    }
    return try Handle("read the tree of", id.hex, free: git_object_free) {
      git_object_peel(&$0, object.pointer, GIT_OBJECT_TREE)
    }
  }

  private func collect(
    _ tree: borrowing Handle, below folder: String, recursive: Bool,
    into found: inout [TreeEntry]
  ) throws(GitError) {
    for index in 0..<git_tree_entrycount(tree.pointer) {
      guard let entry = git_tree_entry_byindex(tree.pointer, index) else { continue }
      let path = folder + (copied(git_tree_entry_name(entry)) ?? "")
      guard let value = treeEntry(entry, path: path) else { continue }
      if recursive, value.mode == .folder {
        try collect(try self.tree(value.id), below: path + "/", recursive: true, into: &found)
      } else {
        found.append(value)
      }
    }
  }

  private func treeEntry(_ entry: OpaquePointer, path: String) -> TreeEntry? {
    guard let mode = FileMode(rawValue: git_tree_entry_filemode(entry).rawValue),
      let id = git_tree_entry_id(entry)
    else { return nil }
    return TreeEntry(path: path, mode: mode, id: ObjectID(id.pointee))
  }

  /// The index would let a later path push out an earlier one without a word.
  private func refuseCollisions(_ entries: [TreeEntry]) throws(GitError) {
    var paths = Set<String>()
    for entry in entries where !paths.insert(entry.path).inserted {
      throw collision(entry.path)
    }
    for path in paths {
      for (offset, character) in zip(path.indices, path) where character == "/" {
        if paths.contains(String(path[..<offset])) { throw collision(path) }
      }
    }
  }

  private func collision(_ path: String) -> GitError {
    GitError(
      operation: "store a tree with", subject: path, reason: "another file takes its place",
      kind: .invalid)
  }

  private func put(_ entry: TreeEntry, into index: OpaquePointer) throws(GitError) {
    guard entry.mode != .folder else {
      throw GitError(
        operation: "store", subject: entry.path, reason: "a folder is stored by its files",
        kind: .invalid)
    }
    try refuseNul("store", entry.path)
    let parts = entry.path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains("") else {
      throw GitError(
        operation: "store", subject: entry.path, reason: "the path has an empty part",
        kind: .invalid)
    }
    var raw = git_index_entry()
    raw.mode = entry.mode.rawValue
    raw.id = entry.id.oid
    try check(
      "store", entry.path,
      entry.path.withCString { path in
        raw.path = path
        return git_index_add(index, &raw)
      })
  }
}

// MARK: - The index

extension Repository {
  /// What the index holds, sorted by path and stage.
  public func indexEntries() throws(GitError) -> [IndexEntry] {
    let index = try freshIndex()
    return (0..<git_index_entrycount(index.pointer)).compactMap { position in
      guard let entry = git_index_get_byindex(index.pointer, position),
        let path = copied(entry.pointee.path),
        let mode = FileMode(rawValue: entry.pointee.mode)
      else { return nil }
      return IndexEntry(
        path: path, mode: mode, id: ObjectID(entry.pointee.id),
        stage: Int(git_index_entry_stage(entry)))
    }
  }

  /// Puts entries into the index and takes paths out, all or nothing.
  ///
  /// It is the index that the repository was opened with, so a hook changes the commit that is
  /// being made. The work tree stays as it is.
  public func updateIndex(set: [TreeEntry], remove: [String] = []) throws(GitError) {
    let index = try freshIndex()
    do {
      for path in remove {
        _ = try found("take out of the index", path, git_index_remove(index.pointer, path, 0))
      }
      for entry in set { try put(entry, into: index.pointer) }
      let status = Library.waitingForLock { git_index_write(index.pointer) }
      try check("write the index of", gitDirectory, status)
    } catch {
      // The next reader must not see what was put in and never written.
      git_index_read(index.pointer, 1)
      throw error
    }
  }

  /// Stores the index as a tree; throws while it holds open conflicts.
  public func writeIndexAsTree() throws(GitError) -> ObjectID {
    let index = try freshIndex()
    var oid = git_oid()
    try check("store the index of", gitDirectory, git_index_write_tree(&oid, index.pointer))
    return ObjectID(oid)
  }

  /// The index as it is on disk now.
  private func freshIndex() throws(GitError) -> Handle {
    let index = try Handle("read the index of", gitDirectory, free: git_index_free) {
      git_repository_index(&$0, pointer)
    }
    try check("read the index of", gitDirectory, git_index_read(index.pointer, 0))
    return index
  }

  /// The files that are not as they were committed, sorted by path; ignored ones are left out.
  public func status() throws(GitError) -> [StatusEntry] {
    var options = git_status_options()
    git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue | GIT_STATUS_OPT_SORT_CASE_SENSITIVELY.rawValue
    _ = try freshIndex()
    let list = try Handle("look for changes in", workTree ?? "", free: git_status_list_free) {
      git_status_list_new(&$0, pointer, &options)
    }
    return (0..<git_status_list_entrycount(list.pointer)).compactMap { position in
      git_status_byindex(list.pointer, position).flatMap { StatusEntry($0.pointee) }
    }
  }
}

extension StatusEntry {
  fileprivate init?(_ entry: git_status_entry) {
    let delta = entry.index_to_workdir ?? entry.head_to_index
    guard let path = copied(delta?.pointee.new_file.path ?? delta?.pointee.old_file.path) else {
      return nil
    }
    let flags = entry.status.rawValue
    func has(_ some: [git_status_t]) -> Bool { some.contains { flags & $0.rawValue != 0 } }
    func change(
      added: git_status_t, changed: [git_status_t], removed: git_status_t
    ) -> Change? {
      if has([added]) { return .added }
      if has([removed]) { return .removed }
      return has(changed) ? .changed : nil
    }
    self.init(
      path: path,
      staged: change(
        added: GIT_STATUS_INDEX_NEW,
        changed: [GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_TYPECHANGE],
        removed: GIT_STATUS_INDEX_DELETED),
      unstaged: change(
        added: GIT_STATUS_WT_NEW,
        changed: [GIT_STATUS_WT_MODIFIED, GIT_STATUS_WT_TYPECHANGE, GIT_STATUS_WT_UNREADABLE],
        removed: GIT_STATUS_WT_DELETED),
      isUntracked: has([GIT_STATUS_WT_NEW]), isConflicted: has([GIT_STATUS_CONFLICTED]))
  }
}

// MARK: - Commits

extension Repository {
  /// Reads a commit.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    let commit = try lookUp(id)
    let count = git_commit_parentcount(commit.pointer)
    guard let tree = git_commit_tree_id(commit.pointer) else {
      throw GitError(
        operation: "read the commit", subject: id.hex, reason: "it has no tree", kind: .invalid)
    }
    return Commit(
      id: id, tree: ObjectID(tree.pointee),
      parents: (0..<count).compactMap {
        git_commit_parent_id(commit.pointer, $0).map { ObjectID($0.pointee) }
      },
      message: copied(git_commit_message(commit.pointer)) ?? "",
      author: Signature(git_commit_author(commit.pointer)),
      committer: Signature(git_commit_committer(commit.pointer)))
  }

  /// Stores a commit; no branch moves and no hook runs.
  public func createCommit(
    tree: ObjectID, parents: [ObjectID], message: String, author: Signature,
    committer: Signature
  ) throws(GitError) -> ObjectID {
    try refuseNul("store a commit with the message", message)
    var oid = git_oid()
    var treeID = tree.oid
    let top = try Handle("read the tree", tree.hex, free: git_tree_free) {
      git_tree_lookup(&$0, pointer, &treeID)
    }
    // Handles cannot stand in an array, so the parents are freed by hand.
    var opened: [OpaquePointer?] = []
    defer { for parent in opened { git_commit_free(parent) } }
    for parent in parents {
      var id = parent.oid
      var commit: OpaquePointer?
      try check("read the commit", parent.hex, git_commit_lookup(&commit, pointer, &id))
      opened.append(commit)
    }
    try author.lend { (author) throws(GitError) in
      try committer.lend { (committer) throws(GitError) in
        _ = try check(
          "store a commit in", gitDirectory,
          git_commit_create(
            &oid, pointer, nil, author, committer, "UTF-8", message, top.pointer, opened.count,
            &opened))
      }
    }
    return ObjectID(oid)
  }

  /// The commits reachable from one but not from others, children before parents.
  ///
  /// Of commits between which the order is free, the younger comes first.
  public func history(
    from start: ObjectID, hiding hidden: [ObjectID] = [], limit: Int = .max
  ) throws(GitError) -> [Commit] {
    guard !isShallow else {
      throw GitError(
        operation: "read the history of", subject: start.hex,
        reason: "it was cut off by a shallow clone; run 'git fetch --unshallow'",
        kind: .unsupported)
    }
    let walk = try Handle("read the history of", start.hex, free: git_revwalk_free) {
      git_revwalk_new(&$0, pointer)
    }
    git_revwalk_sorting(
      walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue)
    var first = start.oid
    try check("read the history of", start.hex, git_revwalk_push(walk.pointer, &first))
    for id in hidden {
      var oid = id.oid
      try check("read the history of", id.hex, git_revwalk_hide(walk.pointer, &oid))
    }
    var commits: [Commit] = []
    var next = git_oid()
    while commits.count < limit {
      let status = git_revwalk_next(&next, walk.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try check("read the history of", start.hex, status)
      commits.append(try commit(ObjectID(next)))
    }
    return commits
  }

  /// The best common ancestor of two commits; `nil` when they share no history.
  public func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID? {
    var oid = git_oid()
    var (first, second) = (a.oid, b.oid)
    let status = git_merge_base(&oid, pointer, &first, &second)
    return try found("find the common draft of", "\(a.short) and \(b.short)", status)
      ? ObjectID(oid) : nil
  }

  /// Whether a commit is another one or comes before it.
  public func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(GitError) -> Bool {
    if ancestor == descendant { return true }
    var (older, younger) = (ancestor.oid, descendant.oid)
    let status = git_graph_descendant_of(pointer, &younger, &older)
    return try check("compare the drafts", "\(ancestor.short) and \(descendant.short)", status) == 1
  }

  /// The trailers in the last paragraph of a commit message, in their order.
  public static func trailers(of message: String) throws(GitError) -> [Trailer] {
    _ = Library.started
    var list = git_message_trailer_array()
    try check("read the trailers of", "the message", git_message_trailers(&list, message))
    defer { git_message_trailer_array_free(&list) }
    return (0..<list.count).compactMap { position in
      let entry = list.trailers[position]
      guard let key = copied(entry.key), let value = copied(entry.value) else { return nil }
      return Trailer(key: key, value: value)
    }
  }

  private func lookUp(_ id: ObjectID) throws(GitError) -> Handle {
    var oid = id.oid
    return try Handle("read the commit", id.hex, free: git_commit_free) {
      git_commit_lookup(&$0, pointer, &oid)
    }
  }
}
