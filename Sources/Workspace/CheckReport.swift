internal import Contracts
public import Findings
internal import Reports

/// What a check of a report found.
public struct CheckReport: Sendable {
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

  /// The pages that a section takes, as they were laid out.
  public struct Pages: Sendable, Equatable {
    /// The heading.
    public let section: String
    /// The most there may be.
    public let limit: Int
    /// How many there are on each kind of page.
    public let pages: [Int]
    /// What people call each kind of page.
    public let names: [String]
  }

  /// One line of the working behind the count of words.
  public struct CountLine: Sendable, Equatable {
    /// The heading; empty for the text before the first one.
    public let section: String
    /// How deep the heading lies, from 1; 0 for the whole report.
    public let level: Int
    /// What stands under the heading itself, the heading included.
    public let own: Int
    /// The section with all its parts, which is what a limit means.
    public let total: Int
    /// The runs of letters and digits in it.
    public let runs: Int
    /// The Han characters and kana in it.
    public let characters: Int
    /// The formulas in it.
    public let formulas: Int
    /// What a word processor would say of it.
    public let wordProcessor: Int
    /// The most there may be; `nil` where the contract says nothing.
    public let limit: Int?
  }

  /// A finding that a comment of the report asks to be silent about.
  public struct Suppressed: Sendable, Equatable {
    /// The finding.
    public let finding: Finding
    /// The writer's reason.
    public let reason: String
  }

  /// The findings, those about the whole report first, then in the order of the text.
  public private(set) var findings: [Finding]
  /// What comments of the report ask to be silent about.
  public private(set) var suppressed: [Suppressed]
  /// The sections with a limit on their words.
  public let budgets: [Budget]
  /// The sections with a limit on their pages; empty unless they were laid out.
  public private(set) var pages: [Pages] = []
  /// The words of the whole report.
  public let words: Int
  /// The figures of the whole report.
  public let figures: Int
  /// The text that was checked, whose offsets the fixes of its findings name.
  public let source: SourceText

  private let report: Report
  private let contract: Contract

  /// Everything that was found, what is silenced included.
  private var all: [Finding]

  init(findings: [Finding], report: Report, contract: Contract) {
    all = findings
    let (kept, silent) = suppress(findings, in: report, by: contract)
    self.findings = kept
    suppressed = silent.map { Suppressed(finding: $0.finding, reason: $0.reason) }
    self.report = report
    self.contract = contract
    budgets = contract.sections.compactMap { rule in
      guard let limit = rule.words,
        let section = report.sections.first(where: { rule.matches(heading: $0.title) })
      else { return nil }
      return Budget(
        section: section.title, words: report.words(in: section).total, limit: limit,
        figures: report.figures(in: section).count)
    }
    words = report.words().total
    figures = report.figures.count
    source = report.source
  }

  /// Takes exact counts of pages, and their findings in the place of those by estimate.
  mutating func takePages(_ pages: [Pages], _ findings: [Finding]) {
    let estimated = [CheckCode.sectionPages, .sectionPagesNear].map(\.rawValue)
    all.removeAll { estimated.contains($0.code) }
    self.pages = pages
    add(findings)
  }

  /// Adds findings of a later look, which the comments of the report may silence as well.
  public mutating func add(_ findings: [Finding]) {
    all += findings
    let (kept, silent) = suppress(all, in: report, by: contract)
    self.findings = kept
    suppressed = silent.map { Suppressed(finding: $0.finding, reason: $0.reason) }
  }

  /// The working behind the count: the whole report, then every section in the order of the text.
  public func countLines() -> [CountLine] {
    let whole = report.words()
    let first = CountLine(
      section: "", level: 0, own: 0, count: whole, processor: report.words(as: .wordProcessor),
      limit: nil)
    let outermost = report.sections.filter { $0.parent == nil }
    return [first]
      + outermost.flatMap { section in
        zip(report.wordLines(of: section), report.wordLines(of: section, as: .wordProcessor))
          .map { line, processor in
            let member = report.sections[line.section]
            let limit = contract.sections.first { rule in
              rule.words != nil && rule.matches(heading: member.title)
            }?.words
            return CountLine(
              section: member.title, level: member.level, own: line.own.total, count: line.total,
              processor: processor.total, limit: limit)
          }
      }
  }
}

extension CheckReport.CountLine {
  fileprivate init(
    section: String, level: Int, own: Int, count: WordCount, processor: WordCount, limit: Int?
  ) {
    self.init(
      section: section, level: level, own: own, total: count.total, runs: count.runs,
      characters: count.characters, formulas: count.formulas, wordProcessor: processor.total,
      limit: limit)
  }
}
