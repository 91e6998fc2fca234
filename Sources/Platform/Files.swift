public import Foundation

/// Files and folders, by paths that are plain strings.
///
/// Every operation either does all it says or throws a ``FileError``; none retries, guesses or
/// repairs. Only `read`, `map`, `append` and `link` follow a link in the last component.
public protocol Files: Sendable {
  /// The whole content of a file.
  func read(_ path: String) throws(FileError) -> [UInt8]

  /// Gives the body a file from a byte on, piece by piece, so that a long one needs little memory.
  func read(_ path: String, from start: Int, _ body: ([UInt8]) -> Void) throws(FileError)

  /// The content of a file, mapped into memory; for large files that do not change.
  func map(_ path: String) throws(FileError) -> Data

  /// Puts a file in place of whatever file or link is there, durably and in one step.
  ///
  /// A reader, or a power cut, finds the old content or the new one, never a mixture. Whether it
  /// may be run stays as it was. The folder must exist.
  func replace(_ path: String, with bytes: [UInt8]) throws(FileError)

  /// Puts a file where nothing is, durably and in one step; throws when something is there.
  func create(_ path: String, with bytes: [UInt8]) throws(FileError)

  /// Adds bytes at the end of a file, which is created if need be; returns once they are on disk.
  ///
  /// When the disk fills up in the middle, what was written is taken back. Whoever decides by the
  /// file's content what to append holds a ``lock(_:waitMilliseconds:)`` meanwhile.
  func append(_ bytes: [UInt8], to path: String) throws(FileError)

  /// Cuts a file to its first bytes, durably.
  func truncate(_ path: String, to size: Int) throws(FileError)

  /// What is at a path, without following a link; `nil` when nothing is.
  func facts(_ path: String) throws(FileError) -> FileFacts?

  /// The names in a folder, sorted by their bytes.
  func list(_ path: String) throws(FileError) -> [String]

  /// Makes a folder and those above it, durably; content when it is already there.
  func makeFolder(_ path: String) throws(FileError)

  /// Removes a file, a link, or a folder with all that is in it; content when nothing is there.
  func remove(_ path: String) throws(FileError)

  /// Puts the names in a folder on the disk, where another program gave or took them.
  func synchronizeFolder(_ path: String) throws(FileError)

  /// Moves a file or folder within one file system; a file at the new path is replaced.
  func rename(_ path: String, to newPath: String) throws(FileError)

  /// Lets two files of one file system take each other's names, in one step; throws, changing nothing,
  /// when either is not there.
  func swap(_ path: String, with other: String) throws(FileError)

  /// Gives a file a second name on the same file system, durably; throws when something has that name.
  ///
  /// Both names are the same file: whoever writes in place to one changes the other.
  func link(_ path: String, to newPath: String) throws(FileError)

  /// Lets everybody who may read a file run it, or nobody.
  func setExecutable(_ path: String, _ executable: Bool) throws(FileError)

  /// The absolute path without links, `.` and `..`; the file must exist.
  func realPath(_ path: String) throws(FileError) -> String

  /// Takes an exclusive lock on a file made for the purpose, which is created if need be.
  ///
  /// The lock ends with the returned value and dies with the process. It excludes every other
  /// holder, also one in the same process. Throws when the wait is over.
  func lock(_ path: String, waitMilliseconds: Int) throws(FileError) -> FileLock
}

extension Files {
  /// Does nothing, where there is no disk that could lose names.
  public func synchronizeFolder(_ path: String) throws(FileError) {}

  /// Gives the body all of a file at once.
  public func read(
    _ path: String, from start: Int, _ body: ([UInt8]) -> Void
  ) throws(FileError) {
    body(Array(try read(path).dropFirst(start)))
  }

  /// The content of a file from a byte on.
  public func read(_ path: String, from start: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path, from: start) { bytes += $0 }
    return bytes
  }

  /// Whether anything, a dangling link included, is at a path.
  public func exists(_ path: String) throws(FileError) -> Bool { try facts(path) != nil }

  /// What kind of thing is at a path, without following a link.
  public func kind(_ path: String) throws(FileError) -> FileKind {
    try facts(path)?.kind ?? .none
  }

  /// The size of a file in bytes.
  public func size(_ path: String) throws(FileError) -> Int {
    guard let facts = try facts(path) else {
      throw FileError(operation: .inspect, path: path, code: FileError.missingCode)
    }
    return facts.size
  }

  /// The content of a file, or `nil` when there is none.
  public func readIfPresent(_ path: String) throws(FileError) -> [UInt8]? {
    do {
      return try read(path)
    } catch  where error.isMissing {
      return nil
    }
  }

  /// The files and links below a folder, as sorted paths relative to it; links are not followed.
  ///
  /// What somebody else removes meanwhile is left out. A folder whose relative path the filter refuses is left out with all that is in it.
  public func filesBelow(
    _ folder: String, entering filter: (String) -> Bool = { _ in true }
  ) throws(FileError) -> [String] {
    var found: [String] = []
    var waiting = [""]
    while let relative = waiting.popLast() {
      for name in try relative.isEmpty ? list(folder) : listIfThere(Path.join(folder, relative)) {
        let inner = Path.join(relative, name)
        switch try kind(Path.join(folder, inner)) {
        case .folder: if filter(inner) { waiting.append(inner) }
        case .none: break
        default: found.append(inner)
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder; none where it is gone.
  public func listIfThere(_ folder: String) throws(FileError) -> [String] {
    do {
      return try list(folder)
    } catch  where error.isMissing {
      return []
    }
  }

  /// Does something while holding a lock.
  public func withLock<Result>(
    _ path: String, waitMilliseconds: Int = 10_000, _ body: () throws -> Result
  ) throws -> Result {
    let held = try lock(path, waitMilliseconds: waitMilliseconds)
    defer { held.release() }
    return try body()
  }

  /// Does something that suspends while holding a lock.
  ///
  /// Other tasks go on while this one waits, among them the one that holds the lock.
  public func withLock<Result>(
    _ path: String, waitMilliseconds: Int = 10_000, _ body: () async throws -> Result
  ) async throws -> Result {
    let held = try await lockWithoutBlocking(path, waitMilliseconds: waitMilliseconds)
    defer { held.release() }
    return try await body()
  }

  private func lockWithoutBlocking(
    _ path: String, waitMilliseconds: Int
  ) async throws -> FileLock {
    let clock = SystemClock()
    let end = clock.monotonicMilliseconds() + waitMilliseconds
    while true {
      do {
        return try lock(path, waitMilliseconds: 0)
      } catch {
        guard error.isLocked, clock.monotonicMilliseconds() < end else { throw error }
      }
      try await clock.sleep(milliseconds: 5)
    }
  }
}

/// What kind of thing is at a path.
public enum FileKind: Sendable, Hashable {
  case file, folder, link, other, none
}

/// What the file system tells about a path without opening it.
public struct FileFacts: Sendable, Hashable {
  /// What kind of thing it is.
  public let kind: FileKind
  /// Its size in bytes; of a link, the length of its text.
  public let size: Int
  /// When its content last changed, in milliseconds since 1970.
  public let modifiedMilliseconds: Int
  /// Whether its owner may run it.
  public let isExecutable: Bool
  /// Its number within the file system, which a rename keeps and a copy does not.
  public let inode: UInt64

  /// Creates a description.
  public init(
    kind: FileKind, size: Int, modifiedMilliseconds: Int, isExecutable: Bool, inode: UInt64
  ) {
    self.kind = kind
    self.size = size
    self.modifiedMilliseconds = modifiedMilliseconds
    self.isExecutable = isExecutable
    self.inode = inode
  }
}
