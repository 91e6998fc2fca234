import Documents
public import Findings

/// Every experiment of a tree and how it stands.
public struct ExperimentSurvey: Sendable {
  /// The experiments, in the order of their names.
  public let experiments: [ExperimentStatus]
  /// What is wrong with the declarations.
  public let findings: [Finding]

  /// Looks at every experiment of a tree.
  ///
  /// Reading is total: what cannot be read becomes a finding. `records` adds what this clone knows of
  /// failures and running processes; without it the answer depends on the tree alone.
  public static func take(
    of tree: any ApplicationTree, techniques: TechniqueList, records: LocalRecords? = nil
  ) -> ExperimentSurvey {
    var surveyor = Surveyor(tree: tree, techniques: techniques, records: records)
    return surveyor.survey()
  }

  /// The status of one experiment; `nil` where there is no such experiment.
  public func status(of id: ExperimentID) -> ExperimentStatus? {
    experiments.first { $0.id == id }
  }

  /// How a figure stands that a report shows, by its path from the application's folder.
  ///
  /// `nil` for a path that no experiment of this tree answers for: an imported image.
  public func state(ofFigure path: String) -> ExperimentState? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "figures", let id = ExperimentID(String(parts[1])),
      let status = status(of: id)
    else { return nil }
    let file = String(parts[2])
    if case .edited(let files, let reasons) = status.state, !files.contains(file) {
      return reasons.isEmpty ? .fresh : .stale(reasons: reasons)
    }
    guard status.state == .fresh, status.provenance?.outputs[file] == nil else {
      return status.state
    }
    return .stale(reasons: ["'\(file)' is not among the figures of '\(id)'"])
  }

  /// The list of experiments for people.
  public func summaries(records: LocalRecords? = nil) -> [ExperimentSummary] {
    let durations = records?.durations()
    return experiments.map { status in
      let figures = (status.provenance?.outputs.keys.sorted() ?? [])
        .filter { $0.hasSuffix(".svg") }
      return ExperimentSummary(
        id: status.id.name, title: status.title, state: status.state.word,
        reason: status.state.reason, procedure: status.declaration?.procedure.word ?? "",
        model: status.declaration?.model,
        lastDurationMilliseconds: durations?.experiments[status.id.name],
        figures: figures.map { "\(status.id.figureFolder)/\($0)" })
    }
  }
}

extension ExperimentDeclaration.Procedure {
  /// What is run, for a list: the technique's name, `command` or `notebook`.
  public var word: String {
    switch self {
    case .technique(let name): name
    case .command: "command"
    case .notebook: "notebook"
    }
  }
}
