import Documents
import Findings
import Workspace

extension Server {
  /// Sends the findings of every document and file that changed, in the order of their addresses.
  mutating func sendOwedFindings() {
    let changed = owed.sorted()
    let folders = owedFolders.sorted()
    owed = []
    owedFolders = []
    guard !client.asksForFindings else {
      // The client asks for a document it changed itself; only what changed behind it needs a word.
      if client.refreshesFindings, !folders.isEmpty {
        request("workspace/diagnostic/refresh", .null)
      }
      return
    }
    for uri in changed { publishFindings(of: uri) }
    for folder in folders { publishFindings(inFolder: folder) }
  }

  /// The findings of an open document, as they are sent.
  mutating func diagnostics(of uri: String) -> [JSON] {
    guard let edited = edited(uri) else { return [] }
    return edited.findings.map { diagnostic($0, in: edited.source, of: documents[uri]?.folder) }
  }

  private mutating func publishFindings(of uri: String) {
    guard let document = documents[uri] else { return }
    publish(diagnostics(of: uri), uri: uri, version: document.version)
  }

  /// Sends the findings of files that are not open, and takes back those that are settled.
  private mutating func publishFindings(inFolder folder: String) {
    guard let snapshot = snapshots[folder] else { return }
    let open = Set(documents.values.compactMap(\.file))
    var told: Set<String> = []
    for path in snapshot.filesWithFindings where !open.contains("\(folder)/\(path)") {
      let uri = FileURI.uri("\(folder)/\(path)")
      told.insert(uri)
      let empty = SourceText("", path: path)
      publish(
        snapshot.findings(of: path).map { diagnostic($0, in: empty, of: folder) }, uri: uri,
        version: nil)
    }
    for uri in published[folder, default: []].subtracting(told).sorted()
    where !open.contains(FileURI.path(uri) ?? "") {
      publish([], uri: uri, version: nil)
    }
    published[folder] = told
  }

  mutating func publish(_ diagnostics: [JSON], uri: String, version: Int?) {
    var params: [String: JSON] = ["uri": .string(uri), "diagnostics": .array(diagnostics)]
    if let version { params["version"] = .integer(version) }
    send(.notification(method: "textDocument/publishDiagnostics", params: .object(params)))
  }
}

// MARK: - One finding

extension Server {
  /// A finding as the protocol writes it.
  ///
  /// A finding of a file that is not open carries positions in UTF-16 and bytes; without the text there are
  /// none in scalars, and those in bytes stand in for them.
  func diagnostic(_ finding: Finding, in source: SourceText, of folder: String?) -> JSON {
    var entries: [String: JSON] = [
      "range": range(of: finding, in: source),
      "severity": .integer(Self.number(of: finding.severity)), "code": .string(finding.code),
      "source": "dossier",
      "message": .string(finding.message + (finding.hint.map { "\n\($0)" } ?? "")),
      "data": ["code": .string(finding.code), "fix": .string(finding.fix?.title ?? "")],
    ]
    if Self.unnecessary.contains(finding.code) { entries["tags"] = [1] }
    if let folder, let rule = snapshots[folder]?.rulePlace(for: finding.code) {
      let uri = FileURI.uri("\(folder)/\(rule.path)")
      entries["codeDescription"] = ["href": .string("\(uri)#L\(rule.start.line)")]
      entries["relatedInformation"] = [
        [
          "location": ["uri": .string(uri), "range": Self.wire(rule, client.encoding)],
          "message": .string(
            "its rule; 'dossier explain \(finding.code)' shows the words behind it"),
        ]
      ]
    }
    return .object(entries)
  }

  private func range(of finding: Finding, in source: SourceText) -> JSON {
    guard let place = finding.place else { return source.json(0..<0, in: client.encoding) }
    if source.utf8.isEmpty { return Self.wire(place, client.encoding) }
    return source.json(source.range(of: place), in: client.encoding)
  }

  /// A place without its text.
  private static func wire(_ place: Place, _ encoding: ColumnEncoding) -> JSON {
    func position(_ position: Position) -> JSON {
      let column = encoding == .utf16 ? position.utf16Column : position.column
      return EditorPosition(line: position.line - 1, column: column - 1).json
    }
    return ["start": position(place.start), "end": position(place.end)]
  }

  private static func number(of severity: Severity) -> Int {
    switch severity {
    case .error: 1
    case .warning: 2
    case .info: 3
    }
  }

  /// What an editor may show faded, since the document would lose nothing without it.
  private static let unnecessary: Set<String> = [
    "guidance-left", "figure-unreferenced", "field-unknown", "suppression-unused",
  ]
}
