/// What one backward pass brought.
public struct Gradients: Sendable {
  /// The number whose gradients these are.
  public let value: Double
  /// What was found at the hook points asked for, after edits.
  public let activations: [HookPoint: Activation]
  /// How the number changes with what was found there, in the same shapes.
  ///
  /// At scores it is zero where a query may not look; at patterns it is not, because it is the product
  /// of what would be mixed.
  public let gradients: [HookPoint: Activation]

  /// The gradient at a hook point; `nil` unless it was asked for.
  public subscript(hook: HookPoint) -> Activation? { gradients[hook] }
}
