import Git
import Platform
import TestSupport
import Testing

/// A repository of a test, with the `git` program beside the library.
struct Bench {
  let world: TestPlatform
  let folder: String
  let repository: Repository

  static let ada = Signature(
    name: "Ada Example", email: "ada@example.org", seconds: 1_795_348_800, offsetMinutes: 60)

  init(in folder: String) throws {
    world = try TestPlatform(in: folder)
    self.folder = folder + "/work"
    repository = try Repository.initialize(self.folder)
  }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    let result = try await GitProgram(platform: world.platform, folder: folder).run(arguments)
    guard result.succeeded else {
      throw GitFailure(arguments: arguments, status: result.status, words: result.errorText)
    }
    return result.text
  }

  func write(_ path: String, _ text: String) throws {
    try world.write(text, to: Path.join(folder, path))
  }

  /// Commits these files on top of the parents, through the library alone.
  func commit(
    _ files: [String: String], on parents: [ObjectID] = [], message: String = "A draft\n"
  ) throws -> ObjectID {
    let entries = try files.map { path, text in
      TreeEntry(path: path, mode: .file, id: try repository.writeBlob(Array(text.utf8)))
    }
    return try repository.createCommit(
      tree: try repository.writeTree(entries), parents: parents, message: message,
      author: Self.ada, committer: Self.ada)
  }
}

func withBench(_ body: (Bench) async throws -> Void) async throws {
  try await withTemporaryFolder { try await body(Bench(in: $0)) }
}
