import Git
import Ledger
import Platform

extension JournalStore {
  /// Whether a sign of life is due, by the end of this device's journal: the clock was left running
  /// and nothing was recorded for a minute.
  ///
  /// It is cheap and mends nothing. A clock that was stopped from elsewhere still looks as if it ran.
  func isSignOfLifeDue() throws -> Bool {
    guard let identity = try DeviceIdentity.read(clone, platform), identity.hasJournal else {
      return false
    }
    let path = clone.journalFile(of: identity.name)
    guard let size = try platform.files.facts(path)?.size else { return false }
    // The last records nearly always tell; only a clock that ran for days needs all of them.
    for start in [max(0, size - 1 << 16), 0] {
      let end = try platform.files.read(path, from: start)
      if let answer = try isSignOfLifeDue(after: end, isWhole: start == 0) { return answer }
    }
    return false
  }

  /// Whether a sign of life is due after these last bytes of a journal; `nil` where they do not tell.
  private func isSignOfLifeDue(after end: [UInt8], isWhole: Bool) throws -> Bool? {
    guard end.last == UInt8(ascii: "\n") else { return false }
    var rest = end.dropLast()
    guard isWhole || rest.contains(UInt8(ascii: "\n")) else { return nil }
    let last = try Record(line: Self.lastLine(of: rest))
    guard isQuietSince(last) else { return false }
    while !rest.isEmpty {
      let line = Self.lastLine(of: rest)
      // The first line of a part may be cut.
      guard isWhole || line.startIndex > 0 else { return nil }
      switch try Record(line: line).kind {
      case .start, .switch: return true
      case .stop: return false
      default: rest = rest[..<line.startIndex].dropLast()
      }
    }
    return false
  }

  /// Whether a record of this device is a minute old.
  func isQuietSince(_ record: Record) -> Bool {
    let passed = now.bootMilliseconds - record.moment.bootMilliseconds
    return now.boot != record.moment.boot || !(0..<60_000).contains(passed)
  }

  private static func lastLine(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[($0 + 1)...] } ?? bytes
  }

  /// Lets the body append to this device's own journal, unless that would take more than appending.
  ///
  /// Nothing happens when there is no device yet, when the clone is a copy, or when the journal is
  /// damaged or does not hold what its branches do. Throws when another process writes just now.
  func updateIfInOrder(_ body: (inout Writer) throws -> Void) throws {
    guard let identity = try DeviceIdentity.read(clone, platform),
      try identity.isAtHome(clone, platform)
    else { return }
    try platform.files.withLock(clone.lockFile, waitMilliseconds: 0) {
      guard let journals = try remembered(of: identity.name) ?? journalsInOrder(identity.name)
      else { return }
      var writer = Writer(store: self, journals: journals)
      try body(&writer)
    }
  }

  private func journalsInOrder(_ device: String) throws -> Journals? {
    guard let own = try ownInOrder(device) else { return nil }
    let records = try others(than: device).records.merging([device: own]) { $1 }
    return Journals(device: device, records: records, notices: [])
  }

  /// This device's records; `nil` when anything about them has to be mended.
  private func ownInOrder(_ device: String) throws -> [Record]? {
    guard let bytes = try platform.files.readIfPresent(clone.journalFile(of: device)) else {
      return nil
    }
    let reading = Journal.parse(bytes, device: device)
    let branches = try JournalBranch.all(in: repository).filter { $0.device == device }
    let isWhole = branches.allSatisfy { branch in
      branch.mark.map { Self.holds(reading.records, $0) } ?? false
    }
    return reading.isSound && isWhole ? reading.records : nil
  }
}
