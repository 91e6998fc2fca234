import Documents

/// Something to know about the programme that no check rests on.
public struct Fact: Sendable, Equatable {
  /// Its name in the contract: `reviewer`.
  public let id: String
  /// The fact.
  public let text: LocalizedText
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// Another way to apply.
public struct Variant: Sendable, Equatable {
  /// Its name in the contract, and that of its template where there is one.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// Who may use it, and how it differs.
  public let text: LocalizedText
  /// Where the programme says so.
  public let sources: [Source]
}

/// A question to ask oneself while the clock runs.
public struct CheckIn: Sendable, Equatable {
  /// Its name in the contract: `checkin.short`.
  public let id: String
  /// The seconds of work after which it is asked.
  public let everySeconds: Int
  /// The seconds of work after which it is asked at the latest.
  public let latestSeconds: Int
  /// The question.
  public let question: LocalizedText
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// A question of the application form.
public struct FormQuestion: Sendable, Equatable {
  /// Its name in the contract: `form.evidence`.
  public let id: String
  /// The question, as a heading in `form.md`.
  public let names: LocalizedText
  /// What a good answer holds.
  public let text: LocalizedText
  /// The fewest items of its list.
  public let fewestItems: Int?
  /// The most items of its list.
  public let mostItems: Int?
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// Something to do when the application is handed in.
public struct HandInStep: Sendable, Equatable {
  /// Its name in the contract: `share`.
  public let id: String
  /// What to do.
  public let text: LocalizedText
  /// Where: a name of ``Contract/addresses``, or an address itself.
  public let address: String?
  /// The date after which alone it is to be done: a name of ``Contract/deadlines``.
  public let after: String?
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// Words round a question to a language model that keep it from flattering.
public struct Frame: Sendable, Equatable {
  /// What can be put into a frame.
  public enum Use: String, Sendable, CaseIterable {
    /// A draft of the report.
    case draft
    /// One decision with its reasons.
    case decision
  }

  /// Its name in the contract: `friend`.
  public let id: String
  /// What it is for.
  public let uses: [Use]
  /// The words.
  public let text: LocalizedText
  /// Where the programme says so.
  public let sources: [Source]
}

/// A model, tool or text that the programme names.
public struct ProgrammeResource: Sendable, Equatable {
  /// Its name in the contract: `transformerlens`.
  public let id: String
  /// What kind it is: `models`, `tools`, `learning`.
  public let group: String
  /// What to use it for.
  public let text: LocalizedText
  /// Where it is found.
  public let addresses: [String]
  /// Whether the programme advises against it.
  public let isAvoided: Bool
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

// MARK: - Reading

extension Fact {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    text = fields.localized("text", .required)
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension Variant {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names")
    text = fields.localized("text", .required)
    sources = fields.sources()
  }
}

extension CheckIn {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required), let every = fields.seconds("every", .required)
    else { return nil }
    self.id = id
    everySeconds = every
    latestSeconds = max(every, fields.seconds("latest") ?? every)
    question = fields.localized("question", .required)
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension FormQuestion {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names", .required)
    text = fields.localized("text")
    fewestItems = fields.integer("min_items", in: 0...1000)
    mostItems = fields.integer("max_items", in: 1...1000)
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension HandInStep {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    text = fields.localized("text", .required)
    address = fields.string("address")
    after = fields.string("after")
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension Frame {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    let uses = fields.choices("use", as: Use.self)
    self.uses = uses.isEmpty ? Use.allCases : uses
    text = fields.localized("text", .required)
    sources = fields.sources()
  }
}

extension ProgrammeResource {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    group = fields.string("group", .required) ?? ""
    text = fields.localized("text", .required)
    addresses = fields.strings("addresses") ?? []
    isAvoided = fields.flag("avoid") ?? false
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}
