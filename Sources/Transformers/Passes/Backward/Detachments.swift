/// What the backward pass takes for constants, so that a gradient is what attribution rules want.
///
/// All four together are RelP's rules (Jafari et al. 2025), the rules of layer-wise relevance
/// propagation for transformers: what is left is linear, but for soft caps of logits, and multiplying
/// activations with gradients divides the value among them. The gradient at a hook point whose own
/// value is taken for a constant is still that with respect to the value; nothing goes further
/// upstream from there.
public struct Detachments: OptionSet, Sendable, Hashable {
  /// The bits, one for each rule.
  public let rawValue: Int

  /// Makes a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// What norms divide by, those of queries, keys and the final stream included (the LN rule).
  ///
  /// The mean that layer norms take away stays a function of the stream: taking it away is linear.
  public static let normScale = Detachments(rawValue: 1)
  /// The attention pattern, so that nothing flows through queries and keys (the AH rule).
  public static let attentionPattern = Detachments(rawValue: 2)
  /// The ratio act(x) / x of the MLP's non-linearity (the identity rule).
  public static let activationRatio = Detachments(rawValue: 4)
  /// In act(gate) ⊙ up each factor gets half of its gradient (the half rule).
  ///
  /// Without it both get all of it, and the product is counted twice.
  public static let gateHalves = Detachments(rawValue: 8)

  /// All rules.
  public static let relevance: Detachments = [
    .normScale, .attentionPattern, .activationRatio, .gateHalves,
  ]
}
