/// What the fold needs to know of the programme's rules.
public struct TimeRules: Sendable, Equatable {
  /// What time may be booked on.
  public struct Category: Sendable, Equatable {
    /// Its name in the journal.
    public let id: String
    /// Whether its time counts against the programme's limit.
    public let isCounted: Bool
    /// The budgets its time is taken from.
    public let budgets: [String]

    /// Creates a category.
    public init(id: String, isCounted: Bool, budgets: [String] = []) {
      self.id = id
      self.isCounted = isCounted
      self.budgets = budgets
    }
  }

  /// A limit on time.
  public struct Budget: Sendable, Equatable {
    /// Its name.
    public let id: String
    /// The milliseconds that are advised.
    public let soft: Int?
    /// The milliseconds that are the limit.
    public let hard: Int?

    /// Creates a budget.
    public init(id: String, soft: Int?, hard: Int?) {
      self.id = id
      self.soft = soft
      self.hard = hard
    }
  }

  /// The category of time that the applicant does not split.
  public static let generalCategory = "research"

  /// The categories, in the contract's order.
  public let categories: [Category]
  /// The budgets, in the contract's order.
  public let budgets: [Budget]
  /// The budget of time that counts and belongs to no other, and of an unknown activity.
  public let mainBudget: String?
  /// The budget of each phase that has one.
  public let phaseBudgets: [String: String]
  /// The categories that may be started in a phase, the usual one first; all where none are named.
  public let phaseCategories: [String: [String]]
  /// How long the clock may run without a sign of life while something watches for signs.
  public var quietMilliseconds = 10 * 60_000
  /// How long it may run so when nothing watches: then only a start and a stop are known.
  public var unwatchedMilliseconds = 4 * 3_600_000

  /// Rules under which nothing is limited.
  public static let none = TimeRules(categories: [], budgets: [], mainBudget: nil)

  /// Creates rules.
  public init(
    categories: [Category], budgets: [Budget], mainBudget: String?,
    phaseBudgets: [String: String] = [:], phaseCategories: [String: [String]] = [:]
  ) {
    self.categories = categories
    self.budgets = budgets
    self.mainBudget = mainBudget
    self.phaseBudgets = phaseBudgets
    self.phaseCategories = phaseCategories
  }

  /// Whether a category's time counts; that of an unknown one does.
  public func counts(_ category: String) -> Bool {
    categories.first { $0.id == category }?.isCounted ?? true
  }

  /// The budgets that time of a category is taken from.
  public func budgets(of category: String) -> [String] {
    let known = categories.first { $0.id == category }
    if let known, !known.budgets.isEmpty { return known.budgets }
    guard known?.isCounted ?? true, let mainBudget else { return [] }
    return [mainBudget]
  }
}
