internal import Contracts
internal import Experiments
internal import Findings
internal import Reports

/// A label as it stands somewhere in a report.
public struct EditorLabel: Sendable, Equatable {
  /// The label, without `@` or `#`.
  public let name: String
  /// The stretch of the label alone.
  public let range: Range<Int>
  /// Whether it is given here, rather than referred to.
  public let isDefinition: Bool
}

extension EditedFile {
  /// Where the thing under the pointer is defined; `nil` where there is none.
  public func definition(at offset: Int) -> EditorTarget? {
    if let label = label(at: offset) { return definition(of: label.name).map { .here($0) } }
    if let report {
      if let figure = report.figures.first(where: { $0.range.contains(offset) }),
        let target = declaration(behind: figure.path)
      {
        return target
      }
      return links().first { $0.range.contains(offset) || $0.range.upperBound == offset }?.target
    }
    return nil
  }

  /// The label under the pointer, given or referred to.
  public func label(at offset: Int) -> EditorLabel? {
    labels().first { $0.range.lowerBound - 1 <= offset && offset <= $0.range.upperBound }
  }

  /// Every place that gives or names the label under the pointer, in the order of the text.
  public func occurrences(ofLabelAt offset: Int) -> [EditorLabel] {
    guard let wanted = label(at: offset)?.name else { return [] }
    return labels().filter { $0.name == wanted }
  }

  /// Why a label cannot be called something else; `nil` where it can.
  public func objection(toRenaming label: String, as name: String) -> String? {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isLabelByte) else {
      return "a label is made of letters without accents, digits, '-' and '_'"
    }
    let kind = label.prefix { $0 != "-" } + "-"
    guard name.hasPrefix(kind), name.utf8.count > kind.utf8.count else {
      return "a label of this kind begins with '\(kind)', by which a reference knows what it names"
    }
    guard name == label || !labels().contains(where: { $0.name == name && $0.isDefinition }) else {
      return "the label '\(name)' is taken"
    }
    return nil
  }

  /// The stretch to go to for a label; `nil` where nothing has it.
  func definition(of label: String) -> Range<Int>? {
    guard let report else { return nil }
    if let figure = report.figure(withLabel: label) { return figure.range }
    if let section = report.section(withID: label) { return section.headingRange }
    if let table = report.tables.first(where: { $0.label == label }) {
      return range(of: table.place)
    }
    return report.equations.first { $0.label == label }.map { range(of: $0.place) }
  }

  /// The declaration of the experiment that drew a figure.
  func declaration(behind path: String) -> EditorTarget? {
    guard let local = LocalPath(path)?.path, let id = experiment(behind: local) else { return nil }
    let declaration = id.declarationPath
    return snapshot.files.contains(declaration) ? .file(declaration, line: 1) : nil
  }

  /// The experiment whose folder a figure lies in.
  func experiment(behind path: String) -> ExperimentID? {
    let parts = path.split(separator: "/")
    guard parts.count == 3, parts[0] == "figures" else { return nil }
    return ExperimentID(String(parts[1]))
  }
}

// MARK: - All labels

extension EditedFile {
  /// Every label of the report with the stretch of its name, in the order of the text.
  func labels() -> [EditorLabel] {
    guard let report else { return [] }
    var found: [EditorLabel?] = []
    for figure in report.figures {
      if let label = figure.label { found.append(given(label, in: figure.range)) }
    }
    for section in report.sections where section.hasOwnLabel {
      found.append(given(section.id, in: section.headingRange))
    }
    for table in report.tables {
      if let label = table.label { found.append(given(label, in: range(of: table.place))) }
    }
    for equation in report.equations {
      found.append(given(equation.label, in: range(of: equation.place)))
    }
    for reference in report.references {
      found.append(named(reference.label, mark: "@", in: range(of: reference.place)))
    }
    for link in report.links where link.destination.hasPrefix("#") {
      let label = String(link.destination.dropFirst())
      found.append(named(label, mark: "#", in: range(of: link.place)))
    }
    return found.compactMap(\.self).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The label in the braces behind its owner: the last `#` with these letters and no more.
  private func given(_ label: String, in owner: Range<Int>) -> EditorLabel? {
    let line = source.contentRange(ofLine: source.position(at: owner.upperBound).line - 1)
    let stretch = owner.lowerBound..<max(owner.upperBound, line.upperBound)
    return whole("#" + label, in: stretch).map {
      EditorLabel(name: label, range: $0.lowerBound + 1..<$0.upperBound, isDefinition: true)
    }
  }

  private func named(_ label: String, mark: String, in range: Range<Int>) -> EditorLabel? {
    source.lastRange(of: mark + label, in: range).map {
      EditorLabel(
        name: label, range: $0.lowerBound + mark.utf8.count..<$0.upperBound, isDefinition: false)
    }
  }

  /// The last place of a text that no further letter of a label follows.
  private func whole(_ text: String, in range: Range<Int>) -> Range<Int>? {
    var end = range.upperBound
    while let found = source.lastRange(of: text, in: range.lowerBound..<end) {
      let next = found.upperBound
      if next >= source.utf8.count || !Self.isLabelByte(source.utf8[next]) { return found }
      end = found.upperBound - 1
    }
    return nil
  }

  static func isLabelByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension SourceText {
  /// The last occurrence of a text in a stretch.
  func lastRange(of text: String, in range: Range<Int>) -> Range<Int>? {
    let wanted = Array(text.utf8)
    let range = range.clamped(to: 0..<utf8.count)
    guard !wanted.isEmpty, range.count >= wanted.count else { return nil }
    var start = range.upperBound - wanted.count
    while start >= range.lowerBound {
      if utf8[start] == wanted[0], utf8[start..<start + wanted.count].elementsEqual(wanted) {
        return start..<start + wanted.count
      }
      start -= 1
    }
    return nil
  }
}
