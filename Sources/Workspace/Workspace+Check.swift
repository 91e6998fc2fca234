internal import Contracts
internal import Experiments
public import Findings
internal import Platform
internal import Reports

/// What a check of the report found.
public struct CheckReport: Sendable, Equatable {
  /// The words of one section that the programme limits.
  public struct Budget: Sendable, Equatable {
    /// The heading.
    public let section: String
    /// The words in it and below it.
    public let words: Int
    /// The most there may be.
    public let limit: Int
    /// The figures in it and below it.
    public let figures: Int
  }

  /// The findings, those about the whole report first, then in the order of the text.
  public let findings: [Finding]
  /// The sections with a limit on their words.
  public let budgets: [Budget]
  /// The words of the whole report.
  public let words: Int
  /// The figures of the whole report.
  public let figures: Int
}

/// A rule that a finding rests on, in the programme's own words.
public struct Explanation: Sendable, Equatable {
  /// The code of the finding.
  public let code: String
  /// What the rule says.
  public let text: String
  /// What weight the programme gives it, in words.
  public let level: String
  /// How much a finding of it weighs.
  public let severity: Severity
  /// The programme's words, each with its place.
  public let quotes: [Quote]

  /// Words of the programme.
  public struct Quote: Sendable, Equatable {
    /// The words; `nil` where the rule is a reading of several places.
    public let words: String?
    /// Where they stand.
    public let place: String
  }
}

extension Workspace {
  /// The report's file.
  static let reportName = "report.md"

  /// The file with the programme's rules.
  static let contractName = "contract.yaml"

  /// Checks the report against the contract; `source` stands in for the file's text.
  public func check(_ source: String? = nil) throws -> CheckReport {
    let material = try material(source)
    let (report, contract) = (material.report, material.contract)
    return CheckReport(
      findings: try findings(of: material), budgets: Self.budgets(of: report, contract),
      words: report.words().total, figures: report.figures.count)
  }

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
  func findings(of material: Material) throws -> [Finding] {
    let surroundings = Surroundings(files: try fileNames(), figureStates: states(of: material))
    return material.findings
      + Contracts.check(material.report, against: material.contract, in: surroundings)
  }

  /// The rules behind a code; empty when the contract has none of it.
  public func explain(_ code: String) throws -> [Explanation] {
    try contract().contract.rules(for: code).map { rule in
      Explanation(
        code: code, text: rule.text.text(), level: rule.level.words, severity: rule.severity,
        quotes: rule.sources.map { .init(words: $0.quote, place: $0.place) })
    }
  }

  /// The codes that can be explained, sorted.
  public func explainableCodes() throws -> [String] {
    Set(try contract().contract.rules.map(\.code)).sorted()
  }

  /// The contract of the work tree; throws when it cannot be read at all.
  func contract() throws -> (contract: Contract, findings: [Finding]) {
    try Contract.usable(try text(Self.contractName), path: Self.contractName)
  }

  /// The files of the application, git's own and build leavings aside.
  func fileNames() throws -> Set<String> {
    let skipped: Set<String> = [".git", ".venv", "node_modules", "__pycache__"]
    return Set(
      try platform.files.filesBelow(folder) { !skipped.contains(Path.name($0)) })
  }

  private static func budgets(of report: Report, _ contract: Contract) -> [CheckReport.Budget] {
    contract.sections.compactMap { rule in
      guard let limit = rule.words,
        let section = report.sections.first(where: { rule.matches(heading: $0.title) })
      else { return nil }
      return CheckReport.Budget(
        section: section.title, words: report.words(in: section).total, limit: limit,
        figures: report.figures(in: section).count)
    }
  }
}
