internal import Contracts
internal import Findings
internal import Ledger
internal import Reports
internal import Store

/// What the journals have to say to a check, taken once and said of every state of the report.
struct ClockNotes: Sendable {
  private let budgets: [BudgetNote]
  private let frozen: FrozenText?
  private let former: FormerProject?
  private let severities: [String: Severity]

  /// Nothing.
  static let none = ClockNotes(budgets: [], frozen: nil, former: nil, severities: [:])

  private init(
    budgets: [BudgetNote], frozen: FrozenText?, former: FormerProject?,
    severities: [String: Severity]
  ) {
    self.budgets = budgets
    self.frozen = frozen
    self.former = former
    self.severities = severities
  }

  init(_ clock: TimeClock, _ contract: Contract, _ status: ClockStatus?) throws {
    let state = try (status ?? clock.glance().status).state
    self.init(
      budgets: state.budgets.compactMap { BudgetNote($0, contract) },
      frozen: state.freeze == nil ? nil : try FreezeGuard(clock).text(),
      former: state.epoch == 1 ? nil : try clock.formerProject(),
      severities: [Self.locked, Self.reused].reduce(into: [:]) {
        $0[$1] = contract.rule(for: $1)?.severity
      })
  }

  /// The findings about a report.
  func findings(in report: Report) -> [Finding] {
    budgets.map { $0.finding(in: report) } + changes(in: report) + reuse(in: report)
  }

  private static let locked = "phase-locked"
  private static let reused = "epoch-carried-over"

  /// What the report has of a project whose hours were given up with it.
  private func reuse(in report: Report) -> [Finding] {
    guard let former else { return [] }
    return former.reuse(in: report).map { reuse in
      Finding(
        code: Self.reused, severity: severities[Self.reused] ?? .warning,
        message:
          "used again from project \(former.number), whose hours the restart set to zero: \(reuse.what)",
        place: reuse.place,
        hint: "do without it: a project that the old one helps has no clock of its own, see "
          + "'dossier explain \(Self.reused)'")
    }
  }

  /// What is written where nothing may be any more.
  private func changes(in report: Report) -> [Finding] {
    guard let frozen else { return [] }
    let start = report.source.place(0..<min(report.frontMatter.range.upperBound, 3))
    return frozen.changes(in: report).map { change in
      Finding(
        code: Self.locked, severity: severities[Self.locked] ?? .warning,
        message: "\(change.message), which is fixed since the freeze of \(frozen.when)",
        place: change.place ?? start,
        hint:
          "take it back, or keep it for everybody to read with 'dossier commit --override REASON'")
    }
  }
}

extension Workspace {
  /// What the clock has to say to a check; nothing where there is none or it cannot be read.
  ///
  /// Whoever knows how things stand saves reading the journals once more.
  func clockNotes(_ contract: Contract, _ status: ClockStatus? = nil) -> ClockNotes {
    do {
      let clock = try clock(rules: TimeRules(contract))
      guard try clock.store.hasJournals() else { return .none }
      return try ClockNotes(clock, contract, status)
    } catch {
      // 'dossier status' says what is wrong with the journals.
      return .none
    }
  }
}
