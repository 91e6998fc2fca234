import Contracts
public import Git
import Ledger

/// Tells before a draft is made what of it a freeze forbids; what it finds `verify` would find too.
public struct FreezeGuard {
  private let clock: TimeClock
  var store: JournalStore { clock.store }

  /// Works on the journals of a clock.
  public init(_ clock: TimeClock) { self.clock = clock }

  /// What a draft changes of what is fixed.
  public struct Answer: Sendable, Equatable {
    /// What only this draft changes and no override covers.
    public let fresh: [Breach]
    /// What the draft before it had changed already, and no override covers.
    public let earlier: [Breach]
    /// The programme's rule with its sentence; `nil` where the contract has none.
    public let rule: String?
    /// When the freeze was made, and its record.
    public let freeze: VerifyReport.Freeze
  }

  /// Looks at an index, which is what the next draft will hold; `nil` while nothing is frozen.
  ///
  /// `repository` is another opening of the same repository where git has put the index elsewhere.
  public func answer(forIndexOf repository: Repository? = nil) throws -> Answer? {
    let repository = try repository ?? store.repository
    return try answer(previous: repository.head()) { contents in
      let entries = try repository.indexEntries().map {
        TreeEntry(path: $0.path, mode: $0.mode, id: $0.id)
      }
      return TreeFiles(entries, contents)
    }
  }

  /// Looks at a draft that is there already but that no branch names yet.
  public func answer(for draft: ObjectID, after previous: ObjectID) throws -> Answer? {
    if try store.repository.isAncestor(draft, of: previous) { return nil }
    return try answer(previous: previous) { try $0.files(of: draft) }
  }

  private func answer(
    previous: ObjectID?, _ read: (TreeContents) throws -> TreeFiles
  ) throws -> Answer? {
    let journals = try store.read()
    guard let freeze = journals.state(rules: .none).freeze else { return nil }
    let contents = TreeContents(try store.repository)
    let files = try read(contents)
    let last = try previous.map { try contents.files(of: $0) }
    guard let frozen = try frozen(freeze, among: [files, last], contents) else { return nil }
    let overrides = Overrides(journals, of: freeze)
    let found = try frozen.breaches(in: files).filter { !overrides.covers($0) }
    let known = try last.map { Set(try frozen.breaches(in: $0)) } ?? []
    return Answer(
      fresh: found.filter { !known.contains($0) }, earlier: found.filter(known.contains),
      rule: frozen.contract?.words(ofRule: "phase-locked"), freeze: VerifyReport.Freeze(freeze))
  }

  /// The manifest that the journal names, with its contract, from wherever it still is.
  func frozen(
    _ freeze: FreezeMark, among files: [TreeFiles?], _ contents: TreeContents
  ) throws -> Frozen? {
    var places = files.compactMap(\.self)
    if let name = freeze.record.entry.head, let draft = try store.repository.resolve(name) {
      places.append(try contents.files(of: draft))
    }
    guard let found = try places.compactMap({ try Frozen($0, digest: freeze.manifest) }).first
    else {
      return nil
    }
    let contract =
      try found.contract ?? places.compactMap { try Frozen.contract($0, found.manifest) }.first
    return Frozen(manifest: found.manifest, contract: contract, digest: found.digest)
  }
}

extension FreezeGuard {
  /// Keeps breaches as a permanent record, so that `verify` tells of them with the reason.
  ///
  /// Returns what was recorded, as a phrase. Throws a ``Refusal`` when no reason is given.
  public func override(_ answer: Answer, reason: String) throws -> String {
    guard !CommitMessage(reason, commentPrefix: nil).isEmpty else {
      throw Refusal(
        code: "reason-empty", message: "the reason is empty",
        hint: "say why: it is kept in the record, for everybody to read")
    }
    let covered = answer.fresh + answer.earlier
    let record = try store.update { writer in
      try clock.append(.override, to: &writer, clock.status(writer.journals)) {
        $0.reference = answer.freeze.record
        $0.text = reason
        $0.others = Override.contents(covering: covered)
      }
    }
    try store.checkpoint()
    return "kept as record \(record.id), for ever and with its reason: \(Answer.list(covered))"
  }
}

extension FreezeGuard.Answer {
  /// Why a draft with these changes is not made; `nil` when it may be.
  public var refusal: Refusal? {
    guard !fresh.isEmpty else { return nil }
    let when = "\(freeze.time.dayText) \(freeze.time.minutesText)"
    let rule = rule.map { "; the rule: \($0)" } ?? ""
    return Refusal(
      code: "phase-locked",
      message:
        "the freeze of \(when) fixed what this draft would change: \(Self.list(fresh))\(rule)",
      hint: "take it back, or keep it as a permanent record with '--override REASON'; "
        + "'dossier thaw REASON' goes back to research while its hours last")
  }

  /// What to say where a draft is not refused: the places, and what comes of it.
  public var warning: String? {
    guard !fresh.isEmpty else { return nil }
    let places = Set(fresh.map(\.place)).sorted()
    let shown = places.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let more = places.count > 3 ? " and \(places.count - 3) more" : ""
    let verb = places.count == 1 ? "was" : "were"
    return "frozen: \(shown)\(more) \(verb) changed; 'verify' will report it"
  }

  /// What earlier drafts changed, as one phrase; `nil` where none did.
  public var remark: String? {
    guard !earlier.isEmpty else { return nil }
    return "an earlier draft changed what the freeze fixed, and 'verify' reports it: "
      + "\(Self.list(earlier)); '--override REASON' would keep the reason with it"
  }

  static func list(_ breaches: [Breach]) -> String {
    let shown = breaches.prefix(5).map(\.message).joined(separator: "; ")
    return breaches.count > 5 ? "\(shown); and \(breaches.count - 5) more" : shown
  }
}

extension Contract {
  /// What a rule says, and the programme's sentence behind it.
  func words(ofRule code: String) -> String? {
    guard let rule = rule(for: code) else { return nil }
    let quote = rule.sources.compactMap { source in
      source.quote.map { "「\($0)」 (\(source.place))" }
    }.first
    return ([rule.text.text()] + [quote].compactMap(\.self)).joined(separator: " ")
  }
}
