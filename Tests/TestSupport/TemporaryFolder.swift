import Foundation
import Platform

/// Gives the body an empty folder of its own, without links in its path, and removes it afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { try? SystemFiles().remove(folder) }
  return try body(folder)
}

/// Gives the body an empty folder of its own, without links in its path, and removes it afterwards.
public func withTemporaryFolder<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { try? SystemFiles().remove(folder) }
  return try await body(folder)
}

private func makeTemporaryFolder() throws -> String {
  let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  let folder = Path.join(base, "dossier-test-" + SystemRandomness().hex(digits: 16))
  try SystemFiles().makeFolder(folder)
  return try SystemFiles().realPath(folder)
}
