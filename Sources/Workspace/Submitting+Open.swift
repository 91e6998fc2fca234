internal import Contracts
internal import Documents
internal import Findings
internal import Ledger
internal import Platform
internal import Reports
internal import Store
internal import Sync

extension Submitting {
  /// What is not as it could be.
  ///
  /// What cannot be looked at is open too, and nothing more: a damaged contract must not cost a deadline.
  func openItems(_ seal: Seal?) -> [SubmitOpenItem] {
    var items: [SubmitOpenItem] = []
    func look(_ body: () throws -> [SubmitOpenItem]) {
      do {
        items += try body()
      } catch let error as UserError {
        items.append(SubmitOpenItem(severity: .error, message: error.message, hint: error.hint))
      } catch {
        items.append(SubmitOpenItem(severity: .warning, message: "\(error)", hint: nil))
      }
    }
    look(openFindings)
    look { try openTime(seal) }
    look(openSharing)
    return items
  }

  /// The errors of a check one by one, its warnings by their number.
  private func openFindings() throws -> [SubmitOpenItem] {
    let findings = try workspace.check().findings
    let errors = findings.filter { $0.severity == .error }
    var items = errors.prefix(Self.mostErrors).map { finding in
      let line = finding.place.map { " (\($0.path), line \($0.start.line))" } ?? ""
      return SubmitOpenItem(
        severity: .error, message: finding.message + line,
        hint: finding.hint ?? "'dossier explain \(finding.code)' says more")
    }
    if errors.count > items.count {
      items.append(
        SubmitOpenItem(
          severity: .error, message: "\(errors.count - items.count) more errors",
          hint: "'dossier check' lists them"))
    }
    let warnings = findings.count { $0.severity == .warning }
    if warnings > 0 {
      let words = warnings == 1 ? "1 warning" : "\(warnings) warnings"
      items.append(
        SubmitOpenItem(
          severity: .warning, message: "a check has \(words)", hint: "'dossier check' lists them"))
    }
    return items
  }

  private func openTime(_ seal: Seal?) throws -> [SubmitOpenItem] {
    guard let state = seal?.state else { return try timeless() }
    var items: [SubmitOpenItem] = []
    func add(_ severity: Severity, _ message: String, _ hint: String?) {
      items.append(SubmitOpenItem(severity: severity, message: message, hint: hint))
    }
    if !state.openSpans.isEmpty {
      let count = state.openSpans.count
      let length = LengthText.text(milliseconds: state.openSpans.reduce(0) { $0 + $1.length })
      add(
        .info,
        "\(count == 1 ? "1 stretch" : "\(count) stretches") of time, \(length) in all, may or "
          + "may not have been work; both sums are shown",
        "'dossier resolve' says what it was; then submit again")
    }
    for running in state.running {
      add(
        .warning, "the clock runs as '\(running.category)' on '\(running.device)'",
        "'dossier stop' ends it; then submit again")
    }
    for remark in state.remarks where remark.code == "research-after-freeze" {
      add(.warning, remark.message, remark.hint)
    }
    let contract = try workspace.contract().contract
    if contract.phase(LedgerPhase.summary.rawValue) != nil, state.freeze == nil {
      add(
        .info, "the report was never frozen, so nothing shows what changed in the last hours",
        "nobody asks for it; 'dossier freeze' ends the research hours")
    }
    return items
  }

  /// A picture of the hours is advice in some programmes, and no more than that.
  private func timeless() throws -> [SubmitOpenItem] {
    let contract = try workspace.contract().contract
    guard contract.statements.contains(where: { $0.id == "time.image" && $0.level != nil }) else {
      return []
    }
    return [
      SubmitOpenItem(
        severity: .info, message: "no time is recorded, so no picture of the hours goes with it",
        hint: "it is encouraged and not asked for; 'dossier time add' enters hours by hand")
    ]
  }

  private func openSharing() throws -> [SubmitOpenItem] {
    let status = try Sync.status(at: workspace.folder)
    guard let remote = status.remote, !status.isShared else { return [] }
    return [
      SubmitOpenItem(
        severity: .info, message: "'\(remote)' has not got everything yet",
        hint: "'dossier sync' brings drafts and time there")
    ]
  }

  private static let mostErrors = 6
}

// MARK: - What is left

extension Submitting {
  /// Says what is to be done outside, by when, and whether the link is open.
  mutating func lookAhead() async throws {
    if let contract = try? workspace.contract().contract {
      let settings = try workspace.settings()
      let language = Report.parse(
        try workspace.text(Workspace.reportName), path: Workspace.reportName
      ).report.frontMatter.language
      let now = platform.clock.now()
      let deadlines = Deadlines(contract, settings, localZone: now.zone)
      let seconds = now.unixMilliseconds / 1000
      report.deadline = Self.words(deadlines, at: seconds)
      let isClosed = deadlines.isClosed(at: seconds)
      let past = Set(deadlines.dates.filter { $0.unixSeconds <= seconds }.map(\.id))
      report.steps = contract.handIn.filter { step in
        step.after.map { past.contains($0) && !isClosed } ?? true
      }.map { step in
        SubmitStep(
          text: step.text.text(in: language),
          address: step.address.map { contract.addresses[$0] ?? $0 })
      }
    }
    guard wish.checksLink else { return }
    guard let link = report.link else {
      remark("no link is known that could be checked", hint: "give it with '--link URL'")
      report.isComplete = false
      return
    }
    await check(link)
  }

  private mutating func check(_ link: String) async {
    do {
      let obstacle = try await workspace.obstacle(at: link)
      report.isLinkOpen = obstacle == nil
      guard let obstacle else { return }
      remark(
        "'\(link)' \(obstacle)",
        hint: "in the document: Share, General access, 'Anyone with the link'; then "
          + "'dossier submit --check-link'")
    } catch {
      remark("'\(link)' could not be opened: \(error)", hint: "open it in a private window")
    }
    if report.isLinkOpen != true { report.isComplete = false }
  }

  private static func words(_ deadlines: Deadlines, at now: Int) -> String? {
    if deadlines.isClosed(at: now) { return "the round of this programme is over" }
    if let next = deadlines.next(after: now) {
      return "\(next.name) by \(next.text), in \(length(next.unixSeconds - now))"
    }
    return deadlines.dates.last.map { "the last date, \($0.text), is past" }
  }

  private static func length(_ seconds: Int) -> String {
    switch seconds {
    case ..<7200: "\(seconds / 60) minutes"
    case ..<172_800: "\(seconds / 3600) hours"
    default: "\(seconds / 86_400) days"
    }
  }
}
