internal import Contracts
internal import Experiments
internal import Findings
internal import Platform
internal import Reports
internal import Store

extension Workspace {
  /// The report's file.
  static let reportName = "report.md"

  /// The file with the programme's rules.
  static let contractName = "contract.yaml"

  /// Checks the report against the contract; `source` stands in for the file's text.
  public func check(_ source: String? = nil) throws -> CheckReport {
    let material = try material(source)
    return try checkReport(of: material)
  }

  /// Whether an absolute path is that of the application's report.
  public func isReport(_ path: String) -> Bool { path == self.path(Self.reportName) }

  /// What a look at the application reads, once.
  struct Material {
    let report: Report
    let contract: Contract
    let survey: ExperimentSurvey
    let records: LocalRecords
    /// What was found while reading.
    let findings: [Finding]
  }

  /// Reads report, contract, settings and experiments; `source` stands in for the report's text.
  func material(_ source: String? = nil) throws -> Material {
    let (report, reportFindings) = Report.parse(
      try source ?? text(Self.reportName), path: Self.reportName)
    let (contract, contractFindings) = try contract()
    let records = try records()
    let survey = survey(records: records)
    return Material(
      report: report, contract: contract, survey: survey, records: records,
      findings: contractFindings + (try readSettings().findings) + survey.findings + reportFindings)
  }

  /// How the figures of the report stand that are not fresh, in words, by their paths.
  func states(of material: Material) -> [String: String] {
    var states: [String: String] = [:]
    for figure in material.report.figures {
      guard let path = LocalPath(figure.path)?.path,
        let state = material.survey.state(ofFigure: path), state != .fresh
      else { continue }
      states[path] = state.words
    }
    return states
  }

  /// Everything that a check says about what was read.
  func checkReport(
    of material: Material, _ status: ClockStatus? = nil
  ) throws -> CheckReport {
    let surroundings = try surroundings(of: material)
    let findings =
      material.findings
      + clockNotes(material.contract, status).findings(in: material.report)
      + Contracts.check(material.report, against: material.contract, in: surroundings)
    return CheckReport(
      findings: findings, report: material.report, contract: material.contract)
  }

  /// The contract of the work tree; throws when it cannot be read at all.
  func contract() throws -> (contract: Contract, findings: [Finding]) {
    try Contract.usable(try text(Self.contractName), path: Self.contractName)
  }

  /// The language of the report, in which texts of the contract are shown; English where there is none.
  func language() throws -> String {
    guard try platform.files.exists(path(Self.reportName)) else { return "en" }
    return Report.parse(try text(Self.reportName), path: Self.reportName).report.frontMatter
      .language
  }

  /// The files of the application, git's own and build leavings aside.
  func fileNames() throws -> Set<String> {
    let skipped: Set<String> = [".git", ".venv", "node_modules", "__pycache__"]
    return Set(
      try platform.files.filesBelow(folder) { !skipped.contains(Path.name($0)) })
  }
}
