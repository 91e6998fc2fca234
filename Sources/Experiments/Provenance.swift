import Digests
import Documents

/// What `figures/ID/lock.json` records: how the files beside it came about.
///
/// It holds digests and no time, host or commit, so the same result gives the same bytes everywhere.
public struct Provenance: Sendable, Equatable {
  /// What the outputs were made from.
  public let recipe: Recipe
  /// The name the model had in `dossier.yaml` when they were made.
  public let modelName: String
  /// The digest of each output, by the name of its file.
  public let outputs: [String: String]
  /// What a careful reader should know: checks that were made, cautions, choices.
  public let remarks: [String]

  /// The key of the recipe.
  public var key: String { recipe.key }

  /// The digest of all outputs together, for experiments that need them.
  var outputsDigest: String { JSON.object(outputs.mapValues { .string($0) }).digest }

  /// The bytes of the file.
  var bytes: [UInt8] {
    var entries = recipe.json.object ?? [:]
    entries["key"] = .string(key)
    entries["model"] = ["name": .string(modelName), "sha256": .string(recipe.model)]
    entries["outputs"] = .object(outputs.mapValues { .string($0) })
    entries["remarks"] = .array(remarks.map { .string($0) })
    return JSON.object(entries).prettyBytes
  }
}

extension Provenance {
  /// Why a `lock.json` cannot be used.
  enum Problem: Error, Equatable {
    case notJSON(String)
    case newerSchema(Int)
    case badField(String)
    case keyMismatch

    /// The reason for being stale.
    var words: String {
      switch self {
      case .notJSON(let reason): "lock.json is damaged: \(reason)"
      case .newerSchema(let schema): "lock.json was written by a newer version (schema \(schema))"
      case .badField(let name): "lock.json is damaged: '\(name)' is missing or wrong"
      case .keyMismatch: "lock.json is damaged: its key does not fit its inputs"
      }
    }
  }

  /// Reads the file; whatever its bytes, the result is a provenance that agrees with its own key, or
  /// a problem.
  init(parsing bytes: [UInt8]) throws(Problem) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(bytes)
    } catch {
      throw .notJSON(error.description)
    }
    guard let schema = json["schema"]?.integer else { throw .badField("schema") }
    guard schema <= 1 else { throw .newerSchema(schema) }
    guard let technique = json["technique"]?["name"]?.string,
      let version = json["technique"]?["version"]?.integer
    else { throw .badField("technique") }
    guard let model = json["model"]?["sha256"]?.string, SHA256(hex: model) != nil,
      let modelName = json["model"]?["name"]?.string
    else { throw .badField("model") }
    recipe = Recipe(
      technique: technique, version: version, options: try Self.digests("options", in: json),
      inputs: try Self.digests("inputs", in: json),
      environment: try Self.digests("environment", in: json),
      needs: try Self.digests("needs", in: json), model: model)
    self.modelName = modelName
    outputs = try Self.digests("outputs", in: json)
    guard outputs.keys.allSatisfy(isSafeFileName) else { throw .badField("outputs") }
    remarks = json["remarks"]?.array?.compactMap(\.string) ?? []
    guard json["key"]?.string == recipe.key else { throw .keyMismatch }
  }

  private static func digests(_ name: String, in json: JSON) throws(Problem) -> [String: String] {
    guard let entries = json[name]?.object else { throw .badField(name) }
    var digests: [String: String] = [:]
    for (key, value) in entries {
      guard let text = value.string, SHA256(hex: text) != nil else { throw .badField(name) }
      digests[key] = text
    }
    return digests
  }
}

extension JSON {
  /// The text for people to read, as bytes; every value we write is finite.
  var prettyBytes: [UInt8] {
    do {
      return Array(try pretty().utf8)
    } catch {
      return Array("null\n".utf8)
    }
  }
}
