public import Foundation

/// What the header of a model file tells, without reading a weight.
public struct ModelDescription: Sendable, Equatable {
  /// Sizes and constants.
  public let config: Configuration
  /// How many numbers the weights are.
  public let parameters: Int
  /// The kind of tokenizer and how text is split before it, as the file calls them: `gpt2, smollm`.
  public let tokenizer: String
  /// Whether a token for the beginning is put before a text.
  public let addsBeginning: Bool

  /// The bytes that the weights take while the model is in use: single precision.
  public var memoryBytes: Int { 4 * parameters }

  init(config: Configuration, parameters: Int, tokenizer: String, addsBeginning: Bool) {
    self.config = config
    self.parameters = parameters
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
    let parts = [file.text("tokenizer.ggml.model"), file.text("tokenizer.ggml.pre")]
    tokenizer = parts.compactMap(\.self).joined(separator: ", ")
    addsBeginning = file.flag("tokenizer.ggml.add_bos_token") ?? false
  }
}
