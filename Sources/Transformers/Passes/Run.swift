/// Numbers read at a hook point.
public struct Activation: Sendable, Equatable {
  /// The shape that the hook point's description gives, such as (position, head, headWidth).
  public let shape: [Int]
  /// The numbers in row-major order.
  public let values: [Float]

  /// Makes an activation; the shape must fit the number of values.
  public init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "shape and values disagree")
    self.shape = shape
    self.values = values
  }

  /// The numbers at an index of the first dimension: a position's, or for scores and patterns a head's.
  public subscript(index: Int) -> ArraySlice<Float> {
    let count = shape.dropFirst().reduce(1, *)
    return values[index * count..<(index + 1) * count]
  }

  /// The numbers at an index of the first two dimensions, such as a position's head.
  public subscript(first: Int, second: Int) -> ArraySlice<Float> {
    let count = shape.dropFirst(2).reduce(1, *)
    let start = (first * (shape.count > 1 ? shape[1] : 1) + second) * count
    return values[start..<start + count]
  }
}

/// Which logits a run computes; they cost more than a block each, so only what is asked for.
public enum LogitRequest: Sendable, Equatable {
  /// No logits.
  case none
  /// All tokens' logits at the last position.
  case last
  /// All tokens' logits at every position.
  case all
  /// All tokens' logits at some positions.
  case positions([Int])
  /// Some tokens' logits at some positions.
  case tokens([Int], at: Positions)

  /// Where logits are asked for.
  public enum Positions: Sendable, Equatable {
    /// At the last position.
    case last
    /// At every position.
    case all
    /// At these positions.
    case positions([Int])
  }
}

/// What one forward pass brought.
public struct Run: Sendable {
  /// The tokens that were read.
  public let tokens: [Int]
  /// What was captured.
  public let activations: [HookPoint: Activation]
  /// The positions at which logits were asked for.
  public let logitPositions: [Int]
  /// One row for each of ``logitPositions``, with one number for each token asked for, in the order
  /// of the request, or for each token of the vocabulary.
  public let logits: [[Float]]

  /// What was captured at a hook point; `nil` unless it was asked for.
  public subscript(hook: HookPoint) -> Activation? { activations[hook] }

  /// The logits of the last position asked for; empty when none was.
  public var lastLogits: [Float] { logits.last ?? [] }
}
