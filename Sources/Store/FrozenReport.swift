import Contracts
import Digests
import Documents
import Findings
import Reports

/// What of a report may not change any more: everything outside the sections that stay open.
struct FrozenReport: Equatable {
  /// A digest of what the front matter says, the date and our own settings left out.
  let frontMatter: String
  /// The blocks in order.
  let blocks: [FreezeManifest.Block]
  /// The paths of the pictures shown, as they lie in the application.
  let pictures: Set<String>
  /// The rules that name an open section the report does not have.
  let missing: [SectionRule]

  /// Reads a report by the rules that are in force in the phase after the freeze.
  ///
  /// Of several headings with a section's name the first is meant, so that no later part of the text
  /// can be opened by a heading put above it.
  init(_ text: String, contract: Contract?) {
    let report = Report.parse(text, path: FreezeManifest.reportPath).report
    let rules = contract.map(Self.openSections) ?? []
    let matches = rules.map { rule in
      report.sections.first { rule.matches(heading: $0.title) }
    }
    missing = zip(rules, matches).filter { $0.1 == nil }.map(\.0)
    let open = Set(
      matches.compactMap { $0 }.flatMap { section in
        report.sections.map(\.index).filter { report.isSection($0, within: section.index) }
      })
    frontMatter = Self.digest(report.frontMatter, report)
    blocks = report.blocks().filter { !($0.section.map(open.contains) ?? false) }.map {
      FreezeManifest.Block(
        path: $0.path, digest: SHA256.digest($0.text).hex, excerpt: $0.excerpt)
    }
    let links = report.links.filter { $0.isImage && !($0.section.map(open.contains) ?? false) }
    pictures = Set(links.compactMap { LocalPath($0.destination)?.path })
  }

  /// The sections whose text may change in the phase `summary`: `ID-text` opens the section `ID`.
  static func openSections(_ contract: Contract) -> [SectionRule] {
    guard let phase = contract.phase("summary") else { return [] }
    return contract.sections.filter { $0.parent == nil && phase.permits("\($0.id)-text") }
  }

  private static func digest(_ frontMatter: FrontMatter, _ report: Report) -> String {
    guard let entries = frontMatter.node?.entries else {
      return SHA256.digest(report.source.text(frontMatter.range)).hex
    }
    let kept = entries.filter { !["date", "dossier"].contains($0.name) }
    let values = kept.map { JSON.array([.string($0.name), json($0.value)]) }
    return SHA256.digest((try? JSON.array(values).canonical()) ?? "").hex
  }

  private static func json(_ node: Node) -> JSON {
    switch node.value {
    case .scalar(let text, _): .string(text)
    case .sequence(let elements): .array(elements.map(json))
    case .mapping(let entries): .array(entries.map { [.string($0.name), json($0.value)] })
    }
  }
}
