import Glibc
import Synchronization

/// Owns one file descriptor and closes it exactly once.
final class OpenFile: Sendable {
  private let descriptor: Mutex<Int32>
  private let operation: FileError.Operation
  private let path: String

  /// Opens a file; errors tell of the operation it is opened for, and of `name` if given.
  init(
    _ path: String, _ flags: Int32, mode: mode_t = 0o644, for operation: FileError.Operation,
    naming name: String? = nil
  ) throws(FileError) {
    self.operation = operation
    self.path = name ?? path
    try refuseNul(path, operation)
    let opened = open(path, flags | O_CLOEXEC, mode)
    guard opened >= 0 else {
      throw FileError(operation: operation, path: name ?? path, code: errno)
    }
    descriptor = Mutex(opened)
  }

  deinit { close() }

  func close() {
    descriptor.withLock { number in
      if number >= 0 { Glibc.close(number) }
      number = -1
    }
  }

  func size() throws(FileError) -> Int {
    var entry = stat()
    try check(fstat(number, &entry))
    return Int(entry.st_size)
  }

  func readAll() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    // Files of /proc say that they are empty; one byte more than the size sees the end at once.
    var room = max(try size() + 1, 4096)
    while true {
      let chunk = try readSome(room)
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      room = 1 << 16
    }
  }

  /// Reads on from a byte.
  func skip(to position: Int) throws(FileError) {
    try check(lseek(number, position, SEEK_SET) < 0 ? -1 : 0)
  }

  func writeAll(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      try check(Int32(truncatingIfNeeded: min(count, 0)))
      written += count
    }
  }

  /// Puts content and properties on the disk.
  func synchronize() throws(FileError) { try check(fsync(number)) }

  /// Puts the content, and the size needed to read it, on the disk.
  func synchronizeContent() throws(FileError) { try check(fdatasync(number)) }

  func cut(to size: Int) { _ = ftruncate(number, size) }

  /// Takes the exclusive lock; `false` when somebody else has it.
  func tryLock() throws(FileError) -> Bool {
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { try check(-1) }
    }
    return true
  }

  /// Gives the lock back, also on behalf of a program that is just being started: between its fork
  /// and its exec it has a copy of the descriptor, and closing ours alone would leave the lock to it.
  func unlock() { flock(number, LOCK_UN) }

  func setExecutable(_ executable: Bool) throws(FileError) {
    var entry = stat()
    try check(fstat(number, &entry))
    let readable = entry.st_mode & (S_IRUSR | S_IRGRP | S_IROTH)
    let others = entry.st_mode & 0o7777 & ~(S_IXUSR | S_IXGRP | S_IXOTH)
    try check(fchmod(number, executable ? others | readable >> 2 : others))
  }

  private var number: Int32 { descriptor.withLock { $0 } }

  func readSome(_ room: Int) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      var got = read(number, buffer.baseAddress, room)
      while got < 0, errno == EINTR { got = read(number, buffer.baseAddress, room) }
      failure = got < 0 ? errno : 0
      count = max(got, 0)
    }
    if failure != 0 { throw FileError(operation: operation, path: path, code: failure) }
    return chunk
  }

  private func check(_ status: Int32) throws(FileError) {
    if status != 0 { throw FileError(operation: operation, path: path, code: errno) }
  }
}

/// A path with a NUL would be taken for the part before it.
func refuseNul(_ path: String, _ operation: FileError.Operation) throws(FileError) {
  if path.utf8.contains(0) {
    throw FileError(
      operation: operation, path: path.replacing("\0", with: "␀"), code: EINVAL,
      reason: "the path contains a NUL byte")
  }
}
