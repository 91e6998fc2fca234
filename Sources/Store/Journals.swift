public import Ledger

/// The journals of all devices as one clone knows them.
public struct Journals: Sendable, Equatable {
  /// The device this clone is; `nil` before it has written anything.
  public let device: String?
  /// The records of each device, in their order.
  public let records: [String: [Record]]
  /// What was wrong with them.
  public let notices: [JournalNotice]

  /// Creates journals.
  public init(device: String?, records: [String: [Record]], notices: [JournalNotice]) {
    self.device = device
    self.records = records
    self.notices = notices
  }

  /// The records of all devices.
  public var all: [Record] { records.sorted { $0.key < $1.key }.flatMap(\.value) }

  /// The records of this clone's device.
  public var own: [Record] { device.flatMap { records[$0] } ?? [] }

  /// What the journals say together, with the clock of this device followed to `now`.
  public func state(rules: TimeRules, now: Moment? = nil) -> LedgerState {
    Ledger.fold(all, rules: rules, now: now, device: device)
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
}
