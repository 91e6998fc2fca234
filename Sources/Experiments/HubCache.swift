import Platform

/// The models that Python tools downloaded from Hugging Face's hub, by `org/name`.
///
/// It is read, never written: `models--org--name/refs/REVISION` holds the commit of a branch or tag, and
/// `snapshots/COMMIT` the files of that commit, as links into `blobs`.
struct HubCache {
  /// The files of one commit of a repository.
  struct Snapshot: Equatable {
    let repository: String
    let commit: String
    let folder: String
  }

  /// The largest file of a reference, in bytes.
  private static let referenceLimit = 1 << 10
  private let files: any Files
  /// Where the repositories lie.
  let folder: String

  init(platform: Platform) {
    files = platform.files
    let environment = platform.environment
    func variable(_ name: String) -> String? {
      guard let value = environment[name], !value.isEmpty else { return nil }
      return value.hasPrefix("~/") ? Path.join(environment.home, String(value.dropFirst(2))) : value
    }
    folder =
      variable("HF_HUB_CACHE") ?? variable("HUGGINGFACE_HUB_CACHE")
      ?? variable("HF_HOME").map { Path.join($0, "hub") }
      ?? Path.join(environment.cacheHome, "huggingface/hub")
  }

  /// Finds the files of a repository at a revision; `main` unless one is given.
  func find(_ reference: HubReference) throws -> Snapshot {
    let entry = Path.join(folder, reference.folderName)
    guard try isFolder(entry) else {
      throw ExperimentError(
        "'\(reference.repository)' is no file here and not among the downloads in \(folder)",
        hint: reference.repository.contains("/")
          ? "download it with '\(reference.download)'" : "give a file, a folder or ORG/NAME")
    }
    let snapshots = Path.join(entry, "snapshots")
    let commits = try isFolder(snapshots) ? files.list(snapshots) : []
    guard let commit = try commit(reference, in: entry, of: commits) else {
      let known = commits.map { "'\(reference.repository)@\($0.prefix(12))'" }
      throw ExperimentError(
        "'\(reference.repository)' has no revision '\(reference.revision ?? "main")' in \(folder)",
        hint: (known.isEmpty ? "" : "there is \(known.joined(separator: ", ")); ")
          + "download it with '\(reference.download)'")
    }
    return Snapshot(
      repository: reference.repository, commit: commit, folder: Path.join(snapshots, commit))
  }

  /// Whether a download of a repository was stopped before its end.
  func isInterrupted(_ reference: HubReference) -> Bool {
    let blobs = Path.join(Path.join(folder, reference.folderName), "blobs")
    return (try? files.list(blobs))?.contains { $0.hasSuffix(".incomplete") } ?? false
  }

  /// The commit of a branch or tag, or the only one that begins as the revision does.
  private func commit(
    _ reference: HubReference, in entry: String, of commits: [String]
  ) throws -> String? {
    let revision = reference.revision ?? "main"
    let path = Path.join(Path.join(entry, "refs"), revision)
    if let facts = try files.facts(path), facts.kind == .file, facts.size <= Self.referenceLimit {
      let named = String(decoding: try files.read(path), as: UTF8.self)
      return commits.first { $0 == named.filter { !$0.isWhitespace } }
    }
    let found = commits.filter { revision.count >= 4 && $0.hasPrefix(revision) }
    return found.count == 1 ? found.first : nil
  }

  private func isFolder(_ path: String) throws -> Bool {
    guard try files.exists(path) else { return false }
    return try files.kind(files.realPath(path)) == .folder
  }
}

/// The name of a repository on Hugging Face's hub, and which state of it is meant.
struct HubReference: Equatable {
  /// `org/name`; a few old models have a name alone.
  let repository: String
  /// A branch, a tag or the beginning of a commit; `nil` for the branch `main`.
  let revision: String?

  /// Reads `org/name` or `org/name@revision`; `nil` where the text cannot be one, or is a file's name.
  init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    let isFile = [".gguf", ".safetensors", ".json"].contains { parts[0].hasSuffix($0) }
    guard names.count <= 2, names.allSatisfy(Self.isName), !isFile else { return nil }
    repository = String(parts[0])
    revision = parts.count == 2 ? String(parts[1]) : nil
    if let revision {
      let isSafe = revision.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy(Self.isName)
      guard isSafe else { return nil }
    }
  }

  /// The folder of the repository in the cache.
  var folderName: String { "models--" + repository.replacing("/", with: "--") }

  /// What fetches it.
  var download: String {
    "hf download \(repository)" + (revision.map { " --revision \($0)" } ?? "")
  }

  private static func isName(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
      name.utf8.count <= 96
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
