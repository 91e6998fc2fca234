import Glibc

/// A file that only its owner may read.
public enum SecretFile {
  /// Reads it; `nil` where there is none.
  ///
  /// - Throws: A ``FileError`` for anything but a plain file of this user that others may not read.
  public static func read(_ path: String) throws(FileError) -> [UInt8]? {
    var entry = stat()
    guard lstat(path, &entry) == 0 else {
      let error = FileError(operation: .inspect, path: path, code: errno)
      if error.isMissing { return nil }
      throw error
    }
    guard entry.st_mode & S_IFMT == S_IFREG, entry.st_uid == geteuid(), entry.st_mode & 0o077 == 0
    else {
      throw FileError(
        operation: .read, path: path, code: EACCES,
        reason: "others may read or change it, so what it holds is no secret")
    }
    return try OpenFile(path, O_RDONLY | O_NOFOLLOW, for: .read).readAll()
  }

  /// Puts it in place of whatever is there, durably and in one step; at no time may others read it.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = Path.join(Path.parent(path), TemporaryName.make())
    let file = try OpenFile(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, for: .create, naming: path)
    do throws(FileError) {
      try file.writeAll(bytes)
      try file.synchronize()
      guard rename(temporary, path) == 0 else {
        throw FileError(operation: .create, path: path, code: errno)
      }
    } catch {
      unlink(temporary)
      throw error
    }
    try OpenFile(Path.parent(path), O_RDONLY | O_DIRECTORY, for: .create).synchronize()
  }
}
