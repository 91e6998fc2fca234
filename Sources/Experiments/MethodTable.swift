import Techniques

/// What was run, on which data, compared with what and with which settings, as a table in Markdown.
///
/// It says what the declarations say, the values that stand in for options left out included, so that a
/// reader can follow the experiments without the code.
public struct MethodTable: Sendable {
  private let declarations: [ExperimentDeclaration]
  private let techniques: TechniqueList

  /// Creates the table of some experiments.
  public init(_ declarations: [ExperimentDeclaration], techniques: TechniqueList) {
    self.declarations = declarations
    self.techniques = techniques
  }

  /// The table; empty where there is no experiment.
  public var markdown: String {
    guard !declarations.isEmpty else { return "" }
    let heads = ["experiment", "model", "method", "data", "compared with", "measured", "settings"]
    let rows = declarations.map { declaration in
      let options = Self.options(of: declaration, by: description(of: declaration))
      return [
        "\(declaration.title) (`\(declaration.id.name)`)",
        declaration.model.map { "`\($0)`" } ?? "none", Self.method(declaration),
        Self.data(of: declaration, options), declaration.reasoning.baseline ?? "nothing stated",
        measured(declaration),
        Self.settings(options),
      ]
    }
    let lines = [heads, heads.map { _ in "---" }] + rows.map { $0.map(Self.cell) }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private func description(of declaration: ExperimentDeclaration) -> TechniqueDescription? {
    guard case .technique(let name) = declaration.procedure else { return nil }
    return techniques[name]
  }

  private static func method(_ declaration: ExperimentDeclaration) -> String {
    switch declaration.procedure {
    case .technique(let name): "`\(name)`"
    case .command(let words): "`\(words.joined(separator: " "))`"
    case .notebook(let path): "`\(path)`"
    }
  }

  /// The numbers that the report relies on, with what the technique says they mean.
  private func measured(_ declaration: ExperimentDeclaration) -> String {
    let meanings = description(of: declaration)?.numbers ?? []
    let keys = Set(declaration.numbers)
    return declaration.numbers.filter { !Self.isBound($0, of: keys) }.map { key in
      let meaning = meanings.first { $0.name == key }?.help.split(separator: ".").first
      let interval = keys.contains(key + "_low") ? ", with its interval" : ""
      return "`\(key)`" + (meaning.map { ": \($0)" } ?? "") + interval
    }.joined(separator: "; ")
  }

  /// Whether a number is an end of the interval of another one.
  private static func isBound(_ key: String, of keys: Set<String>) -> Bool {
    ["_low", "_high"].contains {
      key.hasSuffix($0) && keys.contains(String(key.dropLast($0.count)))
    }
  }

  /// The options as written, and what stands in for those left out, by their names.
  private static func options(
    of declaration: ExperimentDeclaration, by description: TechniqueDescription?
  ) -> [(name: String, value: OptionValue)] {
    let standards = (description?.options ?? []).compactMap { option in
      option.standard.map { (option.name, $0) }
    }
    return declaration.options.merging(standards) { own, _ in own }
      .sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }

  /// What the texts and items are and how many, without writing them out.
  private static func data(
    of declaration: ExperimentDeclaration, _ options: [(name: String, value: OptionValue)]
  ) -> String {
    let files = declaration.optionFiles.sorted { $0.key < $1.key }.map {
      "\($0.key) of `\($0.value)`"
    }
    let lists = options.compactMap { option -> String? in
      guard case .list(let elements) = option.value, option.value.isData,
        declaration.optionFiles[option.name] == nil
      else { return nil }
      let isPlural = elements.count != 1 || !option.name.hasSuffix("s")
      return "\(elements.count) \(isPlural ? option.name : String(option.name.dropLast()))"
    }
    let inputs = declaration.inputs.data.map { "`\($0)`" }
    return (lists + files + inputs).joined(separator: ", ")
  }

  private static func settings(_ options: [(name: String, value: OptionValue)]) -> String {
    options.filter { !$0.value.isData }.flatMap { $0.value.settings(named: $0.name) }
      .joined(separator: ", ")
  }

  /// A text on one line in which nothing ends the cell.
  private static func cell(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("|", with: "\\|")
  }
}

extension OptionValue {
  /// Whether it is a list of more than plain numbers and a few words: items, prompts, texts.
  fileprivate var isData: Bool {
    guard case .list(let elements) = self else { return false }
    return elements.contains {
      switch $0 {
      case .list, .record: true
      case .text(let text): text.contains(" ")
      case .integer, .number, .flag: false
      }
    }
  }

  /// The settings in it, each with its name: those of a mapping one by one.
  fileprivate func settings(named name: String) -> [String] {
    switch self {
    case .record(let fields):
      fields.sorted { $0.key < $1.key }.filter { !$0.value.isData }
        .flatMap { $0.value.settings(named: "\(name).\($0.key)") }
    default: words.isEmpty ? [] : ["`\(name)` \(words)"]
    }
  }

  private var words: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .flag(let value): value ? "yes" : "no"
    case .list(let elements): elements.map(\.words).joined(separator: " ")
    case .record: ""
    }
  }
}
