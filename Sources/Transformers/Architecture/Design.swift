/// How the models of a family compute: which parts a block has and how it joins them.
struct Design: Sendable, Equatable {
  /// How rows are normalised.
  enum Norm: Sendable { case rootMeanSquare, layer }

  /// Where a block normalises: what attention and MLP read, what they add, or both.
  enum NormPlaces: Sendable { case before, after, around }

  /// What is normalised of queries and keys before they turn.
  enum QueryKeyNorm: Sendable { case none, eachHead, allHeads }

  /// The non-linearity of the MLP.
  enum Activation: Sendable { case silu, gelu, geluTanh }

  /// How rows are normalised.
  let norm: Norm
  /// Where a block normalises.
  var normPlaces = NormPlaces.before
  /// What is normalised of queries and keys.
  var queryKeyNorm = QueryKeyNorm.none
  /// Whether attention and MLP read the same residual stream.
  var isParallel = false
  /// The non-linearity of the MLP.
  var activation: Activation
  /// Whether the MLP multiplies its non-linearity with a second product (Shazeer 2020).
  var isGated = true
  /// Whether positions are learned vectors; otherwise queries and keys turn.
  var learnsPositions = false
}
