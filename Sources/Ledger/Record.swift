public import Documents

/// One line of a journal: what happened to the clock, when, and what stood before it.
///
/// Records are facts of starts and stops, never totals; corrections are records of their own. The
/// line is the truth: a record is made by writing one (``Record/init(_:after:)``) or by reading one
/// (``Record/init(line:)``).
public struct Record: Sendable, Hashable {
  private let contents: Contents

  /// The device that wrote it.
  public var device: String { contents.device }

  /// Its number among the device's records, from 1.
  public var sequence: Int { contents.sequence }

  /// The hash of the device's record before it; empty for the first.
  public var previous: String { contents.previous }

  /// Its stamp in the order of all devices' records.
  public var order: HybridTime { contents.order }

  /// The line itself, without its line break.
  public var line: String { contents.line }

  /// SHA-256 of the line without this hash, as 64 hexadecimal digits.
  public var hash: String { contents.hash }

  /// What happened.
  public var entry: Entry { contents.entry }

  /// What kind of thing happened.
  public var kind: Kind { contents.entry.kind }

  /// What the device's clocks showed.
  public var moment: Moment { contents.entry.moment }

  /// Whether a program that watches for signs of life wrote it.
  var isFromWatcher: Bool { contents.entry.source == "watch" }

  /// The name by which other records refer to it: `lap-k3fq:212`.
  public var id: String { device + ":" + String(sequence) }

  /// Whether two records are the same line.
  public static func == (a: Record, b: Record) -> Bool {
    a.contents === b.contents || a.hash == b.hash
  }

  /// Hashes the line's own hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension Record {
  /// Journals are sorted and copied whole, so what a record is made of is kept apart and shared.
  private final class Contents: Sendable {
    let device: String
    let sequence: Int
    let previous: String
    let order: HybridTime
    let line: String
    let hash: String
    let entry: Entry

    init(
      _ device: String, _ sequence: Int, _ previous: String, _ order: HybridTime, _ entry: Entry,
      _ line: String, _ hash: String
    ) {
      self.device = device
      self.sequence = sequence
      self.previous = previous
      self.order = order
      self.entry = entry
      self.line = line
      self.hash = hash
    }
  }

  init(
    device: String, sequence: Int, previous: String, order: HybridTime, entry: Entry,
    line: String, hash: String
  ) {
    contents = Contents(device, sequence, previous, order, entry, line, hash)
  }

  /// What a record says, apart from its place in the journal.
  public struct Entry: Sendable, Equatable {
    /// What happened.
    public var kind: Kind
    /// What the device's clocks showed when it was written.
    public var moment: Moment
    /// The phase the writer was in.
    public var phase: String
    /// What the time is booked on; for kinds that begin or describe a stretch of time.
    public var category: String?
    /// The project it belongs to: one more with each restart.
    public var epoch: Int
    /// The commit that was checked out.
    public var head: String?
    /// SHA-256 of the report as it lay in the folder.
    public var document: String?
    /// Who wrote it: `cli`, `hook`, `watch`, or the name and digest of an import.
    public var source: String
    /// The time a person gave instead of the moment of writing.
    public var declared: Timestamp?
    /// The end a person gave, where a record is about a stretch of time: the start is then ``declared``.
    public var until: Timestamp?
    /// The record that this one is about.
    public var reference: String?
    /// A person's own words: a note, a reason.
    public var text: String?
    /// SHA-256 of the manifest of a freeze.
    public var manifest: String?
    /// Keys this version does not know, kept as they are.
    public var others: [String: JSON]

    /// Creates an entry with nothing but what every record has.
    public init(kind: Kind, moment: Moment, phase: String, epoch: Int = 1, source: String) {
      self.kind = kind
      self.moment = moment
      self.phase = phase
      self.epoch = epoch
      self.source = source
      self.others = [:]
    }
  }

  /// What a record is about; an unknown kind is kept and counts as a sign of life.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    /// The word in the journal.
    public let rawValue: String

    /// Creates a kind from its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The clock starts.
    public static let start = Kind(rawValue: "start")
    /// The clock stops.
    public static let stop = Kind(rawValue: "stop")
    /// The clock goes on in another category.
    public static let `switch` = Kind(rawValue: "switch")
    /// A sign of life while the clock runs.
    public static let beat = Kind(rawValue: "beat")
    /// A remark.
    public static let note = Kind(rawValue: "note")
    /// Another time for the start or stop it refers to.
    public static let adjust = Kind(rawValue: "adjust")
    /// The stretch begun by the record it refers to does not count.
    public static let void = Kind(rawValue: "void")
    /// The applicant goes to another phase.
    public static let phase = Kind(rawValue: "phase")
    /// Research ends and the report's body is fixed.
    public static let freeze = Kind(rawValue: "freeze")
    /// A freeze is taken back.
    public static let thaw = Kind(rawValue: "thaw")
    /// The direction changes; the clock goes on.
    public static let pivot = Kind(rawValue: "pivot")
    /// A new project begins at zero.
    public static let restart = Kind(rawValue: "restart")
    /// This journal goes on where another device's, copied with its folder, stood.
    public static let fork = Kind(rawValue: "fork")
    /// A stretch of time that no clock measured: typed in afterwards, or imported.
    public static let entry = Kind(rawValue: "entry")
    /// What a doubtful part of a stretch was.
    public static let settle = Kind(rawValue: "settle")
    /// A change that the phase does not allow was made nevertheless, for a reason.
    public static let override = Kind(rawValue: "override")
    /// A question of the programme was put to the applicant.
    public static let ask = Kind(rawValue: "ask")
    /// Something was written into the research log.
    public static let log = Kind(rawValue: "log")
    /// Somebody else vouches for when a record existed.
    public static let anchor = Kind(rawValue: "anchor")
    /// The application was sealed for handing in.
    public static let seal = Kind(rawValue: "seal")
    /// Evidence of work from another program; never time by itself.
    public static let sign = Kind(rawValue: "sign")
  }
}

/// A place in a device's journal together with what stands there: `lap-k3fq@212 9c41…`.
public struct JournalMark: Sendable, Hashable {
  /// The device.
  public let device: String
  /// The number of the record.
  public let sequence: Int
  /// The hash of the record.
  public let hash: String

  /// Creates a mark.
  public init(device: String, sequence: Int, hash: String) {
    self.device = device
    self.sequence = sequence
    self.hash = hash
  }

  /// The mark at a record.
  public init(_ record: Record) {
    self.init(device: record.device, sequence: record.sequence, hash: record.hash)
  }

  /// Reads `DEVICE@SEQ HASH`; `nil` for any other form.
  public init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let at = words[0].lastIndex(of: "@"),
      let sequence = Int(words[0][words[0].index(after: at)...]), sequence > 0,
      DeviceName.isValid(String(words[0][..<at])), Record.isHash(String(words[1]))
    else { return nil }
    self.init(device: String(words[0][..<at]), sequence: sequence, hash: String(words[1]))
  }

  /// The mark as `DEVICE@SEQ HASH`.
  public var text: String { "\(device)@\(sequence) \(hash)" }
}
