import CGit
import Glibc

/// An open git repository: objects, references, the index and the state of the work tree.
///
/// It runs no hook, merges nothing, and never touches files of the work tree or the network; the
/// `git` program is there for that. What it writes is on disk when the call returns. A repository
/// belongs to one task.
public final class Repository {
  let handle: Handle

  private init(_ handle: consuming Handle) { self.handle = handle }

  var pointer: OpaquePointer { handle.pointer }

  /// Opens the repository that a folder lies in.
  public static func open(_ path: String) throws(GitError) -> Repository {
    try open(path, searching: true)
  }

  /// Opens the repository that git's variables name, as a hook finds them, else the one that the
  /// folder lies in.
  ///
  /// `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE` are honoured; relative ones start at the
  /// folder, which for a hook is the one it was started in.
  public static func openFromEnvironment(
    _ folder: String, variables: [String: String]
  ) throws(GitError) -> Repository {
    func path(_ name: String) -> String? {
      guard let value = variables[name], !value.isEmpty else { return nil }
      return value.hasPrefix("/") ? value : folder + "/" + value
    }
    guard let directory = path("GIT_DIR") else {
      return try open(folder, index: path("GIT_INDEX_FILE"))
    }
    let repository = try open(directory, searching: false)
    if let workTree = path("GIT_WORK_TREE") {
      try check(
        "use the work tree", workTree,
        git_repository_set_workdir(repository.pointer, workTree, 0))
    }
    try repository.useIndex(path("GIT_INDEX_FILE"))
    return repository
  }

  /// Makes a repository, with its folder, whose first commit will be on `branch`.
  public static func initialize(
    _ path: String, branch: String = "main"
  ) throws(GitError) -> Repository {
    let made = try Handle("create the repository", path, free: git_repository_free) { pointer in
      var options = git_repository_init_options()
      git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
      options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
      return branch.withCString { name in
        options.initial_head = name
        return git_repository_init_ext(&pointer, path, &options)
      }
    }
    return Repository(made)
  }

  /// The folder above the work tree's files; `nil` of a bare repository.
  public var workTree: String? { Self.folder(git_repository_workdir(pointer)) }

  /// The folder of what belongs to this work tree alone: `HEAD` and the index.
  public var gitDirectory: String { Self.folder(git_repository_path(pointer)) ?? "" }

  /// The folder that all linked work trees share: objects, branches, hooks.
  public var commonDirectory: String { Self.folder(git_repository_commondir(pointer)) ?? "" }

  /// Whether the history was cut off when it was cloned.
  public var isShallow: Bool { git_repository_is_shallow(pointer) == 1 }

  /// Whether a merge, rebase, cherry-pick, revert or bisect has been begun and not ended.
  public var isInTheMiddleOfSomething: Bool {
    git_repository_state(pointer) != GIT_REPOSITORY_STATE_NONE.rawValue
  }

  /// The value of a setting; `nil` when it is not set.
  public func config(_ key: String) throws(GitError) -> String? {
    let settings = try Handle("read the settings of", gitDirectory, free: git_config_free) {
      git_repository_config_snapshot(&$0, pointer)
    }
    var value: UnsafePointer<CChar>?
    let status = git_config_get_string(&value, settings.pointer, key)
    return try found("read the setting", key, status) ? copied(value) : nil
  }

  /// Hides the settings of the user and the machine from every repository opened later.
  package static func isolateConfiguration() { _ = Library.isolated }

  private static func open(
    _ path: String, searching: Bool = true, index: String? = nil
  ) throws(GitError) -> Repository {
    let flags = searching ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    let opened = try Handle("open the repository at", path, free: git_repository_free) {
      git_repository_open_ext(&$0, path, flags, nil)
    }
    let repository = Repository(opened)
    try check("read the objects of", path, cgit_add_loose_reader(repository.pointer))
    try repository.useIndex(index)
    return repository
  }

  private func useIndex(_ path: String?) throws(GitError) {
    guard let path else { return }
    let index = try Handle("read the index", path, free: git_index_free) {
      git_index_open(&$0, path)
    }
    try check("use the index", path, git_repository_set_index(pointer, index.pointer))
  }

  private static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let text = copied(path) else { return nil }
    return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}

// MARK: - References

extension Repository {
  /// The commit that is checked out; `nil` before the first one.
  public func head() throws(GitError) -> ObjectID? {
    var found: OpaquePointer?
    let status = git_repository_head(&found, pointer)
    defer { git_reference_free(found) }
    if status == GIT_EUNBORNBRANCH.rawValue || status == GIT_ENOTFOUND.rawValue {
      git_error_clear()
      return nil
    }
    try check("read", "HEAD", status)
    return git_reference_target(found).map { ObjectID($0.pointee) }
  }

  /// The short name of the branch that is checked out, also before its first commit; `nil` when a
  /// commit is checked out instead.
  public func headBranch() throws(GitError) -> String? {
    let head = try Handle("read", "HEAD", free: git_reference_free) {
      git_reference_lookup(&$0, pointer, "HEAD")
    }
    guard let target = copied(git_reference_symbolic_target(head.pointer)) else { return nil }
    return target.hasPrefix("refs/heads/") ? String(target.dropFirst(11)) : target
  }

  /// The commit that a name such as `main~2` or `1f3a` stands for; `nil` when there is none.
  public func resolve(_ name: String) throws(GitError) -> ObjectID? {
    var object: OpaquePointer?
    defer { git_object_free(object) }
    let status = git_revparse_single(&object, pointer, name)
    guard try found("find the draft", name, status) else { return nil }
    var commit: OpaquePointer?
    defer { git_object_free(commit) }
    try check("find the draft", name, git_object_peel(&commit, object, GIT_OBJECT_COMMIT))
    return git_object_id(commit).map { ObjectID($0.pointee) }
  }

  /// What a reference points to; `nil` when there is no such reference.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    var oid = git_oid()
    let status = git_reference_name_to_id(&oid, pointer, name)
    return try found("read the reference", name, status) ? ObjectID(oid) : nil
  }

  /// The references whose names begin with `prefix`, sorted by name.
  public func references(prefix: String) throws(GitError) -> [Reference] {
    var names = git_strarray()
    try check("list the references of", gitDirectory, git_reference_list(&names, pointer))
    defer { git_strarray_dispose(&names) }
    var references: [Reference] = []
    for index in 0..<names.count {
      guard let name = copied(names.strings[index]), name.hasPrefix(prefix),
        let target = try reference(name)
      else { continue }
      references.append(Reference(name: name, target: target))
    }
    return references.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Points a reference to an object, if it still is what the caller expects.
  ///
  /// Throws with the kind ``GitError/Kind/changedMeanwhile`` when it is not. The message goes to
  /// the reference's log.
  public func setReference(
    _ name: String, to target: ObjectID, expecting old: ExpectedTarget, message: String
  ) throws(GitError) {
    var oid = target.oid
    var reference: OpaquePointer?
    defer { git_reference_free(reference) }
    let status = Library.waitingForLock {
      switch old {
      case .anything: git_reference_create(&reference, pointer, name, &oid, 1, message)
      case .absent: git_reference_create(&reference, pointer, name, &oid, 0, message)
      case .exactly(let id):
        withUnsafePointer(to: id.oid) {
          git_reference_create_matching(&reference, pointer, name, &oid, 1, $0, message)
        }
      }
    }
    if status == GIT_EEXISTS.rawValue || status == GIT_EMODIFIED.rawValue
      || (status == GIT_ENOTFOUND.rawValue && old != .anything)
    {
      git_error_clear()
      throw GitError(
        operation: "move the reference", subject: name, reason: "it was moved meanwhile",
        status: Int(status), kind: .changedMeanwhile)
    }
    try check("move the reference", name, status)
  }

  /// Removes a reference; content when there is none.
  public func deleteReference(_ name: String) throws(GitError) {
    let status = Library.waitingForLock { git_reference_remove(pointer, name) }
    _ = try found("remove the reference", name, status)
  }
}
