/// What a tokenizer is made of, whatever file it was read from.
struct TokenizerForm: Sendable {
  /// How pieces become tokens.
  enum Model: Sendable {
    case bytePairs(BytePairs)
    case unigram(Unigram)
  }

  let vocabulary: Vocabulary
  /// Tokens that are looked for in text as it is, and in normalised text.
  let added: AddedTokens
  let addedToNormalized: AddedTokens
  let normalizer: Normalizer
  /// The blank that is put before text when it is cut into pieces.
  let piecePrefix: Normalizer.Prefix
  let preTokenizer: PreTokenizer
  let model: Model
  /// Whether the blank before decoded text is the tokenizer's own.
  let stripsBlank: Bool

  init(
    _ vocabulary: Vocabulary, _ model: Model, _ added: [AddedToken], _ steps: TokenizerSteps
  ) {
    self.vocabulary = vocabulary
    self.model = model
    normalizer = steps.normalizer
    piecePrefix = steps.piecePrefix
    stripsBlank = steps.stripsBlank
    preTokenizer = steps.preTokenizer ?? .seams(Seams(vocabulary))
    self.added = AddedTokens(added.filter { !$0.isNormalized })
    let normalizer = steps.normalizer
    addedToNormalized = AddedTokens(
      added.filter(\.isNormalized).map { token in
        var token = token
        var bytes: [UInt8] = []
        normalizer.append(token.bytes, token.bytes.indices, to: &bytes)
        token.bytes = bytes
        return token
      })
  }
}

/// The steps of a tokenizer around its model.
struct TokenizerSteps: Sendable {
  var normalizer = Normalizer()
  var piecePrefix = Normalizer.Prefix.never
  /// How text is cut; `nil` where it is not.
  var preTokenizer: PreTokenizer?
  var stripsBlank = false
}
