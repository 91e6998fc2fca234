/// Folds the journals of all devices to what they say together.
public enum Ledger {
  /// The state that records add up to, whatever order they arrived in.
  ///
  /// With a prefix they are those after it, which it must be ``FoldedPrefix/isFollowed(by:)`` by, and it
  /// must hold by the rules.
  ///
  /// With `now` the clock that runs on `device` is followed to that instant; with `othersMayRun` what
  /// runs on another device may have gone on until then. Without `now` nothing is added after the
  /// last record of each device, so that the same journals always give the same state.
  public static func fold(
    _ records: some Sequence<Record>, after prefix: FoldedPrefix? = nil, rules: TimeRules,
    now: Moment? = nil, device: String? = nil, othersMayRun: Bool = true
  ) -> LedgerState {
    let ordered = ordered(records)
    let corrections = Corrections(ordered)
    var history = History(turns: prefix?.turns ?? [], rules: rules)
    history.read(ordered, corrections, rules)
    let devices = byDevice(ordered)
    let timelines = devices.map { name, own in
      DeviceTimeline(
        own, after: prefix?.devices[name], rules: rules, corrections: corrections,
        present: present(now, isHere: name == device, othersMayRun: othersMayRun))
    }
    let earlier = prefix?.intervals ?? []
    let later = inOrder(timelines.flatMap(\.intervals) + corrections.entries(ordered))
    let intervals = later.isEmpty ? earlier : earlier + later
    var jumps = (prefix?.devices ?? [:]).mapValues(\.jumps)
    var lasts = (prefix?.devices ?? [:]).mapValues(\.last)
    for (device, timeline) in zip(devices, timelines) {
      jumps[device.name, default: []] += timeline.jumps
      lasts[device.name] = device.records.last
    }
    return LedgerState(
      intervals: intervals, history: history,
      tally: Tally(Slice.all(of: intervals, rules: rules)), rules: rules,
      jumps: jumps.sorted { $0.key < $1.key }.flatMap(\.value),
      marks: lasts.sorted { $0.key < $1.key }.map { JournalMark($0.value) },
      doubled: devices.filter { !isSingle($0.records) }.map(\.name))
  }

  /// The record that takes another one out and is not taken out itself; `nil` where that one holds.
  public static func void(of record: Record, in records: some Sequence<Record>) -> Record? {
    let ordered = ordered(records)
    let corrections = Corrections(ordered)
    return ordered.last {
      $0.kind == .void && $0.entry.reference == record.id && !corrections.isVoid($0)
    }
  }

  /// Each record once, in the order of their stamps.
  static func ordered(_ records: some Sequence<Record>) -> [Record] {
    let sorted = sorted(Array(records), by: isOrdered(_:before:))
    // The same record twice stands side by side.
    guard zip(sorted, sorted.dropFirst()).contains(where: ==) else { return sorted }
    var seen: Set<Record> = []
    return sorted.filter { seen.insert($0).inserted }
  }

  /// By stamp; records of one stamp by device, number and hash.
  private static func isOrdered(_ a: Record, before b: Record) -> Bool {
    if a.order != b.order { return a.order < b.order }
    return (a.device, a.sequence, a.hash) < (b.device, b.sequence, b.hash)
  }

  /// The records of each device by their numbers; devices by their names.
  static func byDevice(_ ordered: [Record]) -> [(name: String, records: [Record])] {
    var devices: [(name: String, records: [Record])] = []
    var place = 0
    for record in ordered {
      if !devices.indices.contains(place) || devices[place].name != record.device {
        place = devices.firstIndex { $0.name == record.device } ?? devices.count
        if place == devices.count { devices.append((record.device, [])) }
      }
      devices[place].records.append(record)
    }
    for place in devices.indices {
      devices[place].records = sorted(devices[place].records) {
        $0.sequence != $1.sequence ? $0.sequence < $1.sequence : $0.hash < $1.hash
      }
    }
    return devices.sorted { $0.name < $1.name }
  }

  /// Intervals in the order in which they were begun.
  static func inOrder(_ intervals: [Interval]) -> [Interval] {
    sorted(intervals) { $0.order != $1.order ? $0.order < $1.order : $0.device < $1.device }
  }

  /// Whether no two records of a device, by their numbers, have the same number.
  static func isSingle(_ records: [Record]) -> Bool {
    zip(records, records.dropFirst()).allSatisfy { $0.sequence != $1.sequence }
  }

  /// Elements in an order in which they nearly always are already.
  private static func sorted<Element>(
    _ elements: [Element], by isBefore: (Element, Element) -> Bool
  ) -> [Element] {
    let isInOrder = zip(elements, elements.dropFirst()).allSatisfy { !isBefore($1, $0) }
    return isInOrder ? elements : elements.sorted(by: isBefore)
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

  init() {}

  /// What earlier records came to, by those that made a difference.
  init(turns: [Record], rules: TimeRules) {
    for record in turns { read(record, Corrections([]), rules) }
  }

  /// Reads records in their order.
  mutating func read(_ ordered: [Record], _ corrections: Corrections, _ rules: TimeRules) {
    for record in ordered where record.kind != .beat { read(record, corrections, rules) }
  }

  /// Reads records in their order; returns those that make a difference, and notes what the rules say
  /// that this depends on.
  mutating func read(
    _ ordered: [Record], _ corrections: Corrections, _ rules: TimeRules,
    noting terms: inout [String: Bool]
  ) -> [Record] {
    ordered.filter { record in
      let before = (phase, epoch, freezes, course.count)
      if phase == .preparation, let category = record.categoryBegun {
        terms[category] = rules.counts(category)
      }
      read(record, corrections, rules)
      return (phase, epoch, freezes, course.count) != before
    }
  }

  private mutating func read(
    _ record: Record, _ corrections: Corrections, _ rules: TimeRules
  ) {
    let entry = record.entry
    switch entry.kind {
    case .start, .switch, .entry:
      let category = record.categoryBegun ?? TimeRules.generalCategory
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

extension Record {
  /// What a stretch of time that the record begins is booked on.
  fileprivate var categoryBegun: String? {
    [.start, .switch, .entry].contains(kind) ? entry.category ?? TimeRules.generalCategory : nil
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
