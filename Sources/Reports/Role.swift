public import CommonMark

/// What a node of a report is that Markdown has no name for.
///
/// Such nodes are of the kind `other` in the tree; ask ``CommonMark/MarkdownNode/role`` and never
/// the name.
public enum Role: Sendable, Equatable {
  /// A formula.
  case formula(Formula)
  /// A reference such as `@fig-x`, with the label it names.
  case reference(label: String)
  /// A citation such as `@key` or `[@key, p. 3]`, as it was written.
  case citation(String)
  /// A number of an experiment such as `{{num:ID.key}}`, with its name and how it is written.
  case number(name: String, NumberFormat)
  /// A figure; its one child is the image, and the number is its place in ``Report/figures``.
  case figure(index: Int)
  /// The caption of a table; its children are the words, the number its place in ``Report/tables``.
  case tableCaption(index: Int)
  /// An equation with a label; its one child is the formula, the number its place in
  /// ``Report/equations``.
  case equation(index: Int)
}

extension MarkdownNode {
  /// What the node is in a report; `nil` for what Markdown knows itself.
  public var role: Role? {
    guard case .other(let name) = kind else { return nil }
    let end = name.utf8.firstIndex(of: UInt8(ascii: ":")) ?? name.endIndex
    let content = String(name[end...].dropFirst())
    switch name[..<end] {
    case "formula": return .formula(Formula(tex: content, isDisplayed: false))
    case "display": return .formula(Formula(tex: content, isDisplayed: true))
    case "reference": return .reference(label: content)
    case "citation": return .citation(content)
    case "number": return number(content)
    case "figure": return Int(content).map(Role.figure)
    case "caption": return Int(content).map(Role.tableCaption)
    case "equation": return Int(content).map(Role.equation)
    default: return nil
    }
  }

  private func number(_ content: String) -> Role? {
    let parts = content.split(separator: ":", maxSplits: 2).map(String.init)
    guard parts.count == 3, let decimals = Int(parts[0]) else { return nil }
    return .number(
      name: parts[2],
      NumberFormat(decimals: decimals < 0 ? nil : decimals, isPercentage: parts[1] == "1"))
  }

  /// Creates a node of a role.
  init(_ role: Role, lines: SourceLines, children: [MarkdownNode] = []) {
    let name =
      switch role {
      case .formula(let formula): (formula.isDisplayed ? "display:" : "formula:") + formula.tex
      case .reference(let label): "reference:" + label
      case .citation(let text): "citation:" + text
      case .number(let name, let format):
        "number:\(format.decimals ?? -1):\(format.isPercentage ? 1 : 0):" + name
      case .figure(let index): "figure:\(index)"
      case .tableCaption(let index): "caption:\(index)"
      case .equation(let index): "equation:\(index)"
      }
    self.init(kind: .other(name), lines: lines, children: children)
  }

  /// The text of the node as a reader sees it: as ``plainText``, with formulas as TeX and with
  /// references and citations as they were written.
  public var readableText: String { readableStart(bytes: .max) }

  /// The beginning of ``readableText``: all of it, or at least as many bytes as asked for.
  func readableStart(bytes: Int) -> String {
    switch role {
    case .formula(let formula): return formula.tex
    case .reference(let label): return "@" + label
    case .citation(let text): return text
    case .number(let name, _): return "{{num:\(name)}}"
    case .figure, .tableCaption, .equation: break
    case nil: if children.isEmpty { return plainText }
    }
    var text = ""
    for child in children where text.utf8.count < bytes {
      text += child.readableStart(bytes: bytes - text.utf8.count)
    }
    return text
  }
}
