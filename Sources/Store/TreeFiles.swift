import Digests
import Git

/// The files of one tree, with the digests of their content.
struct TreeFiles {
  private let entries: [String: TreeEntry]
  private let contents: TreeContents

  init(_ entries: [TreeEntry], _ contents: TreeContents) {
    self.entries = Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    self.contents = contents
  }

  /// All paths, sorted.
  var paths: [String] { entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  func has(_ path: String) -> Bool { entries[path] != nil }

  /// The digest of a file; links and submodules differ from files with the same bytes.
  func digest(_ path: String) throws -> String? {
    try entries[path].map { try contents.digest($0) }
  }

  /// The content of a file as text; `nil` when there is no such file.
  func text(_ path: String) throws -> String? {
    try entries[path].map { try contents.text($0.id) }
  }

  /// A name that trees share when a file's content is the same.
  func id(_ path: String) -> ObjectID? { entries[path]?.id }
}

/// Reads trees of a repository and remembers the digests of what it read.
final class TreeContents {
  private struct Key: Hashable {
    let id: ObjectID
    let mode: FileMode
  }

  private let repository: Repository
  private var digests: [Key: String] = [:]

  init(_ repository: Repository) { self.repository = repository }

  /// The files of a commit or tree.
  func files(of id: ObjectID) throws -> TreeFiles {
    TreeFiles(try repository.entries(of: id, recursive: true), self)
  }

  func text(_ id: ObjectID) throws -> String {
    String(decoding: try repository.blob(id), as: UTF8.self)
  }

  func digest(_ entry: TreeEntry) throws -> String {
    let key = Key(id: entry.id, mode: entry.mode)
    if let known = digests[key] { return known }
    let digest: SHA256 =
      switch entry.mode {
      case .submodule: .digest("submodule \(entry.id.hex)")
      case .link: .digest(Array("link ".utf8) + (try repository.blob(entry.id)))
      case .file, .executable, .folder: .digest(try repository.blob(entry.id))
      }
    digests[key] = digest.hex
    return digest.hex
  }
}
