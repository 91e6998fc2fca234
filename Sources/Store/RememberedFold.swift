import Digests
import Documents
import Git
import Ledger
import Platform

/// What journals were read from, besides the journal of this clone's own device.
struct JournalSources: Sendable, Equatable {
  /// The digests of the files that other devices' journals lie in, by device.
  let files: [String: String]
  /// The commits of all journals' branches, by the names of the references.
  let branches: [String: String]
}

/// The journals up to a point at which no clock ran, folded, and what they were read from.
///
/// The file only saves time. It is believed where every byte that went into it is still there: the own
/// journal begins with those that it was made from, and nothing else was read or would be now. So a
/// damaged journal is noticed as ever, and a damaged file is as good as none.
struct RememberedFold {
  /// What a file of another version would not say.
  private static let schema = 2

  let device: String
  /// How many bytes of the own journal it holds, and their digest.
  let length: Int
  let digest: String
  let sources: JournalSources
  let prefix: FoldedPrefix

  init(
    device: String, length: Int, digest: String, sources: JournalSources, prefix: FoldedPrefix
  ) {
    self.device = device
    self.length = length
    self.digest = digest
    self.sources = sources
    self.prefix = prefix
  }

  /// Reads a file; `nil` for any other bytes than ``bytes`` gives.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: Self.newline),
      let head = try? JSON.parse(bytes[..<end]), head["schema"]?.integer == Self.schema,
      let device = head["device"]?.string, let length = head["length"]?.integer, length > 0,
      let digest = head["digest"]?.string, let files = head["files"]?.object,
      let branches = head["branches"]?.object,
      head["prefix"]?.string == SHA256.digest(bytes[(end + 1)...]).hex,
      let prefix = FoldedPrefix(bytes[(end + 1)...])
    else { return nil }
    self.init(
      device: device, length: length, digest: digest,
      sources: JournalSources(
        files: files.compactMapValues(\.string), branches: branches.compactMapValues(\.string)),
      prefix: prefix)
  }

  /// The file's content: a line that says what it was made from, and the prefix.
  var bytes: [UInt8] {
    get throws {
      let prefix = prefix.bytes
      let head: JSON = [
        "schema": .integer(Self.schema), "device": .string(device), "length": .integer(length),
        "digest": .string(digest), "files": .object(sources.files.mapValues { .string($0) }),
        "branches": .object(sources.branches.mapValues { .string($0) }),
        "prefix": .string(SHA256.digest(prefix).hex),
      ]
      return Array(try head.canonical().utf8) + [Self.newline] + prefix
    }
  }

  private static let newline = UInt8(ascii: "\n")
}

extension JournalStore {
  /// The journals by what is remembered of them and by the records since; `nil` where nothing is
  /// remembered that holds, or anything has to be mended.
  func remembered(of device: String) throws -> Journals? {
    guard let file = try? platform.files.readIfPresent(clone.foldFile),
      let known = RememberedFold(file), known.device == device,
      let later = try rest(of: clone.journalFile(of: device), after: known),
      let last = known.prefix.last(of: device)
    else { return nil }
    let reading =
      later.isEmpty
      ? Journal.Reading(records: [], problems: [])
      : Journal.parse(later, device: device, after: last)
    guard reading.isSound, let sources = try sources(of: known, reading.records) else {
      return nil
    }
    let (clone, files) = (clone, platform.files)
    return Journals(
      device: device, after: known.prefix,
      records: reading.records.isEmpty ? [:] : [device: reading.records], sources: sources
    ) {
      JournalStore.records(in: clone, files, as: known)
    }
  }

  /// The bytes of a journal after those that are remembered; `nil` where it does not begin with them.
  private func rest(of path: String, after known: RememberedFold) throws -> [UInt8]? {
    guard try platform.files.kind(path) == .file else { return nil }
    var hasher = SHA256Hasher()
    var open = known.length
    var rest: [UInt8] = []
    try platform.files.read(path, from: 0) { piece in
      let part = piece.prefix(open)
      hasher.update(part)
      open -= part.count
      rest += piece[part.count...]
    }
    let isSame = hasher.finishAndRestart(matching: ArraySlice(known.digest.utf8))
    return open == 0 && isSame ? rest : nil
  }

  /// What is read besides the own journal, if it is what was read then; the own device's branches may
  /// have moved on to records that are here.
  private func sources(of known: RememberedFold, _ later: [Record]) throws -> JournalSources? {
    let branches = try JournalBranch.all(in: repository)
    let sources = try sources(besides: known.device, branches)
    guard sources.files == known.sources.files,
      known.sources.branches.keys.allSatisfy({ sources.branches[$0] != nil })
    else { return nil }
    let own = (known.prefix.last(of: known.device).map { [$0] } ?? []) + later
    let areKnown = branches.allSatisfy { branch in
      known.sources.branches[branch.name] == branch.commit.hex
        || branch.device == known.device && branch.mark.map { Self.holds(own, $0) } ?? false
    }
    return areKnown ? sources : nil
  }

  /// What is read now besides a device's own journal.
  func sources(besides device: String) throws -> JournalSources {
    try sources(besides: device, JournalBranch.all(in: repository))
  }

  private func sources(
    besides device: String, _ branches: [JournalBranch.Found]
  ) throws -> JournalSources {
    let others = try devicesOfFiles().filter { $0 != device }.map {
      ($0, SHA256.digest(try platform.files.read(clone.journalFile(of: $0))).hex)
    }
    return JournalSources(
      files: Dictionary(others, uniquingKeysWith: { $1 }),
      branches: Dictionary(branches.map { ($0.name, $0.commit.hex) }, uniquingKeysWith: { $1 }))
  }

  /// The records that went into what is remembered, of which all was there a moment ago.
  private static func records(
    in clone: Clone, _ files: any Files, as known: RememberedFold
  ) -> [String: [Record]] {
    var records: [String: [Record]] = [:]
    func add(_ found: [Record], of device: String) {
      records[device] = Journal.union(records[device] ?? [], found) ?? records[device]
    }
    for device in [known.device] + known.sources.files.keys {
      guard let bytes = try? files.read(clone.journalFile(of: device)) else { continue }
      let part = device == known.device ? Array(bytes.prefix(known.length)) : bytes
      add(Journal.parse(part, device: device).records, of: device)
    }
    for (name, commit) in known.sources.branches {
      guard let device = name.split(separator: "/").last.map(String.init), device != known.device,
        let commit = ObjectID(hex: commit), let repository = try? Repository.open(clone.workTree),
        let reading = try? JournalBranch.read(commit, of: device, in: repository)
      else { continue }
      add(reading.records, of: device)
    }
    return records
  }

  /// Remembers the journals folded, where there is enough of them that nobody has folded yet.
  ///
  /// Only under the lock, and only what was read sound. That it cannot is not worth a failure.
  func remember(_ journals: Journals, _ rules: TimeRules) {
    do {
      guard let device = journals.device, journals.notices.isEmpty,
        journals.unremembered >= Self.worthRemembering
      else { return }
      let sources = try sources(besides: device)
      guard journals.sources == sources,
        let prefix = FoldedPrefix(journals.all, rules: rules)
      else { return }
      let bytes = try platform.files.read(clone.journalFile(of: device))
      let file = RememberedFold(
        device: device, length: bytes.count, digest: SHA256.digest(bytes).hex, sources: sources,
        prefix: prefix)
      try platform.files.replace(clone.foldFile, with: try file.bytes)
    } catch {
      // Then all records are read and folded again.
    }
  }

  /// From how many records on reading and folding them takes longer than remembering.
  private static let worthRemembering = 200
}
