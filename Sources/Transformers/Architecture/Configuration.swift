import Tensors

/// The sizes and constants of a model.
public struct Configuration: Sendable, Equatable {
  /// What the files call the model, such as `SmolLM2-135M-Instruct`.
  public let name: String
  /// How most of its weights are stored, such as `Q4_1`.
  public let storage: String
  /// The licence that the files state.
  public let licence: String?
  /// The family, such as `llama`.
  public let architecture: String
  /// The number of blocks.
  public let layers: Int
  /// The number of query heads in a block.
  public let heads: Int
  /// The number of key and value heads in a block.
  public let keyValueHeads: Int
  /// The numbers in the residual stream.
  public let width: Int
  /// The numbers in one head.
  public let headWidth: Int
  /// The neurons of an MLP.
  public let hiddenWidth: Int
  /// The number of tokens the model knows.
  public let vocabularySize: Int
  /// How many positions the model was made for.
  public let contextLength: Int
  /// What keeps the norms from dividing by zero.
  public let normEpsilon: Float
  /// How the family computes.
  let design: Design
  /// The rotary embeddings that occur, each with its layers' index into this list.
  let rotaries: [Rotary]
  /// What differs from block to block.
  let blocks: [Block]
  /// What the products of queries and keys are multiplied by.
  let attentionScale: Float
  /// Where attention scores level off (Gemma Team 2024, section 2); `nil` where they do not.
  let scoreCap: Float?
  /// Where logits level off; `nil` where they do not.
  let logitCap: Float?
  /// What token embeddings are multiplied by.
  let embeddingScale: Float

  /// What differs from block to block.
  struct Block: Sendable, Equatable {
    /// How many positions a query sees, its own included; `nil` for all.
    let window: Int?
    /// Which of the model's rotary embeddings turns its heads.
    let rotary: Int
  }
}

extension Configuration {
  /// The sizes of the attention of a block.
  func attention(_ layer: Int) -> AttentionShape {
    AttentionShape(
      heads: heads, keyValueHeads: keyValueHeads, headWidth: headWidth, scale: attentionScale,
      window: blocks[layer].window, scoreCap: scoreCap)
  }

  /// Whether the family has such a hook point.
  func has(_ site: HookPoint.Site) -> Bool {
    switch site {
    case .posEmbed: design.learnsPositions
    case .rotQ, .rotK: !design.learnsPositions
    case .ln1Scale, .ln1Normalized, .ln2Scale, .ln2Normalized: design.normPlaces != .after
    case .ln1PostScale, .ln1PostNormalized, .ln2PostScale, .ln2PostNormalized:
      design.normPlaces != .before
    case .qNormScale, .qNormNormalized, .kNormScale, .kNormNormalized:
      design.queryKeyNorm != .none
    case .residMid: !design.isParallel
    case .mlpPreLinear: design.isGated
    default: true
    }
  }

  /// Refuses sizes that do not fit each other.
  func check() throws(ModelError) {
    guard heads % keyValueHeads == 0 else {
      throw .malformed("\(heads) heads", "cannot share \(keyValueHeads) key heads evenly")
    }
    guard headWidth > 0, heads * headWidth <= 1 << 20 else {
      throw .malformed("the head width \(headWidth)", "is none or too large")
    }
    for rotary in rotaries {
      guard rotary.width > 0, rotary.width % 2 == 0, rotary.width <= headWidth else {
        throw .malformed(
          "the rotation of \(rotary.width) numbers", "is odd or wider than a head of \(headWidth)")
      }
      try rotary.check()
    }
    let constants = [attentionScale, scoreCap ?? 1, logitCap ?? 1, embeddingScale, normEpsilon]
    guard constants.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw .malformed("a constant of the model", "is no number above zero")
    }
  }
}
