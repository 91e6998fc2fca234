import Findings
import Reports

extension Checker {
  /// Numbers of the text that are not those of the experiments.
  func numbers(_ passages: [Passage]) -> [Finding] {
    guard let experiments = surroundings.experiments else { return [] }
    return unknownNumbers(experiments) + differences(passages, experiments)
      + summary(passages, experiments)
  }

  private func unknownNumbers(_ experiments: [ExperimentFacts]) -> [Finding] {
    guard !report.numbers.isEmpty else { return [] }
    let known = Set(experiments.flatMap { facts in facts.numbers.keys.map { "\(facts.id).\($0)" } })
    let sorted = known.sorted()
    return report.numbers.filter { !known.contains($0.name) }.enumerated().map { index, number in
      finding(
        .numberUnknown, "no experiment has the number '\(number.name)'", at: number.place,
        hint: near(number.name, among: sorted, isWanted: index < Self.greatestSuggestionCount)
          ?? "'dossier run' writes the numbers; their keys are in 'figures/ID/numbers.json'")
    }
  }

  /// Numbers beside a reference to a figure that are nearly, and not quite, one of its experiment's.
  private func differences(
    _ passages: [Passage], _ experiments: [ExperimentFacts]
  ) -> [Finding] {
    let facts = Dictionary(
      experiments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let figures = Dictionary(
      report.figures.compactMap { figure in
        figure.label.flatMap { label in LocalPath(figure.path).map { (label, $0.path) } }
      },
      uniquingKeysWith: { first, _ in first })
    return passages.filter { !$0.isFragment }.flatMap { passage in
      var cursor = PassageCursor(passage, in: report.source)
      return passage.sentences.flatMap { sentence -> [Finding] in
        let paths = labels(in: passage.text[sentence]).compactMap { figures[$0] }
        let owners = Set(paths.compactMap(Self.experiment)).compactMap { facts[$0] }
        guard !owners.isEmpty else { return [] }
        let shown = KnownValues(paths.flatMap { surroundings.figures[$0]?.values ?? [] })
        let written = WrittenNumber.all(in: passage.text, sentence).filter(\.isMeasured)
        return written.compactMap { difference($0, in: passage, &cursor, owners, shown) }
      }
    }
  }

  private func difference(
    _ number: WrittenNumber, in passage: Passage, _ cursor: inout PassageCursor,
    _ owners: [ExperimentFacts], _ shown: KnownValues
  ) -> Finding? {
    let values = owners.flatMap { owner in
      owner.numbers.map { (name: "\(owner.id).\($0.key)", value: $0.value) }
    }
    guard !values.contains(where: { number.says($0.value) }), !shown.hold(number)
    else { return nil }
    let near = values.min {
      (number.distance(to: $0.value), $0.name) < (number.distance(to: $1.value), $1.name)
    }
    guard let near, number.distance(to: near.value) < 0.1 else { return nil }
    let text = String(decoding: passage.text[number.range], as: UTF8.self)
    let format = NumberFormat(decimals: number.decimals, isPercentage: number.isPercentage)
    return finding(
      .numberDiffers, "'\(text)' is not '\(near.name)', which is \(format.text(of: near.value))",
      at: cursor.place(of: number.range),
      hint: "'{{num:\(near.name)}}' in its place stays true")
  }

  /// Measured numbers of the summary that neither the rest of the report nor the data holds.
  private func summary(_ passages: [Passage], _ experiments: [ExperimentFacts]) -> [Finding] {
    guard let rule = contract.sections.first(where: \.isFirst),
      let summary = report.sections.first(where: { rule.matches(folded: headings[$0.index]) })
    else { return [] }
    let isInside = { (passage: Passage) in
      passage.section.map { report.isSection($0, within: summary.index) } ?? false
    }
    let body = passages.filter { !isInside($0) }
    guard body.contains(where: { !$0.isFragment }) else { return [] }
    let values = KnownValues(
      body.flatMap { WrittenNumber.all(in: $0.text, 0..<$0.text.count).map(\.value) }
        + experiments.flatMap(\.numbers.values) + surroundings.figures.values.flatMap(\.values))
    return passages.filter { isInside($0) && !$0.isFragment }.flatMap { passage in
      var cursor = PassageCursor(passage, in: report.source)
      return WrittenNumber.all(in: passage.text, 0..<passage.text.count)
        .filter { number in number.isMeasured && !values.hold(number) }
        .map { number in
          let text = String(decoding: passage.text[number.range], as: UTF8.self)
          return finding(
            .summaryUnsupported, "'\(text)' is neither in the rest of the report nor in the data",
            at: cursor.place(of: number.range),
            hint: "show where it comes from in the body, or take it from an experiment")
        }
    }
  }

  /// The labels of figures that a sentence names.
  private func labels(in sentence: ArraySlice<UInt8>) -> [String] {
    var labels: [String] = []
    var rest = sentence
    while let start = rest.firstIndex(of: UInt8(ascii: "@")) {
      let word = rest[(start + 1)...].prefix { $0.isLetter || $0.isDigit || "-_".utf8.contains($0) }
      if word.starts(with: "fig-".utf8) { labels.append(String(decoding: word, as: UTF8.self)) }
      rest = rest[word.endIndex...]
    }
    return labels
  }

  /// The experiment that a figure belongs to by its path.
  static func experiment(ofFigure path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "figures" ? String(parts[1]) : nil
  }
}
