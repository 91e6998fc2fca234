import Tensors

/// The weights of a model: read only, (output, input).
struct Weights: Sendable {
  /// The weight of a norm and, for layer norms, what is added.
  struct Norm: Sendable {
    let weight: [Float]  // (width)
    let bias: [Float]?  // (width)
  }

  /// A product with a weight, and what is added to it.
  struct Linear: Sendable {
    let weight: Matrix  // (output, input)
    let bias: [Float]?  // (output)
  }

  /// The weights of one block; `nil` for what the family does not have.
  struct Block: Sendable {
    let norm1: Norm?
    let query: Linear  // (head * headWidth, width)
    let key: Linear  // (keyValueHead * headWidth, width)
    let value: Linear  // (keyValueHead * headWidth, width)
    let queryNorm: Norm?
    let keyNorm: Norm?
    let output: Linear  // (width, head * headWidth)
    let norm1Post: Norm?
    let norm2: Norm?
    let gate: Linear?  // (hiddenWidth, width)
    let up: Linear  // (hiddenWidth, width)
    let down: Linear  // (width, hiddenWidth)
    let norm2Post: Norm?
  }

  let embedding: Matrix  // (token, width)
  let positions: Matrix?  // (position, width)
  let blocks: [Block]
  let finalNorm: Norm
  let unembedding: Linear  // (token, width); often the embedding itself
}
