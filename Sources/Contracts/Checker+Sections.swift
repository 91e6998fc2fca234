import CommonMark
import Findings
import Reports

extension Checker {
  func sections() -> [Finding] {
    let found = contract.sections.map { (rule: $0, sections: matches($0)) }
    let known = found.flatMap { rule, sections -> [Finding] in
      guard let section = sections.first else { return missing(rule) }
      let isFilled = !isEmpty(section)
      return duplicates(rule, sections) + order(rule, section)
        + (isFilled ? limits(of: rule, section) : [])
    }
    return known + misplacedParts()
      + emptySections(found.compactMap { rule, sections in sections.first.map { ($0, rule) } })
  }

  private func limits(of rule: SectionRule, _ section: Section) -> [Finding] {
    words(rule, section) + fewWords(rule, section) + pages(rule, section) + figures(rule, section)
  }

  /// The sections of the report that a rule means; parts are looked for inside their section only.
  private func matches(_ rule: SectionRule) -> [Section] {
    let named = report.sections.filter { rule.matches(folded: headings[$0.index]) }
    guard let parent = rule.parent.flatMap(contract.section) else {
      return named
    }
    guard let outer = matches(parent).first else { return [] }
    return named.filter {
      $0.index != outer.index && report.isSection($0.index, within: outer.index)
    }
  }

  private func missing(_ rule: SectionRule) -> [Finding] {
    guard rule.isRequired else { return [] }
    let name = rule.name(in: report.frontMatter.language)
    guard let parent = rule.parent.flatMap(contract.section) else {
      return [
        finding(
          .sectionMissing, section: rule.id, "there is no section '\(name)'", at: startOfText,
          hint: hint(for: rule, name), fix: insertion(of: rule, name))
      ]
    }
    // Parts may also be told without headings; only where there are some can one be missed.
    guard let outer = matches(parent).first, !report.subsections(of: outer).isEmpty else {
      return []
    }
    return [
      finding(
        .sectionMissing, section: rule.id,
        "the section '\(outer.title)' has no part '\(name)'", at: outer.place,
        hint: "add the heading '\(name)', or leave it out if the text says it elsewhere")
    ]
  }

  private func hint(for rule: SectionRule, _ name: String) -> String {
    let titles = report.sections.map(\.title)
    let near = rule.names.values.joined().lazy.compactMap { wanted in
      titles.first { $0.lowercased().contains(wanted.lowercased()) }
    }.first
    if let near { return "rename '\(near)' to '\(name)'" }
    return "add the heading '# \(name)'" + (rule.isFirst ? " before everything else" : "")
  }

  private func insertion(of rule: SectionRule, _ name: String) -> Fix {
    let source = report.source.utf8
    let offset = rule.isFirst ? report.frontMatter.range.upperBound : source.count
    let isAfterBreak = offset == 0 || source[offset - 1] == UInt8(ascii: "\n")
    let text =
      (isAfterBreak ? "" : "\n") + (offset == 0 ? "" : "\n") + "# \(name)\n"
      + (offset < source.count && source[offset] != UInt8(ascii: "\n") ? "\n" : "")
    return Fix(
      title: "insert the section '\(name)'",
      edits: [TextEdit(range: offset..<offset, replacement: text)])
  }

  private func duplicates(_ rule: SectionRule, _ found: [Section]) -> [Finding] {
    // A part of the section may bear the section's other name.
    let outside = found.dropFirst().filter {
      !report.isSection($0.index, within: found[0].index)
    }
    return outside.map { section in
      finding(
        .sectionDuplicate, section: rule.id,
        "the section '\(section.title)' is there a second time", at: section.place,
        hint: "the first one, in line \(found[0].place.start.line), is the one that is checked",
        related: [.init(place: found[0].place, message: "the first one")])
    }
  }

  /// Nothing may stand before a section that comes first, but a title above it.
  private func order(_ rule: SectionRule, _ section: Section) -> [Finding] {
    guard rule.isFirst else { return [] }
    if let block = firstBlock(before: section) {
      return [
        finding(
          .sectionOrder, section: rule.id, "text stands before the section '\(section.title)'",
          at: block, hint: "move it behind the section, or into it")
      ]
    }
    guard let earlier = report.sections.first, earlier.index != section.index,
      !report.isSection(section.index, within: earlier.index)
    else { return [] }
    return [
      finding(
        .sectionOrder, section: rule.id,
        "the section '\(earlier.title)' stands before '\(section.title)'", at: section.place,
        hint: "move '\(section.title)' to the start of the report")
    ]
  }

  /// The first text before a section that is neither a comment nor under a heading of the same rank.
  private func firstBlock(before section: Section) -> Place? {
    let ancestors = sequence(first: section) { $0.parent.map { report.sections[$0] } }
      .dropFirst().reversed()
    let blocks = [report.blocksBeforeSections] + ancestors.map { $0.blocks.dropFirst() }
    return blocks.joined().lazy.map { report.body.children[$0] }
      .first { !$0.isComment }.map { report.place(of: $0) }
  }

  /// Every section without text but those in one that is empty as a whole.
  private func emptySections(_ known: [(section: Section, rule: SectionRule)]) -> [Finding] {
    var isEmpty = report.sections.map(hasNoOwnText)
    for section in report.sections.reversed() {
      if let parent = section.parent, !isEmpty[section.index] { isEmpty[parent] = false }
    }
    let outermost = report.sections.filter { section in
      isEmpty[section.index] && !(section.parent.map { isEmpty[$0] } ?? false)
    }
    let rules = Dictionary(
      known.map { ($0.section.index, $0.rule) }, uniquingKeysWith: { first, _ in first })
    return outermost.map { section in
      let rule = rules[section.index]
      return finding(
        .sectionEmpty, section: rule?.id, "the section '\(section.title)' is empty",
        at: section.place, hint: hint(forContentOf: rule))
    }
  }

  func isEmpty(_ section: Section) -> Bool {
    hasNoOwnText(section) && report.subsections(of: section).allSatisfy(isEmpty)
  }

  private func hasNoOwnText(_ section: Section) -> Bool {
    section.blocks.dropFirst().allSatisfy { report.body.children[$0].isComment }
  }

  private func hint(forContentOf rule: SectionRule?) -> String {
    let content = rule?.content.text(in: report.frontMatter.language) ?? ""
    return content.isEmpty ? "write it, or remove the heading" : "write \(content)"
  }

  private func words(_ rule: SectionRule, _ section: Section) -> [Finding] {
    guard let limit = rule.words else { return [] }
    let lines = report.wordLines(of: section)
    let total = lines.first?.total.total ?? 0
    let longest = lines.dropFirst().max { $0.total.total < $1.total.total }
    let mostly = longest.map {
      "; most stand in '\(report.sections[$0.section].title)' (\($0.total.total))"
    }
    if total > limit {
      return [
        finding(
          .sectionWords, section: rule.id,
          "the section '\(section.title)' has \(total) words, \(total - limit) more than \(limit)",
          at: section.place,
          hint: "shorten it, or move detail to the body" + (mostly ?? ""),
          measure: .init(count: total, limit: limit))
      ]
    }
    guard total * 10 >= limit * 9 else { return [] }
    return [
      finding(
        .sectionWordsNear, section: rule.id,
        "the section '\(section.title)' has \(total) of \(limit) words", at: section.place,
        measure: .init(count: total, limit: limit))
    ]
  }

  private func figures(_ rule: SectionRule, _ section: Section) -> [Finding] {
    let count = report.figures(in: section).count
    guard count < rule.figures else { return [] }
    return [
      finding(
        .sectionFigures, section: rule.id,
        "the section '\(section.title)' has "
          + (count == 0 ? "no figure" : "\(count) of \(rule.figures) figures"), at: section.place,
        hint: "add '![caption](figures/ID/NAME.svg){#fig-name fig-alt=\"what it shows\"}'",
        measure: .init(count: count, limit: rule.figures))
    ]
  }
}
