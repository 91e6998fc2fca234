internal import Contracts
internal import Digests
internal import Findings
internal import Git
internal import Ledger
internal import Platform
internal import Store

extension Workspace {
  /// Hands the application in: seals the time, makes the last draft, writes the documents and says what is
  /// left to do.
  ///
  /// Nothing that is open keeps anybody from it. What is done already is found and left as it is, so that
  /// an attempt that was interrupted is completed by the next.
  ///
  /// - Parameter wish: How it is to be handed in.
  /// - Returns: What was done and what is left.
  /// - Throws: A ``UserError`` for a link that is no address, and where the disk fails.
  public func submit(_ wish: SubmitWish) async throws -> SubmitReport {
    if let link = wish.link { try refuseStrange(link) }
    return try await telling {
      var submitting = Submitting(workspace: self, clock: try clock(), wish: wish)
      try await submitting.run()
      return submitting.report
    }
  }

  /// Takes the last hand-in back, with a reason that stays in the record.
  public func takeSubmissionBack(_ reason: String) throws -> ClockChange {
    try changeClock { try $0.takeHandInBack(reason) }
  }

  /// The last hand-in as one phrase; `nil` while the application is not handed in.
  func handedIn(_ journals: Journals, _ state: LedgerState) -> String? {
    guard state.phase == .submitted, let last = journals.submissions.last else { return nil }
    let time = last.record.moment.wall
    let link = last.facts.link.map { ", \($0)" } ?? ", without a link: 'dossier submit --link URL'"
    return "\(time.dayText) \(time.minutesText) as '\(last.facts.tag)'\(link)"
  }

  private func refuseStrange(_ link: String) throws {
    let isAddress = link.hasPrefix("https://") || link.hasPrefix("http://")
    guard isAddress, !link.contains(where: \.isWhitespace) else {
      throw UserError(
        .usage, "'\(link)' is no web address",
        hint: "copy the link from 'Share' in the document; it begins with 'https://'")
    }
  }
}

/// One hand-in on its way; each step can be done again without harm.
struct Submitting {
  let workspace: Workspace
  let clock: TimeClock
  let wish: SubmitWish
  var report = SubmitReport()
  /// SHA-256 of what is handed in, by path.
  var digests: [String: String] = [:]

  var platform: Platform { workspace.platform }

  mutating func run() async throws {
    try workspace.takeSnapshot("before submit")
    let seal = try clock.seal()
    report.open = openItems(seal)
    let page = try timePage(seal)
    if let seal, let page { try writeTimeFiles(page, seal) }
    let draft = try await makeDraft()
    try await writeDocuments(page, draft)
    if let draft, let tag = try await tag(draft) {
      report.tag = tag
      try await record(draft, tag, seal)
    } else {
      report.isComplete = false
      report.link = wish.link
    }
    try await lookAhead()
    report.open.sort { $0.severity > $1.severity }
  }

  mutating func remark(_ message: String, hint: String?) {
    report.remarks.append(Remark(message: message, hint: hint))
  }
}

// MARK: - The time

extension Submitting {
  private func timePage(_ seal: Seal?) throws -> TimePage? {
    guard let seal else { return nil }
    var source = try workspace.timePageSource(seal.state, rules: clock.rules)
    source.seal = seal
    source.isCoarse = wish.isCoarse
    return TimePage(source)
  }

  /// Writes the sealed times into the application, where what lies there is ours.
  private mutating func writeTimeFiles(_ page: TimePage, _ seal: Seal) throws {
    if let category = seal.stopped {
      remark("the clock that ran as '\(category)' was stopped", hint: nil)
    }
    report.sealed = page.headline
    let old = try platform.files.readIfPresent(workspace.path(TimePage.textName))
    let isOurs = try old.map { $0.starts(with: TimePage.mark.utf8) } ?? !isAnyTimeFileThere()
    guard isOurs else {
      let name = old == nil ? TimePage.pictureName : TimePage.textName
      return remark(
        "'\(name)' is not from 'dossier submit' and stays as it is; the sealed times are in the "
          + "documents alone",
        hint: "move it away and submit again to have them in the draft too")
    }
    try write(Array(page.markdown.utf8), to: TimePage.textName)
    try write(page.svg, to: TimePage.pictureName)
    if wish.isCoarse {
      try platform.files.remove(workspace.path(TimePage.recordsName))
    } else {
      try write(Journal.text(of: seal.records), to: TimePage.recordsName)
    }
  }

  /// Whether a picture or records lie there without the page that belongs to them.
  private func isAnyTimeFileThere() throws -> Bool {
    for name in [TimePage.pictureName, TimePage.recordsName] {
      guard let bytes = try platform.files.readIfPresent(workspace.path(name)) else { continue }
      // The page is written first; a seal that was interrupted leaves records that are ours.
      if name == TimePage.recordsName, Journal.parse(bytes).records.isEmpty == false { continue }
      return true
    }
    return false
  }

  private mutating func write(_ bytes: [UInt8], to name: String) throws {
    let path = workspace.path(name)
    if try platform.files.readIfPresent(path) != bytes {
      try platform.files.replace(path, with: bytes)
    }
    report.timeFiles.append(name)
    digests[name] = SHA256.digest(bytes).hex
  }
}

// MARK: - The draft

extension Submitting {
  /// Commits what there is; what keeps git from it becomes a remark.
  private mutating func makeDraft() async throws -> ObjectID? {
    let repository = try workspace.repository()
    do {
      let drafts = Drafts(clock)
      try await drafts.stageEverything()
      if let warning = try FreezeGuard(clock).answer()?.warning {
        report.open.append(
          SubmitOpenItem(
            severity: .warning, message: warning, hint: "'dossier verify' will say so to everybody")
        )
      }
      if try repository.status().contains(where: { $0.staged != nil }) {
        var options = Drafts.Options()
        options.stagesEverything = false
        options.environmentChanges = ["DOSSIER_IN_COMMIT": "1"]
        _ = try await drafts.commit("Hand in", options)
      }
    } catch let refusal as Refusal {
      remark("no draft could be made: \(refusal.message)", hint: refusal.hint)
      return nil
    }
    guard let head = try repository.head() else { return nil }
    let commit = try repository.commit(head)
    report.draft = (commit.id.short, commit.title)
    return head
  }

  /// The tag on a draft: the one it has already, or the next number.
  private mutating func tag(_ draft: ObjectID) async throws -> String? {
    let repository = try workspace.repository()
    let prefix = "refs/tags/\(Self.tagName)"
    let tags = try repository.references(prefix: prefix).compactMap { reference in
      Int(reference.name.dropFirst(prefix.count)).map { (number: $0, name: reference.name) }
    }.sorted { $0.number < $1.number }
    if let last = tags.last, try repository.resolve(last.name) == draft {
      return "\(Self.tagName)\(last.number)"
    }
    // Another machine's tags may not be here; its journal is, after a sync.
    let told = try clock.store.read().submissions.compactMap {
      Int($0.facts.tag.dropFirst(Self.tagName.count))
    }
    let number = max(tags.last?.number ?? 0, told.max() ?? 0) + 1
    let name = "\(Self.tagName)\(number)"
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)" }
    let message = "Handed in (\(number))\n\n" + lines.map { $0 + "\n" }.joined()
    let result = try await workspace.git.run(
      ["tag", "--annotate", "--cleanup=verbatim", "--file=-", name, draft.hex],
      input: Array(message.utf8), group: .shared)
    if result.succeeded { return name }
    remark(
      "git could not tag the draft: \(result.errorText)",
      hint: "the documents are written; put right what git names and submit again")
    return nil
  }

  private static let tagName = "submitted-"

  /// Writes down that it was handed in, with the link that is known from before if none is given.
  private mutating func record(_ draft: ObjectID, _ tag: String, _ seal: Seal?) async throws {
    let known = try clock.store.read().submissions.last?.facts.link
    let facts = Submission.Facts(
      draft: draft.hex, tag: tag, seal: seal?.record.id, files: digests, link: wish.link ?? known)
    let submission = try clock.handIn(facts)
    report.link = submission?.facts.link
    report.anchors = try await workspace.anchors(of: submission?.record, clock)
  }
}
