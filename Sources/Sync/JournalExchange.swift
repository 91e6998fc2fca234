import Git
import Platform
import Store

/// Exchanges journals: each is a branch of its own that only grows, so none can conflict.
struct JournalExchange {
  let store: JournalStore
  let repository: Repository
  let remote: Remote

  private static let folder = "_time/"

  /// Takes over what the remote has of each journal, if it continues what is known here.
  ///
  /// A journal that is shorter, damaged or another story is left where it is, and what is known
  /// here is kept.
  func adopt(into report: inout SyncReport) throws {
    let own = try settleOwn(&report)
    for arrival in try repository.references(prefix: remote.arrival(Self.folder)) {
      let device = Path.name(arrival.name)
      let known = try repository.reference(JournalBranch.name(of: device))
      if known == arrival.target { continue }
      switch try store.judge(arrival.target, of: device) {
      case .continues:
        try take(arrival.target, of: device, after: known)
        if device != own { report.came.add(device: device) }
      case .known:
        // The file holds every record, so the branch can be written again on top of theirs.
        if device == own, let known, try !repository.isAncestor(arrival.target, of: known) {
          try take(arrival.target, of: device, after: known)
        }
      case .unusable(let words): report.add(.journalKept(device, remote.name, words))
      }
    }
    try store.checkpoint()
  }

  /// Lets the store compare this device's own journal with what the remote has of it.
  ///
  /// The store reads git's own names of remote branches. It joins two parts of one story, and gives
  /// this clone a new name when another one wrote under its old name. Returns the name.
  private func settleOwn(_ report: inout SyncReport) throws -> String? {
    guard let own = try store.read().device else { return nil }
    let branch = Self.folder + own
    guard let there = try repository.reference(remote.arrival(branch)) else { return own }
    try repository.setReference(
      remote.trackingName(branch), to: there, expecting: .anything, message: "dossier sync")
    let journals = try store.read()
    report.add(journals.notices)
    return journals.device
  }

  private func take(_ commit: ObjectID, of device: String, after known: ObjectID?) throws {
    try repository.setReference(
      JournalBranch.name(of: device), to: commit,
      expecting: known.map { .exactly($0) } ?? .absent, message: "dossier sync")
  }

  /// The journals of which the remote has less than this clone.
  func toSend() throws -> [String] {
    try repository.references(prefix: JournalBranch.prefix).filter { reference in
      let device = Path.name(reference.name)
      let there = try repository.reference(remote.arrival(Self.folder + device))
      guard let there else { return true }
      return try there != reference.target && repository.isAncestor(there, of: reference.target)
    }.map(\.name)
  }
}

extension SyncReport {
  /// Adds notices that do not stand there yet.
  mutating func add(_ more: [JournalNotice]) {
    notices += more.filter { !notices.contains($0) }
  }

  /// Adds an item unless it stands there from an earlier try.
  mutating func add(_ item: OpenItem) {
    if !open.contains(item) { open.append(item) }
  }
}

extension SyncReport.Traffic {
  mutating func add(device: String) {
    if !devices.contains(device) { devices.append(device) }
  }
}
