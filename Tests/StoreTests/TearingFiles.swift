import Foundation
import Platform
import Synchronization

/// Files on a disk that fails in the middle of an append and keeps the first bytes of it.
final class TearingFiles: Files {
  let base: any Files
  /// How many bytes of the next append reach the disk; `nil` lets it pass.
  let keeps: Mutex<Int?>

  init(_ base: any Files = SystemFiles(), keeping count: Int) {
    self.base = base
    self.keeps = Mutex(count)
  }

  func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let count = keeps.withLock { count in
      defer { count = nil }
      return count
    }
    guard let count else { return try base.append(bytes, to: path) }
    try base.append(Array(bytes.prefix(count)), to: path)
    throw FileError(operation: .append, path: path, code: EIO)
  }

  func read(_ path: String) throws(FileError) -> [UInt8] { try base.read(path) }
  func map(_ path: String) throws(FileError) -> Data { try base.map(path) }
  func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    try base.replace(path, with: bytes)
  }
  func create(_ path: String, with bytes: [UInt8]) throws(FileError) {
    try base.create(path, with: bytes)
  }
  func truncate(_ path: String, to size: Int) throws(FileError) {
    try base.truncate(path, to: size)
  }
  func facts(_ path: String) throws(FileError) -> FileFacts? { try base.facts(path) }
  func list(_ path: String) throws(FileError) -> [String] { try base.list(path) }
  func makeFolder(_ path: String) throws(FileError) { try base.makeFolder(path) }
  func remove(_ path: String) throws(FileError) { try base.remove(path) }
  func rename(_ path: String, to newPath: String) throws(FileError) {
    try base.rename(path, to: newPath)
  }
  func swap(_ path: String, with other: String) throws(FileError) {
    try base.swap(path, with: other)
  }
  func link(_ path: String, to newPath: String) throws(FileError) {
    try base.link(path, to: newPath)
  }
  func setExecutable(_ path: String, _ executable: Bool) throws(FileError) {
    try base.setExecutable(path, executable)
  }
  func realPath(_ path: String) throws(FileError) -> String { try base.realPath(path) }
  func lock(_ path: String, waitMilliseconds: Int) throws(FileError) -> FileLock {
    try base.lock(path, waitMilliseconds: waitMilliseconds)
  }
}
