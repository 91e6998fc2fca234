public import Reports

/// A section of the report that bears the name of a part of the section before it, but stands outside.
public struct StrayPart: Sendable, Equatable {
  /// The section as it stands.
  public let section: Section
  /// The part that its name means.
  public let part: SectionRule
  /// The section that it belongs into.
  public let outer: Section
}

extension Contract {
  /// The sections that follow a section without being below it though their names say that they are its
  /// parts: `# Key experiments` behind `# Executive summary`.
  ///
  /// What belongs into a section counts into its limits, wherever its heading puts it. Only headings that
  /// follow without a gap are meant, and only names that the contract lists as `stray_names`, so that a
  /// section `Results` of the body stays what it is.
  public func strayParts(in report: Report) -> [StrayPart] {
    let outermost = sections.filter { $0.parent == nil }
    return outermost.flatMap { rule -> [StrayPart] in
      let parts = sections.filter { $0.parent == rule.id && !$0.foldedStrayNames.isEmpty }
      guard !parts.isEmpty,
        let outer = report.sections.first(where: { rule.matches(heading: $0.title) })
      else { return [] }
      return strays(of: parts, behind: outer, in: report)
    }
  }

  private func strays(
    of parts: [SectionRule], behind outer: Section, in report: Report
  ) -> [StrayPart] {
    var strays: [StrayPart] = []
    for section in report.sections[(outer.index + 1)...] {
      let isBelowOuter = report.isSection(section.index, within: outer.index)
      let isBelowStray =
        strays.last.map { report.isSection(section.index, within: $0.section.index) } ?? false
      if isBelowOuter || isBelowStray { continue }
      let heading = SectionRule.folded(section.title)
      guard let part = parts.first(where: { $0.foldedStrayNames.contains(heading) }) else { break }
      strays.append(StrayPart(section: section, part: part, outer: outer))
    }
    return strays
  }
}
