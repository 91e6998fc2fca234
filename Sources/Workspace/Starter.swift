internal import Assets
internal import Contracts
internal import Documents

/// What an application on one of the suggested problems begins with: tools, an existence check, baselines
/// and how to read the data, never the question or the hypothesis.
public struct Starter: Sendable, Equatable {
  /// The name of its folder, such as `concept-truth`.
  public let id: String
  fileprivate let titles: LocalizedText
  fileprivate let summaries: LocalizedText
  /// The folder that it lies in.
  let folder: String

  /// The area, in a few words; in English where it has no words in the language.
  public func title(in language: String = "en") -> String { titles.text(in: language) }

  /// One sentence more.
  public func summary(in language: String = "en") -> String { summaries.text(in: language) }
}

extension Template {
  /// The starters that fit this template, by name.
  public func starters() -> [Starter] {
    guard let owner = starterOwner else { return [] }
    let folder = "\(Self.root)\(owner)/starters/"
    let names = Set(
      Asset.below(folder).compactMap { $0.path.dropFirst(folder.count).split(separator: "/").first }
    )
    return names.sorted().compactMap { Starter.load(String($0), below: folder) }
  }

  /// What is said to everyone who begins with a starter; `nil` where there is nothing to say.
  func starterWarning(in language: String) -> String? {
    let owner = starterOwner.flatMap { owner in Self.all().first { $0.id == owner } }
    let words = owner?.ownStarterWarning.text(in: language) ?? ""
    return words.isEmpty ? nil : words
  }

  /// The files of an application on a starter's problem, by their paths in it.
  ///
  /// The starter's experiments take the place of the template's examples, and the report that all
  /// starters of the template share that of its report. Files that a starter does not have in the
  /// language are taken in English. Throws a ``UserError`` where there is no such starter.
  func files(in language: String, starter id: String) throws -> [String: [UInt8]] {
    let starters = starters()
    guard let starter = starters.first(where: { $0.id == id }) else {
      let ids = starters.map(\.id)
      let near = Suggestion.nearest(to: id, among: ids).map { "did you mean '\($0)'? " } ?? ""
      throw UserError(
        .usage, "the template '\(self.id)' has no starter '\(id)'",
        hint: ids.isEmpty
          ? "it has none" : near + "there are: " + ids.joined(separator: ", "))
    }
    var files = try files(in: language).filter { !$0.key.hasPrefix("experiments/") }
    for folder in ["\(Self.root)\(self.id)/starters/shared/", starter.folder] {
      for tag in ["en", language] {
        let prefix = "\(folder)\(tag)/"
        for asset in Asset.below(prefix) {
          files[String(asset.path.dropFirst(prefix.count))] = asset.bytes
        }
      }
    }
    return files
  }
}

extension Starter {
  fileprivate static func load(_ id: String, below root: String) -> Starter? {
    let path = "\(root)\(id)/starter.yaml"
    guard let asset = Asset.all.first(where: { $0.path == path }),
      let node = YAML.parse(asset.text, path: path).node
    else { return nil }
    var fields = Fields(node, of: "the starter")
    return Starter(
      id: id, titles: fields.localized("title", otherwise: id),
      summaries: fields.localized("summary"), folder: "\(root)\(id)/")
  }
}
