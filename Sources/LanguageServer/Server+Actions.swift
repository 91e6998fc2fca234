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
    guard let range = page.edited.source.range(params["range"], in: client.encoding),
      isWanted("quickfix")
    else { return [] }
    let actions = page.edited.findings.compactMap { finding -> JSON? in
      guard let fix = finding.fix, finding.place?.path == page.edited.source.path else {
        return nil
      }
      let stretch = finding.place.map { page.edited.source.range(of: $0) } ?? 0..<0
      guard stretch.lowerBound <= range.upperBound, range.lowerBound <= stretch.upperBound else {
        return nil
      }
      return [
        "title": .string(fix.title), "kind": "quickfix", "isPreferred": true,
        "diagnostics": [diagnostic(finding, in: page.edited.source, of: page.document.folder)],
        "edit": page.edit(fix.edits),
      ]
    }
    return .array(actions)
  }
}
