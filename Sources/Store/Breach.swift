/// One thing that changed after the freeze although it may not.
public struct Breach: Sendable, Hashable {
  /// A stable identifier.
  public let code: String
  /// The section or file, for people.
  public let place: String
  /// What happened to it, as one phrase.
  public let message: String
  /// The digest of what was fixed; `nil` where there was nothing.
  public let before: String?
  /// The digest of what is there instead; `nil` where there is nothing.
  public let after: String?

  /// Creates a breach.
  public init(
    code: String, place: String, message: String, before: String? = nil, after: String? = nil
  ) {
    self.code = code
    self.place = place
    self.message = message
    self.before = before
    self.after = after
  }
}

extension Breach {
  static func block(
    _ change: String, _ block: FreezeManifest.Block, before: String?, after: String?
  ) -> Breach {
    let place =
      block.path.isEmpty ? "before the first heading" : block.path.joined(separator: " › ")
    return Breach(
      code: "text-\(change)", place: place,
      message: "text was \(change) in '\(place)': '\(block.excerpt)'", before: before, after: after)
  }

  static func file(
    _ kind: String, _ change: String, _ path: String, before: String? = nil, after: String? = nil
  ) -> Breach {
    Breach(
      code: "\(kind)-\(change)", place: path, message: "the \(kind) '\(path)' was \(change)",
      before: before, after: after)
  }

  static func setting(_ change: String, _ key: String, before: String?, after: String?) -> Breach {
    let path = FrozenSettings.path
    return Breach(
      code: "settings-\(change)", place: key.isEmpty ? path : "\(path): \(key)",
      message: key.isEmpty
        ? "'\(path)' cannot be read as settings" : "the setting '\(key)' was \(change)",
      before: before, after: after)
  }

  /// Whether it is about the text of the report.
  var isAboutText: Bool { code.hasPrefix("text-") && place != Self.frontMatter }

  /// The place of what the front matter says.
  static let frontMatter = "front matter"
}
