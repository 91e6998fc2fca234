import Documents
import Ledger
import Testing

/// A device with clocks of its own that writes a journal.
struct Scribe {
  let device: String
  var wall: Int
  var boot = "boot-1"
  var clock = 1_000_000
  var awake = 900_000
  var offsetSeconds = 3600
  private(set) var records: [Record] = []
  private var latest: HybridTime?

  /// Sunday 22 November 2026, 12:00 UTC.
  static let noon = 1_795_348_800_000

  init(_ device: String = "lap-k3fq", wall: Int = Scribe.noon) {
    self.device = device
    self.wall = wall
  }

  /// Two devices at work for an hour each, half of it at once.
  static func pair() throws -> (Scribe, Scribe) {
    var laptop = Scribe("lap-k3fq")
    var box = Scribe("box-a1b2", wall: noon + 30 * minute)
    try laptop.write(.start, "research")
    try box.write(.start, "writing")
    laptop.pass(60)
    box.pass(60)
    return (laptop, box)
  }

  var now: Moment {
    Moment(
      wall: Timestamp(unixMilliseconds: wall, offsetSeconds: offsetSeconds),
      zone: "Europe/Berlin", boot: boot, bootMilliseconds: clock, awakeMilliseconds: awake)
  }

  var journal: [UInt8] { Journal.text(of: records) }

  mutating func pass(_ minutes: Double) {
    wall += Int(minutes * 60_000)
    clock += Int(minutes * 60_000)
    awake += Int(minutes * 60_000)
  }

  mutating func sleep(_ minutes: Double) {
    pass(minutes)
    awake -= Int(minutes * 60_000)
  }

  mutating func reboot(_ minutes: Double) {
    wall += Int(minutes * 60_000)
    clock = 5000
    awake = 5000
    boot += "+"
  }

  /// Has seen another device's records, as after a sync.
  mutating func see(_ other: Scribe) { latest = max(latest ?? other.stamp, other.stamp) }

  private var stamp: HybridTime { latest ?? HybridTime(milliseconds: 0, counter: 0) }

  @discardableResult
  mutating func write(
    _ kind: Record.Kind, _ category: String? = nil,
    _ change: (inout Record.Entry) -> Void = { _ in }
  ) throws -> Record {
    var entry = Record.Entry(kind: kind, moment: now, phase: "research", source: "cli")
    entry.category = category
    change(&entry)
    let order = HybridTime.next(after: latest, nowMilliseconds: wall)
    let record = try Record(entry, device: device, order: order, after: records.last)
    records.append(record)
    latest = order
    return record
  }
}

extension TimeRules {
  /// The rules the tests count by.
  static let sample = TimeRules(
    categories: [
      Category(id: "research", isCounted: true),
      Category(id: "reading", isCounted: true, budgets: ["time.research", "time.reading"]),
      Category(id: "writing", isCounted: true),
      Category(id: "summary", isCounted: false, budgets: ["time.summary"]),
      Category(id: "waiting", isCounted: false),
      Category(id: "break", isCounted: false),
    ],
    budgets: [
      Budget(id: "time.research", soft: 16 * 3_600_000, hard: 20 * 3_600_000),
      Budget(id: "time.summary", soft: nil, hard: 2 * 3_600_000),
      Budget(id: "time.reading", soft: 5 * 3_600_000, hard: nil),
    ],
    mainBudget: "time.research", phaseBudgets: ["summary": "time.summary"])
}

let minute = 60_000
