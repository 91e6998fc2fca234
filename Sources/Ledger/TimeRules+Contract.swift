public import Contracts

extension TimeRules {
  /// The rules on time that a contract sets.
  public init(_ contract: Contract) {
    self.init(
      categories: contract.categories.map {
        Category(id: $0.id, isCounted: $0.isCounted, budgets: $0.budgets)
      },
      budgets: contract.budgets.map {
        Budget(
          id: $0.id, soft: Self.milliseconds($0.softSeconds),
          hard: Self.milliseconds($0.hardSeconds))
      },
      mainBudget: contract.mainBudget,
      phaseBudgets: Dictionary(
        contract.phases.compactMap { phase in phase.budget.map { (phase.id, $0) } },
        uniquingKeysWith: { first, _ in first }),
      phaseCategories: Dictionary(
        contract.phases.compactMap { phase in phase.categories.map { (phase.id, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }

  /// No limit is longer than thirty thousand years, so that shares of it can be computed.
  private static func milliseconds(_ seconds: Int?) -> Int? {
    seconds.map { min(max($0, 0), 1_000_000_000_000) * 1000 }
  }
}
