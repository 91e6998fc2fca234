import Tensors

/// The keys and values of the positions of one sequence that have been computed.
struct KeyValueCache: Sendable {
  private var keys: [[Float]]  // (layer)(position, keyValueHead, headWidth)
  private var values: [[Float]]  // (layer)(position, keyValueHead, headWidth)

  init(layers: Int) {
    keys = Array(repeating: [], count: layers)
    values = Array(repeating: [], count: layers)
  }

  /// Adds the keys and values of the next positions of one layer.
  mutating func append(
    keys newKeys: ArraySlice<Float>, values newValues: ArraySlice<Float>, layer: Int
  ) {
    keys[layer] += newKeys
    values[layer] += newValues
  }

  /// The first positions of one layer.
  func prefix(layer: Int, length: Int) -> AttentionSpan.Prefix {
    AttentionSpan.Prefix(keys: keys[layer], values: values[layer], length: length)
  }
}
