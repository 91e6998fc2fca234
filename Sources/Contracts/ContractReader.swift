import Documents
public import Findings

extension Contract {
  /// Reads a contract.
  ///
  /// The contract is `nil` when the file cannot be read at all or is of another version of the format.
  /// Otherwise it holds whatever could be read, and the findings say what could not.
  public static func parse(
    _ yaml: String, path: String
  ) -> (contract: Contract?, findings: [Finding]) {
    let (node, findings) = YAML.parse(yaml, path: path)
    guard let node else { return (nil, findings.isEmpty ? [empty(path)] : findings) }
    var fields = Fields(node, of: "the contract")
    guard let schema = fields.integer("schema", .required) else {
      return (nil, findings + fields.findings)
    }
    guard schema == Self.schema else {
      return (nil, findings + [unknownSchema(schema, node)])
    }
    var contract = Contract(&fields)
    let found = fields.finish() + contract.inconsistencies(in: node)
    let nesting = contract.takeApartNesting(in: node)
    return (contract, findings + found + nesting)
  }

  private init(_ fields: inout Fields) {
    id = fields.string("id", .required) ?? ""
    version = fields.string("version", .required) ?? ""
    title = fields.localized("title", .required)
    languages = fields.strings("languages") ?? ["en"]
    addresses = Dictionary(
      (fields.entries("addresses") ?? []).compactMap { entry in
        fields.text(of: entry.value, named: entry.name).map { (entry.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
    sections = fields.records("sections", of: "a section", SectionRule.init) ?? []
    phases = fields.records("phases", of: "a phase", Phase.init) ?? []
    categories = fields.records("categories", of: "a category", TimeCategory.init) ?? []
    budgets = fields.records("budgets", of: "a budget", Budget.init) ?? []
    mainBudget = fields.string("main_budget")
    deadlines = fields.records("deadlines", of: "a deadline", Deadline.init) ?? []
    closesUnixSeconds = fields.instant("closes")
    statements = fields.records("statements", of: "a statement", Statement.init) ?? []
    checklist = fields.records("checklist", of: "a question", ChecklistItem.init) ?? []
    rules = fields.records("rules", of: "a rule", Rule.init) ?? []
    placeholders = fields.strings("placeholders") ?? []
  }

  private static func empty(_ path: String) -> Finding {
    let start = Position(line: 1, column: 1, utf16Column: 1)
    return Finding(
      code: "contract-empty", severity: .error, message: "the contract is empty",
      place: Place(path: path, start: start, end: start),
      hint: "take the last good one with 'git checkout HEAD -- \(path)'")
  }

  private static func unknownSchema(_ schema: Int, _ node: Node) -> Finding {
    Finding(
      code: "contract-schema", severity: .error,
      message: "this contract is of format \(schema), and format \(Self.schema) is read here",
      place: (node["schema"] ?? node).place, hint: "use a newer version of 'dossier'")
  }
}

// MARK: - The parts

extension SectionRule {
  /// The greatest limit that is read; beyond it a number is a slip, and sums of such might overflow.
  private static let greatestLimit = 1_000_000

  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    parent = fields.string("within")
    let names = (fields.entries("names", .required) ?? []).map { entry in
      let texts = entry.value.elements ?? [entry.value]
      return (entry.name, texts.compactMap { fields.text(of: $0, named: entry.name) })
    }
    self.names = Dictionary(names, uniquingKeysWith: { first, _ in first })
    foldedNames = Set(names.flatMap { $0.1.map(Self.folded) })
    isRequired = fields.flag("required") ?? false
    isFirst = fields.flag("first") ?? false
    words = fields.integer("max_words", in: 1...Self.greatestLimit)
    pages = fields.integer("max_pages", in: 1...Self.greatestLimit)
    goodPages = fields.integer("good_pages", in: 1...Self.greatestLimit)
    figures = fields.integer("min_figures", in: 0...Self.greatestLimit) ?? 0
    content = fields.localized("content")
  }
}

extension Phase {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    budget = fields.string("budget")
    mayChange = fields.strings("may_change") ?? []
    categories = fields.strings("categories")
  }
}

extension TimeCategory {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    isCounted = fields.flag("counted", .required) ?? true
    budgets = fields.strings("budgets") ?? []
    text = fields.localized("text")
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension Budget {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    softSeconds = fields.seconds("soft")
    hardSeconds = fields.seconds("hard")
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension Deadline {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    local = fields.string("local", .required) ?? ""
    zone = fields.string("zone")
    unixSeconds = fields.instant("utc")
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension Statement {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    text = fields.localized("text", .required)
    let isNever = fields.flag("never_demanded") ?? false
    let level = fields.level(isNever ? .optional : .required)
    self.level = isNever ? nil : level
    sources = fields.sources()
  }
}

extension ChecklistItem {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    group = fields.string("group", .required) ?? ""
    method = fields.choice("find", .required, as: Method.self) ?? .ask
    question = fields.localized("question", .required)
    sources = fields.sources()
  }
}

extension Rule {
  init?(_ fields: inout Fields) {
    guard let code = fields.string("code", .required),
      let level = fields.level(.required)
    else { return nil }
    self.code = code
    self.level = level
    section = fields.string("section")
    severity = fields.severity(for: level)
    text = fields.localized("text", .required)
    sources = fields.sources()
  }
}
