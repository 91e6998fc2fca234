import Documents
import Findings

extension Contract {
  /// Limits that no report can keep, dates that disagree, and permissions that contradict each other.
  func contradictions(in root: Node) -> [Finding] {
    ranges(in: root) + dates(in: root) + permissions(in: root) + order(in: root)
      + strayNames(in: root)
  }

  /// Two keys of which the first may not be greater than the second.
  private func ranges(in root: Node) -> [Finding] {
    let pairs: [(list: String, least: String, most: String)] = [
      ("sections", "min_words", "max_words"), ("sections", "min_figures", "max_figures"),
      ("sections", "good_pages", "max_pages"), ("budgets", "soft", "hard"),
      ("form", "min_items", "max_items"), ("check_ins", "every", "latest"),
    ]
    return pairs.flatMap { pair in
      (root[pair.list]?.elements ?? []).compactMap { node -> Finding? in
        guard let least = node[pair.least], let most = node[pair.most],
          let a = Self.quantity(least), let b = Self.quantity(most), a > b
        else { return nil }
        return finding(
          "contract-range", "'\(pair.least)' is more than '\(pair.most)'", at: least,
          hint: "nothing can be at least \(least.text ?? "") and at most \(most.text ?? "")")
      }
    }
  }

  private static func quantity(_ node: Node) -> Int? {
    node.text.flatMap { Int($0) ?? Scalars.seconds($0) }
  }

  private func dates(in root: Node) -> [Finding] {
    (root["deadlines"]?.elements ?? []).flatMap { node -> [Finding] in
      guard let local = node["local"]?.text.flatMap(LocalTime.init) else { return [] }
      var findings: [Finding] = []
      if let end = node["until"], let until = end.text.flatMap(LocalTime.init),
        until.seconds < local.seconds
      {
        findings.append(finding("contract-range", "'until' is before 'local'", at: end))
      }
      if local.hasHour, node["zone"] != nil, node["utc"] == nil {
        findings.append(
          finding(
            "contract-hour", "a date with an hour and a zone has no 'utc'", at: node,
            hint: "add the instant, as '2025-12-24T07:59:00Z'"))
      }
      if let utc = node["utc"], !local.hasHour {
        findings.append(
          finding(
            "contract-hour", "'utc' names an instant, but 'local' only a day", at: utc,
            hint: "write the hour behind the day, as '2025-12-23 23:59'"))
      }
      return findings
    }
  }

  /// What a phase lets change and locks at once.
  private func permissions(in root: Node) -> [Finding] {
    (root["phases"]?.elements ?? []).flatMap { node in
      let open = Set((node["may_change"]?.elements ?? []).compactMap(\.text))
      return (node["locked"]?.elements ?? []).compactMap { element -> Finding? in
        guard let what = element["what"], let subject = what.text, open.contains(subject) else {
          return nil
        }
        return finding(
          "contract-phase", "'\(subject)' may be changed and is locked in the same phase", at: what,
          hint: "take it out of 'may_change' or out of 'locked'")
      }
    }
  }

  /// Sections that are to stand behind themselves, by way of others or not.
  private func order(in root: Node) -> [Finding] {
    let nodes = (root["sections"]?.elements ?? []).compactMap { node in
      node["id"]?.text.map { ($0, node) }
    }
    let unsettled = unsettledSections()
    guard let (id, node) = nodes.first(where: { unsettled.contains($0.0) }) else { return [] }
    return [
      finding(
        "contract-cycle", "the section '\(id)' has no place in the order of 'after'",
        at: node["after"] ?? node, hint: "sections stand behind each other in a circle")
    ]
  }

  /// The sections that never get a place when each is placed once all those before it are.
  private func unsettledSections() -> Set<String> {
    let after = Dictionary(
      sections.map { ($0.id, Set($0.after)) }, uniquingKeysWith: { first, _ in first })
    var missing = after.mapValues { before in before.count { after[$0] != nil } }
    var followers: [String: [String]] = [:]
    for (id, before) in after { for other in before { followers[other, default: []].append(id) } }
    var ready = missing.filter { $0.value == 0 }.map(\.key)
    while let id = ready.popLast() {
      missing[id] = nil
      for follower in followers[id] ?? [] {
        guard let count = missing[follower] else { continue }
        missing[follower] = count - 1
        if count == 1 { ready.append(follower) }
      }
    }
    return Set(missing.keys)
  }

  /// Stray names that are no names of their section.
  private func strayNames(in root: Node) -> [Finding] {
    (root["sections"]?.elements ?? []).flatMap { node -> [Finding] in
      let names = node["names"]?.entries?.flatMap { $0.value.elements ?? [$0.value] } ?? []
      let known = Set(names.compactMap { $0.text.map(SectionRule.folded) })
      return (node["stray_names"]?.elements ?? []).compactMap { stray -> Finding? in
        guard let text = stray.text, !known.contains(SectionRule.folded(text)) else { return nil }
        return finding(
          "contract-name", "'\(text)' is none of the section's names", at: stray,
          hint: "write it in 'names' as well")
      }
    }
  }
}
