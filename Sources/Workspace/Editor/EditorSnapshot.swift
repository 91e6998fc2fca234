internal import Contracts
internal import Documents
internal import Experiments
public import Findings
internal import Platform
internal import Reports
internal import Techniques

/// An application as an editor's server knows it: taken from the disk once, and used for every keystroke
/// until something but the edited text changes.
///
/// A snapshot is total: what cannot be read is told in ``remarks`` and taken for empty.
public struct EditorSnapshot: Sendable {
  /// The absolute path of the application's folder; `nil` for files that belong to none.
  public let folder: String?
  /// The rules in force: those of the last contract that could be used.
  private(set) var contract: Contract?
  /// The files of the application.
  let files: Set<String>
  /// The experiments and how their figures stand.
  let survey: ExperimentSurvey?
  /// What a check knows of the experiments.
  private let experiments: [ExperimentFacts]?
  /// What the data beside figures says of them, by the path of the figure.
  private let figures: [String: FigureFacts]
  /// What the clock has to say.
  private var clockNotes = ClockNotes.none
  /// The models that experiments can name.
  let models: [String]
  /// Where the contract has the rule of a code.
  private(set) var rulePlaces: [String: Place] = [:]
  /// What is wrong with the files that a check reads besides the report, by path.
  private(set) var problems: [String: [Finding]] = [:]
  /// What could not be read, each as one phrase.
  public let remarks: [String]
  /// What is wrong with no file in particular.
  private(set) var placeless: [Finding] = []

  /// The snapshot for files that belong to no application.
  public static let withoutApplication = EditorSnapshot()

  /// Of how many figures the data is read.
  private static let mostFigures = 100

  private init() {
    folder = nil
    files = []
    survey = nil
    experiments = nil
    figures = [:]
    models = []
    remarks = []
  }

  init(_ workspace: Workspace, after previous: EditorSnapshot?) {
    folder = workspace.folder
    var remarks: [String] = []
    func reading<Value>(otherwise: Value, _ read: () throws -> Value) -> Value {
      do {
        return try read()
      } catch {
        remarks.append("\(error)")
        return otherwise
      }
    }
    files = reading(otherwise: []) { try workspace.fileNames() }
    // Without a repository nothing is known of runs, and figure states follow from the files alone.
    let records: LocalRecords?
    do { records = try workspace.records() } catch { records = nil }
    let survey = workspace.survey(records: records)
    self.survey = survey
    experiments = workspace.experimentFacts(survey) { _ in true }
    let drawn = survey.experiments.flatMap { status in
      (status.provenance?.outputs.keys.sorted() ?? []).map { "\(status.id.figureFolder)/\($0)" }
    }.filter { $0.hasSuffix(".svg") }
    figures = Dictionary(
      drawn.prefix(Self.mostFigures).compactMap { path in
        workspace.figureFacts(of: path).map { (path, $0) }
      }, uniquingKeysWith: { first, _ in first })
    let settings = reading(otherwise: "") { try workspace.text(Workspace.marker) }
    let rules = reading(otherwise: nil) { try workspace.text(Workspace.contractName) }
    self.remarks = remarks
    let node = YAML.parse(settings, path: Workspace.marker).node
    models = (node?["models"]?.entries ?? []).map(\.name).filter { !$0.isEmpty }
    for finding in survey.findings { add(finding) }
    problems[Workspace.marker] = unique(
      problems[Workspace.marker, default: []] + Workspace.settings(in: settings).findings)
    contract = previous?.contract
    if let rules { takeContract(rules) }
    if let contract { clockNotes = workspace.clockNotes(contract) }
  }

  /// The snapshot with the contract as it is being edited; one that cannot be used changes only what is
  /// said about it.
  public func replacingContract(_ text: String) -> EditorSnapshot {
    var changed = self
    changed.takeContract(text)
    return changed
  }

  private mutating func takeContract(_ text: String) {
    let path = Workspace.contractName
    let (contract, findings) = Contract.parse(text, path: path)
    problems[path] = findings
    if let contract { self.contract = contract }
    guard let rules = contract?.rules, !rules.isEmpty else { return }
    rulePlaces = Dictionary(
      rules.map { ($0.code, $0.place) }, uniquingKeysWith: { first, _ in first })
  }

  /// The files besides the report that have findings, as they lie on the disk.
  public var filesWithFindings: [String] {
    problems.filter { !$0.value.isEmpty }.map(\.key).sorted()
  }

  /// What is wrong with a file as it lies on the disk.
  public func findings(of path: String) -> [Finding] { problems[path] ?? [] }

  /// Where the contract has the rule behind a code; `nil` where it has none.
  public func rulePlace(for code: String) -> Place? { rulePlaces[code] }

  private mutating func add(_ finding: Finding) {
    if let path = finding.place?.path {
      problems[path, default: []].append(finding)
    } else {
      placeless.append(finding)
    }
  }

  private func unique(_ findings: [Finding]) -> [Finding] {
    var kept: [Finding] = []
    for finding in findings where !kept.contains(finding) { kept.append(finding) }
    return kept
  }
}

// MARK: - What a check of the report needs

extension EditorSnapshot {
  /// Checks a report against the contract in force; without one, only for faults of the document itself.
  func check(_ report: Report) -> [Finding] {
    guard let contract else {
      guard let silent = Self.silentContract else { return [] }
      return Contracts.check(report, against: silent, in: Surroundings(files: [])).filter {
        Self.codesOfTheDocument.contains($0.code)
      }
    }
    let found = Contracts.check(
      report, against: contract,
      in: Surroundings(
        files: files, figureStates: states(of: report), experiments: experiments, figures: figures))
    let ofReport = (clockNotes.findings(in: report) + found).filter {
      $0.place.map { $0.path == report.source.path } ?? true
    }
    return suppress(ofReport, in: report, by: contract).findings
  }

  private func states(of report: Report) -> [String: String] {
    var states: [String: String] = [:]
    for figure in report.figures {
      guard let path = LocalPath(figure.path)?.path,
        let state = survey?.state(ofFigure: path), state != .fresh
      else { continue }
      states[path] = state.words
    }
    return states
  }

  /// A contract that asks for nothing.
  private static let silentContract = Contract.parse(
    "schema: 1\nid: none\nversion: none\ntitle: none\n", path: ""
  ).contract

  /// What can be said of a text without knowing where it lies and for whom it is written.
  private static let codesOfTheDocument: Set<String> = [
    "figure-caption-missing", "figure-alt-missing", "figure-label-unusable",
    "reference-unresolved", "label-duplicate", "footnote-undefined",
  ]
}
