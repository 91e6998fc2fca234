public import Git
public import Ledger
public import Platform

/// The journals of a clone: one file per device, its branch in git, and what other devices sent.
///
/// A record is on disk when ``Writer/append(_:)`` returns. A journal that is missing, empty or
/// damaged is set aside and rebuilt from its branch, and the other way round; it is never taken for
/// new. All writing happens under one lock, which dies with its process.
public struct JournalStore {
  /// The folders of the clone.
  public let clone: Clone
  let platform: Platform
  private let opening: Opening

  /// Opens the journals of a repository; nothing is written yet.
  public init(_ repository: Repository, in platform: Platform) throws {
    self.init(try Clone(repository), Opening(repository), in: platform)
  }

  /// Opens the journals of the clone that a folder lies in; nothing is written yet.
  ///
  /// The repository itself is opened by what first needs it, which reading the clock does not.
  public init(of folder: String, in platform: Platform) throws {
    if let clone = try Clone.holding(folder, in: platform.files) {
      self.init(clone, Opening(nil), in: platform)
    } else {
      try self.init(Repository.open(folder), in: platform)
    }
  }

  private init(_ clone: Clone, _ opening: Opening, in platform: Platform) {
    self.clone = clone
    self.opening = opening
    self.platform = platform
  }

  /// The repository, opened once.
  private final class Opening {
    var repository: Repository?

    init(_ repository: Repository?) { self.repository = repository }
  }

  /// The repository of the journals' branches.
  var repository: Repository {
    get throws(GitError) {
      if let repository = opening.repository { return repository }
      let repository = try Repository.open(clone.workTree)
      opening.repository = repository
      return repository
    }
  }

  /// What the clocks show now.
  public var now: Moment {
    let wall = platform.clock.now()
    return Moment(
      wall: Timestamp(unixMilliseconds: wall.unixMilliseconds, offsetSeconds: wall.offsetSeconds),
      zone: wall.zone, boot: platform.clock.bootIdentifier(),
      bootMilliseconds: platform.clock.bootMilliseconds(),
      awakeMilliseconds: platform.clock.monotonicMilliseconds())
  }

  /// Reads all journals, and mends this device's own if that is needed and possible.
  public func read() throws -> Journals {
    guard try platform.files.exists(clone.deviceFile) else { return try others(than: nil) }
    return try underLock { try settle(anew: true) }
  }

  /// Reads of the journals what is not remembered, and remembers the rest for the next time.
  func read(_ rules: TimeRules) throws -> Journals {
    guard try platform.files.exists(clone.deviceFile) else { return try others(than: nil) }
    return try underLock {
      let journals = try settle()
      remember(journals, rules)
      return journals
    }
  }

  /// Reads the journals and lets the body append to this device's own, all under the lock.
  @discardableResult
  public func update<Result>(_ body: (inout Writer) throws -> Result) throws -> Result {
    try underLock {
      var writer = Writer(store: self, journals: try settle())
      return try body(&writer)
    }
  }

  /// Brings this device's branch up to its journal; returns whether it moved.
  @discardableResult
  public func checkpoint() throws -> Bool {
    guard try platform.files.exists(clone.deviceFile) else { return false }
    return try update { writer in
      let device = try writer.device()
      return try writeBranch(writer.journals.own, of: device)
    }
  }

  /// The name of this device, which it gets now if it has none yet.
  func device() throws -> String {
    if let name = try read().device { return name }
    return try update { try $0.device() }
  }

  func underLock<Result>(_ body: () throws -> Result) throws -> Result {
    try platform.files.makeFolder(clone.journalFolder)
    return try platform.files.withLock(clone.lockFile, body)
  }

  /// Moves a reference that only this program writes, while the journal's lock keeps out its like.
  ///
  /// Git's own lock on the reference, if it outlasts the wait for it, was left by a process that was
  /// killed, and would stay for ever.
  func moving<Result>(_ reference: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as GitError where error.kind == .locked {
      try platform.files.remove(Path.join(clone.commonDirectory, reference + ".lock"))
      return try body()
    }
  }
}

extension JournalStore {
  /// Appends to a device's journal while the lock is held.
  public struct Writer {
    let store: JournalStore
    /// The journals, with what was appended.
    public private(set) var journals: Journals

    init(store: JournalStore, journals: Journals) {
      self.store = store
      self.journals = journals
    }

    /// The name of this device, which it gets now if it has none yet.
    public mutating func device() throws -> String {
      if let known = journals.device { return known }
      let names = Set(journals.records.keys)
      let name = try DeviceIdentity.make(store.clone, store.platform, avoiding: names).name
      journals = journals.named(name)
      return name
    }

    /// Appends a record and returns when it is on disk.
    @discardableResult
    public mutating func append(_ entry: Record.Entry) throws -> Record {
      let device = try device()
      let record = try next(entry, of: device, after: journals.ownLast, at: journals.latestOrder)
      try keep([record], of: device)
      return record
    }

    /// Appends records with one write and one sync, and returns when all of them are on disk.
    ///
    /// A power cut in the middle leaves the first ones, each of them whole.
    @discardableResult
    public mutating func append(contentsOf entries: [Record.Entry]) throws -> [Record] {
      guard !entries.isEmpty else { return [] }
      let device = try device()
      var (last, latest) = (journals.ownLast, journals.latestOrder)
      var records: [Record] = []
      records.reserveCapacity(entries.count)
      for entry in entries {
        let record = try next(entry, of: device, after: last, at: latest)
        (last, latest) = (record, record.order)
        records.append(record)
      }
      try keep(records, of: device)
      return records
    }

    private func next(
      _ entry: Record.Entry, of device: String, after last: Record?, at latest: HybridTime?
    ) throws -> Record {
      let order = HybridTime.next(
        after: latest, nowMilliseconds: entry.moment.wall.unixMilliseconds)
      return try Record(entry, device: device, order: order, after: last)
    }

    /// The first records come with their file in one step, so that no journal is ever empty.
    private mutating func keep(_ added: [Record], of device: String) throws {
      let files = store.platform.files
      let path = store.clone.journalFile(of: device)
      if journals.ownLast == nil {
        try files.replace(path, with: Journal.text(of: added))
        try store.noteJournal()
      } else {
        try files.append(Journal.text(of: added), to: path)
      }
      journals = journals.appending(added, of: device)
    }
  }
}

// MARK: - Settling

extension JournalStore {
  /// What this device's own journal was found to be.
  private enum Own {
    case records([Record], [JournalNotice])
    case lost
    case diverged([Record])
  }

  /// Finds out which device this clone is and brings its journal in order; `anew` believes nothing that
  /// is remembered.
  private func settle(anew: Bool = false) throws -> Journals {
    guard let identity = try DeviceIdentity.read(clone, platform) else {
      let others = try others(than: nil)
      guard let kept = try setAside(clone.deviceFile, as: "device.json") else { return others }
      return Journals(
        device: nil, records: others.records, notices: [.nameless(kept)] + others.notices)
    }
    let name = identity.name
    guard try identity.isAtHome(clone, platform) else {
      return try begin(after: name) { .copied(name, to: $0) }
    }
    if !anew, identity.hasJournal, let known = try remembered(of: name) { return known }
    let sources = try sources(besides: name)
    switch try mend(name) {
    case .records(let records, let notices):
      if !identity.hasJournal && !records.isEmpty { try noteJournal() }
      let others = try others(than: name)
      return Journals(
        device: name, records: others.records.merging([name: records]) { _, own in own },
        notices: notices + others.notices, sources: sources)
    case .lost where !identity.hasJournal:
      let others = try others(than: name)
      return Journals(device: name, records: others.records, notices: others.notices)
    case .lost: return try begin(after: name) { .lost(name, now: $0) }
    case .diverged: return try begin(after: name) { .diverged(name, now: $0) }
    }
  }

  /// Remembers that there is a journal, so that its absence is noticed.
  fileprivate func noteJournal() throws {
    guard var identity = try DeviceIdentity.read(clone, platform) else { return }
    identity.hasJournal = true
    try identity.write(clone, platform)
  }

  /// Gives the clone a new name and begins its journal with where the old one stood.
  private func begin(
    after old: String, _ notice: (String) -> JournalNotice
  ) throws -> Journals {
    let others = try others(than: nil)
    let state = Ledger.fold(others.all, rules: .none)
    var entry = Record.Entry(
      kind: .fork, moment: now, phase: state.phase.rawValue, epoch: state.epoch, source: "cli")
    entry.text = others.records[old]?.last.map { JournalMark($0).text } ?? old
    var writer = Writer(store: self, journals: others)
    let record = try writer.append(entry)
    return Journals(
      device: record.device, records: writer.journals.records,
      notices: [notice(record.device)] + others.notices)
  }

  /// Joins this device's file with its branches, here and on the remotes.
  private func mend(_ device: String) throws -> Own {
    let path = clone.journalFile(of: device)
    let bytes = try platform.files.readIfPresent(path)
    let reading = bytes.map { Journal.parse($0, device: device) }
    try refuseNewer(reading, device)
    var records = reading?.records ?? []
    let known = records.count
    var unread: [JournalNotice] = []
    for branch in try JournalBranch.all(in: repository) where branch.device == device {
      if let mark = branch.mark, Self.holds(records, mark), reading?.isSound == true { continue }
      do {
        let copy = try JournalBranch.read(branch.commit, of: device, in: repository)
        guard let joined = Journal.union(records, copy.records) else { return .diverged(records) }
        records = joined
      } catch let error as GitError {
        unread.append(try mended(branch, by: records, error))
      }
    }
    let restored = records.count - known
    if let reading, reading.isWhole, restored == 0 {
      return .records(
        records, reading.problems.map { .damaged(device, $0, in: "this clone") } + unread)
    }
    let isDamaged = reading.map { !$0.isWhole } ?? false
    let torn = isDamaged ? try keepCopy(of: path, as: device + ".jsonl") : nil
    if records.isEmpty {
      try platform.files.remove(path)
      return .lost
    }
    try platform.files.replace(path, with: Journal.text(of: records))
    if let reading, reading.isWhole {
      return .records(records, [.behind(device, added: restored)] + unread)
    }
    let notice = JournalNotice.repaired(
      device, reading?.problems ?? [], records: records.count, restored: restored, torn: torn)
    return .records(records, [notice] + unread)
  }

  static func holds(_ records: [Record], _ mark: JournalMark) -> Bool {
    records.last { $0.sequence <= mark.sequence }.map { JournalMark($0) } == mark
  }

  private func refuseNewer(_ reading: Journal.Reading?, _ device: String) throws {
    for problem in reading?.problems ?? [] {
      guard case .unreadable(.newerSchema) = problem.kind else { continue }
      throw Refusal(
        code: "journal-newer",
        message: "the journal of '\(device)' was written by a newer dossier: \(problem.words)",
        hint: "install the newest version on this machine too")
    }
  }

  /// Moves a damaged file out of the way; returns where to, or `nil` when there is none.
  func setAside(_ path: String, as name: String) throws -> String? {
    let kept = try keepCopy(of: path, as: name)
    try platform.files.remove(path)
    return kept
  }

  /// Keeps a copy of a damaged file, durably, before anything else happens to it.
  private func keepCopy(of path: String, as name: String) throws -> String? {
    guard let bytes = try platform.files.readIfPresent(path) else { return nil }
    try platform.files.makeFolder(clone.tornFolder)
    let stamp = "\(platform.clock.now().unixMilliseconds)-\(platform.randomness.hex(digits: 4))"
    let kept = Path.join(clone.tornFolder, "\(stamp)-\(name)")
    try platform.files.create(kept, with: bytes)
    return kept
  }
}

// MARK: - Other devices

extension JournalStore {
  /// The journals of all devices but one: files of this clone and branches of any.
  func others(than own: String?) throws -> Journals {
    var records: [String: [Record]] = [:]
    var notices: [JournalNotice] = []
    func add(_ reading: Journal.Reading, _ device: String, _ place: String) {
      if let problem = reading.problems.first {
        notices.append(.damaged(device, problem, in: place))
      }
      let known = records[device] ?? []
      // Two stories of one device are both kept; the fold counts and tells of both.
      records[device] =
        Journal.union(known, reading.records)
        ?? known + reading.records.filter { !known.contains($0) }
    }
    for device in try devicesOfFiles() where device != own {
      let bytes = try platform.files.read(clone.journalFile(of: device))
      add(Journal.parse(bytes, device: device), device, "this clone")
    }
    let branches = try JournalBranch.all(in: repository).sorted {
      $0.mark?.sequence ?? .max > $1.mark?.sequence ?? .max
    }
    for branch in branches where branch.device != own {
      // A gap before the mark may be filled by this very branch.
      let known = records[branch.device] ?? []
      if let mark = branch.mark, known.count >= mark.sequence, Self.contains(known, mark) {
        continue
      }
      do {
        let reading = try JournalBranch.read(branch.commit, of: branch.device, in: repository)
        add(reading, branch.device, branch.place)
      } catch let error as GitError {
        notices.append(.unreadable(branch.device, branch.place, error))
      }
    }
    return Journals(device: nil, records: records, notices: notices)
  }

  private static func contains(_ records: [Record], _ mark: JournalMark) -> Bool {
    records.contains { $0.sequence == mark.sequence && $0.hash == mark.hash }
  }

  func devicesOfFiles() throws -> [String] {
    guard try platform.files.exists(clone.journalFolder) else { return [] }
    return try platform.files.list(clone.journalFolder).compactMap { name in
      let device = String(name.dropLast(".jsonl".count))
      return name.hasSuffix(".jsonl") && DeviceName.isValid(device) ? device : nil
    }
  }
}
