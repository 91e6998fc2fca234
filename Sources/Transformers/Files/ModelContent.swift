public import Foundation

/// The files of a model in one of the layouts that are read.
public enum ModelContent: Sendable {
  /// The bytes of a GGUF file.
  case gguf(Data)
  /// The files of a folder of Hugging Face's layout.
  case folder(ModelFolder)
}

extension Model {
  /// Loads a model in whichever layout it is.
  ///
  /// - Parameters:
  ///   - content: Its files, which had better be memory-mapped.
  ///   - threads: How many threads compute; one for each processor unless given.
  /// - Returns: The model.
  /// - Throws: `ModelError` where a file is damaged or needs what this program cannot do.
  public static func load(
    _ content: ModelContent, threads: Int? = nil
  ) throws(ModelError) -> Model {
    switch content {
    case .gguf(let data): return try load(gguf: data, threads: threads)
    case .folder(let folder):
      _ = try folder.tensors()
      throw .unsupported("the folder", "cannot be run yet", hint: "use a GGUF file")
    }
  }
}

extension ModelDescription {
  /// Reads what the headers tell, whichever layout the model is in.
  ///
  /// - Throws: `ModelError` where a file is damaged or of a kind that cannot be run.
  public init(_ content: ModelContent) throws(ModelError) {
    switch content {
    case .gguf(let data): self = try ModelDescription(gguf: data)
    case .folder:
      throw .unsupported("the folder", "cannot be described yet", hint: "use a GGUF file")
    }
  }
}
