import Contracts
import Digests
import Dispatch
import Git
import Synchronization

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

  /// The digest of a code file without its comments; `nil` where they cannot be told from it.
  func codeDigest(_ path: String) throws -> String? {
    guard let entry = entries[path], entry.mode == .file || entry.mode == .executable,
      path.hasSuffix(".py")
    else { return nil }
    return try contents.codeDigest(entry)
  }

  /// The content of a file as text; `nil` when there is no such file.
  func text(_ path: String) throws -> String? {
    try entries[path].map { try contents.text($0.id) }
  }

  /// What may not change of the report; `nil` when there is none.
  func report(_ contract: Contract?) throws -> FrozenReport? {
    try entries[FreezeManifest.reportPath].map { try contents.report($0.id, contract) }
  }

  /// The files of the tree that a link leads to, itself or through the folder it stands for.
  func targets(ofLink path: String) throws -> [String] {
    guard let entry = entries[path], entry.mode == .link else { return [] }
    let words = try contents.text(entry.id)
    guard !words.hasPrefix("/"), let place = Self.resolved(words, from: path) else { return [] }
    if has(place) { return [place] }
    return paths.filter { $0.hasPrefix(place + "/") }
  }

  /// The path in the tree that a relative path means beside a file; `nil` outside of the tree.
  static func resolved(_ relative: String, from file: String) -> String? {
    var parts = file.split(separator: "/").dropLast()
    for part in relative.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}

/// Reads trees of a repository and remembers the digests of what it read.
final class TreeContents {
  private struct Key: Hashable {
    let id: ObjectID
    let mode: FileMode
  }

  private let repository: Repository
  private var digests: [Key: String] = [:]
  private var codeDigests: [ObjectID: String?] = [:]
  private var reports: [ObjectID: FrozenReport] = [:]

  init(_ repository: Repository) { self.repository = repository }

  /// The files of a commit or tree.
  func files(of id: ObjectID) throws -> TreeFiles {
    TreeFiles(try repository.entries(of: id, recursive: true), self)
  }

  func text(_ id: ObjectID) throws -> String {
    String(decoding: try repository.blob(id), as: UTF8.self)
  }

  /// What may not change of a report; all of one reader have the same contract.
  func report(_ id: ObjectID, _ contract: Contract?) throws -> FrozenReport {
    if let known = reports[id] { return known }
    let report = FrozenReport(try text(id), contract: contract)
    reports[id] = report
    return report
  }

  /// Reads the reports of several trees, one on each core at a time, and forgets those of all others.
  func readReports(of trees: Set<ObjectID>, _ contract: Contract?) throws {
    let path = FreezeManifest.reportPath
    let ids = Set(try trees.compactMap { try repository.file(at: path, in: $0)?.id })
    reports = reports.filter { ids.contains($0.key) }
    let texts = try ids.subtracting(reports.keys).map { (id: $0, text: try text($0)) }
    let read = Mutex<[ObjectID: FrozenReport]>([:])
    DispatchQueue.concurrentPerform(iterations: texts.count) { place in
      let report = FrozenReport(texts[place].text, contract: contract)
      read.withLock { $0[texts[place].id] = report }
    }
    reports.merge(read.withLock { $0 }) { known, _ in known }
  }

  func codeDigest(_ entry: TreeEntry) throws -> String? {
    if let known = codeDigests[entry.id] { return known }
    let digest = CodeUpkeep.digest(entry.path, try repository.blob(entry.id))
    codeDigests[entry.id] = .some(digest)
    return digest
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
