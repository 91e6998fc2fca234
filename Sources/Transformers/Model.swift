public import Foundation
import Tensors

/// A transformer with its weights and its tokenizer.
///
/// Weights are used as they were trained: nothing is folded or centred.
public final class Model: Sendable {
  /// Sizes and constants.
  public let config: Configuration
  /// How text becomes tokens.
  public let tokenizer: Tokenizer
  let weights: Weights
  let workers: Workers

  init(
    config: Configuration, tokenizer: Tokenizer, weights: Weights, workers: Workers
  ) {
    self.config = config
    self.tokenizer = tokenizer
    self.weights = weights
    self.workers = workers
  }

  /// Whether the model has a hook point.
  public func has(_ hook: HookPoint) -> Bool {
    config.has(hook.site) && (hook.layer ?? 0) < config.layers
  }

  /// Loads a model from the bytes of a GGUF file, which had better be memory-mapped.
  ///
  /// - Parameters:
  ///   - data: The whole file. The model keeps it and reads its weights from it; what is mapped must not
  ///     change.
  ///   - threads: How many threads compute; one for each processor unless given.
  /// - Returns: The model.
  /// - Throws: `ModelError` where the file is damaged or needs what this program cannot do.
  public static func load(gguf data: Data, threads: Int? = nil) throws(ModelError) -> Model {
    try load(gguf: data, adapter: nil, threads: threads)
  }
}
