import Digests
import Documents
public import Platform

/// What this clone remembers of its runs: durations, and failures by key.
///
/// It lies in `dossier/` in git's common folder, is never committed, and can be deleted at any time.
public struct LocalRecords: Sendable {
  /// Milliseconds of the last runs.
  public struct Durations: Sendable, Equatable {
    /// The last run of each experiment, by its name.
    public var experiments: [String: Int] = [:]
    /// The last loading of each model, by its digest.
    public var models: [String: Int] = [:]
  }

  /// The folder of the records.
  let folder: String
  private let platform: Platform
  private let cache: ResultsCache

  /// Creates a view of the records of a clone; `commonDirectory` is git's common folder.
  public init(commonDirectory: String, platform: Platform) {
    self.folder = Path.join(commonDirectory, "dossier")
    self.platform = platform
    self.cache = ResultsCache(platform: platform)
  }

  // MARK: - Durations

  /// The durations that are known; none where the record is missing or damaged.
  public func durations() -> Durations {
    guard let json = read("durations.json") else { return Durations() }
    return Durations(
      experiments: json["experiments"]?.object?.compactMapValues(\.integer) ?? [:],
      models: json["models"]?.object?.compactMapValues(\.integer) ?? [:])
  }

  /// Changes the record of durations.
  func updateDurations(_ change: (inout Durations) -> Void) throws {
    try makeFolder()
    try platform.files.withLock(Path.join(folder, "durations.lock"), waitMilliseconds: 2_000) {
      var durations = durations()
      change(&durations)
      let json: JSON = [
        "schema": 1, "experiments": .object(durations.experiments.mapValues { .integer($0) }),
        "models": .object(durations.models.mapValues { .integer($0) }),
      ]
      try write(json, to: "durations.json")
    }
  }

  // MARK: - Failures

  /// Why the last run with a key gave no result; `nil` where it did or none is known.
  func failure(of key: String) -> String? { read("failures/\(key).json")?["reason"]?.string }

  /// Remembers that a run gave no result.
  func recordFailure(of key: String, reason: String) throws {
    try platform.files.makeFolder(Path.join(folder, "failures"))
    try write(["schema": 1, "reason": .string(reason)], to: "failures/\(key).json")
  }

  /// Forgets a failure, since the same run has given a result.
  func forgetFailure(of key: String) throws {
    try platform.files.remove(Path.join(folder, "failures/\(key).json"))
  }

  // MARK: - Putting results in place

  /// Takes the lock under which one process puts the result of an experiment in place.
  func lockPlacing(
    _ id: ExperimentID, waitMilliseconds: Int = 10_000
  ) throws(FileError) -> FileLock {
    try platform.files.makeFolder(Path.join(folder, "placing"))
    return try platform.files.lock(
      Path.join(folder, "placing/\(id).lock"), waitMilliseconds: waitMilliseconds)
  }

  /// What a run is putting in place, or was when it was killed: digests by the name of the output.
  func placing(_ id: ExperimentID) -> [String: String] {
    read("placing/\(id).json")?["outputs"]?.object?.compactMapValues(\.string) ?? [:]
  }

  /// Remembers what is about to be put in place, so that after a kill it is not taken for an edit.
  ///
  /// Whoever calls this holds the lock of ``lockPlacing(_:waitMilliseconds:)``.
  func beginPlacing(_ outputs: [String: String], of id: ExperimentID) throws {
    try write(
      ["schema": 1, "outputs": .object(outputs.mapValues { .string($0) })], to: "placing/\(id).json"
    )
  }

  /// Everything is in place.
  func endPlacing(_ id: ExperimentID) throws {
    try platform.files.remove(Path.join(folder, "placing/\(id).json"))
  }

  // MARK: - Running

  /// Whether a process of this user is computing a key.
  func isRunning(_ key: String) -> Bool { cache.isLocked(key) }

  // MARK: - Files

  /// A record as JSON; `nil` where it is missing, too large or damaged.
  func read(_ name: String) -> JSON? {
    let path = Path.join(folder, name)
    guard let facts = try? platform.files.facts(path), facts.kind == .file,
      facts.size <= SizeLimit.lock, let bytes = try? platform.files.read(path)
    else { return nil }
    return try? JSON.parse(bytes)
  }

  /// Makes the folder of the records.
  func makeFolder() throws { try platform.files.makeFolder(folder) }

  /// Writes a record in one step; its folder must exist.
  func write(_ json: JSON, to name: String) throws {
    try platform.files.replace(Path.join(folder, name), with: json.prettyBytes)
  }
}
