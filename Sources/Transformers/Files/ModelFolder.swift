public import Foundation

/// The files that a model is made of, in the layout of Hugging Face.
///
/// `config.json` says what the model is, `model.safetensors` or the files of an index are its weights,
/// `tokenizer.json` and `tokenizer_config.json` say how text becomes tokens. Weights in other formats
/// are not read; most are pickles, which run code when they are read.
public struct ModelFolder: Sendable {
  /// The content of each file by its name.
  public let files: [String: Data]

  /// Creates a model of files by name.
  public init(_ files: [String: Data]) { self.files = files }

  /// Picks the files of a model from those of a folder and reads them.
  ///
  /// - Parameters:
  ///   - names: The names of all files in the folder.
  ///   - read: Reads one of them, and had better map it into memory.
  /// - Returns: The files that decide what the model computes, and no others.
  /// - Throws: `ModelError` where the folder holds no model or not all of one, and what `read` throws.
  public static func gather(
    _ names: [String], read: (String) throws -> Data
  ) throws -> ModelFolder {
    let present = Set(names)
    guard present.contains(Name.config) else {
      throw ModelError.request(
        "the folder", "has no '\(Name.config)'",
        hint: "give one with '\(Name.config)', '\(Name.weights)' and '\(Name.tokenizer)'")
    }
    var wanted = Name.others.filter(present.contains)
    var files: [String: Data] = [:]
    if present.contains(Name.weights) {
      wanted.append(Name.weights)
    } else if present.contains(Name.index) {
      let bytes = try read(Name.index)
      files[Name.index] = bytes
      wanted += try SafetensorsIndex([UInt8](bytes), name: Name.index).files
    } else {
      throw noWeights(names)
    }
    for name in wanted {
      guard present.contains(name) else {
        throw ModelError.malformed("'\(name)'", "is named in '\(Name.index)' and missing")
      }
      files[name] = try read(name)
    }
    return ModelFolder(files)
  }

  private static func noWeights(_ names: [String]) -> ModelError {
    let pickles = [".bin", ".pt", ".pth", ".ckpt", ".pkl"]
    if let pickle = names.sorted().first(where: { name in pickles.contains { name.hasSuffix($0) } })
    {
      return .unsupported(
        "'\(pickle)'", "is a pickle, which runs code when it is read",
        hint: "use a version of the model with '\(Name.weights)'")
    }
    return .malformed("the folder", "has neither '\(Name.weights)' nor '\(Name.index)'")
  }
}

extension ModelFolder {
  /// The names of the files.
  enum Name {
    static let config = "config.json"
    static let tokenizer = "tokenizer.json"
    static let tokenizerConfig = "tokenizer_config.json"
    static let generation = "generation_config.json"
    static let weights = "model.safetensors"
    static let index = "model.safetensors.index.json"
    /// What may be there besides weights.
    static let others = [
      config, tokenizer, tokenizerConfig, generation, "special_tokens_map.json",
      "chat_template.jinja", "chat_template.json",
    ]
  }

  /// Reads a file of JSON; `nil` where there is none of that name.
  func json(_ name: String) throws(ModelError) -> JSONValue? {
    guard let data = files[name] else { return nil }
    return try JSONDocument([UInt8](data), name: name).root
  }

  /// Reads the headers of the weights.
  func tensors() throws(ModelError) -> SafetensorsShards {
    if let whole = files[Name.weights] {
      return SafetensorsShards(try Safetensors.parse(whole, file: Name.weights))
    }
    guard let index = files[Name.index] else {
      throw .malformed("the folder", "has neither '\(Name.weights)' nor '\(Name.index)'")
    }
    return try SafetensorsShards(SafetensorsIndex([UInt8](index), name: Name.index), files)
  }
}
