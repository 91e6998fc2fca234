internal import Contracts
internal import Documents
internal import Experiments
internal import Findings
internal import Platform
internal import Reports

extension Workspace {
  /// The largest file beside a figure that a check reads.
  private static let largestData = 256 << 10

  /// What a check knows of the application, as plain values.
  func surroundings(of material: Material) throws -> Surroundings {
    let shown = material.report.figures.compactMap { LocalPath($0.path)?.path }
    let owners = Set(shown.compactMap(Self.owner))
    let wanted = owners.union(
      material.report.numbers.map(\.name).compactMap { name in
        material.survey.experiments.first { name.hasPrefix($0.id.name + ".") }?.id.name
      })
    let experiments = experimentFacts(material.survey) { wanted.contains($0) }
    var figures: [String: FigureFacts] = [:]
    for path in Set(shown) where Self.owner(of: path) != nil {
      figures[path] = figureFacts(of: path)
    }
    return Surroundings(
      files: try fileNames(), figureStates: states(of: material), experiments: experiments,
      figures: figures)
  }

  /// What a check knows of the experiments; the numbers of those that are wanted are read.
  func experimentFacts(
    _ survey: ExperimentSurvey, withNumbersOf isWanted: (String) -> Bool
  ) -> [ExperimentFacts] {
    survey.experiments.map { status in
      guard let declaration = status.declaration else {
        return ExperimentFacts(unreadable: status.id)
      }
      var facts = ExperimentFacts(declaration)
      if isWanted(status.id.name) { facts.numbers = numbers(of: status.id) }
      return facts
    }
  }

  /// The numbers of all experiments that have some, by `ID.key`.
  func numbers(named names: [String], in survey: ExperimentSurvey) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for status in survey.experiments
    where names.contains(where: { $0.hasPrefix(status.id.name + ".") }) {
      for (key, value) in self.numbers(of: status.id) {
        numbers["\(status.id.name).\(key)"] = value
      }
    }
    return numbers
  }

  /// The experiment whose folder a figure lies in.
  private static func owner(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "figures" ? String(parts[1]) : nil
  }

  private func numbers(of id: ExperimentID) -> [String: Double] {
    guard let json = data(at: "\(id.figureFolder)/numbers.json"),
      let numbers = json["numbers"]?.object
    else { return [:] }
    return numbers.compactMapValues(\.number)
  }

  /// What the data beside a figure says of it; `nil` where there is none.
  func figureFacts(of path: String) -> FigureFacts? {
    guard let dot = path.lastIndex(of: "."), let json = data(at: path[..<dot] + ".json") else {
      return nil
    }
    let labels = json["labels"]
    let titles = ["x", "y"].compactMap { labels?[$0]?.string }
    let cells = (json["rows"]?.array ?? []).flatMap { $0.array ?? [] }
    return FigureFacts(
      axisTitles: titles.isEmpty ? nil : titles, values: cells.compactMap(\.number))
  }

  /// A file that a run wrote; what cannot be read is nothing to compare with.
  private func data(at path: String) -> JSON? {
    let tree = WorkTree(folder, files: platform.files)
    guard let bytes = try? tree.read(path, limit: Self.largestData) else { return nil }
    return try? JSON.parse(bytes)
  }
}

extension ExperimentFacts {
  /// An experiment whose declaration cannot be read, which has findings of its own.
  fileprivate init(unreadable id: ExperimentID) {
    let start = Position(line: 1, column: 1, utf16Column: 1)
    self.init(id: id.name, place: Place(path: id.declarationPath, start: start, end: start))
    isReadable = false
  }

  fileprivate init(_ declaration: ExperimentDeclaration) {
    self.init(id: declaration.id.name, place: declaration.place)
    if case .technique(let name) = declaration.procedure { technique = name }
    let reasoning = declaration.reasoning
    model = declaration.model
    why = reasoning.why
    hypothesis = reasoning.hypothesis
    possibleOutcomes = reasoning.possibleOutcomes
    claim = reasoning.claim?.rawValue
    baseline = reasoning.baseline
    simplerMethodTried = reasoning.simplerMethodTried
  }
}
