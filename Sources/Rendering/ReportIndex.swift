internal import CommonMark
internal import Reports

/// What the parts of a report are called and how they are reached.
struct ReportIndex {
  /// What a reference leads to and the words it shows.
  struct Target {
    let anchor: String
    let text: String
  }

  /// The heading that is the report's title because nothing else is.
  let titleSection: Section?
  /// The sections that are written as such, in order.
  let sections: [Section]
  /// What references lead to, by label.
  private(set) var targets: [String: Target] = [:]
  /// The anchors of sections, figures, tables and equations.
  private(set) var anchors: Set<String> = []
  /// The beginning of anchors that the document adds; no label begins so.
  private(set) var prefix = "_"
  private let sectionIDs: [Int: String]
  private let topLevel: Int

  init(_ report: Report, words: Words) {
    let titleSection = Self.titleSection(of: report)
    let sections = report.sections.filter { $0.index != titleSection?.index }
    self.titleSection = titleSection
    self.sections = sections
    topLevel = sections.map(\.level).min() ?? 1
    sectionIDs = Dictionary(sections.map { ($0.blocks.lowerBound, $0.id) }) { first, _ in first }
    if let titleSection { add(titleSection.id, titleSection.title) }
    for section in sections { add(section.id, section.title) }
    for figure in report.figures { add(figure.label, words.numbered(words.figure, figure.number)) }
    for table in report.tables { add(table.label, words.numbered(words.table, table.number)) }
    for equation in report.equations {
      add(equation.label, words.numbered(words.equation, equation.number))
    }
    while anchors.contains(where: { $0.hasPrefix(prefix) }) { prefix += "_" }
  }

  /// The anchor of the heading that is a block of the report's own; `nil` inside other blocks.
  func sectionID(block: Int) -> String? { sectionIDs[block] }

  /// Whether a section begins one of the large parts of the report.
  func beginsPart(_ section: Section) -> Bool { section.level == topLevel }

  /// The level of a heading below the title, leaving no level out after the one before it.
  func headingLevel(_ level: Int, after previous: Int) -> Int {
    max(2, min(level - topLevel + 2, previous + 1, 6))
  }

  /// A label given twice leads to its first place.
  private mutating func add(_ label: String?, _ text: String) {
    guard let label, anchors.insert(label).inserted else { return }
    targets[label] = Target(anchor: label, text: text)
  }

  /// A report without a title in its front matter may begin with one heading above all others.
  private static func titleSection(of report: Report) -> Section? {
    guard report.frontMatter.title == nil, let first = report.sections.first,
      first.blocks.lowerBound == 0, report.sections.count > 1,
      report.sections.dropFirst().allSatisfy({ $0.level > first.level })
    else { return nil }
    return first
  }
}
