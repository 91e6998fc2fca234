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
      let arrived = try store.judge(arrival.target, of: device)
      if arrived == .continues {
        try take(arrival.target, of: device, after: known)
        if device != own { report.came.add(device: device) }
      } else if device == own {
        try overtake(arrival.target, known)
      } else if case .unusable(let words) = arrived {
        report.add([.notTaken(device, from: remote.name, words)])
      }
    }
    try store.checkpoint()
  }

  /// Writes this device's branch again if git could not send what the remote lacks of it.
  func mendOwn() throws {
    guard let own = try store.read().device else { return }
    let known = try repository.reference(remote.arrival(Self.folder + own))
    try store.mendBranch(of: own, beyond: known)
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

  /// Puts this device's own records on top of a commit with fewer or damaged ones.
  private func overtake(_ there: ObjectID, _ here: ObjectID?) throws {
    if let here, try repository.isAncestor(there, of: here) { return }
    try store.checkpoint(onto: there)
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

extension JournalNotice {
  /// What is known of the journal here is kept.
  static func notTaken(_ device: String, from remote: String, _ words: String) -> JournalNotice {
    JournalNotice(
      code: "journal-not-taken", device: device,
      message: "the journal of '\(device)' on '\(remote)' was not taken over: \(words)",
      hint: "'dossier sync' on that machine sends it again")
  }
}

extension SyncReport.Traffic {
  mutating func add(device: String) {
    if !devices.contains(device) { devices.append(device) }
  }
}
