import Documents
import Findings
import Workspace

extension Server {
  /// What can be done about the findings in a range, and about all findings that are safe to settle.
  func codeActions(_ page: Page, _ params: JSON) -> JSON {
    // A client of the old kind takes commands only, and a change of text is none.
    guard client.takesCodeActions else { return [] }
    let wanted = params["context"]?["only"]?.array?.compactMap(\.string)
    func isWanted(_ kind: String) -> Bool {
      wanted?.contains { kind == $0 || kind.hasPrefix($0 + ".") } ?? true
    }
    var actions: [JSON] = []
    if isWanted("quickfix"),
      let range = page.edited.source.range(params["range"], in: client.encoding)
    {
      actions += quickFixes(page, in: range)
    }
    // What changes the whole text is offered only to who asks for it, as editors do when they save.
    if wanted != nil, isWanted(Self.fixAll), let action = safeFixes(page) { actions.append(action) }
    return .array(actions)
  }

  /// The kind of the action that settles all that can be settled safely.
  static let fixAll = "source.fixAll.dossier"

  private func quickFixes(_ page: Page, in range: Range<Int>) -> [JSON] {
    page.edited.findings.compactMap { finding -> JSON? in
      guard let fix = finding.fix, finding.place?.path == page.edited.source.path else {
        return nil
      }
      let stretch = finding.place.map { page.edited.source.range(of: $0) } ?? 0..<0
      guard stretch.lowerBound <= range.upperBound, range.lowerBound <= stretch.upperBound else {
        return nil
      }
      return [
        "title": .string(fix.title), "kind": "quickfix", "isPreferred": .bool(fix.isSafe),
        "diagnostics": [diagnostic(finding, in: page.edited.source, of: page.document.folder)],
        "edit": page.edit(fix.edits),
      ]
    }
  }

  /// The fixes that `dossier fix` makes, as one change.
  private func safeFixes(_ page: Page) -> JSON? {
    let source = page.edited.source
    let plan = FixPlan(of: page.edited.findings, in: source.path, size: source.utf8.count) {
      $1.isSafe
    }
    guard !plan.changes.isEmpty else { return nil }
    return [
      "title": "settle what can be settled safely", "kind": .string(Self.fixAll),
      "edit": page.edit(plan.changes.flatMap(\.fix.edits)),
    ]
  }
}
