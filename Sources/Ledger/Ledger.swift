/// Folds the journals of all devices to what they say together.
public enum Ledger {
  /// The state that records add up to, whatever order they arrived in.
  ///
  /// With `now` the clock that runs on `device` is followed to that instant; with `othersMayRun` what
  /// runs on another device may have gone on until then. Without `now` nothing is added after the
  /// last record of each device, so that the same journals always give the same state.
  public static func fold(
    _ records: some Sequence<Record>, rules: TimeRules, now: Moment? = nil,
    device: String? = nil, othersMayRun: Bool = true
  ) -> LedgerState {
    let ordered = Set(records).sorted(by: isOrdered(_:before:))
    let corrections = Corrections(ordered)
    let history = History(ordered, corrections, rules: rules)
    let timelines = Dictionary(grouping: ordered, by: \.device)
      .sorted { $0.key < $1.key }
      .map { name, own in
        DeviceTimeline(
          own.sorted {
            $0.sequence != $1.sequence ? $0.sequence < $1.sequence : $0.hash < $1.hash
          }, rules: rules,
          corrections: corrections,
          present: present(now, isHere: name == device, othersMayRun: othersMayRun))
      }
    let stretches = timelines.flatMap(\.intervals) + corrections.entries(ordered)
    let intervals = stretches.sorted { ($0.order, $0.device) < ($1.order, $1.device) }
    return LedgerState(
      intervals: intervals, history: history,
      tally: Tally(Slice.all(of: intervals, rules: rules)), rules: rules,
      jumps: timelines.flatMap(\.jumps), records: ordered)
  }

  /// The record that takes another one out and is not taken out itself; `nil` where that one holds.
  public static func void(of record: Record, in records: some Sequence<Record>) -> Record? {
    let ordered = Set(records).sorted(by: isOrdered(_:before:))
    let corrections = Corrections(ordered)
    return ordered.last {
      $0.kind == .void && $0.entry.reference == record.id && !corrections.isVoid($0)
    }
  }

  /// By stamp; records of one stamp by device, number and hash.
  private static func isOrdered(_ a: Record, before b: Record) -> Bool {
    if a.order != b.order { return a.order < b.order }
    return (a.device, a.sequence, a.hash) < (b.device, b.sequence, b.hash)
  }

  private static func present(
    _ now: Moment?, isHere: Bool, othersMayRun: Bool
  ) -> DeviceTimeline.Present {
    guard let now else { return .unknown }
    if isHere { return .here(now) }
    return othersMayRun ? .elsewhere(now.wall) : .unknown
  }
}

/// What the records say apart from lengths: phases, projects and freezes.
struct History {
  var phase = LedgerPhase.preparation
  var epoch = 1
  var freezes: [FreezeMark] = []
  var course: [Record] = []

  init(_ ordered: [Record], _ corrections: Corrections, rules: TimeRules) {
    for record in ordered where record.kind != .beat { read(record, corrections, rules) }
  }

  private mutating func read(
    _ record: Record, _ corrections: Corrections, _ rules: TimeRules
  ) {
    let entry = record.entry
    switch entry.kind {
    case .start, .switch, .entry:
      let category = entry.category ?? TimeRules.generalCategory
      let isOfThisProject = entry.kind != .entry || entry.epoch == epoch
      if phase == .preparation, isOfThisProject, rules.counts(category),
        !corrections.isVoid(record)
      {
        phase = .research
      }
    case .phase: phase = LedgerPhase(rawValue: entry.phase) ?? phase
    case .freeze:
      phase = .summary
      freezes.append(FreezeMark(record, isLater: freezes.last?.isInForce ?? false))
    case .thaw:
      phase = .research
      freezes = freezes.map { $0.lifted(by: record) }
    case .pivot: if !corrections.isVoid(record) { course.append(record) }
    case .restart:
      // Two devices that gave up the same project without knowing of each other gave it up once.
      guard entry.epoch > epoch else { return }
      phase = .preparation
      epoch = min(entry.epoch, 1 << 30)
      freezes = freezes.map { $0.lifted(by: record) }
      course.append(record)
    default: break
    }
  }
}

/// Where the applicant stands.
public enum LedgerPhase: String, Sendable, Hashable, CaseIterable {
  /// Before the project is chosen.
  case preparation
  /// The counted hours.
  case research
  /// The hours for the executive summary after the freeze.
  case summary
  /// Handed in.
  case submitted
}

/// One freeze, as the journal tells it.
public struct FreezeMark: Sendable, Equatable {
  /// The record.
  public let record: Record
  /// SHA-256 of the manifest; empty when the record names none.
  public let manifest: String
  /// Whether it holds: neither taken back nor repeated while another one held.
  public let isInForce: Bool
  /// The record that took it back: a `thaw`, or a `restart`; `nil` where none did.
  public let end: Record?

  init(_ record: Record, isLater: Bool) {
    self.init(record: record, isInForce: !isLater, end: nil)
  }

  private init(record: Record, isInForce: Bool, end: Record?) {
    self.record = record
    self.manifest = record.entry.manifest ?? ""
    self.isInForce = isInForce
    self.end = end
  }

  func lifted(by end: Record) -> FreezeMark {
    isInForce ? FreezeMark(record: record, isInForce: false, end: end) : self
  }
}
