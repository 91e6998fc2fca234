internal import Documents
internal import Findings
internal import Platform

/// A language model that can be asked over the network, as the user has declared it in
/// `endpoints.yaml` of the settings folder.
public struct ModelEndpoint: Sendable, Equatable {
  /// What the user calls it.
  public let name: String
  /// The address of an OpenAI-compatible service, up to and without `/chat/completions`.
  public let address: String
  /// The model that is asked there.
  public let model: String
  /// The environment variable that holds the key; `nil` where none is needed.
  let keyVariable: String?

  /// The settings file.
  static func path(in platform: Platform) -> String {
    Path.join(platform.environment.configFolder, "endpoints.yaml")
  }

  /// The endpoint of a name, or the only one there is.
  static func find(_ name: String?, in platform: Platform) throws -> ModelEndpoint {
    let all = try read(in: platform)
    if let name, let found = all.first(where: { $0.name == name }) { return found }
    guard name == nil, all.count == 1 else {
      let what = name.map { "there is no endpoint '\($0)'" } ?? "no endpoint was chosen"
      let names = all.map { "'\($0.name)'" }.joined(separator: ", ")
      throw UserError(
        .usage, what,
        hint: all.isEmpty
          ? "declare one in '\(path(in: platform))': endpoints: {local: {url: http://127.0.0.1:8080/v1, model: NAME}}"
          : "choose with '--endpoint' among \(names)")
    }
    return all[0]
  }

  private static func read(in platform: Platform) throws -> [ModelEndpoint] {
    let file = path(in: platform)
    guard let bytes = try platform.files.readIfPresent(file) else { return [] }
    let (node, findings) = YAML.parse(String(decoding: bytes, as: UTF8.self), path: file)
    guard let node else { return try refusing(findings, []) }
    var fields = Fields(node, of: "the endpoints")
    _ = fields.integer("schema", in: 1...1)
    let endpoints = (fields.entries("endpoints") ?? []).compactMap { entry in
      fields.record(at: entry.value, of: "the endpoint '\(entry.name)'") {
        ModelEndpoint(entry.name, &$0)
      }
    }
    return try refusing(findings + fields.finish(), endpoints)
  }

  private static func refusing(
    _ findings: [Finding], _ endpoints: [ModelEndpoint]
  ) throws -> [ModelEndpoint] {
    guard let first = findings.first else { return endpoints }
    let place = first.place.map { "\($0.path):\($0.start.line)" } ?? "endpoints.yaml"
    throw UserError(.usage, "'\(place)': \(first.message)", hint: first.hint)
  }

  private init?(_ name: String, _ fields: inout Fields) {
    let url = fields.node("url", .required)
    let model = fields.string("model", .required)
    keyVariable = fields.string("key_variable")
    guard let url, let address = fields.text(of: url, named: "url"), let model else { return nil }
    let isAddress = address.hasPrefix("https://") || address.hasPrefix("http://")
    if !isAddress || address.contains(where: \.isWhitespace) {
      fields.complain(
        "field-value", "'\(address)' is no address", at: url,
        hint: "it begins with 'https://', or with 'http://' on this machine")
      return nil
    }
    self.name = name
    self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    self.model = model
  }

  /// Sends a conversation of one turn and returns the answer.
  ///
  /// The program `curl` sends it; the key reaches it by its standard input, never by its arguments.
  func ask(_ prompt: String, in platform: Platform) async throws -> String {
    let body: JSON = [
      "model": .string(model), "stream": false,
      "messages": [["role": "user", "content": .string(prompt)]],
    ]
    var settings = [
      "url = \(Self.quoted(address + "/chat/completions"))",
      "header = \(Self.quoted("Content-Type: application/json"))",
      "data-binary = \(Self.quoted(try body.canonical()))",
    ]
    if let keyVariable {
      settings.append("header = \(Self.quoted(try bearer(keyVariable, platform)))")
    }
    var call = ProcessCall(
      "curl",
      [
        "--disable", "--silent", "--show-error", "--fail-with-body", "--proto", "=https,http",
        "--max-time", "600", "--config", "-",
      ])
    call.input = Array(settings.joined(separator: "\n").utf8)
    call.outputLimit = 8 << 20
    let result = try await platform.processes.run(call)
    guard result.status == 0, let answer = Self.answer(in: result.output) else {
      let words = result.errorText.split(separator: "\n").first.map(String.init)
      throw UserError(
        .outside, "'\(name)' gave no answer: \(words ?? String(result.text.prefix(200)))",
        hint: "see the address and the model in '\(Self.path(in: platform))'")
    }
    return answer
  }

  private func bearer(_ variable: String, _ platform: Platform) throws -> String {
    guard let key = platform.environment[variable], !key.isEmpty,
      key.allSatisfy({ !$0.isNewline })
    else {
      throw UserError(
        .usage, "the key of '\(name)' is not there",
        hint: "put it into the environment variable '\(variable)'")
    }
    return "Authorization: Bearer \(key)"
  }

  /// A value in a settings file of `curl`.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func answer(in bytes: [UInt8]) -> String? {
    guard let json = try? JSON.parse(bytes) else { return nil }
    return json["choices"]?.array?.first?["message"]?["content"]?.string
  }
}
