internal import CLinux
public import Foundation
import Glibc

/// The file system of this machine.
public struct SystemFiles: Files {
  /// Creates a view of the file system.
  public init() {}

  /// The whole content of a file.
  public func read(_ path: String) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path, O_RDONLY, for: .read)
    return try file.readAll()
  }

  /// Gives the body a file from a byte on, in pieces of 64 KiB.
  public func read(
    _ path: String, from start: Int, _ body: ([UInt8]) -> Void
  ) throws(FileError) {
    let file = try OpenFile(path, O_RDONLY, for: .read)
    try file.skip(to: start)
    while true {
      let piece = try file.readSome(1 << 16)
      if piece.isEmpty { return }
      body(piece)
    }
  }

  /// The content of a file, mapped into memory.
  public func map(_ path: String) throws(FileError) -> Data {
    let file = try OpenFile(path, O_RDONLY, for: .map)
    if try file.size() == 0 { return Data() }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw FileError(
        operation: .map, path: path, code: EIO, reason: "the system cannot map it into memory")
    }
  }

  /// Puts a file in place of whatever file or link is there, durably and in one step.
  public func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let mode = try facts(path).map { $0.isExecutable ? 0o755 : 0o644 } ?? 0o644
    let temporary = try write(bytes, beside: path, mode: mode_t(mode), for: .replace)
    if Glibc.rename(temporary, path) != 0 {
      let code = errno
      unlink(temporary)
      throw FileError(operation: .replace, path: path, code: code)
    }
    try synchronizeFolder(of: path, for: .replace)
  }

  /// Puts a file where nothing is, durably and in one step.
  public func create(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = try write(bytes, beside: path, mode: 0o644, for: .create)
    let status = Glibc.link(temporary, path)
    let code = errno
    unlink(temporary)
    if status != 0 { throw FileError(operation: .create, path: path, code: code) }
    try synchronizeFolder(of: path, for: .create)
  }

  /// Adds bytes at the end of a file; returns once they are on disk.
  public func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try OpenFile(path, O_WRONLY | O_APPEND | O_CREAT, for: .append)
    let start = try file.size()
    // An empty file is new, or whoever made it died here. With anything in it, its name is on disk.
    if start == 0 { try synchronizeFolder(of: path, for: .append) }
    do {
      try file.writeAll(bytes)
      try file.synchronizeContent()
    } catch {
      // Nobody else may have written meanwhile, or their bytes would be cut off.
      if let size = try? file.size(), size <= start + bytes.count { file.cut(to: start) }
      throw error
    }
  }

  /// Cuts a file to its first bytes, durably.
  public func truncate(_ path: String, to size: Int) throws(FileError) {
    let file = try OpenFile(path, O_WRONLY, for: .truncate)
    file.cut(to: size)
    guard try file.size() == size else {
      throw FileError(operation: .truncate, path: path, code: EIO)
    }
    try file.synchronize()
  }

  /// What is at a path, without following a link; `nil` when nothing is.
  public func facts(_ path: String) throws(FileError) -> FileFacts? {
    try refuseNul(path, .inspect)
    var entry = stat()
    guard lstat(path, &entry) == 0 else {
      let error = FileError(operation: .inspect, path: path, code: errno)
      if error.isMissing { return nil }
      throw error
    }
    return FileFacts(
      kind: Self.kind(ofMode: entry.st_mode), size: Int(entry.st_size),
      modifiedMilliseconds: entry.st_mtim.tv_sec * 1000 + entry.st_mtim.tv_nsec / 1_000_000,
      isExecutable: entry.st_mode & S_IXUSR != 0, inode: UInt64(entry.st_ino))
  }

  /// The names in a folder, sorted by their bytes.
  public func list(_ path: String) throws(FileError) -> [String] {
    try refuseNul(path, .list)
    guard let folder = opendir(path) else {
      throw FileError(operation: .list, path: path, code: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = Self.name(of: entry)
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    if errno != 0 { throw FileError(operation: .list, path: path, code: errno) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder and those above it, durably; content when it is already there.
  public func makeFolder(_ path: String) throws(FileError) {
    try refuseNul(path, .makeFolder)
    if mkdir(path, 0o777) == 0 { return try synchronizeFolder(of: path, for: .makeFolder) }
    let code = errno
    switch code {
    case EEXIST:
      guard try isFolder(path) else {
        throw FileError(operation: .makeFolder, path: path, code: ENOTDIR)
      }
    case ENOENT where Path.parent(path) != path && !path.isEmpty:
      try makeFolder(Path.parent(path))
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw FileError(operation: .makeFolder, path: path, code: errno)
      }
      try synchronizeFolder(of: path, for: .makeFolder)
    default: throw FileError(operation: .makeFolder, path: path, code: code)
    }
  }

  /// Removes a file, a link, or a folder with all that is in it.
  public func remove(_ path: String) throws(FileError) {
    guard let facts = try facts(path) else { return }
    if facts.kind == .folder {
      for name in try list(path) { try remove(Path.join(path, name)) }
    }
    guard (facts.kind == .folder ? rmdir(path) : unlink(path)) == 0 || errno == ENOENT else {
      throw FileError(operation: .remove, path: path, code: errno)
    }
  }

  /// Puts the names in a folder on the disk.
  public func synchronizeFolder(_ path: String) throws(FileError) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY, for: .list)
    try folder.synchronize()
  }

  /// Moves a file or folder within one file system.
  public func rename(_ path: String, to newPath: String) throws(FileError) {
    try refuseNul(path, .rename)
    try refuseNul(newPath, .rename)
    guard Glibc.rename(path, newPath) == 0 else {
      throw FileError(operation: .rename, path: path, code: errno)
    }
    try synchronizeFolder(of: newPath, for: .rename)
  }

  /// Lets two files of one file system take each other's names, in one step.
  public func swap(_ path: String, with other: String) throws(FileError) {
    try refuseNul(path, .swap)
    try refuseNul(other, .swap)
    guard clinux_swap(path, other) == 0 else {
      throw FileError(operation: .swap, path: path, code: errno)
    }
    try synchronizeFolder(of: other, for: .swap)
  }

  /// Gives a file a second name on the same file system, durably.
  public func link(_ path: String, to newPath: String) throws(FileError) {
    let file = try OpenFile(path, O_RDONLY, for: .link)
    try file.synchronize()
    try refuseNul(newPath, .link)
    guard linkat(AT_FDCWD, path, AT_FDCWD, newPath, AT_SYMLINK_FOLLOW) == 0 else {
      throw FileError(operation: .link, path: newPath, code: errno)
    }
    try synchronizeFolder(of: newPath, for: .link)
  }

  /// Lets everybody who may read a file run it, or nobody.
  public func setExecutable(_ path: String, _ executable: Bool) throws(FileError) {
    let file = try OpenFile(path, O_RDONLY, for: .setExecutable)
    try file.setExecutable(executable)
  }

  /// The absolute path without links, `.` and `..`; the file must exist.
  public func realPath(_ path: String) throws(FileError) -> String {
    try refuseNul(path, .realPath)
    guard let resolved = realpath(path, nil) else {
      throw FileError(operation: .realPath, path: path, code: errno)
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Takes an exclusive lock on a file made for the purpose.
  public func lock(_ path: String, waitMilliseconds: Int) throws(FileError) -> FileLock {
    let file = try OpenFile(path, O_RDWR | O_CREAT, for: .lock)
    let clock = SystemClock()
    let end = clock.monotonicMilliseconds() + waitMilliseconds
    while try !file.tryLock() {
      guard clock.monotonicMilliseconds() < end else {
        throw FileError(
          operation: .lock, path: path, code: EWOULDBLOCK, reason: "another process holds it")
      }
      usleep(2_000)
    }
    return FileLock {
      file.unlock()
      file.close()
    }
  }
}

extension SystemFiles {
  private func isFolder(_ path: String) throws(FileError) -> Bool {
    var entry = stat()
    guard stat(path, &entry) == 0 else {
      throw FileError(operation: .inspect, path: path, code: errno)
    }
    return Self.kind(ofMode: entry.st_mode) == .folder
  }

  private static func kind(ofMode mode: mode_t) -> FileKind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// Writes a new file with a name of its own in the folder of `path`, down to the disk.
  private func write(
    _ bytes: [UInt8], beside path: String, mode: mode_t, for operation: FileError.Operation
  ) throws(FileError) -> String {
    try refuseNul(path, operation)
    clearAway(in: Path.parent(path))
    let temporary = Path.join(Path.parent(path), TemporaryName.make())
    let file = try OpenFile(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, for: operation, naming: path)
    do {
      try file.writeAll(bytes)
      try file.synchronize()
    } catch {
      unlink(temporary)
      throw error
    }
    return temporary
  }

  /// Removes what processes that were killed long ago left in a folder; that none is left behind is
  /// not worth a failure.
  ///
  /// A process that still writes has changed its file within the hour.
  private func clearAway(in folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = Self.name(of: entry)
      var facts = stat()
      guard TemporaryName.isComplete(name),
        fstatat(dirfd(stream), name, &facts, AT_SYMLINK_NOFOLLOW) == 0,
        Self.kind(ofMode: facts.st_mode) == .file, facts.st_mtim.tv_sec < time(nil) - 3600
      else { continue }
      unlinkat(dirfd(stream), name, 0)
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { field in
      field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }

  private func synchronizeFolder(
    of path: String, for operation: FileError.Operation
  ) throws(FileError) {
    let folder = try OpenFile(
      Path.parent(path), O_RDONLY | O_DIRECTORY, for: operation, naming: path)
    try folder.synchronize()
  }
}
