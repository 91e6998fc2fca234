import Tensors

/// The keys and values of the positions of one sequence that have been computed.
struct KeyValueCache: Sendable {
  private var keys: [[Float]]  // (layer)(position, keyValueHead, headWidth)
  private var values: [[Float]]  // (layer)(position, keyValueHead, headWidth)

  init(layers: Int) {
    keys = Array(repeating: [], count: layers)
    values = Array(repeating: [], count: layers)
  }

  /// Sets room aside for some positions, so that adding them moves nothing.
  mutating func reserve(positions: Int, width: Int) {
    for layer in keys.indices {
      keys[layer].reserveCapacity(positions * width)
      values[layer].reserveCapacity(positions * width)
    }
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
