import Documents
import Findings
import Reports

extension Checker {
  func figures() -> [Finding] {
    let referenced = Set(report.references.map(\.label))
    var book = LabelBook(given: allLabels.map(\.label), referredTo: referenced)
    var findings: [Finding] = []
    for figure in report.figures {
      findings += caption(of: figure) + alt(of: figure) + label(of: figure, referenced, &book)
      findings += state(of: figure) + axes(of: figure) + origin(of: figure)
    }
    return findings
  }

  private func name(of figure: Figure) -> String { "figure \(figure.number) ('\(figure.path)')" }

  private func caption(of figure: Figure) -> [Finding] {
    guard figure.caption.isEmpty else { return [] }
    return [
      finding(
        .figureCaptionMissing, "\(name(of: figure)) has no caption", at: figure.place,
        hint: "write it between the brackets: '![caption](…)'")
    ]
  }

  private func alt(of figure: Figure) -> [Finding] {
    guard figure.alt == nil else { return [] }
    return [
      finding(
        .figureAltMissing,
        "\(name(of: figure)) has no description for readers who cannot see it", at: figure.place,
        hint: "add 'fig-alt=\"what it shows\"' in the braces behind it",
        fix: altFix(for: figure))
    ]
  }

  private func label(
    of figure: Figure, _ referenced: Set<String>, _ book: inout LabelBook
  ) -> [Finding] {
    guard let label = figure.label else {
      return [
        finding(
          .figureUnlabelled, "\(name(of: figure)) has no label, so the text cannot refer to it",
          at: figure.place,
          hint: "add '{#fig-name}' behind it, and '@fig-name' where you speak of it",
          fix: labelFix(for: figure, &book))
      ]
    }
    if !label.hasPrefix("fig-") {
      return [
        finding(
          .figureLabelUnusable, "nothing can refer to \(name(of: figure)) by '\(label)'",
          at: figure.place, hint: "begin the label with 'fig-'",
          fix: prefixFix(for: figure, label, book))
      ]
    }
    guard !referenced.contains(label) else { return [] }
    return [
      finding(
        .figureUnreferenced, "the text never refers to \(name(of: figure))", at: figure.place,
        hint: "say what it shows, with '@\(label)'")
    ]
  }

  private func axes(of figure: Figure) -> [Finding] {
    guard let path = LocalPath(figure.path)?.path,
      let titles = surroundings.figures[path]?.axisTitles,
      titles.contains(where: { $0.allSatisfy(\.isWhitespace) })
    else { return [] }
    return [
      finding(
        .figureAxisUntitled, "an axis of \(name(of: figure)) has no title", at: figure.place,
        hint: "say in the experiment what the axis shows, and in which unit")
    ]
  }

  /// An image that no experiment of the application answers for.
  private func origin(of figure: Figure) -> [Finding] {
    guard let experiments = surroundings.experiments, let target = LocalPath(figure.path),
      !target.isOutside, surroundings.files.contains(target.path)
    else { return [] }
    let owner = Self.experiment(ofFigure: target.path)
    guard !experiments.contains(where: { $0.id == owner }) else { return [] }
    return [
      finding(
        .figureImported, "no experiment of this application draws \(name(of: figure))",
        at: figure.place,
        hint: "say in the caption where it comes from, or declare the experiment that draws it")
    ]
  }

  private func state(of figure: Figure) -> [Finding] {
    guard let path = LocalPath(figure.path)?.path, let state = surroundings.figureStates[path]
    else {
      return []
    }
    return [
      finding(
        .figureState, "\(name(of: figure)) is \(state)", at: figure.place,
        hint: "draw it again with 'dossier run'")
    ]
  }
}

// MARK: - References

extension Checker {
  func references() -> [Finding] {
    let labels = Set(allLabels.map(\.label))
    let sorted = labels.sorted()
    let lost = report.references.filter { !labels.contains($0.label) }
    let unresolved = lost.enumerated().map { index, reference in
      let near =
        index < Self.greatestSuggestionCount
        ? Suggestion.nearest(to: reference.label, among: sorted) : nil
      return finding(
        .referenceUnresolved, "nothing has the label '\(reference.label)'", at: reference.place,
        hint: near.map { "did you mean '@\($0)'?" }
          ?? "give it to what you mean: '{#\(reference.label)}'",
        fix: near.flatMap {
          replacement(
            of: "@" + reference.label, with: "@" + $0, at: reference.place, "refer to '\($0)'",
            isSafe: false)
        })
    }
    let footnotes = report.footnotesWithoutText.map { mark in
      finding(
        .footnoteUndefined, "the footnote '\(mark.label)' has no text", at: mark.place,
        hint: "add a paragraph '[^\(mark.label)]: …'")
    }
    return unresolved + footnotes + duplicateLabels()
  }

  /// The labels that a reference can name, with their places.
  var allLabels: [(label: String, place: Place)] {
    report.sections.filter(\.hasOwnLabel).map { ($0.id, $0.place) }
      + report.figures.compactMap { figure in figure.label.map { ($0, figure.place) } }
      + report.tables.compactMap { table in table.label.map { ($0, table.place) } }
      + report.equations.map { ($0.label, $0.place) }
  }

  private func duplicateLabels() -> [Finding] {
    var first: [String: Place] = [:]
    return allLabels.sorted { $0.place.start < $1.place.start }.compactMap { label, place in
      guard let earlier = first[label] else {
        first[label] = place
        return nil
      }
      return finding(
        .labelDuplicate, "the label '\(label)' is given twice", at: place,
        hint: "line \(earlier.start.line) has it too; references go there",
        related: [.init(place: earlier, message: "references go here")])
    }
  }
}
