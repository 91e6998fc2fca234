import Git
public import Ledger

/// The copy of the journals that `submit` sealed into a draft, for readers who have no journal.
///
/// It is never the truth: whoever writes drafts can write it. Beside journals it only has to agree with
/// them; alone it is named for what it is.
struct SealedCopy {
  /// Where it lies.
  static let path = "TIMELOG.jsonl"

  /// The records of each device that are sound.
  let records: [String: [Record]]
  /// What is wrong with the copy.
  let notices: [JournalNotice]

  /// Reads the copy of a tree; `nil` where there is none.
  init?(in files: TreeFiles) throws {
    guard let text = try files.text(Self.path) else { return nil }
    var lines: [String: [UInt8]] = [:]
    var notices: [JournalNotice] = []
    for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let record = try? Record(line: line) else {
        notices.append(
          JournalNotice(
            code: "sealed-copy-damaged", device: "",
            message: "line \(index + 1) of '\(Self.path)' is no sound record"))
        continue
      }
      lines[record.device, default: []] += line + [UInt8(ascii: "\n")]
    }
    var records: [String: [Record]] = [:]
    for (device, bytes) in lines.sorted(by: { $0.key < $1.key }) {
      let reading = Journal.parse(bytes, device: device)
      records[device] = reading.records
      notices += reading.problems.prefix(1).map {
        JournalNotice(
          code: "sealed-copy-damaged", device: device,
          message: "'\(Self.path)', device '\(device)': \($0.words)")
      }
    }
    self.records = records
    self.notices = notices
  }

  /// What stands in where a clone has no journal at all.
  var journals: Journals { Journals(device: nil, records: records, notices: notices) }

  /// Where the copy tells something else than the journals.
  func contradictions(_ journals: Journals) -> [Breach] {
    records.sorted { $0.key < $1.key }.compactMap { device, records in
      let strange = records.first { journals.confirm(JournalMark($0)) == false }
      guard let strange else { return nil }
      return Breach(
        code: "sealed-copy-differs", place: Self.path,
        message:
          "'\(Self.path)' has the record \(strange.id) with a hash that the journal does not have")
    }
  }
}

extension VerifyReport {
  /// A hand-in that the journals tell of, as far as it is about the draft that is looked at.
  public struct HandedIn: Sendable, Equatable {
    /// The record.
    public let record: String
    /// When, by that device's clock.
    public let time: Timestamp
    /// The draft, its tag, the link and the digests of the files.
    public let facts: Submission.Facts
    /// The files of the sealed times that this draft has otherwise than they were handed in.
    public let changed: [String]
  }
}

extension VerifyReport.HandedIn {
  /// The hand-ins of drafts that a history holds, first to last.
  static func all(
    _ journals: Journals, in history: [Commit], _ files: TreeFiles
  ) throws -> [VerifyReport.HandedIn] {
    let drafts = Set(history.map(\.id.hex))
    return try journals.submissions.filter { drafts.contains($0.facts.draft) }.map { submission in
      let facts = submission.facts
      let changed = try facts.files.filter { !$0.key.contains("/") }.filter {
        try files.digest($0.key) != $0.value
      }
      return VerifyReport.HandedIn(
        record: submission.record.id, time: submission.record.moment.wall, facts: facts,
        changed: changed.keys.sorted())
    }
  }
}
