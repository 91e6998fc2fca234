import Documents
import Findings
import Reports

/// The labels that are given or referred to, and those that fixes give on the way.
struct LabelBook {
  private var given: Set<String>
  private var wanted: Set<String>

  init(given: some Sequence<String>, referredTo wanted: Set<String>) {
    self.given = Set(given)
    self.wanted = wanted
  }

  /// Whether a label is given to something.
  func isGiven(_ label: String) -> Bool { given.contains(label) }

  /// Whether something refers to a label.
  func isWanted(_ label: String) -> Bool { wanted.contains(label) }

  /// Takes the first free label made of a base; `nil` where too many begin with it.
  mutating func take(_ base: String) -> String? {
    for number in 1...99 {
      let label = number == 1 ? base : "\(base)-\(number)"
      if wanted.contains(label) { continue }
      if given.insert(label).inserted { return label }
    }
    return nil
  }
}

extension Checker {
  /// Gives a figure a label made of its file's name.
  func labelFix(for figure: Figure, _ book: inout LabelBook) -> Fix? {
    let stem = figure.path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
    let words = stem.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let base = "fig-" + (words.isEmpty ? "\(figure.number)" : words.joined(separator: "-"))
    guard let label = book.take(base) else { return nil }
    return addition("#" + label, to: figure, "give the figure the label '\(label)'", isSafe: true)
  }

  /// Puts 'fig-' before a label that nothing can refer to yet.
  func prefixFix(for figure: Figure, _ label: String, _ book: LabelBook) -> Fix? {
    guard !book.isGiven("fig-" + label), !book.isWanted(label),
      let range = figure.attributesRange.flatMap({ offset(of: "#" + label, in: $0) })
    else { return nil }
    return Fix(
      title: "call the figure 'fig-\(label)'",
      edits: [TextEdit(range: range.lowerBound + 1..<range.lowerBound + 1, replacement: "fig-")],
      isSafe: true)
  }

  /// Adds an empty description for the writer to fill.
  func altFix(for figure: Figure) -> Fix? {
    guard figure.attributes.values["fig-alt"] == nil else { return nil }
    return addition("fig-alt=\"\"", to: figure, "add a description to fill in", isSafe: false)
  }

  private func addition(
    _ attribute: String, to figure: Figure, _ title: String, isSafe: Bool
  ) -> Fix? {
    guard let braces = figure.attributesRange else {
      // Only right behind its closing parenthesis do braces belong to an image.
      guard report.source.utf8[figure.range].last == UInt8(ascii: ")") else { return nil }
      let end = figure.range.upperBound
      return Fix(
        title: title, edits: [TextEdit(range: end..<end, replacement: "{\(attribute)}")],
        isSafe: isSafe)
    }
    let isLabel = attribute.hasPrefix("#")
    let offset = isLabel ? braces.lowerBound + 1 : braces.upperBound - 1
    return Fix(
      title: title,
      edits: [
        TextEdit(
          range: offset..<offset, replacement: isLabel ? attribute + " " : " " + attribute)
      ],
      isSafe: isSafe)
  }

  /// Replaces what a link or a reference says, where its words stand in the source as they are.
  func replacement(
    of old: String, with new: String, at place: Place, _ title: String, isSafe: Bool
  ) -> Fix? {
    guard !old.isEmpty else { return nil }
    let start = report.source.offset(line: place.start.line, column: place.start.column)
    let end = report.source.offset(line: place.end.line, column: place.end.column)
    guard let range = offset(of: old, in: start..<max(start, end)) else { return nil }
    return Fix(title: title, edits: [TextEdit(range: range, replacement: new)], isSafe: isSafe)
  }

  private func offset(of text: String, in range: Range<Int>) -> Range<Int>? {
    report.source.utf8.firstRange(of: Array(text.utf8), in: range)
  }
}

extension Checker {
  /// The hint that names a better name, where there is one.
  func near(_ name: String, among known: [String], isWanted: Bool) -> String? {
    guard isWanted else { return nil }
    return Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
  }
}
