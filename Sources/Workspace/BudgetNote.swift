internal import Contracts
internal import Findings
internal import Ledger
internal import Reports
internal import Store

/// What a check says about the use of one budget, wherever the report begins.
struct BudgetNote: Sendable, Equatable {
  private let code: String
  private let severity: Severity
  private let message: String
  private let hint: String?
  private let measure: Finding.Measure

  /// What there is to say; `nil` while there is time enough.
  ///
  /// Only what is certain to be too much weighs what the contract's rule does: a clock that was
  /// forgotten makes one careful, and no more.
  init?(_ use: BudgetUse, _ contract: Contract) {
    let isNear = use.passed.contains { $0 == .advice || $0 == .nearLimit || $0 == .limit }
    guard isNear, let length = use.isPastAdvice ? use.budget.soft : use.budget.hard else {
      return nil
    }
    let rule = contract.rule(for: "budget-\(use.budget.id)")
    let isOver = use.budget.hard.map { use.time.upper > $0 } ?? false
    code = rule?.code ?? (isOver ? "budget-limit" : "budget-advice")
    severity =
      use.isExceeded
      ? rule?.severity ?? .warning : isOver ? min(rule?.severity ?? .warning, .warning) : .info
    let name = contract.budget(use.budget.id)?.names.text() ?? ""
    message =
      "'\(name.isEmpty ? use.budget.id : name)' has used \(Self.text(use.time.upper)) of "
      + "\(Self.text(length)) \(length == use.budget.hard ? "allowed" : "advised")"
    hint = Self.hint(use, isOver: isOver)
    measure = Finding.Measure(count: use.time.upper / 60_000, limit: length / 60_000)
  }

  private static func hint(_ use: BudgetUse, isOver: Bool) -> String? {
    if !use.time.isExact {
      return "\(text(use.time.certain)) of it are certain; 'dossier resolve' settles the rest"
    }
    return isOver ? "'dossier time log' shows what was booked" : nil
  }

  private static func text(_ milliseconds: Int) -> String {
    LengthText.text(milliseconds: milliseconds)
  }

  /// The finding, in the front matter of a report.
  func finding(in report: Report) -> Finding {
    let front = report.frontMatter.range
    let place = report.source.place(front.lowerBound..<min(front.upperBound, front.lowerBound + 3))
    return Finding(
      code: code, severity: severity, message: message, place: place, hint: hint, measure: measure)
  }
}

extension BudgetUse {
  /// Whether what is advised is used, and what is allowed is far.
  fileprivate var isPastAdvice: Bool {
    passed.contains(.advice) && !passed.contains(.nearLimit) && !passed.contains(.limit)
  }
}
