/// The journal of one device: JSON lines, each with the hash of the one before it.
public enum Journal {
  /// What a journal's bytes hold: every record that is sound, and what is wrong with the rest.
  public struct Reading: Sendable, Equatable {
    /// The sound records, in the order of the file.
    public let records: [Record]
    /// What is wrong, in the order of the file.
    public let problems: [JournalProblem]

    /// Creates a reading.
    public init(records: [Record], problems: [JournalProblem]) {
      self.records = records
      self.problems = problems
    }

    /// Whether every byte belongs to one unbroken chain of records.
    public var isSound: Bool { problems.isEmpty }

    /// Whether every line is a record of the device, though some may be missing between them.
    public var isWhole: Bool { problems.allSatisfy(\.kind.isGap) }
  }

  /// Reads a journal, whatever its bytes are.
  ///
  /// A record counts when its own hash is right, also after a damaged stretch; the problems say
  /// where the chain is broken. An empty journal is a problem, never a new journal. With a device's
  /// name, the records of others are problems too. With a record the bytes are those after it.
  public static func parse(
    _ bytes: [UInt8], device: String? = nil, after last: Record? = nil
  ) -> Reading {
    guard !bytes.isEmpty else { return Reading(records: [], problems: [.init(.empty, line: 1)]) }
    var reader = JournalReader(device: device, last: last)
    var scanner = LineScanner(bytes)
    var (start, number) = (0, 1)
    while start < bytes.count {
      if let plain = scanner.record(at: start), plain.end < bytes.count,
        bytes[plain.end] == newline
      {
        reader.add(plain.record, number: number)
        start = plain.end + 1
      } else {
        let end = bytes[start...].firstIndex(of: newline) ?? bytes.count
        reader.read(bytes[start..<end], number: number, isLast: end == bytes.count)
        start = end + 1
      }
      number += 1
    }
    return Reading(records: reader.records, problems: reader.problems)
  }

  /// The bytes of a journal with these records.
  public static func text(of records: some Sequence<Record>) -> [UInt8] {
    var bytes: [UInt8] = []
    for record in records {
      bytes += record.line.utf8
      bytes.append(newline)
    }
    return bytes
  }

  /// The chain that two copies of one device's journal make together.
  ///
  /// Records of the second copy fill the gaps of the first and continue it where they fit. `nil`
  /// when the copies tell different stories, that is, when both have a record of one number.
  public static func union(_ first: [Record], _ second: [Record]) -> [Record]? {
    var bySequence: [Int: Record] = [:]
    for record in first + second {
      if let known = bySequence.updateValue(record, forKey: record.sequence), known != record {
        return nil
      }
    }
    return bySequence.values.sorted { $0.sequence < $1.sequence }
  }

  private static let newline = UInt8(ascii: "\n")
}

/// Something wrong in a journal.
public struct JournalProblem: Sendable, Hashable {
  /// What is wrong.
  public enum Kind: Sendable, Hashable {
    /// The file has no content.
    case empty
    /// The last line has no end: its writing was cut short.
    case incompleteLine
    /// A stretch of NUL bytes, as a power cut leaves them.
    case blankBytes
    /// A line is no record.
    case unreadable(RecordError)
    /// The record was written by another device.
    case foreignDevice(String)
    /// Records are missing between the one before and this one.
    case missing(ClosedRange<Int>)
    /// The record does not continue the one before it.
    case brokenChain

    fileprivate var isGap: Bool {
      switch self {
      case .missing, .brokenChain: true
      case .empty, .incompleteLine, .blankBytes, .unreadable, .foreignDevice: false
      }
    }
  }

  /// What is wrong.
  public let kind: Kind
  /// The line, from 1.
  public let line: Int

  /// Creates a problem.
  public init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// A stable identifier.
  public var code: String {
    switch kind {
    case .empty: "journal-empty"
    case .incompleteLine: "journal-line-incomplete"
    case .blankBytes: "journal-blank-bytes"
    case .unreadable: "journal-line-unreadable"
    case .foreignDevice: "journal-foreign-record"
    case .missing: "journal-records-missing"
    case .brokenChain: "journal-chain-broken"
    }
  }

  /// What is wrong, as one phrase.
  public var words: String {
    switch kind {
    case .empty: "the journal is empty"
    case .incompleteLine: "line \(line) was not written to its end"
    case .blankBytes: "line \(line) holds NUL bytes"
    case .unreadable(let error): "line \(line) cannot be read: \(error.words)"
    case .foreignDevice(let name): "line \(line) was written by the device '\(name)'"
    case .missing(let range) where range.count == 1:
      "record \(range.lowerBound) is missing before line \(line)"
    case .missing(let range):
      "records \(range.lowerBound) to \(range.upperBound) are missing before line \(line)"
    case .brokenChain: "line \(line) does not continue the record before it"
    }
  }
}

/// Reads line after line and keeps what is sound.
private struct JournalReader {
  let device: String?
  var records: [Record] = []
  var problems: [JournalProblem] = []

  private var last: Record?

  init(device: String?, last: Record?) {
    self.device = device
    self.last = last
  }

  mutating func read(_ line: ArraySlice<UInt8>, number: Int, isLast: Bool) {
    do {
      if add(try Record(line: line), number: number), isLast {
        problems.append(.init(.incompleteLine, line: number))
      }
    } catch {
      problems.append(.init(Self.kind(of: error, line, isLast: isLast), line: number))
    }
  }

  /// Adds a record; returns whether it is one of this journal.
  @discardableResult
  mutating func add(_ record: Record, number: Int) -> Bool {
    if let device, record.device != device {
      problems.append(.init(.foreignDevice(record.device), line: number))
      return false
    }
    check(record, number)
    records.append(record)
    last = record
    return true
  }

  private static func kind(
    of error: RecordError, _ line: ArraySlice<UInt8>, isLast: Bool
  ) -> JournalProblem.Kind {
    if line.contains(0) { return .blankBytes }
    return isLast ? .incompleteLine : .unreadable(error)
  }

  /// Compares a record with the one before it.
  private mutating func check(_ record: Record, _ number: Int) {
    let expected = (last?.sequence ?? 0) + 1
    if record.sequence > expected {
      problems.append(.init(.missing(expected...record.sequence - 1), line: number))
    } else if record.sequence < expected || record.previous != last?.hash ?? "" {
      problems.append(.init(.brokenChain, line: number))
    }
  }
}
