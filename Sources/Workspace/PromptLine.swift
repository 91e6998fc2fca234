internal import Contracts
internal import Ledger
public import Platform
internal import Store

/// The clock in a few characters, for a shell's prompt.
public enum PromptLine {
  /// How the clock of the application stands that a folder belongs to; empty where there is nothing to
  /// tell.
  ///
  /// It never fails, writes nothing and waits for nobody: `research 07:41/20h`, behind which `!` says
  /// that a mark of the budget is passed, `~` that part of the time is open, `?` that a question is due.
  public static func text(in folder: String, on platform: Platform) -> String {
    do {
      return try Workspace.find(from: folder, in: platform).promptLine()
    } catch {
      return ""
    }
  }

  fileprivate static func words(_ status: ClockStatus, isQuestionDue: Bool) -> String {
    let state = status.state
    guard state.phase != .submitted, !state.marks.isEmpty else { return "" }
    let running = status.running ?? status.runningElsewhere.first
    let budget = status.rules.phaseBudgets[state.phase.rawValue] ?? status.rules.mainBudget
    let own = running.flatMap { status.rules.budgets(of: $0.category).first }
    var words = running.map { plain($0.category) } ?? "stopped"
    if let running, running.device != status.device { words += "@" + running.device }
    var signs = ""
    if let running, own == nil {
      words += " " + hours(running.length.upper)
    } else if let use = (own ?? budget).flatMap(state.use(of:)) {
      words += " " + hours(use.time.upper)
      if let limit = use.budget.hard ?? use.budget.soft { words += "/" + short(limit) }
    } else {
      words += " " + hours(state.counted.upper)
    }
    if state.budgets.contains(where: \.isWorthAWord) { signs += "!" }
    if !state.counted.isExact || running.map({ !$0.length.isExact }) ?? false { signs += "~" }
    if isQuestionDue { signs += "?" }
    return signs.isEmpty ? words : words + " " + signs
  }

  /// What a shell would take for something else is left out.
  private static func plain(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(24).map { scalar in
        scalar == "-" || scalar == "_" || scalar == "." || scalar.properties.isAlphabetic
          || scalar.properties.numericType != nil ? Character(scalar) : "_"
      })
  }

  private static func hours(_ milliseconds: Int) -> String {
    String(LengthText.text(milliseconds: milliseconds).dropLast(3))
  }

  /// A limit as `20h` or `1h30`.
  private static func short(_ milliseconds: Int) -> String {
    let minutes = milliseconds / 60_000
    let rest = minutes % 60
    return "\(minutes / 60)h" + (rest == 0 ? "" : rest < 10 ? "0\(rest)" : "\(rest)")
  }
}

extension BudgetUse {
  /// Whether the applicant should look at it: most of what is advised or allowed is used.
  var isWorthAWord: Bool { passed.contains { $0 != .half } }
}

extension Workspace {
  fileprivate func promptLine() throws -> String {
    let store = try journals()
    // Whoever does not track the time is not asked to read the rules at every prompt.
    guard try store.hasJournals() else { return "" }
    let contract = try rulesOnTime()
    let (status, asked) = try TimeClock(store, rules: TimeRules(contract)).glance()
    let due = CheckInQuestion.due(contract, try settings(), status, lastAsked: asked)
    return PromptLine.words(status, isQuestionDue: !due.isEmpty)
  }

  /// The contract as far as it is about time, which is read in a fraction of the time.
  func rulesOnTime() throws -> Contract {
    let source = try text(Self.contractName)
    let part = Self.sections(
      [
        "schema", "id", "version", "title", "phases", "categories", "budgets", "main_budget",
        "check_ins",
      ], of: source)
    if let contract = Contract.parse(part, path: Self.contractName).contract { return contract }
    return try contract().contract
  }

  /// The lines of some keys at the top of a YAML file.
  static func sections(_ names: Set<String>, of source: String) -> String {
    let bytes = Array(source.utf8)
    var part: [UInt8] = []
    var isWanted = false
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end]
      if let first = line.first, ![0x20, 0x09, 0x23, 0x2D, 0x0D].contains(first) {
        let key = line.prefix { $0 != 0x3A }.filter { $0 != 0x22 && $0 != 0x27 }
        isWanted = names.contains(String(decoding: key, as: UTF8.self))
      }
      if isWanted { part += line + [0x0A] }
      start = end + 1
    }
    return String(decoding: part, as: UTF8.self)
  }
}
