import Assets
import Documents
import Platform
import TestSupport
import Workspace

@testable import LanguageServer

/// A client in the same process: it sends messages and keeps what comes back.
struct Client {
  let world: TestPlatform
  /// The folder of the application, or of loose files.
  let folder: String
  var server: Server
  private var lastRequest = 0
  /// Everything the server wanted so far.
  private(set) var effects: [Effect] = []

  init(_ world: TestPlatform, folder: String) {
    self.world = world
    self.folder = folder
    server = Server(EditorHost(in: world.platform), version: "test")
  }

  /// The address of a file.
  func uri(_ path: String) -> String { FileURI.uri(Path.join(folder, path)) }

  /// Hands messages over as bytes, all at once; returns what is wanted in answer.
  @discardableResult
  mutating func send(_ messages: JSON...) -> [Effect] {
    let new = server.receive(messages.flatMap { Effect.frame(of: $0) })
    effects += new
    return new
  }

  @discardableResult
  mutating func notify(_ method: String, _ params: JSON) -> [Effect] {
    send(Self.notification(method, params))
  }

  /// Sends a request and returns its answer, `result` or `error`.
  mutating func ask(_ method: String, _ params: JSON) -> JSON {
    lastRequest += 1
    let id = lastRequest
    let new = send(Self.request(id, method, params))
    return new.messages.first { $0["id"] == .integer(id) } ?? .null
  }

  /// Begins the conversation.
  @discardableResult
  mutating func begin(_ capabilities: JSON = [:]) -> JSON {
    let answer = ask("initialize", ["processId": nil, "capabilities": capabilities])
    notify("initialized", [:])
    return answer
  }

  /// Opens a file with the text it has on the disk, or another.
  @discardableResult
  mutating func open(
    _ path: String, text: String? = nil, language: String? = nil
  ) throws -> [Effect] {
    let text = try text ?? world.text(Path.join(folder, path))
    return notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri(path)), "version": 1, "text": .string(text),
          "languageId": .string(language ?? (path.hasSuffix(".md") ? "markdown" : "yaml")),
        ]
      ])
  }

  /// Replaces the whole text of an open file.
  @discardableResult
  mutating func replace(_ path: String, with text: String, version: Int) -> [Effect] {
    send(change(path, version, ["text": .string(text)]))
  }

  func change(_ path: String, _ version: Int, _ changes: JSON...) -> JSON {
    Self.notification(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(uri(path)), "version": .integer(version)],
        "contentChanges": .array(changes),
      ])
  }

  /// Asks about a document, and where a position is given about that.
  mutating func ask(
    _ question: String, _ path: String, at position: (Int, Int)? = nil,
    _ more: [String: JSON] = [:]
  ) -> JSON {
    var params = more
    params["textDocument"] = ["uri": .string(uri(path))]
    if let position {
      params["position"] = ["line": .integer(position.0), "character": .integer(position.1)]
    }
    return ask("textDocument/" + question, .object(params))
  }

  static func notification(_ method: String, _ params: JSON) -> JSON {
    ["jsonrpc": "2.0", "method": .string(method), "params": params]
  }

  static func request(_ id: Int, _ method: String, _ params: JSON) -> JSON {
    ["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": params]
  }

  /// A change of a stretch.
  static func edit(_ from: (Int, Int), _ to: (Int, Int), _ text: String) -> JSON {
    [
      "range": [
        "start": ["line": .integer(from.0), "character": .integer(from.1)],
        "end": ["line": .integer(to.0), "character": .integer(to.1)],
      ],
      "text": .string(text),
    ]
  }
}

extension [Effect] {
  /// The messages among the effects.
  var messages: [JSON] {
    compactMap { effect in
      guard case .send(let message) = effect else { return nil }
      return message
    }
  }

  /// What was said about a document, message by message.
  func published(_ uri: String) -> [JSON] {
    messages.filter { $0["method"] == "textDocument/publishDiagnostics" }
      .compactMap { $0["params"] }.filter { $0["uri"] == .string(uri) }
  }
}

extension JSON {
  /// The codes of a list of diagnostics, in order.
  var codes: [String] {
    (self["diagnostics"] ?? self["items"])?.array?.compactMap { $0["code"]?.string } ?? []
  }
}

/// Gives the body a client and a folder that is no application.
func withLooseFiles(_ body: (inout Client) throws -> Void) throws {
  try withTemporaryFolder { base in
    let world = try TestPlatform(in: base)
    let folder = Path.join(base, "notes")
    try world.platform.files.makeFolder(folder)
    var client = Client(world, folder: folder)
    try body(&client)
  }
}

/// Gives the body a client and the files of a new application, without a repository.
func withClient(_ body: (inout Client) throws -> Void) throws {
  try withTemporaryFolder { base in
    let world = try TestPlatform(in: base)
    let folder = Path.join(base, "mine")
    let root = "Templates/mats-neel-nanda/"
    for asset in Asset.below(root) {
      let path = asset.path.dropFirst(root.count)
      let inner = path.hasPrefix("en/") ? path.dropFirst(3) : path
      guard inner != "template.yaml", path.hasPrefix("en/") || inner == "contract.yaml" else {
        continue
      }
      let text = asset.text.replacing("{{language}}", with: "en")
      try world.write(text, to: Path.join(folder, String(inner)))
    }
    var client = Client(world, folder: folder)
    try body(&client)
  }
}
