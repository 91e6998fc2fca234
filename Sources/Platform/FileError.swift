import Glibc

/// A file operation that did not happen, and why.
public struct FileError: Error, Hashable, CustomStringConvertible {
  /// What was to be done.
  public enum Operation: String, Sendable {
    case read, map, replace, create, append, truncate, inspect, list, remove, rename, swap, link,
      lock
    case makeFolder = "make the folder"
    case setExecutable = "change the permissions of"
    case realPath = "find"
  }

  /// What was to be done.
  public let operation: Operation
  /// The path it was to be done to.
  public let path: String
  /// The system's error number.
  public let code: Int32
  /// Why it failed, as one phrase in lower case.
  public let reason: String

  /// Creates an error from a system error number.
  public init(operation: Operation, path: String, code: Int32) {
    self.init(operation: operation, path: path, code: code, reason: Self.words(for: code))
  }

  /// Creates an error with a reason of its own.
  public init(operation: Operation, path: String, code: Int32, reason: String) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason
  }

  /// Whether it failed because nothing is at the path.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether it failed because something is at the path already.
  public var alreadyExists: Bool { code == EEXIST }

  /// Whether it failed because the file system knows no such operation.
  public var isUnsupported: Bool { [EINVAL, ENOSYS, EOPNOTSUPP].contains(code) }

  /// Whether it failed because somebody else holds the lock.
  public var isLocked: Bool { operation == .lock && code == EWOULDBLOCK }

  /// The error as one phrase.
  public var description: String { "cannot \(operation.rawValue) '\(path)': \(reason)" }

  /// The error number of a missing file.
  static let missingCode = ENOENT

  private static func words(for code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
