import Git
import Ledger

/// Something found wrong with a journal, and what was done about it.
public struct JournalNotice: Sendable, Hashable {
  /// A stable identifier.
  public let code: String
  /// The device whose journal it is.
  public let device: String
  /// What was found and done, as one phrase.
  public let message: String
  /// What to do about it, as one phrase; `nil` when nothing is left to do.
  public let hint: String?

  /// Creates a notice.
  public init(code: String, device: String, message: String, hint: String? = nil) {
    self.code = code
    self.device = device
    self.message = message
    self.hint = hint
  }
}

extension JournalNotice {
  static func repaired(
    _ device: String, _ problems: [JournalProblem], records: Int, restored: Int, torn: String?
  ) -> JournalNotice {
    let cause = problems.first?.words ?? "the journal was missing"
    let more = problems.count > 1 ? " and \(problems.count - 1) more" : ""
    let source = restored > 0 ? ", \(restored) of them from its branch" : ""
    let place = torn.map { "; the damaged file is kept as '\($0)'" } ?? ""
    return JournalNotice(
      code: "journal-repaired", device: device,
      message: "\(cause)\(more): \(records) records of '\(device)' are safe\(source)\(place)")
  }

  static func behind(_ device: String, added: Int) -> JournalNotice {
    JournalNotice(
      code: "journal-restored", device: device,
      message: "the journal of '\(device)' was \(added) records short; they came from its branch")
  }

  static func nameless(_ kept: String) -> JournalNotice {
    JournalNotice(
      code: "device-damaged", device: "",
      message: "the file that names this device was damaged and is kept as '\(kept)'",
      hint: "the next record gives this clone a new name")
  }

  static func copied(_ old: String, to new: String) -> JournalNotice {
    JournalNotice(
      code: "device-copied", device: new,
      message: "this clone is a copy of the device '\(old)' and is now '\(new)'")
  }

  static func lost(_ old: String, now new: String) -> JournalNotice {
    JournalNotice(
      code: "journal-lost", device: new,
      message: "no record of the device '\(old)' is left here; this clone is now '\(new)'",
      hint: "'dossier sync' brings back what another machine has")
  }

  static func diverged(_ old: String, now new: String) -> JournalNotice {
    JournalNotice(
      code: "device-doubled", device: new,
      message: "another clone also wrote as the device '\(old)'; this one is now '\(new)'")
  }

  static func unreadable(_ device: String, _ place: String, _ error: GitError) -> JournalNotice {
    JournalNotice(
      code: "journal-branch-unreadable", device: device,
      message: "the branch '\(place)' holds no journal: \(error)",
      hint: "fetch it again from a machine that has it")
  }

  static func rewritten(_ device: String, records: Int, _ error: GitError) -> JournalNotice {
    JournalNotice(
      code: "journal-branch-rewritten", device: device,
      message: "git could not read the branch of '\(device)' (\(error)); "
        + "it was written again with the \(records) records of the journal")
  }

  static func branchBehind(_ device: String, _ error: any Error) -> JournalNotice {
    JournalNotice(
      code: "journal-branch-behind", device: device,
      message: "the record is safe, but its branch could not be brought up to date: \(error)",
      hint: "the next draft or sync tries again")
  }

  static func damaged(_ device: String, _ problem: JournalProblem, in place: String)
    -> JournalNotice
  {
    JournalNotice(
      code: problem.code, device: device,
      message: "the journal of '\(device)' in '\(place)' is damaged: \(problem.words)",
      hint: "the device itself has the whole journal; sync with it")
  }
}
