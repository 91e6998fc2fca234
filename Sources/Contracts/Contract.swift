/// A programme's rules as data.
///
/// Nothing about a programme is in code: limits, names, dates, budgets and the words they rest on come
/// from one file, `contract.yaml`, which `Docs/Formats/contract.md` describes.
public struct Contract: Sendable, Equatable {
  /// The version of the file format that is read.
  public static let schema = 1

  /// Its name: `mats-neel-nanda`.
  public let id: String
  /// The round: `10.0`.
  public let version: String
  /// What people call the programme.
  public let title: LocalizedText
  /// The languages a report may be written in, the programme's own first.
  public let languages: [String]
  /// Addresses by purpose: where to apply, to ask for more time, to ask questions.
  public let addresses: [String: String]
  /// The sections the programme speaks of, in the order of the report.
  public internal(set) var sections: [SectionRule]
  /// The stages of an application, in order.
  public let phases: [Phase]
  /// What time can be booked on.
  public let categories: [TimeCategory]
  /// The limits on time.
  public let budgets: [Budget]
  /// The budget of time that counts and belongs to no other, and of an unknown activity.
  public let mainBudget: String?
  /// The dates.
  public let deadlines: [Deadline]
  /// The instant, in seconds since 1970, after which the round is over on any clock.
  public let closesUnixSeconds: Int?
  /// What is to be said somewhere, or is never asked for.
  public let statements: [Statement]
  /// The questions of the guided review.
  public let checklist: [ChecklistItem]
  /// What findings rest on.
  public let rules: [Rule]
  /// The beginnings of texts that a template leaves for the writer to replace.
  public let placeholders: [String]
  /// What else there is to know about the programme.
  public let facts: [Fact]
  /// The other ways to apply.
  public let variants: [Variant]
  /// The pages that page limits are counted in.
  public let pages: [PageGeometry]
  /// The questions to ask oneself while the clock runs.
  public let checkIns: [CheckIn]
  /// The questions of the application form.
  public let form: [FormQuestion]
  /// What to do to hand in, in order.
  public let handIn: [HandInStep]
  /// The words that make a language model say what it would rather not.
  public let frames: [Frame]
  /// The models, tools and texts that the programme names.
  public let resources: [ProgrammeResource]
  /// The methods that the programme names, the simple ones first.
  public let methods: [Method]
  /// Which models are too small or not wanted.
  public let modelRule: ModelRule?
  /// Words that checks look for.
  public let lexicon: Lexicon

  /// The rule behind a code, for one section if there is one of its own.
  public func rule(for code: String, section: String? = nil) -> Rule? {
    rules.first { $0.code == code && $0.section == section && section != nil }
      ?? rules.first { $0.code == code && $0.section == nil }
  }

  /// All rules behind a code, for `explain`.
  public func rules(for code: String) -> [Rule] { rules.filter { $0.code == code } }

  /// The section rule of a name.
  public func section(_ id: String) -> SectionRule? { sections.first { $0.id == id } }

  /// The phase of a name.
  public func phase(_ id: String) -> Phase? { phases.first { $0.id == id } }

  /// The category of a name.
  public func category(_ id: String) -> TimeCategory? { categories.first { $0.id == id } }

  /// The budget of a name.
  public func budget(_ id: String) -> Budget? { budgets.first { $0.id == id } }

  /// Whether the round is over at an instant, so that nothing counts down to a date gone by.
  public func isClosed(atUnixSeconds now: Int) -> Bool {
    closesUnixSeconds.map { now >= $0 } ?? false
  }
}
