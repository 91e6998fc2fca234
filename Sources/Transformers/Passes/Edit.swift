/// A change of what is found at a hook point, as data.
///
/// ```swift
/// // Takes head 3 of block 9 out of the last position of a 12-token prompt.
/// Edit(.z(9), at: [11], head: 3, .zero)
/// ```
public struct Edit: Sendable, Equatable {
  /// What is done to the numbers.
  ///
  /// The numbers given are one position's, used at every position, or all positions' one after the
  /// other. One position has as many numbers as the hook point's shape says, of all heads or, with a
  /// head chosen, of that one. For scores and patterns a position is a query and has one number for
  /// each key.
  public enum Action: Sendable, Equatable {
    /// Puts other numbers in their place.
    case replace([Float])
    /// Adds numbers.
    case add([Float])
    /// Multiplies by a number.
    case scale(Float)
    /// Makes them zero.
    case zero
  }

  /// Where.
  public let hook: HookPoint
  /// At which positions, in the order of the numbers; `nil` for all.
  public let positions: [Int]?
  /// In which head; `nil` for all, or where there are no heads.
  public let head: Int?
  /// What is done.
  public let action: Action

  /// Makes an edit; whether the model has such a place is checked when it runs.
  public init(
    _ hook: HookPoint, at positions: [Int]? = nil, head: Int? = nil, _ action: Action
  ) {
    self.hook = hook
    self.positions = positions
    self.head = head
    self.action = action
  }
}
