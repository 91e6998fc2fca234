import Digests
import Documents
public import Platform

/// The results of this user by key: `results/KEY/` in the cache folder.
///
/// A result appears in one step, with the file `result.json` that holds the digest of everything
/// beside it. A result that does not agree with its digests is thrown away, never used.
public struct ResultsCache: Sendable {
  private let platform: Platform
  private let folder: String

  /// Creates a view of the user's results.
  public init(platform: Platform) {
    self.platform = platform
    self.folder = Path.join(platform.environment.cacheFolder, "results")
  }

  /// Whether a result seems to be there; only ``find(_:)`` tells whether it is sound.
  func mayHave(_ key: String) -> Bool {
    let facts = try? platform.files.facts(Path.join(Path.join(folder, key), "result.json"))
    return facts?.kind == .file
  }

  /// The result with a key; `nil` where there is none or it is damaged.
  public func find(_ key: String) -> ExperimentResult? {
    guard SHA256(hex: key) != nil, mayHave(key) else { return nil }
    let entry = Path.join(folder, key)
    guard let bytes = read(Path.join(entry, "result.json"), limit: SizeLimit.lock),
      let json = try? JSON.parse(bytes), json["schema"] == 1, json["key"]?.string == key,
      let outputs = contents(json["outputs"], in: entry), !outputs.isEmpty,
      let attachments = contents(json["attachments"], in: entry),
      let remarks = json["remarks"]?.array?.compactMap(\.string)
    else { return nil }
    return ExperimentResult(outputs: outputs, attachments: attachments, remarks: remarks)
  }

  /// Keeps a result; one that is there already is replaced only if it is damaged.
  public func store(_ result: ExperimentResult, for key: String) throws(FileError) {
    if find(key) != nil { return }
    let files = platform.files
    try files.makeFolder(folder)
    let temporary = Path.join(folder, ".new-" + platform.randomness.hex(digits: 16))
    try files.makeFolder(temporary)
    do {
      for (name, bytes) in result.outputs.merging(result.attachments, uniquingKeysWith: { $1 }) {
        try files.create(Path.join(temporary, name), with: bytes)
      }
      let json: JSON = [
        "schema": 1, "key": .string(key), "outputs": Self.json(result.outputs),
        "attachments": Self.json(result.attachments),
        "remarks": .array(result.remarks.map { .string($0) }),
      ]
      try files.create(Path.join(temporary, "result.json"), with: json.prettyBytes)
      try files.remove(Path.join(folder, key))
      try files.rename(temporary, to: Path.join(folder, key))
    } catch {
      try? files.remove(temporary)
      throw error
    }
  }

  /// Takes the lock under which one process computes a key; `nil` when another has it.
  ///
  /// Whoever asks whether a key is locked holds the lock for an instant, so it is worth a short wait.
  /// Where no lock can be had at all, as on a full disk, two may compute the same.
  func lock(_ key: String) -> FileLock? {
    let locks = Path.join(folder, "locks")
    do throws(FileError) {
      try platform.files.makeFolder(locks)
      return try platform.files.lock(Path.join(locks, key), waitMilliseconds: 50)
    } catch {
      return error.isLocked ? nil : FileLock {}
    }
  }

  /// Whether a process is computing a key.
  func isLocked(_ key: String) -> Bool {
    let path = Path.join(Path.join(folder, "locks"), key)
    guard (try? platform.files.facts(path))?.kind == .file else { return false }
    do throws(FileError) {
      // Whoever only asks, as we do, has the lock for an instant.
      try platform.files.lock(path, waitMilliseconds: 20).release()
      return false
    } catch {
      return error.isLocked
    }
  }

  private func contents(_ digests: JSON?, in entry: String) -> [String: [UInt8]]? {
    guard let digests = digests?.object else { return nil }
    var contents: [String: [UInt8]] = [:]
    for (name, digest) in digests {
      guard isSafeFileName(name), name != "result.json",
        let bytes = read(Path.join(entry, name), limit: SizeLimit.output),
        SHA256.digest(bytes).hex == digest.string
      else { return nil }
      contents[name] = bytes
    }
    return contents
  }

  private func read(_ path: String, limit: Int) -> [UInt8]? {
    guard let facts = try? platform.files.facts(path), facts.kind == .file, facts.size <= limit
    else { return nil }
    return try? platform.files.read(path)
  }

  private static func json(_ files: [String: [UInt8]]) -> JSON {
    .object(files.mapValues { .string(SHA256.digest($0).hex) })
  }
}
