/// What all journals say together.
public struct LedgerState: Sendable, Equatable {
  /// The intervals of all devices, in the order in which they were begun.
  public let intervals: [Interval]
  /// Where the applicant stands.
  public let phase: LedgerPhase
  /// The current project: 1, and one more with each restart.
  public let epoch: Int
  /// Every freeze, first to last.
  public let freezes: [FreezeMark]
  /// The time of each category in the current project, in the contract's order, unknown ones last.
  public let categories: [CategoryTime]
  /// The time in the current project that counts.
  public let counted: Bounds
  /// The current project's budgets, in the contract's order.
  public let budgets: [BudgetUse]
  /// The stretches of the current project of which nobody has said yet what they were, earliest first.
  public let openSpans: [OpenSpan]
  /// The records by which the direction changed or a new project began, first to last.
  public let course: [Record]
  /// The last record of each device, by name.
  public let marks: [JournalMark]
  /// What the applicant should know, none of which stops anything.
  public let remarks: [LedgerRemark]

  /// The clocks that run, the one set last first.
  public var running: [Interval] { intervals.filter(\.isRunning).reversed() }

  /// The freeze that holds.
  public var freeze: FreezeMark? { freezes.last { $0.isInForce } }

  /// The use of a budget; `nil` when the contract has none of that name.
  public func use(of budget: String) -> BudgetUse? { budgets.first { $0.budget.id == budget } }
}

/// The time of one category.
public struct CategoryTime: Sendable, Equatable {
  /// The category.
  public let category: String
  /// Whether its time counts.
  public let isCounted: Bool
  /// How much it is.
  public let time: Bounds
}

/// How much of a budget is used.
public struct BudgetUse: Sendable, Equatable {
  /// The budget.
  public let budget: TimeRules.Budget
  /// How much time was taken from it.
  public let time: Bounds

  /// The marks passed, judged by the upper bound: a forgotten clock can only make one careful.
  public var passed: [BudgetMark] { BudgetMark.allCases.filter { $0.isPassed(by: self) } }

  /// Whether nothing certain is left of the limit.
  public var isUsedUp: Bool { budget.hard.map { time.certain >= $0 } ?? false }

  /// Whether even the certain time is over the limit.
  public var isExceeded: Bool { budget.hard.map { time.certain > $0 } ?? false }
}

/// The points of a budget at which the applicant is told.
///
/// Half and most of it are measured by what is advised, or by the limit where nothing is advised.
public enum BudgetMark: Sendable, Hashable, CaseIterable {
  case half, mostOfAdvice, mostOfLimit, advice, nearLimit, limit

  fileprivate func isPassed(by use: BudgetUse) -> Bool {
    let (length, percent) =
      switch self {
      case .half: (use.budget.soft ?? use.budget.hard, 50)
      case .mostOfAdvice: (use.budget.soft, 80)
      case .mostOfLimit: (use.budget.soft == nil ? use.budget.hard : nil, 80)
      case .advice: (use.budget.soft, 100)
      case .nearLimit: (use.budget.hard, 90)
      case .limit: (use.budget.hard, 100)
      }
    guard let length, length > 0 else { return false }
    return use.time.upper * 100 >= length * percent
  }
}

/// Something about the journals that the applicant should know.
public struct LedgerRemark: Sendable, Equatable {
  /// A stable identifier.
  public let code: String
  /// What it is, as one phrase.
  public let message: String
  /// What to do about it, as one phrase.
  public let hint: String?
}

extension LedgerState {
  init(
    intervals: [Interval], history: History, tally: Tally, rules: TimeRules,
    jumps: [Jump], marks: [JournalMark], doubled: [String]
  ) {
    let epoch = history.epoch
    self.intervals = intervals
    self.phase = history.phase
    self.epoch = epoch
    self.freezes = history.freezes
    self.openSpans = OpenSpan.all(in: intervals, epoch: epoch, rules: rules)
    self.course = history.course
    self.counted = tally.sums[.counted(epoch: epoch)] ?? Bounds()
    self.categories = Self.categories(tally, epoch: epoch, rules: rules)
    self.budgets = rules.budgets.map {
      BudgetUse(budget: $0, time: tally.sums[.budget(epoch: epoch, $0.id)] ?? Bounds())
    }
    self.marks = marks
    self.remarks =
      Self.budgetRemarks(budgets) + Self.jumpRemarks(jumps) + Self.copyRemarks(doubled)
      + Self.categoryRemarks(intervals, rules) + Self.freezeRemarks(intervals, history, rules)
  }

  private static func categories(
    _ tally: Tally, epoch: Int, rules: TimeRules
  ) -> [CategoryTime] {
    var times: [String: Bounds] = [:]
    for (key, time) in tally.sums {
      if case .category(epoch, let name) = key { times[name] = time }
    }
    let known = rules.categories.map(\.id).filter { times[$0] != nil }
    let unknown = times.keys.filter { !known.contains($0) }.sorted()
    return (known + unknown).map {
      CategoryTime(
        category: $0, isCounted: rules.counts($0), time: times[$0] ?? Bounds())
    }
  }
}

// MARK: - Remarks

extension LedgerState {
  private static func budgetRemarks(_ budgets: [BudgetUse]) -> [LedgerRemark] {
    budgets.compactMap { use in
      let used = LengthText.text(milliseconds: use.time.upper)
      guard let mark = use.passed.last, mark != .half else { return nil }
      let isLimit = mark == .limit || mark == .nearLimit || mark == .mostOfLimit
      let length = (isLimit ? use.budget.hard : use.budget.soft) ?? 0
      let bound = LengthText.text(milliseconds: length) + (isLimit ? " allowed" : " advised")
      return LedgerRemark(
        code: isLimit ? "budget-limit" : "budget-advice",
        message: "'\(use.budget.id)' has used \(used) of \(bound)",
        hint: use.time.isExact
          ? nil : "\(LengthText.text(milliseconds: use.time.certain)) of it are certain")
    }
  }

  private static func jumpRemarks(_ jumps: [Jump]) -> [LedgerRemark] {
    jumps.map { jump in
      let length = LengthText.text(milliseconds: abs(jump.milliseconds))
      let direction = jump.milliseconds < 0 ? "back" : "forward"
      return LedgerRemark(
        code: "clock-set",
        message: "the wall clock of '\(jump.device)' was set \(direction) by \(length) before "
          + "\(jump.time.text)",
        hint: "lengths are not affected")
    }
  }

  private static func copyRemarks(_ doubled: [String]) -> [LedgerRemark] {
    doubled.map {
      LedgerRemark(
        code: "device-doubled",
        message: "there are two different journals of the device '\($0)'; both count",
        hint: "a clone was copied while in use; its records lie in 'refs/heads/_time/'")
    }
  }

  private static func categoryRemarks(
    _ intervals: [Interval], _ rules: TimeRules
  ) -> [LedgerRemark] {
    var seen = Set(rules.categories.map(\.id))
    var unknown: [String] = []
    var last: String?
    func note(_ category: String) {
      guard category != last else { return }
      last = category
      if seen.insert(category).inserted { unknown.append(category) }
    }
    for interval in intervals {
      note(interval.category)
      for piece in interval.pieces { note(piece.category) }
    }
    return unknown.sorted().map {
      LedgerRemark(
        code: "category-unknown",
        message: "the contract has no category '\($0)'; its time counts", hint: nil)
    }
  }

  /// Time that counts must not be booked after the freeze that ended it, nor reach over it.
  private static func freezeRemarks(
    _ intervals: [Interval], _ history: History, _ rules: TimeRules
  ) -> [LedgerRemark] {
    guard let freeze = history.freezes.last(where: \.isInForce)?.record else { return [] }
    let end = freeze.moment.wall.unixMilliseconds + freezeTolerance
    return intervals.filter { $0.epoch == history.epoch }.compactMap { interval in
      let counted = interval.pieces.filter { rules.counts($0.category) }
      let isEmpty = interval.pieces.isEmpty && rules.counts(interval.category)
      let isBegunLater = interval.order > freeze.order && !interval.isDeclared
      let name = "'\(interval.category)' on '\(interval.device)'"
      let hint = "'dossier thaw' goes back to research while its hours last"
      if isBegunLater
        ? isEmpty || !counted.isEmpty : counted.contains(where: { $0.range.lowerBound >= end })
      {
        return LedgerRemark(
          code: "research-after-freeze",
          message: "\(name) was booked from \(interval.start.text), after the freeze", hint: hint)
      }
      guard !isBegunLater, let last = counted.last?.range.upperBound, last > end else { return nil }
      let day = freeze.moment.wall
      return LedgerRemark(
        code: "research-after-freeze",
        message: "\(name) \(interval.isRunning ? "runs on" : "went on") after the freeze of "
          + "\(day.dayText) \(day.minutesText)",
        hint: interval.isRunning ? "'dossier stop' ends it; \(hint)" : hint)
    }
  }

  /// How far a clock that was running may go beyond the freeze, in milliseconds: the freeze itself takes
  /// a moment, and the clocks of two devices differ.
  private static var freezeTolerance: Int { 120_000 }
}
