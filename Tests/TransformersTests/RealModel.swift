import TestSupport
import Transformers

extension RealModel {
  private static let loaded = Result { try Model.load(gguf: content()) }

  /// The model, loaded once for all tests.
  static func load() throws -> Model { try loaded.get() }
}
