import Documents
import Findings
import Workspace

extension Server {
  /// Answers a question about one document.
  mutating func answer(
    _ question: DocumentQuestion, about uri: String, _ params: JSON
  ) throws(ResponseError) -> JSON {
    guard let edited = edited(uri), let document = documents[uri] else {
      throw ResponseError(.invalidParams, "the document '\(uri)' is not open")
    }
    let page = Page(document: document, edited: edited, client: client)
    switch question {
    case .diagnostic:
      owed.remove(uri)
      return ["kind": "full", "items": .array(diagnostics(of: uri))]
    case .codeAction: return codeActions(page, params)
    case .codeLens: return page.lenses()
    case .documentLink: return page.links()
    case .documentSymbol: return page.symbols()
    case .foldingRange: return page.foldings()
    case .inlayHint: return try page.hints(in: params["range"])
    case .completion: return page.completions(at: try page.offset(params))
    case .definition: return page.definition(at: try page.offset(params))
    case .hover: return page.hover(at: try page.offset(params))
    case .prepareRename: return page.renamed(at: try page.offset(params))
    case .references:
      let withDefinition = params["context"]?["includeDeclaration"]?.bool ?? true
      return page.references(at: try page.offset(params), withDefinition: withDefinition)
    case .rename:
      guard let name = params["newName"]?.string else {
        throw ResponseError(.invalidParams, "there is no new name")
      }
      return try page.rename(at: try page.offset(params), to: name)
    }
  }
}

/// A document with what is known about it, which turns answers into what the protocol wants.
struct Page {
  let document: Document
  let edited: EditedFile
  let client: ClientCapabilities

  /// The offset of the position of a question.
  func offset(_ params: JSON) throws(ResponseError) -> Int {
    guard let position = EditorPosition(params["position"]) else {
      throw ResponseError(.invalidParams, "there is no position")
    }
    return edited.source.offset(of: position, in: client.encoding)
  }

  func json(_ range: Range<Int>) -> JSON { edited.source.json(range, in: client.encoding) }

  /// The address of a file of the application.
  func uri(ofFile path: String) -> String? {
    document.folder.map { FileURI.uri("\($0)/\(path)") }
  }

  // MARK: - Structure

  func symbols() -> JSON {
    let symbols = edited.symbols()
    return .array(client.nestsSymbols ? symbols.map(nested) : symbols.flatMap { flat($0, in: nil) })
  }

  private func nested(_ symbol: EditorSymbol) -> JSON {
    [
      "name": .string(symbol.name), "detail": .string(symbol.detail),
      "kind": .integer(Self.number(of: symbol.kind)), "range": json(symbol.range),
      "selectionRange": json(symbol.selection), "children": .array(symbol.children.map(nested)),
    ]
  }

  private func flat(_ symbol: EditorSymbol, in container: String?) -> [JSON] {
    var entries: [String: JSON] = [
      "name": .string(symbol.name), "kind": .integer(Self.number(of: symbol.kind)),
      "location": ["uri": .string(document.uri), "range": json(symbol.range)],
    ]
    if let container { entries["containerName"] = .string(container) }
    return [.object(entries)] + symbol.children.flatMap { flat($0, in: symbol.name) }
  }

  /// The protocol knows programs only: a section is a text, as other servers of Markdown have it.
  private static func number(of kind: EditorSymbol.Kind) -> Int {
    switch kind {
    case .section: 15
    case .figure: 19
    case .table: 18
    case .equation: 14
    }
  }

  func foldings() -> JSON {
    let foldings = edited.foldings().map { folding -> JSON in
      let start = edited.source.editorPosition(at: folding.range.lowerBound, in: .utf8)
      let end = edited.source.editorPosition(at: folding.range.upperBound, in: .utf8)
      var entries: [String: JSON] = [
        "startLine": .integer(start.line), "endLine": .integer(end.line),
      ]
      switch folding.kind {
      case .section: entries["kind"] = "region"
      case .comment: entries["kind"] = "comment"
      case .block: break
      }
      return .object(entries)
    }
    return .array(foldings)
  }

  func hints(in range: JSON?) throws(ResponseError) -> JSON {
    guard let wanted = edited.source.range(range, in: client.encoding) else {
      throw ResponseError(.invalidParams, "there is no range")
    }
    let hints = edited.hints().filter {
      wanted.lowerBound <= $0.offset && $0.offset <= wanted.upperBound
    }
    return .array(
      hints.map { hint in
        [
          "position": edited.source.editorPosition(at: hint.offset, in: client.encoding).json,
          "label": .string(hint.text), "tooltip": .string(hint.explanation), "paddingLeft": true,
        ]
      })
  }

  func lenses() -> JSON {
    .array(
      edited.lenses().map { lens in
        let start = lens.range.lowerBound
        var command: [String: JSON] = ["title": .string(lens.title), "command": ""]
        if let experiment = lens.experiment, let folder = document.folder {
          command["command"] = .string(Server.runCommand)
          command["arguments"] = [.string(FileURI.uri(folder)), .string(experiment)]
        }
        return ["range": json(start..<start), "command": .object(command)]
      })
  }

  func links() -> JSON {
    .array(
      edited.links().compactMap { link in
        address(of: link.target).map { ["range": json(link.range), "target": .string($0)] }
      })
  }

  private func address(of target: EditorTarget) -> String? {
    switch target {
    case .here(let range):
      let line = edited.source.editorPosition(at: range.lowerBound, in: .utf8).line
      return "\(document.uri)#L\(line + 1)"
    case .file(let path, _): return uri(ofFile: path)
    case .address(let address): return address
    }
  }

  // MARK: - What stands at a position

  func definition(at offset: Int) -> JSON {
    switch edited.definition(at: offset) {
    case .here(let range): return ["uri": .string(document.uri), "range": json(range)]
    case .file(let path, let line):
      guard let uri = uri(ofFile: path) else { return .null }
      let start = EditorPosition(line: max(line - 1, 0), column: 0).json
      return ["uri": .string(uri), "range": ["start": start, "end": start]]
    case .address, nil: return .null
    }
  }

  func hover(at offset: Int) -> JSON {
    guard let hover = edited.hover(at: offset) else { return .null }
    guard client.showsMarkdown else {
      let words = JSON.string(Self.withoutMarkup(hover.markdown))
      return ["range": json(hover.range), "contents": ["kind": "plaintext", "value": words]]
    }
    let image = hover.image.flatMap(uri(ofFile:)).map { "\n\n![](\($0))" } ?? ""
    return [
      "range": json(hover.range),
      "contents": ["kind": "markdown", "value": .string(hover.markdown + image)],
    ]
  }

  /// Our own Markdown as it reads without its marks.
  private static func withoutMarkup(_ markdown: String) -> String {
    var text = ""
    var isEscaped = false
    for character in markdown.replacing("**", with: "").replacing("&ensp;", with: "  ") {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        if isEscaped || character != "`" { text.append(character) }
        isEscaped = false
      }
    }
    return text
  }

  func completions(at offset: Int) -> JSON {
    let items = edited.completions(at: offset).enumerated().map { index, item -> JSON in
      let order = String(index)
      return [
        "label": .string(item.label), "kind": .integer(Self.number(of: item.kind)),
        "detail": .string(item.detail),
        "documentation": .string(item.explanation),
        "sortText": .string(String(repeating: "0", count: max(4 - order.count, 0)) + order),
        "textEdit": ["range": json(item.range), "newText": .string(item.replacement)],
      ]
    }
    return ["isIncomplete": false, "items": .array(items)]
  }

  private static func number(of kind: EditorCompletion.Kind) -> Int {
    switch kind {
    case .reference, .experiment: 18
    case .section: 15
    case .key: 10
    case .value: 12
    case .file: 17
    case .model: 9
    }
  }

  // MARK: - Labels

  func references(at offset: Int, withDefinition: Bool) -> JSON {
    .array(
      edited.occurrences(ofLabelAt: offset).filter { withDefinition || !$0.isDefinition }.map {
        ["uri": .string(document.uri), "range": json($0.range)]
      })
  }

  /// The label that a renaming would change; none where nothing gives it.
  func renamed(at offset: Int) -> JSON {
    guard let label = edited.label(at: offset),
      edited.occurrences(ofLabelAt: offset).contains(where: \.isDefinition)
    else { return .null }
    return ["range": json(label.range), "placeholder": .string(label.name)]
  }

  func rename(at offset: Int, to name: String) throws(ResponseError) -> JSON {
    guard let label = edited.label(at: offset) else {
      throw ResponseError(.requestFailed, "there is no label here")
    }
    let occurrences = edited.occurrences(ofLabelAt: offset)
    guard occurrences.contains(where: \.isDefinition) else {
      throw ResponseError(.requestFailed, "nothing has the label '\(label.name)'")
    }
    if let objection = edited.objection(toRenaming: label.name, as: name) {
      throw ResponseError(.requestFailed, objection)
    }
    return edit(occurrences.map { TextEdit(range: $0.range, replacement: name) })
  }

  /// Changes of this document as the client takes them.
  func edit(_ edits: [TextEdit]) -> JSON {
    let changes = JSON.array(
      edits.map { ["range": json($0.range), "newText": .string($0.replacement)] })
    guard client.takesVersionedEdits else {
      return ["changes": .object([document.uri: changes])]
    }
    let version = document.version.map { JSON.integer($0) } ?? .null
    return [
      "documentChanges": [
        [
          "textDocument": ["uri": .string(document.uri), "version": version], "edits": changes,
        ]
      ]
    ]
  }
}
