internal import Contracts
internal import Documents
public import Findings
internal import Ledger

/// What a code or a word of the programme means, and what the programme says about it.
public struct Explanation: Sendable, Equatable {
  /// The code of the finding.
  public let code: String
  /// What it means in any programme, as one sentence; `nil` for what is a rule of the contract only.
  public let meaning: String?
  /// How much a finding of it weighs where no rule says otherwise.
  public let severity: Severity?
  /// The rules of the contract behind it; empty where it has none.
  public let rules: [Rule]
  /// What else the contract calls so: categories of time, budgets, phases, facts.
  public let terms: [Term]

  /// A rule of the contract.
  public struct Rule: Sendable, Equatable {
    /// The section it is about; `nil` for all.
    public let section: String?
    /// What the rule says.
    public let text: String
    /// What weight the programme gives it, in words.
    public let level: String
    /// How much a finding of it weighs.
    public let severity: Severity
    /// The programme's words, each with its place.
    public let quotes: [Quote]
  }

  /// Something the contract knows by a name.
  public struct Term: Sendable, Equatable {
    /// What it is: `category`, `budget`, `phase` or `fact`.
    public let kind: String
    /// Its name.
    public let name: String
    /// What is to be known of it, each as one sentence.
    public let text: [String]
    /// What weight the programme gives it, in words.
    public let level: String?
    /// The programme's words, each with its place.
    public let quotes: [Quote]
  }

  /// Words of the programme.
  public struct Quote: Sendable, Equatable {
    /// The words; `nil` where the rule is a reading of several places.
    public let words: String?
    /// Where they stand.
    public let place: String
  }
}

extension Explanation {
  /// Explains a code by the contract of an application, or without one by the program's own words.
  ///
  /// Inside an application it also explains what the contract calls so: a category of time, a budget, a
  /// phase or a fact. The number of a line of the brief stands for all that rests on that line.
  ///
  /// - Parameters:
  ///   - code: The code of a finding, or such a name or number.
  ///   - workspace: The application whose contract is asked, in the language of its report; `nil` outside
  ///     one.
  /// - Returns: What the code means and the rules behind it.
  /// - Throws: A ``UserError`` for a code that nothing bears, with the codes there are.
  public static func of(_ code: String, in workspace: Workspace?) throws -> Explanation {
    let contract = try workspace?.contract().contract
    let language = try workspace?.language() ?? "en"
    let isLine = Int(code) != nil
    let all = contract.map { Term.all(of: $0, in: language) } ?? []
    let named = all.filter { isLine ? $0.rests(onLine: code) : $0.name == code }
    let rules = contract.map { contract in
      isLine
        ? contract.rules.filter { $0.sources.contains { $0.isOn(line: code) } }
        : contract.rules(for: code)
    }
    let kind = FindingKind.of(code)
    guard kind != nil || !(rules ?? []).isEmpty || !named.isEmpty else {
      throw unknown(
        code, among: FindingKind.all.map(\.code) + (contract?.rules.map(\.code) ?? []),
        terms: all.map(\.name))
    }
    return Explanation(
      code: code, meaning: kind?.explanation, severity: kind?.severity,
      rules: (rules ?? []).map { rule in
        Rule(
          section: rule.section, text: rule.text.text(in: language), level: rule.level.words,
          severity: rule.severity, quotes: rule.sources.map(Quote.init))
      }, terms: isLine ? named : named + Term.facts(beside: named, among: all))
  }

  private static func unknown(
    _ code: String, among codes: [String], terms: [String]
  ) -> UserError {
    let known = Set(codes).sorted()
    let near = Suggestion.nearest(to: code, among: known + terms).map {
      "did you mean '\($0)'? "
    }
    let names = Set(terms).sorted().joined(separator: ", ")
    return UserError(
      .usage, "no finding has the code '\(code)', and the contract names nothing so",
      hint: (near ?? "") + "the codes are: " + known.joined(separator: ", ")
        + (names.isEmpty ? "" : "; and the contract names: " + names))
  }
}

extension Explanation.Quote {
  init(_ source: Source) { self.init(words: source.quote, place: source.place) }

  /// The number of the line that the place names.
  fileprivate var line: Substring? { place.split(separator: " ").last }
}

extension Source {
  fileprivate func isOn(line: String) -> Bool { place.split(separator: " ").last ?? "" == line }
}

extension Explanation.Term {
  fileprivate static func all(of contract: Contract, in language: String) -> [Self] {
    contract.categories.map { Self($0, contract, language) } + contract.budgets.map { Self($0) }
      + contract.phases.map { Self($0, language) }
      + contract.facts.map {
        Self(
          kind: "fact", name: $0.id, text: [$0.text.text(in: language)], level: $0.level.words,
          quotes: $0.sources.map(Explanation.Quote.init))
      }
  }

  /// The facts that rest on the same lines of the brief, such as what it says of doubtful cases.
  fileprivate static func facts(beside terms: [Self], among all: [Self]) -> [Self] {
    let lines = Set(terms.filter { $0.kind == "category" }.flatMap(\.quotes).map(\.place))
    return all.filter { fact in
      fact.kind == "fact" && !terms.contains(fact)
        && fact.quotes.contains { lines.contains($0.place) }
    }
  }

  fileprivate func rests(onLine line: String) -> Bool {
    quotes.contains { $0.line ?? "" == line }
  }

  private init(_ category: TimeCategory, _ contract: Contract, _ language: String) {
    let budgets =
      category.budgets.isEmpty && category.isCounted
      ? [contract.mainBudget].compactMap(\.self) : category.budgets
    let taken = budgets.isEmpty ? "" : ", and is taken from \(Self.list(budgets))"
    let counts = category.isCounted ? "its time counts" : "its time does not count"
    self.init(
      kind: "category", name: category.id,
      text: [category.text.text(in: language), counts + taken], level: category.level.words,
      quotes: category.sources.map(Explanation.Quote.init))
  }

  private init(_ budget: Budget) {
    let text = [
      budget.hardSeconds.map { "at most \(LengthText.text(milliseconds: $0 * 1000))" },
      budget.softSeconds.map {
        "\(LengthText.text(milliseconds: $0 * 1000)) advised (\(budget.softLevel.words))"
      },
    ]
    self.init(
      kind: "budget", name: budget.id, text: text.compactMap(\.self), level: budget.level.words,
      quotes: budget.sources.map(Explanation.Quote.init))
  }

  private init(_ phase: Phase, _ language: String) {
    let changes = phase.mayChange.isEmpty ? "nothing" : phase.mayChange.joined(separator: ", ")
    let categories = phase.categories.map { "time goes on \(Self.list($0))" }
    self.init(
      kind: "phase", name: phase.id,
      text: ["may be changed: \(changes)"] + [categories].compactMap(\.self)
        + phase.locked.map { "\($0.text.text(in: language)) (\($0.level.words))" },
      level: nil, quotes: phase.sources.map(Explanation.Quote.init))
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
