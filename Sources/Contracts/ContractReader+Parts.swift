import Documents
import Findings

extension SectionRule {
  /// The greatest limit that is read; beyond it a number is a slip, and sums of such might overflow.
  private static let greatestLimit = 1_000_000

  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    parent = fields.string("within")
    names = fields.words("names", .required)
    foldedNames = Set(names.values.joined().map(Self.folded))
    foldedStrayNames = Set((fields.strings("stray_names") ?? []).map(Self.folded))
    isRequired = fields.flag("required") ?? false
    isFirst = fields.flag("first") ?? false
    after = fields.strings("after") ?? []
    fewestWords = fields.integer("min_words", in: 1...Self.greatestLimit)
    words = fields.integer("max_words", in: 1...Self.greatestLimit)
    pages = fields.integer("max_pages", in: 1...Self.greatestLimit)
    goodPages = fields.integer("good_pages", in: 1...Self.greatestLimit)
    figures = fields.integer("min_figures", in: 0...Self.greatestLimit) ?? 0
    mostFigures = fields.integer("max_figures", in: 0...Self.greatestLimit)
    figureDuties = fields.choices("figure_duties", as: FigureDuty.self)
    content = fields.localized("content")
    sources = fields.sources()
  }
}

extension Phase {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    budget = fields.string("budget")
    mayChange = fields.strings("may_change") ?? []
    locked = fields.records("locked", of: "what is locked", Locked.init) ?? []
    categories = fields.strings("categories")
    sources = fields.sources()
  }
}

extension Locked {
  init?(_ fields: inout Fields) {
    guard let subject = fields.string("what", .required) else { return nil }
    self.subject = subject
    text = fields.localized("text", .required)
    level = fields.level() ?? .ours
    sources = fields.sources()
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
    let level = fields.level() ?? .ours
    self.level = level
    softLevel = fields.level("soft_level") ?? level
    sources = fields.sources()
  }
}

extension Deadline {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    local = fields.local("local", .required) ?? ""
    until = fields.local("until")
    zone = fields.string("zone")
    unixSeconds = fields.instant("utc")
    let level = fields.level() ?? .ours
    self.level = level
    hourLevel = fields.level("hour_level") ?? level
    sources = fields.sources()
    place = fields.node.place
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
    sections = fields.strings("sections") ?? []
    words = fields.words("words")
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
    evidence = fields.choices("evidence", as: Evidence.self)
    sections = fields.strings("sections") ?? []
    findings = fields.strings("findings") ?? []
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
    place = fields.node.place
  }
}
