public import Ledger
import Synchronization

/// The journals of all devices as one clone knows them.
public struct Journals: Sendable, Equatable {
  /// The device this clone is; `nil` before it has written anything.
  public let device: String?
  /// What was wrong with them.
  public let notices: [JournalNotice]
  private var contents: Contents

  /// What the records were read from, besides this device's own journal; `nil` where nobody asked.
  let sources: JournalSources?

  /// The records themselves, or what the first of them came to with those after.
  private enum Contents: Sendable {
    case whole([String: [Record]])
    case following(FoldedPrefix, First, [String: [Record]])
  }

  /// The records of a prefix, read when somebody asks for them.
  private final class First: Sendable {
    private let read: @Sendable () -> [String: [Record]]
    private let known = Mutex<[String: [Record]]?>(nil)

    init(_ read: @escaping @Sendable () -> [String: [Record]]) { self.read = read }

    var records: [String: [Record]] {
      known.withLock { known in
        let records = known ?? read()
        known = records
        return records
      }
    }
  }

  /// Creates journals.
  public init(device: String?, records: [String: [Record]], notices: [JournalNotice]) {
    self.init(device: device, records: records, notices: notices, sources: nil)
  }

  init(
    device: String?, records: [String: [Record]], notices: [JournalNotice],
    sources: JournalSources?
  ) {
    self.device = device
    self.notices = notices
    self.sources = sources
    contents = .whole(records)
  }

  /// Creates sound journals of which the first part is folded already.
  init(
    device: String, after prefix: FoldedPrefix, records: [String: [Record]],
    sources: JournalSources, first: @escaping @Sendable () -> [String: [Record]]
  ) {
    self.device = device
    notices = []
    self.sources = sources
    contents = .following(prefix, First(first), records)
  }

  /// The records of each device, in their order.
  public var records: [String: [Record]] {
    switch contents {
    case .whole(let records): records
    case .following(_, let first, let later): first.records.merging(later) { $0 + $1 }
    }
  }

  /// The records of all devices.
  public var all: [Record] { records.sorted { $0.key < $1.key }.flatMap(\.value) }

  /// The records of this clone's device.
  public var own: [Record] { device.flatMap { records[$0] } ?? [] }

  /// Whether no device has recorded anything.
  public var isEmpty: Bool {
    switch contents {
    case .whole(let records): records.values.allSatisfy(\.isEmpty)
    case .following: false
    }
  }

  /// The last record of this clone's device.
  public var ownLast: Record? {
    switch contents {
    case .whole(let records): device.flatMap { records[$0]?.last }
    case .following(let prefix, _, let later):
      device.flatMap { later[$0]?.last ?? prefix.last(of: $0) }
    }
  }

  /// The latest stamp of all devices.
  var latestOrder: HybridTime? {
    switch contents {
    case .whole(let records): records.values.lazy.compactMap(\.last?.order).max()
    case .following(let prefix, _, let later):
      later.values.lazy.compactMap(\.last?.order).max().map { max($0, prefix.latest) }
        ?? prefix.latest
    }
  }

  /// When each of the programme's questions was last put to the applicant, in milliseconds since 1970.
  public var lastAsked: [String: Int] {
    switch contents {
    case .whole(let records):
      records.values.joined().reduce(into: [:]) { $1.noteAsking(in: &$0) }
    case .following(let prefix, _, let later):
      later.values.joined().reduce(into: prefix.asked) { $1.noteAsking(in: &$0) }
    }
  }

  /// How many records there are that no remembered prefix has.
  var unremembered: Int {
    switch contents {
    case .whole(let records): records.values.reduce(0) { $0 + $1.count }
    case .following(_, _, let later): later.values.reduce(0) { $0 + $1.count }
    }
  }

  /// What the journals say together, with the clock of this device followed to `now`.
  public func state(rules: TimeRules, now: Moment? = nil) -> LedgerState {
    if case .following(let prefix, _, let later) = contents, prefix.holds(by: rules),
      prefix.isFollowed(by: later.values.joined())
    {
      return Ledger.fold(
        later.values.joined(), after: prefix, rules: rules, now: now, device: device)
    }
    return Ledger.fold(all, rules: rules, now: now, device: device)
  }

  /// The records up to the given marks: what the journals held when the marks were made.
  public func upTo(_ marks: [JournalMark]) -> [Record] {
    let ends = Dictionary(marks.map { ($0.device, $0.sequence) }, uniquingKeysWith: max)
    return all.filter { $0.sequence <= ends[$0.device] ?? 0 }
  }

  /// Whether the journals hold what a mark names; `nil` when they have no record of its number.
  public func confirm(_ mark: JournalMark) -> Bool? {
    let named = (records[mark.device] ?? []).filter { $0.sequence == mark.sequence }
    return named.isEmpty ? nil : named.contains { $0.hash == mark.hash }
  }

  /// The journals with the name that this clone just got.
  func named(_ device: String) -> Journals {
    Journals(device: device, records: records, notices: notices, sources: sources)
  }

  /// The journals with records that their device added.
  func appending(_ added: [Record], of device: String) -> Journals {
    var journals = self
    switch contents {
    case .whole(var records):
      records[device, default: []] += added
      journals.contents = .whole(records)
    case .following(let prefix, let first, var later):
      later[device, default: []] += added
      journals.contents = .following(prefix, first, later)
    }
    return journals
  }

  /// Whether both have the same records, however they were read.
  public static func == (a: Journals, b: Journals) -> Bool {
    (a.device, a.notices, a.records) == (b.device, b.notices, b.records)
  }
}
