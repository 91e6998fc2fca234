public import Foundation
public import Platform

/// A file system on which chosen operations fail, as on a full or broken disk.
///
/// What is put in place in one step goes through a file with a temporary name: a fault of the
/// operation `rename` on that leaves it behind, as the death of the process does.
public struct FaultyFiles: Files {
  /// Decides by operation and path which error number an operation fails with; `nil` lets it pass.
  public typealias Fault = @Sendable (FileError.Operation, String) -> Int32?

  /// Decides by path and time to wait which error number the taking of a lock fails with.
  public typealias LockFault = @Sendable (String, Int) -> Int32?

  private let base: any Files
  private let fault: Fault
  private let lockFault: LockFault

  /// Creates a file system that consults `fault` before every operation and `lockFault` before locks.
  public init(
    _ base: any Files = SystemFiles(), lockFault: @escaping LockFault = { _, _ in nil },
    fault: @escaping Fault
  ) {
    self.base = base
    self.fault = fault
    self.lockFault = lockFault
  }

  /// Fails, or does what the file system below does.
  public func read(_ path: String) throws(FileError) -> [UInt8] {
    try consult(.read, path)
    return try base.read(path)
  }

  /// Fails, or does what the file system below does.
  public func map(_ path: String) throws(FileError) -> Data {
    try consult(.map, path)
    return try base.map(path)
  }

  /// Fails, or does what the file system below does.
  public func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    try consult(.replace, path)
    try consultBetween(path, bytes)
    try base.replace(path, with: bytes)
  }

  /// Fails, or does what the file system below does.
  public func create(_ path: String, with bytes: [UInt8]) throws(FileError) {
    try consult(.create, path)
    try consultBetween(path, bytes)
    try base.create(path, with: bytes)
  }

  /// Fails, or does what the file system below does.
  public func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    try consult(.append, path)
    try base.append(bytes, to: path)
  }

  /// Fails, or does what the file system below does.
  public func truncate(_ path: String, to size: Int) throws(FileError) {
    try consult(.truncate, path)
    try base.truncate(path, to: size)
  }

  /// Fails, or does what the file system below does.
  public func facts(_ path: String) throws(FileError) -> FileFacts? {
    try consult(.inspect, path)
    return try base.facts(path)
  }

  /// Fails, or does what the file system below does.
  public func list(_ path: String) throws(FileError) -> [String] {
    try consult(.list, path)
    return try base.list(path)
  }

  /// Fails, or does what the file system below does.
  public func makeFolder(_ path: String) throws(FileError) {
    try consult(.makeFolder, path)
    try base.makeFolder(path)
  }

  /// Fails, or does what the file system below does.
  public func remove(_ path: String) throws(FileError) {
    try consult(.remove, path)
    try base.remove(path)
  }

  /// Fails, or does what the file system below does.
  public func rename(_ path: String, to newPath: String) throws(FileError) {
    try consult(.rename, path)
    try base.rename(path, to: newPath)
  }

  /// Fails, or does what the file system below does.
  public func swap(_ path: String, with other: String) throws(FileError) {
    try consult(.swap, path)
    try base.swap(path, with: other)
  }

  /// Fails, or does what the file system below does.
  public func link(_ path: String, to newPath: String) throws(FileError) {
    try consult(.link, path)
    try base.link(path, to: newPath)
  }

  /// Fails, or does what the file system below does.
  public func setExecutable(_ path: String, _ executable: Bool) throws(FileError) {
    try consult(.setExecutable, path)
    try base.setExecutable(path, executable)
  }

  /// Fails, or does what the file system below does.
  public func realPath(_ path: String) throws(FileError) -> String {
    try consult(.realPath, path)
    return try base.realPath(path)
  }

  /// Fails, or does what the file system below does.
  public func lock(_ path: String, waitMilliseconds: Int) throws(FileError) -> FileLock {
    try consult(.lock, path)
    if let code = lockFault(path, waitMilliseconds) {
      throw FileError(operation: .lock, path: path, code: code)
    }
    return try base.lock(path, waitMilliseconds: waitMilliseconds)
  }

  /// The instant at which the new content is on disk, but not yet under its own name.
  private func consultBetween(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let name = TemporaryName.prefix + SystemRandomness().hex(digits: 16)
    let temporary = Path.join(Path.parent(path), name)
    do {
      try consult(.rename, temporary)
    } catch {
      try base.create(temporary, with: bytes)
      throw error
    }
  }

  private func consult(_ operation: FileError.Operation, _ path: String) throws(FileError) {
    if let code = fault(operation, path) {
      throw FileError(operation: operation, path: path, code: code)
    }
  }
}
