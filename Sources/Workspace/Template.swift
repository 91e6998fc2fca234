internal import Assets
internal import Contracts
internal import Documents

/// A template: what an application begins with.
public struct Template: Sendable {
  /// The name of its folder, such as `mats-neel-nanda`.
  public let id: String
  /// The languages it has files in, the first by default.
  public let languages: [String]
  private let titles: LocalizedText
  private let summaries: LocalizedText
  /// The text of its contract.
  let contract: String
  /// The template whose starters fit this one too; `nil` where it has none.
  let starterOwner: String?
  /// What is said to everyone who begins with one of the template's own starters; empty where it has none.
  let ownStarterWarning: LocalizedText

  /// What it is for, in a few words; in English where it has no words in the language.
  public func title(in language: String = "en") -> String { titles.text(in: language) }

  /// One sentence more.
  public func summary(in language: String = "en") -> String { summaries.text(in: language) }

  /// The templates that the program carries, by name.
  public static func all() -> [Template] {
    let names = Set(
      Asset.below(root).compactMap { $0.path.split(separator: "/").dropFirst().first })
    return names.sorted().compactMap { load(String($0)) }
  }

  /// The template of a name, or a ``UserError`` that lists those there are.
  static func named(_ id: String) throws -> Template {
    if let template = load(id) { return template }
    let ids = all().map(\.id)
    let near = Suggestion.nearest(to: id, among: ids).map { "did you mean '\($0)'? " } ?? ""
    throw UserError(
      .usage, "there is no template '\(id)'",
      hint: near + "there are: " + ids.joined(separator: ", "))
  }

  /// The files of an application in one language, by their paths in it.
  func files(in language: String) throws -> [String: [UInt8]] {
    guard languages.contains(language) else {
      throw UserError(
        .usage, "the template '\(id)' is not written in '\(language)'",
        hint: "it has: " + languages.joined(separator: ", "))
    }
    var files: [String: [UInt8]] = [:]
    let prefix = "\(Self.root)\(id)/\(language)/"
    for asset in Asset.below(prefix) {
      files[String(asset.path.dropFirst(prefix.count))] = asset.bytes
    }
    files[Workspace.contractName] = Array(contract.utf8)
    return files
  }

  static let root = "Templates/"

  private static func load(_ id: String) -> Template? {
    let path = "\(root)\(id)/template.yaml"
    guard let asset = Asset.all.first(where: { $0.path == path }),
      let node = YAML.parse(asset.text, path: path).node
    else { return nil }
    var fields = Fields(node, of: "the template")
    let contractPath = "\(root)\(id)/\(fields.string("contract") ?? Workspace.contractName)"
    guard let contract = Asset.all.first(where: { $0.path == contractPath }) else { return nil }
    return Template(
      id: id, languages: fields.strings("languages") ?? ["en"],
      titles: fields.localized("title", otherwise: id), summaries: fields.localized("summary"),
      contract: contract.text, starterOwner: fields.string("starters"),
      ownStarterWarning: fields.localized("starter_warning"))
  }
}

extension Fields {
  /// A text, or texts by language; where there is none, one that stands in for it.
  mutating func localized(_ key: String, otherwise text: String) -> LocalizedText {
    let found = localized(key)
    return found.texts.isEmpty ? LocalizedText(["en": text]) : found
  }
}
