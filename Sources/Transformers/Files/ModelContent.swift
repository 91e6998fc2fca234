public import Foundation
import Tensors

/// The files of a model in one of the layouts that are read.
public enum ModelContent: Sendable {
  /// The bytes of a GGUF file.
  case gguf(Data)
  /// The files of a folder of Hugging Face's layout.
  case folder(ModelFolder)
  /// The files of a folder, and of an adapter that is merged into it.
  case adapted(ModelFolder, AdapterFolder)
  /// The bytes of a GGUF file, and the files of an adapter that is merged into it.
  case adaptedGGUF(Data, AdapterFolder)
}

extension Model {
  /// Loads a model in whichever layout it is.
  ///
  /// - Parameters:
  ///   - content: Its files, which had better be memory-mapped; they are not needed afterwards.
  ///   - name: What a model is called whose files do not say.
  ///   - threads: How many threads compute; one for each processor unless given.
  /// - Returns: The model.
  /// - Throws: `ModelError` where a file is damaged or needs what this program cannot do.
  public static func load(
    _ content: ModelContent, name: String, threads: Int? = nil
  ) throws(ModelError) -> Model {
    switch content {
    case .gguf(let data): return try load(gguf: data, threads: threads)
    case .adaptedGGUF(let data, let adapter):
      return try load(gguf: data, adapter: adapter, threads: threads)
    case .folder(let folder):
      let tensors = try folder.tensors()
      return try load(folder, tensors, weights: tensors, name, threads)
    case .adapted(let folder, let adapter):
      let tensors = try folder.tensors()
      let adapted = try AdaptedTensors(AdapterBase(tensors), Adapter(adapter, threads: threads))
      return try load(folder, tensors, weights: adapted, name, threads)
    }
  }

  /// Loads a GGUF file, with an adapter merged into it where one is given.
  static func load(
    gguf data: Data, adapter: AdapterFolder?, threads: Int?
  ) throws(ModelError) -> Model {
    let file = try GGUF.parse(data)
    let config = try Configuration(file)
    let workers = threads.map(Workers.init) ?? .automatic
    var tensors: any TensorSource = file
    if let adapter {
      tensors = try AdaptedTensors(AdapterBase(file, config), Adapter(adapter, threads: threads))
    }
    return Model(
      config: config, tokenizer: try Tokenizer(file),
      weights: try Weights(gguf: tensors, config, workers), workers: workers)
  }

  private static func load(
    _ folder: ModelFolder, _ tensors: SafetensorsShards, weights: any TensorSource, _ name: String,
    _ threads: Int?
  ) throws(ModelError) -> Model {
    let config = try Configuration(folder, tensors, name: name, licence: nil)
    let workers = threads.map(Workers.init) ?? .automatic
    return Model(
      config: config, tokenizer: try Tokenizer(folder),
      weights: try Weights(weights, config, workers), workers: workers)
  }
}

extension ModelDescription {
  /// Reads what the headers tell, whichever layout the model is in.
  ///
  /// - Parameters:
  ///   - content: Its files, which had better be memory-mapped.
  ///   - name: What a model is called whose files do not say.
  /// - Throws: `ModelError` where a file is damaged or of a kind that cannot be run.
  public init(_ content: ModelContent, name: String) throws(ModelError) {
    switch content {
    case .gguf(let data), .adaptedGGUF(let data, _): self = try ModelDescription(gguf: data)
    case .folder(let folder), .adapted(let folder, _):
      self = try ModelDescription(folder, name: name)
    }
  }

  /// An adapter changes numbers, not sizes, so only its model is read.
  private init(_ folder: ModelFolder, name: String) throws(ModelError) {
    let tensors = try folder.tensors()
    guard tensors.parameters < 1e15 else { throw .malformed("the folder", "has too many weights") }
    let settings = try folder.json(ModelFolder.Name.tokenizerConfig)
    let tokenizer = try folder.json(ModelFolder.Name.tokenizer)
    self.init(
      config: try Configuration(folder, tensors, name: name, licence: nil),
      parameters: Int(tensors.parameters), memoryBytes: tensors.byteCount,
      tokenizer: tokenizer?["model"]?["type"]?.text ?? "no 'tokenizer.json'",
      addsBeginning: settings?["add_bos_token"]?.flag ?? false)
  }
}

extension Tokenizer {
  /// More values than any vocabulary has; each takes many times its own size in memory.
  private static let mostValues = 1 << 23

  /// Reads the tokenizer of a folder.
  init(_ folder: ModelFolder) throws(ModelError) {
    let name = ModelFolder.Name.tokenizer
    guard let data = folder.files[name] else {
      throw .malformed("the folder", "has no '\(name)'")
    }
    let json = try JSONDocument([UInt8](data), name: name, mostValues: Self.mostValues)
    try self.init(
      json: json.root, config: try folder.json(ModelFolder.Name.tokenizerConfig),
      template: try folder.template())
  }
}

extension ModelFolder {
  /// The chat template that has a file of its own; `nil` where none has.
  fileprivate func template() throws(ModelError) -> String? {
    if let data = files["chat_template.jinja"] { return String(decoding: data, as: UTF8.self) }
    return try json("chat_template.json")?["chat_template"]?.text
  }
}
