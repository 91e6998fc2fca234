import Documents

/// What the first records of all devices add up to, so that only those after them are read and folded.
///
/// It ends where no clock runs. What follows may add to it but must say nothing about what it holds:
/// ``isFollowed(by:)``. Then the fold from here on is that of all records, to the last piece.
public struct FoldedPrefix: Sendable, Equatable {
  /// Where a device's own records stand at the end of the prefix.
  struct Device: Sendable, Equatable {
    let last: Record
    let axis: Axis
    let jumps: [Jump]
  }

  /// By name.
  let devices: [String: Device]
  /// The records by which a phase, a project or a freeze began or ended.
  let turns: [Record]
  let intervals: [Interval]
  /// Whether anything was imported, since nothing may be imported twice.
  let hasImports: Bool
  /// The latest stamp.
  public let latest: HybridTime
  /// When each of the programme's questions was last put to the applicant, in milliseconds since 1970.
  public let asked: [String: Int]
  /// What the rules said of each category that makes a difference to the phase.
  let terms: [String: Bool]

  /// The last record of each device.
  public var lasts: [Record] { devices.sorted { $0.key < $1.key }.map(\.value.last) }

  /// The last record of a device.
  public func last(of device: String) -> Record? { devices[device]?.last }

  init(
    devices: [String: Device], turns: [Record], intervals: [Interval], hasImports: Bool,
    latest: HybridTime, asked: [String: Int], terms: [String: Bool]
  ) {
    self.devices = devices
    self.turns = turns
    self.intervals = intervals
    self.hasImports = hasImports
    self.latest = latest
    self.asked = asked
    self.terms = terms
  }

  /// Folds records, each of which is sound.
  ///
  /// It is `nil` where a clock runs, where two journals of one device stand side by side, or where a
  /// record is about one that is not here.
  public init?(_ records: some Sequence<Record>, rules: TimeRules) {
    let ordered = Ledger.ordered(records)
    let byDevice = Ledger.byDevice(ordered)
    guard let latest = ordered.last?.order, byDevice.allSatisfy({ Ledger.isSingle($0.records) })
    else { return nil }
    let ends = Dictionary(
      byDevice.compactMap { device in device.records.last.map { (device.name, $0.sequence) } },
      uniquingKeysWith: max)
    guard
      ordered.allSatisfy({ record in
        record.meant.map { $0.sequence <= ends[$0.device] ?? 0 } ?? true
      })
    else { return nil }
    let corrections = Corrections(ordered)
    var devices: [String: Device] = [:]
    var intervals: [Interval] = []
    for (name, own) in byDevice {
      let timeline = DeviceTimeline(own, rules: rules, corrections: corrections, present: .unknown)
      guard !timeline.isOpen, let last = own.last else { return nil }
      devices[name] = Device(last: last, axis: timeline.axis, jumps: timeline.jumps)
      intervals += timeline.intervals
    }
    var history = History()
    var terms: [String: Bool] = [:]
    self.init(
      devices: devices, turns: history.read(ordered, corrections, rules, noting: &terms),
      intervals: Ledger.inOrder(intervals + corrections.entries(ordered)),
      hasImports: ordered.contains { $0.importName != nil }, latest: latest,
      asked: ordered.reduce(into: [:]) { $1.noteAsking(in: &$0) }, terms: terms)
  }

  /// Whether what follows says nothing about the prefix, and whether the rules are those it was made by.
  public func isFollowed(by records: some Sequence<Record>) -> Bool {
    records.allSatisfy { record in
      let isAfter =
        record.order > latest && record.sequence > last(of: record.device)?.sequence ?? 0
      let isAboutLater =
        record.meant.map { $0.sequence > last(of: $0.device)?.sequence ?? 0 } ?? true
      return isAfter && isAboutLater && !(hasImports && record.importName != nil)
    }
  }

  /// Whether it would be the same by these rules.
  public func holds(by rules: TimeRules) -> Bool {
    terms.allSatisfy { rules.counts($0.key) == $0.value }
  }
}

extension Record {
  /// The record that this one stops, corrects, settles or takes out.
  fileprivate var meant: (device: String, sequence: Int)? {
    guard [.stop, .adjust, .settle, .void].contains(kind), let name = entry.reference else {
      return nil
    }
    guard let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...])
    else { return (name, .max) }
    return (String(name[..<colon]), number)
  }

  /// Keeps when a question was put.
  public func noteAsking(in times: inout [String: Int]) {
    guard kind == .ask, let question = entry.others["q"]?.string else { return }
    times[question] = max(times[question] ?? .min, moment.wall.unixMilliseconds)
  }
}
