import Documents
public import Findings
import Platform
public import Techniques

extension ExperimentDeclaration {
  /// Reads a declaration.
  ///
  /// The declaration is `nil` when something it cannot do without is missing or wrong; the findings
  /// say what. `techniques` gives the descriptions of the built-in techniques.
  public static func parse(
    _ source: String, id: ExperimentID, techniques: TechniqueList
  ) -> (declaration: ExperimentDeclaration?, findings: [Finding]) {
    let (node, syntaxFindings) = YAML.parse(source, path: id.declarationPath)
    guard let node else {
      return (nil, syntaxFindings.isEmpty ? [empty(id)] : syntaxFindings)
    }
    var reader = DeclarationReader(id: id, techniques: techniques, node: node)
    let declaration = reader.declaration()
    let findings = syntaxFindings + reader.finish()
    return (findings.contains { $0.severity == .error } ? nil : declaration, findings)
  }

  private static func empty(_ id: ExperimentID) -> Finding {
    let start = Position(line: 1, column: 1, utf16Column: 1)
    return Finding(
      code: "experiment-empty", severity: .error, message: "the declaration of '\(id)' is empty",
      place: Place(path: id.declarationPath, start: start, end: start),
      hint: "start with 'schema: 1', 'title: …' and 'technique: …'")
  }
}

/// The built-in techniques as far as a declaration is concerned.
public struct TechniqueList: Sendable {
  private let descriptions: [String: TechniqueDescription]

  /// Creates a list; of two techniques with one name the first counts.
  public init(_ descriptions: [TechniqueDescription]) {
    self.descriptions = Dictionary(
      descriptions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names, in alphabetical order.
  public var names: [String] { descriptions.keys.sorted() }

  /// The description of a technique.
  public subscript(name: String) -> TechniqueDescription? { descriptions[name] }
}

/// Reads the fields of one declaration.
private struct DeclarationReader {
  let id: ExperimentID
  let techniques: TechniqueList
  let node: Node
  var fields: Fields
  var further: [Finding] = []

  init(id: ExperimentID, techniques: TechniqueList, node: Node) {
    self.id = id
    self.techniques = techniques
    self.node = node
    self.fields = Fields(node, of: "the experiment")
  }

  func finish() -> [Finding] { fields.finish() + further }

  mutating func declaration() -> ExperimentDeclaration? {
    _ = fields.integer("schema", .required, in: 1...1)
    let title = fields.string("title", .required)
    let procedure = procedure()
    let model = fields.string("model")
    let inputs = inputs()
    let (options, files) = options(of: procedure, inputs: inputs)
    checkParameters(of: procedure)
    let figures = figures()
    let numbers = fields.strings("numbers") ?? []
    let expectation = fields.choice("expect", as: ExperimentDeclaration.Expectation.self)
    let target = target()
    let reasoning = reasoning()
    guard let title, let procedure else { return nil }
    checkOutputs(figures, numbers, of: procedure)
    if case .technique = procedure, model == nil {
      fields.complain(
        "experiment-model", "the experiment names no model", at: node,
        hint: "add 'model: NAME', a name from 'models' in dossier.yaml")
    }
    return ExperimentDeclaration(
      id: id, title: title, procedure: procedure, model: model, options: options,
      optionFiles: files, inputs: inputs, figures: figures, numbers: numbers,
      expectation: expectation ?? .exact, target: target, reasoning: reasoning,
      place: node.place)
  }

  private mutating func procedure() -> ExperimentDeclaration.Procedure? {
    let technique = fields.string("technique")
    let command = fields.strings("command")
    let notebook = fields.string("notebook")
    let given = [
      technique.map { ExperimentDeclaration.Procedure.technique($0) },
      command.map { .command($0) }, notebook.map { .notebook($0) },
    ].compactMap(\.self)
    guard let procedure = given.first, given.count == 1 else {
      let count = given.isEmpty ? "names nothing to run" : "names more than one thing to run"
      fields.complain(
        "experiment-procedure", "the experiment \(count)", at: node,
        hint: "give exactly one of 'technique', 'command' and 'notebook'")
      return nil
    }
    return check(procedure) ? procedure : nil
  }

  private mutating func check(_ procedure: ExperimentDeclaration.Procedure) -> Bool {
    switch procedure {
    case .technique(let name):
      guard techniques[name] == nil, let place = node["technique"] else { return true }
      let near = Suggestion.nearest(to: name, among: techniques.names)
      fields.complain(
        "experiment-technique", "there is no technique '\(name)'", at: place,
        hint: near.map { "did you mean '\($0)'?" }
          ?? "known are " + techniques.names.map { "'\($0)'" }.joined(separator: ", "))
      return false
    case .command(let words):
      guard let place = node["command"], words.first?.isEmpty ?? true else { return true }
      fields.complain("experiment-command", "the command is empty", at: place)
      return false
    case .notebook(let path):
      return node["notebook"].flatMap { resolve(path, at: $0) } != nil
    }
  }

  /// Parameters and fan are a command's own business, options a technique's.
  private mutating func checkParameters(of procedure: ExperimentDeclaration.Procedure?) {
    let isTechnique = if case .technique? = procedure { true } else { false }
    for key in ["params", "fan"] {
      guard let value = fields.node(key), isTechnique else { continue }
      remark("'\(key)' has no effect on a technique", at: value, hint: "write it under 'options'")
    }
    if let value = node["options"], procedure != nil, !isTechnique {
      remark("'options' has no effect on a command", at: value, hint: "write it under 'params'")
    }
  }

  private mutating func remark(_ message: String, at node: Node, hint: String) {
    further.append(
      Finding(
        code: "experiment-unused", severity: .warning, message: message, place: node.place,
        hint: hint))
  }

  private mutating func figures() -> [ExperimentDeclaration.DeclaredFigure] {
    let id = id
    return fields.records("figures", of: "a figure") { figure in
      guard let file = figure.string("file", .required) else { return nil }
      guard isSafeFileName(file), file.hasSuffix(".svg") || file.hasSuffix(".png") else {
        figure.complain(
          "experiment-figure", "'\(file)' is not the name of a figure", at: figure.node,
          hint: "name a '.svg' or '.png' file; it lies in '\(id.figureFolder)'")
        return nil
      }
      return ExperimentDeclaration.DeclaredFigure(
        file: file, alt: figure.string("alt"), place: figure.node.place)
    } ?? []
  }

  /// Figures and numbers that the technique never gives are a slip of the pen.
  private mutating func checkOutputs(
    _ figures: [ExperimentDeclaration.DeclaredFigure], _ numbers: [String],
    of procedure: ExperimentDeclaration.Procedure
  ) {
    guard case .technique(let name) = procedure, let description = techniques[name] else { return }
    let drawn = description.figures.map { $0.name + ".svg" }
    for figure in figures where !drawn.contains(figure.file) {
      complain(
        "experiment-figure", "'\(name)' draws no '\(figure.file)'", of: figure.file, among: drawn,
        at: figure.place)
    }
    let keys = description.numbers.map(\.name)
    for key in numbers where !keys.contains(key) {
      complain(
        "experiment-number", "'\(name)' gives no number '\(key)'", of: key, among: keys,
        at: (node["numbers"] ?? node).place)
    }
  }

  private mutating func complain(
    _ code: String, _ message: String, of name: String, among known: [String], at place: Place
  ) {
    let near = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
    let list = known.isEmpty ? "it gives none" : "it gives " + known.joined(separator: ", ")
    further.append(
      Finding(code: code, severity: .error, message: message, place: place, hint: near ?? list))
  }

  private mutating func target() -> String {
    fields.record("where", of: "'where'") { place in
      _ = place.integer("gpus", in: 0...1024)
      _ = place.string("mem")
      _ = place.seconds("time")
      return place.string("target")
    } ?? "local"
  }

  private mutating func reasoning() -> ExperimentDeclaration.Reasoning {
    ExperimentDeclaration.Reasoning(
      why: fields.string("why"), hypothesis: fields.string("hypothesis"),
      possibleOutcomes: fields.strings("possible_outcomes") ?? [],
      claim: fields.choice("claim", as: ExperimentDeclaration.Claim.self),
      baseline: fields.string("baseline"),
      simplerMethodTried: fields.string("simpler_method_tried"),
      couldBeFalseIf: fields.string("could_be_false_if"))
  }
}

// MARK: - Inputs

extension DeclarationReader {
  private mutating func inputs() -> ExperimentDeclaration.Inputs {
    let keys = ["code", "data", "lock", "needs"]
    let lists = fields.record("inputs") { inner in keys.map { inner.strings($0) ?? [] } }
    guard let lists, let node = node["inputs"] else { return ExperimentDeclaration.Inputs() }
    var inputs = ExperimentDeclaration.Inputs()
    inputs.code = paths(lists[0], at: node["code"] ?? node)
    inputs.data = paths(lists[1], at: node["data"] ?? node)
    inputs.lock = paths(lists[2], at: node["lock"] ?? node)
    inputs.needs = needs(lists[3], at: node["needs"] ?? node)
    return inputs
  }

  private mutating func needs(_ names: [String], at node: Node) -> [ExperimentID] {
    names.compactMap { name in
      if let needed = ExperimentID(name), needed != id { return needed }
      fields.complain(
        "experiment-needs", "'\(name)' cannot be needed", at: node,
        hint: "name another experiment's folder under 'experiments/'")
      return nil
    }
  }

  private mutating func paths(_ declared: [String], at node: Node) -> [String] {
    declared.enumerated().compactMap { index, path in
      let place = node.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? node
      return resolve(path, at: place)
    }
  }

  private mutating func resolve(_ path: String, at node: Node) -> String? {
    do throws(PathProblem) {
      return try applicationPath(of: path, from: id.folder)
    } catch {
      fields.complain(
        "experiment-path", "the path '\(path.prefix(80))' \(error.rawValue)", at: node,
        hint: error.hint)
      return nil
    }
  }
}

// MARK: - Options

extension DeclarationReader {
  /// The options as the technique takes them, and those that are the content of a file.
  private mutating func options(
    of procedure: ExperimentDeclaration.Procedure?, inputs: ExperimentDeclaration.Inputs
  ) -> (values: [String: OptionValue], files: [String: String]) {
    let entries = fields.entries("options") ?? []
    guard case .technique(let name)? = procedure, let description = techniques[name] else {
      return ([:], [:])
    }
    var values: [String: OptionValue] = [:]
    var files: [String: String] = [:]
    for entry in entries where !entry.value.isEmpty {
      let kind = description.options.first { $0.name == entry.name }?.kind
      if case .list? = kind, let declared = entry.value.text, declared.hasSuffix(".jsonl") {
        files[entry.name] = file(declared, at: entry.value, inputs: inputs)
      } else {
        values[entry.name] = OptionValue(entry.value)
      }
    }
    for problem in description.decode(values).problems
    where !files.keys.contains(where: { problem.path.steps == [.field($0)] }) {
      let place = node["options"]?.descendant(at: problem.path) ?? node
      fields.complain("experiment-option", problem.message, at: place, hint: problem.hint)
    }
    return (values, files)
  }

  private mutating func file(
    _ declared: String, at node: Node, inputs: ExperimentDeclaration.Inputs
  ) -> String? {
    guard let path = resolve(declared, at: node) else { return nil }
    if !inputs.data.contains(path) {
      fields.complain(
        "experiment-input", "'\(declared)' is not among the inputs", at: node,
        hint: "add it to 'inputs: data:'")
    }
    return path
  }
}

extension OptionValue {
  /// Takes a node as it is written; every scalar is a text.
  init(_ node: Node) {
    switch node.value {
    case .scalar(let text, _): self = .text(text)
    case .sequence(let elements): self = .list(elements.map { OptionValue($0) })
    case .mapping(let entries):
      let given = entries.filter { !$0.value.isEmpty }
      self = .record(
        Dictionary(
          given.map { ($0.name, OptionValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension Node {
  /// The node at the end of a way, or the last one on it that is written in the file.
  func descendant(at path: OptionPath) -> Node? {
    var node = self
    for step in path.steps {
      switch step {
      case .field(let name):
        guard let next = node[name] else { return node }
        node = next
      case .entry(let index):
        guard let elements = node.elements, elements.indices.contains(index) else { return node }
        node = elements[index]
      }
    }
    return node
  }
}
