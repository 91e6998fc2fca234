internal import Contracts
internal import Experiments
internal import Findings
internal import Platform
internal import Reports

/// What a language model should read before it is asked about an application.
public struct ContextBundle: Sendable, Equatable {
  /// One part of it.
  public struct Part: Sendable, Equatable {
    /// A name to choose it by: `rules`, `report`, `form`, `log`, or an experiment.
    public let name: String
    /// Its text, in Markdown.
    public let text: String
    /// How many tokens it takes.
    public let tokens: Int
  }

  /// The parts, in the order of reading.
  public let parts: [Part]
  /// What counted the tokens: the name of a model, or `nil` for an estimate by length.
  public let tokenizer: String?

  /// All of it as one text.
  public var text: String { parts.map(\.text).joined(separator: "\n\n") + "\n" }

  /// How many tokens it takes.
  public var tokens: Int { parts.reduce(0) { $0 + $1.tokens } }
}

extension Workspace {
  /// Gathers the programme's rules, the report, the answers to the form, the log and the experiments.
  ///
  /// `names` chooses parts; by default it is all of them. `tokenizer` names a model of the store, without
  /// it tokens are estimated. Throws a ``UserError`` for an unknown part or model.
  public func context(of names: [String] = [], tokenizer: String? = nil) throws -> ContextBundle {
    let count = try counter(of: tokenizer)
    let texts = try contextTexts()
    let known = texts.map(\.name)
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw UserError(
        .usage, "there is no part '\(stranger)'",
        hint: "the parts are " + known.joined(separator: ", "))
    }
    let parts = texts.filter { names.isEmpty || names.contains($0.name) }.map { name, text in
      ContextBundle.Part(name: name, text: text, tokens: count(text))
    }
    return ContextBundle(parts: parts, tokenizer: tokenizer)
  }

  private func counter(of tokenizer: String?) throws -> (String) -> Int {
    guard let tokenizer else { return Self.estimatedTokens }
    return try Models(in: platform).tokenCounter(of: tokenizer)
  }

  /// Four bytes of Latin text make about a token, and so does a Han character.
  private static func estimatedTokens(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.properties.isIdeographic ? 4 : $1.utf8.count) } / 4
  }

  private func contextTexts() throws -> [(name: String, text: String)] {
    let material = try material()
    let language = material.report.frontMatter.language
    var texts = [("rules", Self.rules(material.contract, language: language))]
    for (name, file) in [
      ("report", Self.reportName), ("form", "form.md"), ("log", ResearchLog.name),
    ] {
      guard let bytes = try platform.files.readIfPresent(path(file)) else { continue }
      texts.append((name, Self.framed(file, String(decoding: bytes, as: UTF8.self))))
    }
    for status in material.survey.experiments {
      texts.append((status.id.name, experimentText(status)))
    }
    return texts
  }

  /// A file in a fence that is longer than any inside it.
  private static func framed(_ name: String, _ text: String) -> String {
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(longest + 1, 3))
    return "# \(name)\n\n\(fence)\n\(text.hasSuffix("\n") ? text : text + "\n")\(fence)"
  }

  private static func rules(_ contract: Contract, language: String) -> String {
    let rules = contract.rules.map { rule in
      let quotes = rule.sources.compactMap(\.quote).map { "「\($0)」" }.joined(separator: " ")
      return "- \(rule.text.text(in: language)) (\(rule.level.words)) \(quotes)"
    }
    let questions = contract.checklist.map { "- \($0.question.text(in: language))" }
    return
      (["# \(contract.title.text(in: language)): what the programme asks for", ""] + rules + [
        "", "# What it looks for", "",
      ] + questions).joined(separator: "\n")
  }

  /// An experiment: its declaration, how it stands, and its numbers.
  private func experimentText(_ status: ExperimentStatus) -> String {
    let tree = WorkTree(folder, files: platform.files)
    let file = "\(status.id.folder)/experiment.yaml"
    let files = [file, "\(status.id.figureFolder)/numbers.json"]
    let texts = files.compactMap { file in
      (try? tree.read(file, limit: 1 << 20)).flatMap { bytes in
        bytes.map { Self.framed(file, String(decoding: $0, as: UTF8.self)) }
      }
    }
    let remarks = (status.provenance?.remarks ?? []).map { "- \($0)" }
    return (["The figures of '\(status.id.name)' are \(status.state.words)."] + remarks + texts)
      .joined(separator: "\n\n")
  }
}
