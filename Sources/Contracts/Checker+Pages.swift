import Findings
import Reports

extension Checker {
  /// How near to its limit an estimate may come before it is told of.
  private static let nearShare = 0.85

  /// How far above the limit an estimate must be to be sure of.
  private static let certainShare = 1.15

  /// Whether a section takes more pages than it may, on every page that the contract names.
  func pages(_ rule: SectionRule, _ section: Section) -> [Finding] {
    guard let limit = rule.pages, !contract.pages.isEmpty else { return [] }
    let estimates = contract.pages.map {
      (page: $0, pages: PageEstimate(of: section, in: report, on: $0).pages)
    }
    let least = estimates.map(\.pages).min() ?? 0
    let most = estimates.map(\.pages).max() ?? 0
    guard most > Double(limit) * Self.nearShare else { return [] }
    let words = estimates.map { estimate in
      let format = NumberFormat(decimals: 1)
      return
        "\(format.text(of: estimate.pages)) on \(estimate.page.names.text(in: report.frontMatter.language))"
    }
    let isCertain = least > Double(limit) * Self.certainShare
    return [
      finding(
        isCertain ? .sectionPages : .sectionPagesNear, section: rule.id,
        "the section '\(section.title)' takes about \(words.joined(separator: ", ")) of \(limit) pages",
        at: section.place,
        hint: "this is an estimate; smaller figures save most, and shorter text",
        measure: .init(count: Int(least.rounded(.up)), limit: limit))
    ]
  }

  /// Whether a section has fewer words than the programme wants.
  func fewWords(_ rule: SectionRule, _ section: Section) -> [Finding] {
    guard let least = rule.fewestWords else { return [] }
    let total = report.words(in: section).total
    guard total < least else { return [] }
    return [
      finding(
        .sectionWordsFew, section: rule.id,
        "the section '\(section.title)' has \(total) words, \(least - total) fewer than \(least)",
        at: section.place, measure: .init(count: total, limit: least))
    ]
  }

  /// Sections that bear the name of a part and stand outside the section they belong into.
  func misplacedParts() -> [Finding] {
    contract.strayParts(in: report).map { stray in
      let family = report.sections[stray.section.index...]
        .prefix { report.isSection($0.index, within: stray.section.index) }
      let deeper = stray.outer.level + 1 - stray.section.level
      let isPossible = deeper > 0 && family.allSatisfy { $0.level + deeper <= 6 }
      let edits = family.compactMap { heading -> TextEdit? in
        let start = heading.headingRange.lowerBound
        guard report.source.utf8[heading.headingRange].first == UInt8(ascii: "#") else {
          return nil
        }
        return TextEdit(
          range: start..<start, replacement: String(repeating: "#", count: max(deeper, 0)))
      }
      let fix = Fix(
        title: "make '\(stray.section.title)' a part of '\(stray.outer.title)'", edits: edits)
      return finding(
        .sectionMisplaced, section: stray.part.id,
        "'\(stray.section.title)' is a part of '\(stray.outer.title)' and stands behind it",
        at: stray.section.place,
        hint:
          "put it below '\(stray.outer.title)' with a heading of level \(stray.outer.level + 1): its "
          + "words count there",
        fix: isPossible && edits.count == family.count ? fix : nil,
        related: [.init(place: stray.outer.place, message: "the section it belongs into")])
    }
  }
}
