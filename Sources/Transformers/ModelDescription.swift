public import Foundation

/// What the header of a model file tells, without reading a weight.
public struct ModelDescription: Sendable, Equatable {
  /// Sizes and constants.
  public let config: Configuration
  /// How many numbers the weights are.
  public let parameters: Int
  /// The bytes of the weights as they are stored, which is how a model in use reads them.
  ///
  /// Those few that are turned into single precision take more: vectors, what an adapter changes, and
  /// the matrices of GPT-2's safetensors.
  public let memoryBytes: Int
  /// The kind of tokenizer and how text is split before it, as the file calls them: `gpt2, smollm`.
  public let tokenizer: String
  /// Whether a token for the beginning is put before a text.
  public let addsBeginning: Bool

  init(
    config: Configuration, parameters: Int, memoryBytes: Int, tokenizer: String,
    addsBeginning: Bool
  ) {
    self.config = config
    self.parameters = parameters
    self.memoryBytes = memoryBytes
    self.tokenizer = tokenizer
    self.addsBeginning = addsBeginning
  }

  /// Reads the header of a GGUF file.
  ///
  /// - Throws: `ModelError` where the file is damaged or of a kind that cannot be run.
  public init(gguf data: Data) throws(ModelError) {
    let file = try GGUF.parse(data)
    config = try Configuration(file)
    var count = 0.0
    for tensor in file.tensors.values { count += Double(tensor.count) }
    guard count < 1e15 else { throw .malformed("the header", "names \(count) weights") }
    parameters = Int(count)
    memoryBytes = file.tensors.values.reduce(0) { $0 + $1.byteCount }
    let parts = [file.text("tokenizer.ggml.model"), file.text("tokenizer.ggml.pre")]
    tokenizer = parts.compactMap(\.self).joined(separator: ", ")
    addsBeginning = file.flag("tokenizer.ggml.add_bos_token") ?? false
  }
}
