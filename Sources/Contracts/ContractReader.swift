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
    let found =
      fields.finish() + contract.inconsistencies(in: node)
      + contract.contradictions(in: node)
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
    facts = fields.records("facts", of: "a fact", Fact.init) ?? []
    variants = fields.records("variants", of: "a variant", Variant.init) ?? []
    pages = fields.records("pages", of: "a page", PageGeometry.init) ?? []
    checkIns = fields.records("check_ins", of: "a check-in", CheckIn.init) ?? []
    form = fields.records("form", of: "a question of the form", FormQuestion.init) ?? []
    handIn = fields.records("hand_in", of: "a step of handing in", HandInStep.init) ?? []
    frames = fields.records("frames", of: "a frame", Frame.init) ?? []
    resources = fields.records("resources", of: "a resource", ProgrammeResource.init) ?? []
    methods = fields.records("methods", of: "a method", Method.init) ?? []
    modelRule = fields.record("model_rule") { ModelRule(&$0) }
    lexicon = fields.record("lexicon") { Lexicon(&$0) } ?? Lexicon()
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
