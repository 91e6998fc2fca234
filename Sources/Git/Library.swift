import CGit
import Glibc

/// The one place where libgit2 is started and where its statuses become errors.
enum Library {
  /// Starts libgit2 once; whoever calls into it first comes through here.
  static let started: Bool = {
    git_libgit2_init()
    cgit_set_fsync(1)
    // These change nothing for what we read and write, but libgit2 1.5 refuses them by default.
    let harmless = ["worktreeconfig", "preciousobjects", "relativeworktrees"]
    let names = harmless.map { UnsafePointer(strdup($0)) }
    defer { for name in names { free(UnsafeMutablePointer(mutating: name)) } }
    var pointers = names
    cgit_set_extensions(&pointers, pointers.count)
    return true
  }()

  /// Makes libgit2 look for the user's and the system's settings nowhere.
  static let isolated: Bool = {
    _ = started
    for level in [
      GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
      GIT_CONFIG_LEVEL_GLOBAL,
    ] {
      cgit_set_search_path(level, "/nonexistent")
    }
    return true
  }()

  /// How often and how long to wait for another program's lock: about a second in all.
  private static let lockTries = 50
  private static let lockPauseMicroseconds: UInt32 = 20_000

  /// Calls libgit2 again while another process holds a lock or takes away the folder for ours, for up to
  /// a second.
  static func waitingForLock(_ call: () -> Int32) -> Int32 {
    var status = call()
    for _ in 0..<lockTries where status == GIT_ELOCKED.rawValue || isWithoutFolder(status) {
      usleep(lockPauseMicroseconds)
      status = call()
    }
    return status
  }

  /// Whether the folder for a lock went between being made and being used: git takes empty folders away
  /// when it packs references.
  private static func isWithoutFolder(_ status: Int32) -> Bool {
    guard status < 0, let words = git_error_last()?.pointee.message.map({ String(cString: $0) })
    else { return false }
    return words.hasSuffix(": No such file or directory")
      && ["failed to create locked file", "failed to make directory"].contains(
        where: words.hasPrefix)
  }
}

/// Turns a status of libgit2 into an error.
///
/// libgit2 keeps its words per thread, so they are read and cleared here at once.
@discardableResult
func check(
  _ operation: String, _ subject: String, _ status: Int32
) throws(GitError) -> Int32 {
  if status >= 0 { return status }
  var words = "error \(status)"
  if let last = git_error_last(), let message = last.pointee.message {
    words = String(cString: message)
  }
  git_error_clear()
  throw translated(operation: operation, subject: subject, status: status, words: words)
}

/// As ``check(_:_:_:)``, but tells of a missing thing by `false`.
func found(
  _ operation: String, _ subject: String, _ status: Int32
) throws(GitError) -> Bool {
  if status == GIT_ENOTFOUND.rawValue {
    git_error_clear()
    return false
  }
  try check(operation, subject, status)
  return true
}

/// Puts libgit2's words into ours where they mislead or say nothing about what to do.
private func translated(
  operation: String, subject: String, status: Int32, words: String
) -> GitError {
  func error(_ kind: GitError.Kind, _ reason: String) -> GitError {
    GitError(
      operation: operation, subject: subject, reason: reason, status: Int(status), kind: kind)
  }
  let unsupported: [(words: String, reason: String)] = [
    ("extensions.objectformat", "it names objects by SHA-256, which is not supported"),
    ("extensions.partialclone", "it is a partial clone; clone it again without '--filter'"),
    ("extensions.refstorage", "it keeps its references as 'reftable', which is not supported"),
    ("unsupported extension name", "it uses a feature of a newer git: \(words)"),
    (
      "unsupported mandatory extension: 'link'",
      "its index is split; run 'git update-index --no-split-index'"
    ),
    ("unsupported mandatory extension", "its index uses a feature of a newer git: \(words)"),
  ]
  if let known = unsupported.first(where: { words.contains($0.words) }) {
    return error(.unsupported, known.reason)
  }
  if status == GIT_EOWNER.rawValue || words.contains("safe.directory") {
    return error(
      .foreignOwner,
      "it belongs to another user; if you trust it, run "
        + "'git config --global --add safe.directory \(subject)'")
  }
  switch git_error_code(rawValue: status) {
  case GIT_ENOTFOUND: return error(.missing, words)
  case GIT_EEXISTS: return error(.exists, words)
  case GIT_ELOCKED: return error(.locked, "another git is writing: \(words)")
  case GIT_EMODIFIED: return error(.changedMeanwhile, words)
  case GIT_EINVALIDSPEC, GIT_EINVALID, GIT_EAMBIGUOUS: return error(.invalid, words)
  default: return error(.other, words)
  }
}

/// Owns one object of libgit2 and frees it exactly once.
struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  /// Takes over what `open` puts into its argument, or throws by the status it returns.
  init(
    _ operation: String, _ subject: String, free: @escaping (OpaquePointer?) -> Void,
    open: (inout OpaquePointer?) -> Int32
  ) throws(GitError) {
    _ = Library.started
    var opened: OpaquePointer?
    try check(operation, subject, open(&opened))
    guard let opened else {
      throw GitError(
        operation: operation, subject: subject, reason: "the library returned nothing",
        kind: .other)
    }
    pointer = opened
    self.free = free
  }

  deinit { free(pointer) }
}

extension ObjectID {
  /// Copies a name out of libgit2.
  init(_ oid: git_oid) {
    var oid = oid
    let digits = [UInt8](unsafeUninitializedCapacity: 40) { buffer, count in
      buffer.withMemoryRebound(to: CChar.self) { _ = git_oid_fmt($0.baseAddress, &oid) }
      count = 40
    }
    self.init(checked: String(decoding: digits, as: UTF8.self))
  }

  /// The name as libgit2 wants it.
  var oid: git_oid {
    var oid = git_oid()
    git_oid_fromstr(&oid, hex)
    return oid
  }
}

extension Signature {
  init(_ signature: UnsafePointer<git_signature>?) {
    guard let value = signature?.pointee else {
      self.init(name: "", email: "", seconds: 0, offsetMinutes: 0)
      return
    }
    self.init(
      name: String(cString: value.name), email: String(cString: value.email),
      seconds: Int(value.when.time), offsetMinutes: Int(value.when.offset))
  }

  /// Lends the signature to libgit2.
  func lend<Result>(
    _ body: (UnsafePointer<git_signature>) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    _ = Library.started
    var made: UnsafeMutablePointer<git_signature>?
    try check(
      "sign as", "\(name) <\(email)>",
      git_signature_new(&made, name, email, git_time_t(seconds), Int32(offsetMinutes)))
    defer { git_signature_free(made) }
    guard let made else {
      throw GitError(
        operation: "sign as", subject: name, reason: "the library returned nothing", kind: .other)
    }
    return try body(made)
  }
}

/// A text with a NUL would be taken for the part before it.
func refuseNul(_ operation: String, _ text: String) throws(GitError) {
  if text.utf8.contains(0) {
    throw GitError(
      operation: operation, subject: text.replacing("\0", with: "␀"),
      reason: "it contains a NUL byte", status: Int(GIT_EINVALID.rawValue), kind: .invalid)
  }
}

/// Copies a C string; `nil` stays `nil`.
func copied(_ text: UnsafePointer<CChar>?) -> String? { text.map { String(cString: $0) } }
