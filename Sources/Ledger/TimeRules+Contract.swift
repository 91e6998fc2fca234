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
          id: $0.id, soft: $0.softSeconds.map { $0 * 1000 }, hard: $0.hardSeconds.map { $0 * 1000 })
      },
      mainBudget: contract.mainBudget,
      phaseBudgets: Dictionary(
        contract.phases.compactMap { phase in phase.budget.map { (phase.id, $0) } },
        uniquingKeysWith: { first, _ in first }),
      phaseCategories: Dictionary(
        contract.phases.compactMap { phase in phase.categories.map { (phase.id, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }
}
