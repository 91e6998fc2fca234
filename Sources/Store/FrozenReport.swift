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
  /// Where each of the blocks stands in the file.
  let places: [Place]
  /// The paths of the pictures shown, as they lie in the application.
  let pictures: Set<String>
  /// The files that hold the numbers which the text asks for.
  let numberFiles: Set<String>
  /// A digest of the text of each open section, by its heading.
  let openTexts: [String: String]
  /// The rules that name an open section the report does not have.
  let missing: [SectionRule]

  /// Reads a report by the rules that are in force in the phase after the freeze.
  ///
  /// Of several headings with a section's name the first is meant, so that no later part of the text
  /// can be opened by a heading put above it.
  init(_ text: String, contract: Contract?) {
    self.init(Report.parse(text, path: FreezeManifest.reportPath).report, contract: contract)
  }

  /// Takes a report that was read already.
  init(_ report: Report, contract: Contract?) {
    let rules = contract.map(Self.openSections) ?? []
    let matches = rules.map { rule in
      report.sections.first { rule.matches(heading: $0.title) }
    }
    missing = zip(rules, matches).filter { $0.1 == nil }.map(\.0)
    var owners: [Int: String] = [:]
    for section in matches.compactMap({ $0 }) {
      for inner in report.sections where report.isSection(inner.index, within: section.index) {
        owners[inner.index] = section.title
      }
    }
    let owner = { (section: Int?) in section.flatMap { owners[$0] } }
    frontMatter = Self.digest(report.frontMatter, report)
    var blocks: [FreezeManifest.Block] = []
    var places: [Place] = []
    var open: [String: String] = Dictionary(
      matches.compactMap { $0 }.map { ($0.title, "") }, uniquingKeysWith: { $1 })
    for block in report.blocks() {
      if let title = owner(block.section) {
        open[title, default: ""] += block.text + "\n"
      } else {
        blocks.append(
          FreezeManifest.Block(
            path: block.path, digest: SHA256.digest(block.text).hex, excerpt: block.excerpt))
        places.append(report.source.place(block.range))
      }
    }
    self.blocks = blocks
    self.places = places
    openTexts = open.mapValues { SHA256.digest($0).hex }
    let links = report.links.filter { $0.isImage && owner($0.section) == nil }
    pictures = Set(links.compactMap { LocalPath($0.destination)?.path })
    numberFiles = Set(
      report.numbers.filter { owner($0.section) == nil }.flatMap { Self.files(behind: $0.name) })
  }

  /// The sections whose text may change in the phase `summary`: `ID-text` opens the section `ID`.
  static func openSections(_ contract: Contract) -> [SectionRule] {
    guard let phase = contract.phase("summary") else { return [] }
    return contract.sections.filter { $0.parent == nil && phase.permits("\($0.id)-text") }
  }

  /// Where the number `EXPERIMENT.KEY` may come from; both may have dots in them.
  private static func files(behind number: String) -> [String] {
    number.indices.filter { number[$0] == "." }.map { "figures/\(number[..<$0])/numbers.json" }
  }

  private static func digest(_ frontMatter: FrontMatter, _ report: Report) -> String {
    guard let entries = frontMatter.node?.entries else {
      return SHA256.digest(report.source.text(frontMatter.range)).hex
    }
    let kept = entries.filter { !["date", "dossier"].contains($0.name) }
    let values = kept.map { JSON.array([.string($0.name), $0.value.comparable]) }
    return SHA256.digest((try? JSON.array(values).canonical()) ?? "").hex
  }
}

extension Node {
  /// What the node says, in its order, without its form in the file.
  var comparable: JSON {
    switch value {
    case .scalar(let text, _): .string(text)
    case .sequence(let elements): .array(elements.map(\.comparable))
    case .mapping(let entries): .array(entries.map { [.string($0.name), $0.value.comparable] })
    }
  }
}
