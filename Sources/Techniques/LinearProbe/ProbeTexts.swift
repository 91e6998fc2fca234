import Transformers

/// The labelled texts of a probe and their tokens.
struct ProbeTexts: Sendable {
  let texts: [String]
  let tokens: [[Int]]
  let labels: [Bool]
  /// What must not stand on both sides of a split, for every text.
  let groups: [String]
  /// How many texts are the same as an earlier one as far as they are read.
  let repeats: Int
  /// The label that counts as yes, and the other.
  let positive: String
  let negative: String
  /// The token that is read, counted from the end: -1 is the last.
  let position: Int

  /// Fields of an item that fill no template.
  private static let reserved: Set<String> = ["label", "group"]
  /// How many tokens are read together.
  private static let tokensAtOnce = 1_024
  /// How many texts a probe takes: the fit compares every text with every other.
  private static let most = 6_000

  init(_ options: Options, _ model: Model) throws(TechniqueError) {
    let items = Items(options)
    var reader = TemplateReader(fields: items.fields.subtracting(Self.reserved))
    for problem in items.gaps(in: options) { reader.report(problem) }
    let templates = reader.readAll("templates", of: options)
    let found = Self.labels(of: items, options, &reader)
    if let problem = Self.excess(templates.count, items.values.count, options) {
      reader.report(problem)
    }
    try TechniqueError.check(reader.problems)
    (negative, positive) = (found[0], found[1])
    position = options.integer("position")
    let splitsByTemplate = options.text("split_by") == "template"
    var texts: [String] = []
    var labels: [Bool] = []
    var groups: [String] = []
    for (index, template) in templates.enumerated() {
      for (item, values) in items.values.enumerated() {
        texts.append(template.filled(with: values))
        labels.append(values["label"] == positive)
        groups.append(
          splitsByTemplate
            ? "template \(index)" : values["group"].map { "group \($0)" } ?? "item \(item)")
      }
    }
    tokens = texts.map { model.tokenizer.prompt($0) }
    let position = position
    let joined = RepeatedTexts(
      read: tokens.map { $0.dropLast(-1 - position) }, groups: groups)
    (self.texts, self.labels, self.groups) = (texts, labels, joined.groups)
    repeats = joined.repeats
    try TechniqueError.check(
      contradictions(options, splitsByTemplate, itemCount: items.values.count))
  }

  private static func excess(
    _ templates: Int, _ items: Int, _ options: Options
  ) -> OptionProblem? {
    guard templates * items > most else { return nil }
    return options.problem(
      "items",
      "\(templates) templates and \(items) items make \(templates * items) texts, more "
        + "than \(most)", hint: "give fewer items or templates")
  }

  /// The two labels, the one that counts as yes last.
  private static func labels(
    of items: Items, _ options: Options, _ reader: inout TemplateReader
  ) -> [String] {
    let names = Set(items.values.compactMap { $0["label"] }).sorted()
    guard names.count == 2, items.fields.contains("label") else {
      let list = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
      reader.report(
        options.problem(
          "items", names.isEmpty ? "no item has a 'label'" : "the labels are \(list)",
          hint: "give every item one of exactly two labels"))
      return ["", ""]
    }
    guard let positive = options.optionalText("positive") else { return names }
    guard names.contains(positive) else {
      reader.report(
        options.problem(
          "positive", "no item has the label '\(positive)'",
          hint: "give '\(names[0])' or '\(names[1])'"))
      return names
    }
    return names.filter { $0 != positive } + [positive]
  }

  private func contradictions(
    _ options: Options, _ splitsByTemplate: Bool, itemCount: Int
  ) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    let least = 1 - position
    if let short = tokens.firstIndex(where: { $0.count < least }) {
      problems.append(
        options.problem(
          "position",
          "'\(texts[short].prefix(60))' has \(tokens[short].count) tokens, so position \(position) "
            + "is its first or none",
          hint: "give longer texts or a position nearer to the end; the first token is never read"))
    }
    let folds = options.integer("folds")
    let groupCount = Set(groups).count
    if groupCount < folds {
      problems.append(
        options.problem(
          "folds", "\(groupCount) groups cannot be split into \(folds) folds",
          hint: "give more \(splitsByTemplate ? "templates" : "groups") or fewer folds"))
    }
    var first: [String: Bool] = [:]
    for (index, text) in texts.enumerated() {
      if let label = first[text], label != labels[index] {
        problems.append(
          OptionProblem(
            options.path.field("items").entry(index % itemCount),
            "'\(text.prefix(60))' has both labels", hint: "keep one of the two"))
        break
      }
      first[text] = labels[index]
    }
    return problems
  }

  /// Reads every text once; gives a table of features for every layer.
  func activations(
    at hook: (Int) -> HookPoint, in model: Model, progress: (Double) -> Void
  ) throws(TechniqueError) -> [FeatureTable] {
    let hooks = (0..<model.config.layers).map(hook)
    var values = Array(repeating: [Double](), count: hooks.count)
    for range in batches() {
      progress(Double(range.lowerBound) / Double(texts.count))
      let runs = try calling { () throws(ModelError) in
        try model.run(prompts: Array(tokens[range]), capture: Set(hooks), logits: .none)
      }
      for run in runs {
        for (layer, hook) in hooks.enumerated() {
          guard let activation = run[hook] else { continue }
          values[layer] += activation[run.tokens.count + position].map(Double.init)
        }
      }
    }
    return values.map {
      FeatureTable(rows: texts.count, columns: model.config.width, values: $0)
    }
  }

  /// Runs of texts that are read together.
  private func batches() -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var (start, total) = (0, 0)
    for (index, tokens) in tokens.enumerated() {
      if index > start, total + tokens.count > Self.tokensAtOnce {
        batches.append(start..<index)
        (start, total) = (index, 0)
      }
      total += tokens.count
    }
    return batches + [start..<texts.count]
  }
}
