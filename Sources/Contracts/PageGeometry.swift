import Documents

/// A page that limits are counted in; all lengths are in points, 72 to an inch.
public struct PageGeometry: Sendable, Equatable {
  /// Its name in the contract: `letter`.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// Its width.
  public let width: Double
  /// Its height.
  public let height: Double
  /// The empty space on each side.
  public let margin: Double
  /// The size of the letters.
  public let fontSize: Double
  /// The distance of lines, as a multiple of ``fontSize``.
  public let lineSpacing: Double
  /// How binding it is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

extension PageGeometry {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required),
      let width = fields.length("width", .required), let height = fields.length("height", .required)
    else { return nil }
    self.id = id
    self.width = width
    self.height = height
    names = fields.localized("names")
    margin = fields.length("margin") ?? 72
    fontSize = fields.length("font_size") ?? 11
    lineSpacing = fields.length("line_spacing") ?? 1.15
    level = fields.level() ?? .ours
    sources = fields.sources()
    guard margin * 2 + fontSize * lineSpacing > min(width, height) else { return }
    fields.complain(
      "contract-page", "the page '\(id)' has no room between its margins", at: fields.node,
      hint: "'width', 'height' and 'margin' are in points, 72 to an inch")
    return nil
  }
}

extension Fields {
  /// A length above 0 that is no slip.
  fileprivate mutating func length(_ key: String, _ presence: Presence = .optional) -> Double? {
    guard let node = node(key, presence) else { return nil }
    guard let value = Scalars.number(node.text ?? "") else {
      complain("field-type", "'\(key)' must be a number", at: node)
      return nil
    }
    if value > 0, value <= 10_000 { return value }
    complain("field-value", "'\(key)' must be above 0 and at most 10000", at: node)
    return nil
  }
}
