public import Git
public import Ledger
import Platform

/// The time annotation of the next draft.
public struct DraftTrailers {
  private let clock: TimeClock
  private var store: JournalStore { clock.store }

  /// Works on the journals of a clock.
  public init(_ clock: TimeClock) { self.clock = clock }

  /// The annotation of the next draft; `nil` while no journal has a record.
  ///
  /// Making a draft is a sign of life, so a running clock gets a beat. With `replacingHead` the
  /// draft takes the place of the last one, as an amended commit does, and the time is counted from
  /// the drafts before that.
  public func forNextDraft(replacingHead: Bool = false) throws -> DraftAnnotation? {
    try store.update { writer in
      let status = clock.status(writer.journals)
      if status.running != nil { try clock.append(.beat, to: &writer, status) { _ in } }
      let journals = writer.journals
      let device = journals.device ?? ""
      // What may run on other devices is annotated where its records are.
      let state = Ledger.fold(
        journals.all, rules: clock.rules, now: status.now, device: device, othersMayRun: false)
      let marks = try marksBefore(journals, replacingHead: replacingHead)
      let before = Ledger.fold(journals.upTo(marks), rules: clock.rules)
      return DraftAnnotation(state: state, before: before, device: device, rules: clock.rules)
    }
  }

  /// Puts the annotation into the message that git is about to use; returns what was written.
  ///
  /// For the hook `commit-msg`. An empty message is left empty, so that git gives up; a message that
  /// a rebase carries over keeps the annotation it has. The journal's branch is brought up to date,
  /// so that whoever gets the draft can get the records it names.
  public func apply(toMessageFile path: String) throws -> DraftAnnotation? {
    let files = store.platform.files
    let bytes = try files.read(path)
    guard try !isRebasing() else { return nil }
    var message = CommitMessage(bytes, commentPrefix: try commentPrefix())
    guard !message.isEmpty else { return nil }
    let replaces = try Amendment.isUnderWay(message, store)
    guard let annotation = try forNextDraft(replacingHead: replaces) else { return nil }
    message.set(annotation.trailers, replacing: DraftAnnotation.keys)
    try files.replace(path, with: message.bytes)
    try store.checkpoint()
    return annotation
  }

  /// The message of a draft with its annotation, when no editor is involved.
  func annotated(_ text: String, replacingHead: Bool) throws -> String {
    var message = CommitMessage(text, commentPrefix: nil)
    guard !message.isEmpty, let annotation = try forNextDraft(replacingHead: replacingHead) else {
      return text
    }
    message.set(annotation.trailers, replacing: DraftAnnotation.keys)
    return message.text
  }

  /// What begins a comment in the message; `nil` where nothing is one.
  ///
  /// Git takes comments out only of what came from an editor. Where there was none, as with `-m`, it
  /// says so to its hooks by naming `:` as the editor.
  private func commentPrefix() throws -> String? {
    if store.platform.environment["GIT_EDITOR"] == ":" { return nil }
    let own = try store.repository.config("core.commentchar")
    return own?.count == 1 ? own : "#"
  }

  /// A rebase makes old drafts anew: their time was booked when they were first made.
  private func isRebasing() throws -> Bool {
    try ["rebase-merge", "rebase-apply"].contains {
      try store.platform.files.exists(Path.join(store.clone.gitDirectory, $0))
    }
  }
}

// MARK: - History

extension DraftTrailers {
  /// How far the journals had gone, by the drafts that the next one follows.
  ///
  /// Of each device the furthest mark counts, however far back it is: a nearer draft may be a copy of
  /// an older one, or come from a clone that did not know the device. No draft from before the
  /// journals can name them, which is where the search ends; and what was found is remembered, so that
  /// the next draft looks at this one only.
  private func marksBefore(
    _ journals: Journals, replacingHead: Bool
  ) throws -> [JournalMark] {
    let walls = journals.records.values.joined().map(\.moment.wall.unixMilliseconds)
    guard let first = walls.min() else { return [] }
    let begin = first / 1000 - Self.clockTolerance
    let drafts = try parents(replacingHead: replacingHead)
    let marks = try marks(of: drafts, since: begin, journals)
    let furthest = Self.furthest(marks, journals).sorted { $0.device < $1.device }
    // What a mark further than the furthest is, which the journals do not have, may show later.
    let isSettled = marks.allSatisfy { mark in
      furthest.contains { $0.device == mark.device && $0.sequence >= mark.sequence }
    }
    if drafts.count == 1, isSettled, furthest.allSatisfy({ journals.confirm($0) == true }) {
      store.remember(RememberedDrafts(draft: drafts[0], begin: begin, marks: furthest))
    }
    return furthest
  }

  /// The marks of some drafts and of all before them, as far back as any can name the journals.
  private func marks(
    of drafts: [ObjectID], since begin: Int, _ journals: Journals
  ) throws -> [JournalMark] {
    let known = store.rememberedDrafts(journals, since: begin)
    let cut = try shallowCommits()
    var waiting = drafts
    var seen = Set(waiting)
    var marks: [JournalMark] = []
    while let id = waiting.popLast() {
      if let known, known.draft == id {
        marks += known.marks
        continue
      }
      let commit = try store.repository.commit(id)
      marks += try DraftAnnotation(of: commit)?.marks ?? []
      guard commit.committer.seconds >= begin, !cut.contains(id) else { continue }
      for parent in commit.parents where seen.insert(parent).inserted { waiting.append(parent) }
    }
    return marks
  }

  /// How far the clocks of two devices may differ, in seconds.
  private static var clockTolerance: Int { 86_400 }

  /// The furthest mark of each device, leaving out those that its journal contradicts.
  private static func furthest(_ marks: [JournalMark], _ journals: Journals) -> [JournalMark] {
    // Of its own records a device has the last; those of others may not have come yet.
    let end = journals.own.last?.sequence ?? 0
    return Dictionary(grouping: marks, by: \.device).values.compactMap { own in
      own.sorted { $0.sequence > $1.sequence }.first { mark in
        journals.confirm(mark) ?? (mark.device != journals.device || mark.sequence < end)
      }
    }
  }

  /// The commits whose parents a shallow clone left behind.
  private func shallowCommits() throws -> Set<ObjectID> {
    let file = Path.join(store.clone.commonDirectory, "shallow")
    let bytes = try store.platform.files.readIfPresent(file) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return Set(lines.compactMap { ObjectID(hex: String($0)) })
  }

  private func parents(replacingHead: Bool) throws -> [ObjectID] {
    guard let head = try store.repository.head() else { return [] }
    if replacingHead { return try store.repository.commit(head).parents }
    let merged = try store.platform.files.readIfPresent(
      Path.join(store.clone.gitDirectory, "MERGE_HEAD"))
    let lines = String(decoding: merged ?? [], as: UTF8.self).split(separator: "\n")
    return [head] + lines.compactMap { ObjectID(hex: String($0)) }
  }
}

extension DraftAnnotation {
  /// Reads the annotation of a draft; `nil` when it has none.
  public init?(of commit: Commit) throws {
    self.init(try Repository.trailers(of: commit.message).map { DraftTrailer($0.key, $0.value) })
  }
}

/// Finds out whether the commit being made takes the place of the last one.
///
/// Git tells its hooks nothing of `--amend`. The message does, when it is carried over with its
/// annotation, and so does the command line of the `git` that runs the hook.
enum Amendment {
  static func isUnderWay(_ message: CommitMessage, _ store: JournalStore) throws -> Bool {
    guard let head = try store.repository.head() else { return false }
    let own = DraftAnnotation(message.trailers)?.marks ?? []
    let last = try DraftAnnotation(of: store.repository.commit(head))?.marks ?? []
    if !own.isEmpty && own == last { return true }
    // A hook may itself run inside another commit's hook: only the nearest git is meant.
    let git = callers(store.platform.files).first { $0.first.map(Path.name) == "git" }
    return git.map(amends) ?? false
  }

  /// The command lines of the processes above this one, nearest first; few are enough.
  private static func callers(_ files: any Files) -> [[String]] {
    var found: [[String]] = []
    var process = "self"
    for _ in 0..<6 {
      guard let parent = parent(of: process, files), parent != "0",
        let line = try? files.read("/proc/\(parent)/cmdline")
      else { break }
      found.append(line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
      process = parent
    }
    return found
  }

  /// The fourth field of `stat`; the second is a name in brackets that may hold anything.
  private static func parent(of process: String, _ files: any Files) -> String? {
    guard let bytes = try? files.read("/proc/\(process)/stat"),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    return fields.count > 1 ? String(decoding: fields[1], as: UTF8.self) : nil
  }

  /// Whether a command line is `git … commit … --amend`, abbreviated or not.
  static func amends(_ words: [String]) -> Bool {
    guard let commit = words.firstIndex(of: "commit") else { return false }
    return words[commit...].prefix { $0 != "--" }.contains { word in
      word.hasPrefix("--am") && "--amend".hasPrefix(word)
    }
  }
}
