import Documents

/// A method of research that the programme names.
public struct Method: Sendable, Equatable {
  /// Its name in the contract: `linear-probe`.
  public let id: String
  /// What people call it.
  public let names: LocalizedText
  /// The built-in techniques that carry it out.
  public let techniques: [String]
  /// The simpler methods of which one should have been tried before; empty for a simple one.
  public let simpler: [String]
  /// How binding it is that a simpler one comes first.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
}

/// Which models are too small, or not wanted.
public struct ModelRule: Sendable, Equatable {
  /// A family of models that is not wanted.
  public struct Unwanted: Sendable, Equatable {
    /// How their names begin, in small letters without `-`, `_`, `.` and blanks.
    public let names: [String]
    /// What speaks against them.
    public let text: LocalizedText
    /// How binding it is.
    public let level: RuleLevel
    /// Where the programme says so.
    public let sources: [Source]
  }

  /// The fewest parameters of a model that can carry a finding.
  public let smallestParameters: Int?
  /// Why.
  public let text: LocalizedText
  /// How binding the number is.
  public let level: RuleLevel
  /// Where the programme says so.
  public let sources: [Source]
  /// Families that are not wanted.
  public let unwanted: [Unwanted]

  /// The family that a model belongs to by its name, if it is not wanted: `openai-community/gpt2-xl`.
  public func unwanted(named name: String) -> Unwanted? {
    let name = Self.folded(String(name.split(separator: "/").last ?? ""))
    return unwanted.first { $0.names.contains { name.hasPrefix($0) } }
  }

  fileprivate static func folded(_ name: String) -> String {
    name.lowercased().filter { !"-_. ".contains($0) }
  }
}

extension Contract {
  /// The simpler methods of which one should have been tried before a built-in technique; empty for a
  /// simple one and for a technique that the contract does not know.
  public func simplerMethods(than technique: String) -> [Method] {
    let ids = methods.first { $0.techniques.contains(technique) }?.simpler ?? []
    return methods.filter { ids.contains($0.id) }
  }
}

// MARK: - Reading

extension Method {
  init?(_ fields: inout Fields) {
    guard let id = fields.string("id", .required) else { return nil }
    self.id = id
    names = fields.localized("names", .required)
    techniques = fields.strings("techniques") ?? []
    simpler = fields.strings("simpler") ?? []
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}

extension ModelRule {
  init?(_ fields: inout Fields) {
    smallestParameters = fields.integer("min_parameters", in: 1...Int.max)
    text = fields.localized("text")
    level = fields.level() ?? .ours
    sources = fields.sources()
    unwanted = fields.records("unwanted", of: "a family of models", Unwanted.init) ?? []
  }
}

extension ModelRule.Unwanted {
  init?(_ fields: inout Fields) {
    guard let names = fields.strings("names", .required) else { return nil }
    self.names = names.map(ModelRule.folded).filter { !$0.isEmpty }
    text = fields.localized("text")
    level = fields.level() ?? .ours
    sources = fields.sources()
  }
}
