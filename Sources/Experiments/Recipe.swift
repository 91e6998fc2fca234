import Digests
public import Documents
public import Techniques

/// Everything that the result of an experiment depends on, as digests.
///
/// Two experiments with one recipe give one result, wherever and whenever they run. Titles, reasons,
/// captions and places are not in it; neither is the name of the model, whose content is.
public struct Recipe: Sendable, Equatable {
  /// The name of the technique.
  public let technique: String
  /// The version of what the technique means.
  public let version: Int
  /// The digest of each option, standard values filled in, by name.
  public let options: [String: String]
  /// The digest of each input file, by its path from the declaration's folder.
  public let inputs: [String: String]
  /// The digest of each file that fixes the environment, by its path from the declaration's folder.
  public let environment: [String: String]
  /// The digest of the outputs of each experiment that is needed, by its name.
  public let needs: [String: String]
  /// The digest of the model file.
  public let model: String

  /// The SHA-256 of the recipe's canonical JSON: the name under which the result is kept.
  public var key: String { SHA256.digest(json.digestibleText).hex }

  /// The recipe as JSON; what the key is the digest of.
  var json: JSON {
    [
      "schema": 1, "technique": ["name": .string(technique), "version": .integer(version)],
      "options": Self.json(options), "inputs": Self.json(inputs),
      "environment": Self.json(environment), "needs": Self.json(needs), "model": .string(model),
    ]
  }

  private static func json(_ digests: [String: String]) -> JSON {
    .object(digests.mapValues { .string($0) })
  }
}

extension Recipe {
  /// Why a result of another recipe is not a result of this one, in words; empty for the same.
  func differences(from recorded: Recipe) -> [String] {
    guard technique == recorded.technique else {
      return ["technique '\(recorded.technique)' replaced by '\(technique)'"]
    }
    var reasons: [String] = []
    if version != recorded.version {
      reasons.append("technique version \(recorded.version) -> \(version)")
    }
    if model != recorded.model { reasons.append("model changed") }
    // Another version may know other options; that is not the writer's doing.
    if version == recorded.version {
      reasons += Self.changes("option", from: recorded.options, to: options)
    }
    reasons += Self.changes("input", from: recorded.inputs, to: inputs)
    reasons += Self.changes("environment", from: recorded.environment, to: environment)
    reasons += Self.changes("result of", from: recorded.needs, to: needs)
    return reasons
  }

  private static func changes(
    _ word: String, from old: [String: String], to new: [String: String]
  ) -> [String] {
    Set(old.keys).union(new.keys).sorted().compactMap { name in
      switch (old[name], new[name]) {
      case (nil, _): "\(word) '\(name)' added"
      case (_, nil): "\(word) '\(name)' removed"
      case (let before, let after): before == after ? nil : "\(word) '\(name)' changed"
      }
    }
  }
}

// MARK: - Digests of values

extension JSON {
  /// The canonical text; every value we digest is finite, so it always has one.
  var digestibleText: String {
    do {
      return try canonical()
    } catch {
      return "null"
    }
  }

  /// The digest of the canonical text.
  var digest: String { SHA256.digest(digestibleText).hex }
}

extension JSON {
  /// Takes the value of an option after decoding.
  public init(_ value: OptionValue) {
    switch value {
    case .text(let text): self = .string(text)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .finite(number)
    case .flag(let flag): self = .bool(flag)
    case .list(let elements): self = .array(elements.map { JSON($0) })
    case .record(let fields): self = .object(fields.mapValues { JSON($0) })
    }
  }
}

extension OptionValue {
  /// Takes a JSON value as a declaration's option; `null` counts as not given.
  init?(_ json: JSON) {
    switch json {
    case .null: return nil
    case .bool(let flag): self = .flag(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .array(let elements): self = .list(elements.compactMap { OptionValue($0) })
    case .object(let fields): self = .record(fields.compactMapValues { OptionValue($0) })
    }
  }
}
