/// Every prompt of a bench, made from templates, items and factors.
struct BenchPlan: Sendable {
  /// What is varied between prompts and nothing else.
  struct Factor: Sendable {
    let name: String
    let levels: [Level]
  }

  /// One condition of a factor.
  struct Level: Sendable {
    let name: String
    let template: TextTemplate
    /// What is expected under this level in place of the outcome's own, if anything.
    let answer: TextTemplate?
    let alternatives: [TextTemplate]?
  }

  /// One prompt before it becomes tokens.
  struct Case: Sendable {
    let template: Int
    let item: Int
    /// The level of each factor.
    let levels: [Int]
    let system: String?
    let user: String
    let prefill: String
    let expected: String
    let alternatives: [String]
  }

  let templates: [TextTemplate]
  let factors: [Factor]
  let items: Items
  /// The factor and its level that the others are compared with.
  let baseline: (factor: Int, level: Int)?
  private(set) var cases: [Case] = []

  /// Whether a case belongs to the baseline.
  func isBaseline(_ bench: Case) -> Bool {
    baseline.map { bench.levels[$0.factor] == $0.level } ?? false
  }

  /// Makes the prompts, in the order of templates, factors and items.
  init(_ options: Options) throws(TechniqueError) {
    let items = Items(options)
    let factorRecords = options.records("factors")
    let names = factorRecords.map { $0.text("name") }
    var reader = TemplateReader(fields: items.fields.union(names))
    for problem in items.gaps(in: options) { reader.report(problem) }
    Self.refuseRepeatedNames(factorRecords, taken: items.fields, &reader)
    templates = reader.readAll("templates", of: options)
    let texts = CaseTexts(options, &reader)
    var levelReader = TemplateReader(fields: items.fields)
    factors = factorRecords.map { Self.factor($0, &levelReader) }
    self.items = items
    baseline = Self.baseline(options, factors, &reader)
    for (record, name) in zip(factorRecords, names) where !reader.used.contains(name) {
      reader.report(
        record.problem(
          "name", "the factor '\(name)' changes nothing",
          hint: "write '{\(name)}' where its levels belong, such as in 'templates'"))
    }
    if let problem = excess(options) { reader.report(problem) }
    try TechniqueError.check(reader.problems + levelReader.problems)
    cases = try makeCases(texts)
  }

  /// How many prompts a bench takes; all of them are kept with their answers.
  private static let most = 100_000

  private func excess(_ options: Options) -> OptionProblem? {
    let levels = factors.reduce(1) { $0 * $1.levels.count }
    let count = templates.count * levels * items.values.count
    guard count > Self.most else { return nil }
    return options.problem(
      "templates",
      "templates, levels and items make \(count) prompts, more than \(Self.most)",
      hint: "give fewer items, levels or templates")
  }

  private func makeCases(_ texts: CaseTexts) throws(TechniqueError) -> [Case] {
    var cases: [Case] = []
    for template in templates.indices {
      for levels in combinations() {
        if Task.isCancelled { throw .cancelled }
        for (item, values) in items.values.enumerated() {
          var all = values
          let chosen = zip(factors, levels).map { $0.levels[$1] }
          for (factor, level) in zip(factors, chosen) {
            all[factor.name] = level.template.filled(with: values)
          }
          let expected = chosen.compactMap(\.answer).last ?? texts.expected
          let alternatives = chosen.compactMap(\.alternatives).last ?? texts.alternatives
          cases.append(
            Case(
              template: template, item: item, levels: levels,
              system: texts.system?.filled(with: all), user: templates[template].filled(with: all),
              prefill: texts.prefill?.filled(with: all) ?? "",
              expected: expected?.filled(with: all) ?? "",
              alternatives: alternatives.map { $0.filled(with: all) }))
        }
      }
    }
    return cases
  }

  /// Every choice of one level per factor.
  private func combinations() -> [[Int]] {
    factors.reduce([[]]) { choices, factor in
      choices.flatMap { choice in factor.levels.indices.map { choice + [$0] } }
    }
  }
}

/// The texts of a case beside its prompt.
private struct CaseTexts {
  let system: TextTemplate?
  let prefill: TextTemplate?
  let expected: TextTemplate?
  let alternatives: [TextTemplate]

  init(_ options: Options, _ reader: inout TemplateReader) {
    let path = options.path
    system = options.optionalText("system").flatMap { reader.read($0, at: path.field("system")) }
    prefill = reader.read(options.text("prefill"), at: path.field("prefill"))
    let outcome = options.record("outcome") ?? Options(values: [:])
    expected = reader.read(outcome.text("answer"), at: outcome.path.field("answer"))
    alternatives = reader.readAll("alternatives", of: outcome)
  }
}

extension BenchPlan {
  private static func factor(_ record: Options, _ reader: inout TemplateReader) -> Factor {
    var levels: [Level] = []
    for level in record.records("levels") {
      let source = level.optionalText("text") ?? level.text("name")
      guard let template = reader.read(source, at: level.path.field("text")) else { continue }
      let alternatives = reader.readAll("alternatives", of: level)
      levels.append(
        Level(
          name: level.text("name"), template: template,
          answer: level.optionalText("answer").flatMap {
            reader.read($0, at: level.path.field("answer"))
          }, alternatives: alternatives.isEmpty ? nil : alternatives))
    }
    return Factor(name: record.text("name"), levels: levels)
  }

  private static func refuseRepeatedNames(
    _ factors: [Options], taken: Set<String>, _ reader: inout TemplateReader
  ) {
    var taken = taken
    for factor in factors where !taken.insert(factor.text("name")).inserted {
      reader.report(
        factor.problem(
          "name", "'\(factor.text("name"))' is the name of something else",
          hint: "give every factor a name that no item and no other factor has"))
    }
  }

  private static func baseline(
    _ options: Options, _ factors: [Factor], _ reader: inout TemplateReader
  ) -> (factor: Int, level: Int)? {
    guard let record = options.record("baseline") else { return nil }
    let names = factors.map(\.name)
    guard let factor = names.firstIndex(of: record.text("factor")) else {
      reader.report(unknown("factor", record, among: names))
      return nil
    }
    let levels = factors[factor].levels.map(\.name)
    guard let level = levels.firstIndex(of: record.text("level")) else {
      reader.report(unknown("level", record, among: levels))
      return nil
    }
    return (factor, level)
  }

  private static func unknown(
    _ name: String, _ record: Options, among known: [String]
  ) -> OptionProblem {
    let given = record.text(name)
    let near = nearest(to: given, among: known).map { "did you mean '\($0)'?" }
    let list = known.isEmpty ? "there is none" : "known: \(known.joined(separator: ", "))"
    return record.problem(name, "there is no \(name) '\(given)'", hint: near ?? list)
  }
}
