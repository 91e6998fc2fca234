import Documents
import Findings

extension Contract {
  /// Names that point nowhere, names given twice, and rules of the programme without its words.
  func inconsistencies(in root: Node) -> [Finding] {
    duplicates(in: root) + danglingNames(in: root) + missingSources(in: root)
  }

  /// Takes every section out of the one around it that lies within itself or too deep: the checks follow
  /// the sections around one to their end.
  mutating func takeApartNesting(in root: Node) -> [Finding] {
    let nodes = Dictionary(
      (root["sections"]?.elements ?? []).compactMap { node in node["id"]?.text.map { ($0, node) } },
      uniquingKeysWith: { first, _ in first })
    let faults = SectionNesting(sections).faults
    return sections.indices.compactMap { index in
      let id = sections[index].id
      guard let fault = faults[id] else { return nil }
      sections[index].parent = nil
      return nesting(fault, of: id, at: nodes[id]?["within"] ?? root)
    }
  }

  private func nesting(_ fault: SectionNesting.Fault, of id: String, at node: Node) -> Finding {
    switch fault {
    case .cycle:
      finding(
        "contract-cycle", "the section '\(id)' lies within itself", at: node,
        hint: "remove its 'within', or name a section that is not part of it")
    case .depth:
      finding(
        "contract-depth",
        "the section '\(id)' lies within more than \(SectionNesting.greatestDepth) others",
        at: node, hint: "name a section further out in its 'within'")
    }
  }

  private func duplicates(in root: Node) -> [Finding] {
    let lists = [
      "sections", "phases", "categories", "budgets", "deadlines", "statements", "checklist",
      "facts",
      "variants", "pages", "check_ins", "form", "hand_in", "frames", "resources", "methods",
    ]
    return lists.flatMap { list in
      var seen: Set<String> = []
      return (root[list]?.elements ?? []).compactMap { node -> Finding? in
        guard let id = node["id"]?.text, !seen.insert(id).inserted else { return nil }
        return finding("contract-duplicate", "'\(id)' is given twice in '\(list)'", at: node)
      }
    }
  }

  private func danglingNames(in root: Node) -> [Finding] {
    let sections = Set(sections.map(\.id))
    let budgets = Set(budgets.map(\.id))
    let categories = Set(categories.map(\.id))
    let methods = Set(methods.map(\.id))
    let deadlines = Set(deadlines.map(\.id))
    let uses: [(list: String, key: String, known: Set<String>, kind: String)] = [
      ("sections", "within", sections, "section"), ("rules", "section", sections, "section"),
      ("phases", "budget", budgets, "budget"), ("categories", "budgets", budgets, "budget"),
      ("phases", "categories", categories, "category"), ("sections", "after", sections, "section"),
      ("statements", "sections", sections, "section"),
      ("checklist", "sections", sections, "section"), ("methods", "simpler", methods, "method"),
      ("hand_in", "after", deadlines, "deadline"),
    ]
    var findings = uses.flatMap { use in
      (root[use.list]?.elements ?? []).flatMap { node in
        dangling(node[use.key], use.known, use.kind)
      }
    }
    findings += dangling(root["main_budget"], budgets, "budget")
    return findings
  }

  private func dangling(_ node: Node?, _ known: Set<String>, _ kind: String) -> [Finding] {
    guard let node else { return [] }
    return (node.elements ?? [node]).compactMap { element in
      guard let name = element.text, !known.contains(name) else { return nil }
      let near = Suggestion.nearest(to: name, among: known.sorted())
      return finding(
        "contract-name", "there is no \(kind) '\(name)'", at: element,
        hint: near.map { "did you mean '\($0)'?" })
    }
  }

  /// What is said to be the programme's must be in its words; only our own reading need not.
  private func missingSources(in root: Node) -> [Finding] {
    let lists = [
      "rules", "budgets", "categories", "deadlines", "statements", "facts", "pages", "check_ins",
      "form", "hand_in", "resources", "methods",
    ]
    let nested = (root["phases"]?.elements ?? []).flatMap { $0["locked"]?.elements ?? [] }
    return
      (lists.map { root[$0]?.elements ?? [] } + [nested]).flatMap { nodes in
        nodes.compactMap { node -> Finding? in
          guard let level = node["level"]?.text.flatMap(RuleLevel.init(rawValue:)), level != .ours,
            node["sources"] == nil
          else { return nil }
          return finding(
            "contract-source", "a rule of level '\(level.rawValue)' names no source", at: node,
            hint: "add 'sources' with the programme's words and their place, or use level 'O'")
        }
      }
  }

  func finding(
    _ code: String, _ message: String, at node: Node, hint: String? = nil
  ) -> Finding {
    Finding(code: code, severity: .error, message: message, place: node.place, hint: hint)
  }
}
