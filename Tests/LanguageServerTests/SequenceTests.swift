import Documents
import Findings
import Foundation
import TestSupport
import Testing

@testable import LanguageServer

/// Random conversations: whatever is sent in whatever order, the server answers what it must, says nothing
/// about places outside the text, and keeps the text that the client has.
@Suite struct SequenceTests {
  /// How many messages are sent; a longer run sets the variable.
  private static let count =
    Int(ProcessInfo.processInfo.environment["DOSSIER_FUZZ_COUNT"] ?? "") ?? 2_000

  @Test(arguments: [("utf-8", 1), ("utf-16", 2), ("utf-32", 3)] as [(String, UInt64)])
  func survivesAnyConversation(encoding: String, seed: UInt64) throws {
    try withClient { client in
      var talk = Conversation(client, seed: seed, encoding: encoding)
      try talk.begin()
      for _ in 0..<Self.count / 3 { try talk.step() }
      talk.end()
    }
  }
}

/// A client that does anything, and knows what its documents hold.
private struct Conversation {
  var client: Client
  var generator: SeededGenerator
  let encoding: ColumnEncoding
  /// The text of each open document as the client has it.
  var texts: [String: SourceText] = [:]
  var version = 1

  private static let paths = [
    "report.md", "log.md", "contract.yaml", "dossier.yaml", "experiments/probe/experiment.yaml",
  ]
  private static let pieces = [
    "@fig-", "{#fig-a}", "![文](figures/probe/accuracy.svg){#fig-a fig-alt=\"😀\"}\n", "# ", "\n",
    "\r\n",
    "\r", "---\n", "<!--", "-->", "$", "$$", "```\n", "|a|b|\n|-|-|\n", "[^1]", "[^1]: x\n", "  ",
    "- ",
    "x: ", "options:\n", "technique: linear-probe\n", "\"", "[", "{", "\t", "\u{301}", "文", "😀",
    "# Executive summary\n", "\0", "&amp;", "[a](#fig-a)",
  ]

  init(_ client: Client, seed: UInt64, encoding: String) {
    self.client = client
    self.encoding = ColumnEncoding(rawValue: encoding) ?? .utf16
    generator = SeededGenerator(seed: seed)
  }

  mutating func begin() throws {
    client.begin([
      "general": ["positionEncodings": [.string(encoding.rawValue)]],
      "textDocument": [
        "codeAction": ["codeActionLiteralSupport": [:]],
        "documentSymbol": ["hierarchicalDocumentSymbolSupport": true],
      ],
    ])
  }

  mutating func end() {
    #expect(client.ask("shutdown", nil)["result"] == .null)
    #expect(client.notify("exit", nil) == [.end(0)])
  }

  mutating func step() throws {
    let path = Self.paths.randomElement(using: &generator) ?? "report.md"
    // One document in five is of no use without text, so most steps change one.
    switch Int.random(in: 0..<20, using: &generator) {
    case 0: try open(path)
    case 1 where texts.count > 2: close(path)
    case 2: check(client.notify("textDocument/didSave", identifier(path)), path)
    case 3: check(client.send(nonsense()), path)
    case 4...9: ask(path)
    default: change(path)
    }
  }

  private func identifier(_ path: String) -> JSON {
    ["textDocument": ["uri": .string(client.uri(path))]]
  }

  private mutating func open(_ path: String) throws {
    version += 1
    // Half of the time a document begins with something real.
    let text = Bool.random(using: &generator) ? nil : generator.text()
    let effects = try client.open(path, text: text)
    texts[path] = client.server.documents[client.uri(path)]?.source
    check(effects, path)
  }

  private mutating func close(_ path: String) {
    texts[path] = nil
    check(client.notify("textDocument/didClose", identifier(path)), path)
  }

  private mutating func change(_ path: String) {
    guard let text = texts[path] else { return }
    version += 1
    let start = Int.random(in: 0...text.utf8.count, using: &generator)
    let end = min(
      text.utf8.count,
      start + Int.random(in: 0..<4, using: &generator) * Int.random(in: 0..<9, using: &generator))
    let piece = Self.pieces.randomElement(using: &generator) ?? ""
    // What the server will take the ends for, since the client's positions are its own.
    let range = text.json(start..<end, in: encoding)
    guard let stretch = text.range(range, in: encoding) else { return }
    texts[path] = text.replacing(stretch, with: piece)
    check(
      client.send(client.change(path, version, ["range": range, "text": .string(piece)])), path)
    #expect(client.server.documents[client.uri(path)]?.source.utf8 == texts[path]?.utf8)
  }

  private mutating func ask(_ path: String) {
    let question = DocumentQuestion.allCases.randomElement(using: &generator) ?? .hover
    var params: [String: JSON] = identifier(path).object ?? [:]
    params["position"] = position()
    params["range"] = ["start": position(), "end": position()]
    params["newName"] = .string(["fig-b", "", "文"].randomElement(using: &generator) ?? "")
    let answer = client.ask(question.rawValue, .object(params))
    #expect((answer["result"] == nil) != (answer["error"] == nil), "\(question)")
    checkRanges(answer["result"] ?? .null, in: texts[path], of: path)
  }

  private mutating func position() -> JSON {
    ["line": .integer(number()), "character": .integer(number())]
  }

  private mutating func number() -> Int {
    [0, 1, 2, 5, 9, 30, 200, -1, Int.max, Int.min].randomElement(using: &generator) ?? 0
  }

  private mutating func nonsense() -> JSON {
    let methods =
      ["initialize", "textDocument/didChange", "workspace/executeCommand", "$/cancelRequest", "x"]
      + DocumentQuestion.allCases.map(\.rawValue)
    let method = JSON.string(methods.randomElement(using: &generator) ?? "x")
    let values: [JSON] = [
      .null, [], [:], 3, "x", ["textDocument": 3], ["textDocument": ["uri": 3]],
      ["textDocument": ["uri": .string(client.uri("report.md"))], "position": "x"],
      ["command": "dossier.run", "arguments": [.null, 3]], ["contentChanges": [3, [:]]],
    ]
    let params = values.randomElement(using: &generator) ?? .null
    return Bool.random(using: &generator)
      ? ["jsonrpc": "2.0", "id": "odd", "method": method, "params": params]
      : ["jsonrpc": "2.0", "method": method, "params": params]
  }

  private func check(_ effects: [Effect], _ path: String) {
    for message in effects.messages where message["method"] == "textDocument/publishDiagnostics" {
      guard let params = message["params"], let uri = params["uri"]?.string,
        let open = texts.keys.first(where: { client.uri($0) == uri })
      else { continue }
      checkRanges(params["diagnostics"] ?? .null, in: texts[open], of: open)
    }
  }

  /// Every range is in the text it is about, and begins and ends between two characters.
  private func checkRanges(_ json: JSON, in text: SourceText?, of path: String) {
    if let elements = json.array {
      for element in elements { checkRanges(element, in: text, of: path) }
    }
    guard let entries = json.object, let text else { return }
    if let uri = entries["uri"]?.string, uri != client.uri(path) { return }
    for (key, value) in entries where key != "relatedInformation" {
      if let start = EditorPosition(value["start"]), let end = EditorPosition(value["end"]) {
        #expect(start <= end, "\(key)")
        for position in [start, end] {
          let offset = text.offset(of: position, in: encoding)
          #expect(text.editorPosition(at: offset, in: encoding) == position, "\(path) \(key)")
        }
      } else {
        checkRanges(value, in: text, of: path)
      }
    }
  }
}
