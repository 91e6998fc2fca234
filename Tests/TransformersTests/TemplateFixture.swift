import Foundation

@testable import Transformers

/// What jinja2 makes of a template, as `make_chats.py` writes it.
struct ReferenceText {
  /// What it is called where it fails.
  let name: String
  let source: String
  /// What the template is told.
  let variables: [(name: String, value: JinjaValue)]
  let date: ChatDate?
  /// The text; `nil` where jinja2 fails.
  let text: String?
  /// The template's own refusal.
  let refusal: String?

  /// The date that the script told jinja2.
  static let date = ChatDate(year: 2026, month: 3, day: 5, hour: 14, minute: 7, second: 9)

  init(_ entry: JSONValue, name: String, source: String, values: JSONValue) {
    self.name = name
    self.source = source
    variables = values.members.map { member in
      (member.name.text ?? "", Self.value(member.value, isRole: false))
    }
    date = entry["date"]?.flag == true ? Self.date : nil
    text = entry["text"]?.text
    refusal = entry["refusal"]?.text
  }

  /// A value of a JSON text; texts count as said but for plain roles.
  static func value(_ json: JSONValue, isRole: Bool) -> JinjaValue {
    switch json.kind {
    case .null: return .none
    case .flag: return .bool(json.flag ?? false)
    case .number: return json.integer.map { .int($0) } ?? .float(json.number ?? 0)
    case .text:
      let text = json.text ?? ""
      let isTrusted = isRole && ChatMessage.Role(rawValue: text) != nil
      return .text(MarkedText(text, isTrusted: isTrusted))
    case .list: return .list(JinjaList(json.elements.map { value($0, isRole: false) }))
    case .object:
      var dict = JinjaDict()
      for member in json.members {
        let name = member.name.text ?? ""
        dict.set(.own(name), value(member.value, isRole: name == "role"))
      }
      return .dict(dict)
    }
  }

  /// What we make of it.
  func rendered() -> Result<String, ModelError> {
    do throws(ModelError) {
      return .success(try ChatTemplate(source).render(variables, date: date).string)
    } catch {
      return .failure(error)
    }
  }

  /// How ours differs from the reference; `nil` where it does not.
  var difference: String? {
    switch (rendered(), text, refusal) {
    case (.success(let found), let text?, _):
      found.utf8.elementsEqual(text.utf8)
        ? nil : "\(name): '\(source)' gave \(found.debugDescription), not \(text.debugDescription)"
    case (.success(let found), nil, _):
      "\(name): '\(source)' gave \(found.debugDescription), where jinja2 fails"
    case (.failure(let error), nil, let refusal?):
      error.kind == .request && error.reason.contains("'\(refusal)'")
        ? nil : "\(name): '\(source)' failed with '\(error)', not with '\(refusal)'"
    case (.failure, nil, nil): nil
    case (.failure(let error), _?, _): "\(name): '\(source)' failed: \(error)"
    }
  }
}

/// The pieces of templates and the whole ones that `make_chats.py` writes.
enum TemplateFixture {
  static func document() throws -> JSONValue {
    try JSONDocument(Array(Fixture.data("templates.json")), name: "templates.json").root
  }

  /// Small pieces, construct by construct.
  static func snippets() throws -> [ReferenceText] {
    let root = try document()
    guard let values = root["values"] else { return [] }
    return (root["snippets"]?.elements ?? []).map { entry in
      ReferenceText(entry, name: "a piece", source: entry["source"]?.text ?? "", values: values)
    }
  }

  /// Templates of our own, by the family that they write like.
  static func templates() throws -> [String: String] {
    let members = try document()["templates"]?.members ?? []
    return Dictionary(
      uniqueKeysWithValues: members.map { ($0.name.text ?? "", $0.value.text ?? "") })
  }

  /// Conversations as templates of our own write them.
  static func conversations() throws -> [ReferenceText] {
    let templates = try templates()
    return try (document()["conversations"]?.elements ?? []).compactMap { entry in
      guard let values = entry["values"], let name = entry["template"]?.text,
        let source = templates[name]
      else { return nil }
      return ReferenceText(
        entry, name: "\(name), \(entry["case"]?.text ?? "")", source: source, values: values)
    }
  }
}
