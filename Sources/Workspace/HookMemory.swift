internal import Digests
internal import Documents
internal import Platform

/// What there was before the hooks were put in, so that taking them out leaves the same bytes.
///
/// Only what cannot be read off the files is kept. A memory that is missing or damaged costs no more
/// than an empty folder or an empty line that stays behind.
struct HookMemory: Equatable {
  /// The settings of the repository as they were: their size and digest.
  var settings: (size: Int, digest: String)?
  /// The folders that hooks of ours went to; `true` for those that were made for them.
  var folders: [String: Bool] = [:]
  /// The digests of all that this program wrote as a hook.
  var written: Set<String> = []

  static func == (one: HookMemory, other: HookMemory) -> Bool { one.json == other.json }

  /// Reads the memory of a repository; empty where there is none.
  static func read(_ path: String, _ files: any Files) throws -> HookMemory {
    var memory = HookMemory()
    guard let bytes = try files.readIfPresent(path), let json = try? JSON.parse(bytes),
      json["schema"]?.integer == 1
    else { return memory }
    if let size = json["settings"]?["size"]?.integer, size >= 0,
      let digest = json["settings"]?["sha256"]?.string
    {
      memory.settings = (size, digest)
    }
    memory.folders = json["folders"]?.object?.compactMapValues(\.bool) ?? [:]
    memory.written = Set(json["written"]?.array?.compactMap(\.string) ?? [])
    return memory
  }

  /// Puts the memory on disk.
  func write(_ path: String, _ files: any Files) throws {
    try files.replace(path, with: Array(try json.pretty().utf8))
  }

  private var json: JSON {
    var entries: [String: JSON] = [
      "schema": 1, "folders": .object(folders.mapValues(JSON.bool)),
      "written": .array(written.sorted().map(JSON.string)),
    ]
    if let settings {
      entries["settings"] = ["size": .integer(settings.size), "sha256": .string(settings.digest)]
    }
    return .object(entries)
  }

  /// Notes the settings as they are.
  mutating func note(settings bytes: [UInt8]) {
    settings = (bytes.count, SHA256.digest(bytes).hex)
  }

  /// How much of the settings to keep where git left no more than blanks behind the former ones.
  func formerSize(of bytes: [UInt8]) -> Int? {
    guard let settings, bytes.count > settings.size,
      SHA256.digest(bytes[..<settings.size]).hex == settings.digest,
      bytes[settings.size...].allSatisfy({ $0 == 10 || $0 == 32 || $0 == 9 })
    else { return nil }
    return settings.size
  }
}
