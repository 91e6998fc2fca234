/// The sizes of an attention layer.
public struct AttentionShape: Sendable, Equatable {
  /// The number of query heads.
  public let heads: Int
  /// The number of key and value heads; each serves `heads / keyValueHeads` query heads in a row.
  public let keyValueHeads: Int
  /// The numbers in a head.
  public let headWidth: Int
  /// What the dot products are multiplied by.
  public let scale: Float
  /// How many positions a query sees, its own included; `nil` for all before it.
  public let window: Int?
  /// Where scores level off: cap · tanh(score / cap); `nil` where they do not.
  public let scoreCap: Float?

  /// Makes a shape; the query heads must share the key heads evenly.
  public init(
    heads: Int, keyValueHeads: Int, headWidth: Int, scale: Float, window: Int? = nil,
    scoreCap: Float? = nil
  ) {
    precondition(keyValueHeads > 0 && heads % keyValueHeads == 0, "uneven key heads")
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headWidth = headWidth
    self.scale = scale
    self.window = window
    self.scoreCap = scoreCap
  }
}

/// One sequence among the rows that are computed together.
///
/// Its queries attend to all of `prefix` and, causally, to its own rows.
public struct AttentionSpan: Sendable {
  /// The rows of the sequence.
  public let rows: Range<Int>
  /// The keys and values of the positions before the rows.
  public let prefix: Prefix

  /// Keys and values computed earlier.
  public struct Prefix: Sendable {
    /// How many positions to attend to.
    public let length: Int
    let keys: [Float]  // (position, keyValueHead, headWidth)
    let values: [Float]  // (position, keyValueHead, headWidth)

    /// No earlier positions.
    public static let none = Prefix(keys: [], values: [], length: 0)

    /// The first `length` positions of some keys and values: (position, keyValueHead, headWidth).
    public init(keys: [Float], values: [Float], length: Int) {
      self.keys = keys
      self.values = values
      self.length = length
    }
  }

  /// Makes a span.
  public init(rows: Range<Int>, prefix: Prefix = .none) {
    self.rows = rows
    self.prefix = prefix
  }

  /// How many positions the last row attends to.
  public var keyCount: Int { prefix.length + rows.count }
}

/// The inputs of attention, for all sequences at once.
public struct AttentionInputs: Sendable {
  let queries: [Float]  // (row, head, headWidth)
  let keys: [Float]  // (row, keyValueHead, headWidth)
  let values: [Float]  // (row, keyValueHead, headWidth)
  let shape: AttentionShape

  /// Gathers the rotated queries and keys, and the values.
  public init(queries: [Float], keys: [Float], values: [Float], shape: AttentionShape) {
    self.queries = queries
    self.keys = keys
    self.values = values
    self.shape = shape
  }
}
