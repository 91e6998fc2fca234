import Foundation

extension Tokenizer {
  /// Reads the tokenizer of a model file.
  init(_ file: GGUF) throws(ModelError) {
    let family = try GGUFTokenizer.family(of: file)
    let list = try GGUFTokenizer.tokens(file)
    let vocabulary = Vocabulary(list, family.spelling)
    let model = try GGUFTokenizer.model(file, family, vocabulary)
    let added = try GGUFTokenizer.added(vocabulary)
    var facts = TokenizerFacts()
    facts.beginning = try GGUFTokenizer.token("bos", file, vocabulary)
    facts.end = try GGUFTokenizer.token("eos", file, vocabulary)
    facts.addsBeginning = file.flag("tokenizer.ggml.add_bos_token") ?? family.addsBeginning
    facts.template = file.text("tokenizer.chat_template")
    var steps = try GGUFTokenizer.steps(file, family)
    // Unknown characters in a row count as one, wherever text could be cut to save time.
    if family.kind == .unigram, !vocabulary.coversAllBytes { steps.preTokenizer = .whole }
    self.init(TokenizerForm(vocabulary, model, added, steps), added, facts)
  }
}

/// What a name in a GGUF file says about a tokenizer.
private struct GGUFFamily {
  enum Kind { case byteLevel, scores, ranks, unigram }

  let kind: Kind
  var pattern: Pattern?
  var composes = false
  var ignoresMerges = false
  var addsBeginning = false

  var spelling: Spelling { kind == .byteLevel ? .byteAlphabet : .metaspace }

  static func bytes(_ pattern: Pattern, composes: Bool = false) -> GGUFFamily {
    GGUFFamily(kind: .byteLevel, pattern: pattern, composes: composes)
  }

  /// Byte-level tokenizers by the file's name of their pattern.
  ///
  /// The file does not say whether text is composed; the families' own tokenizers do.
  static func byteLevel(_ name: String) -> GGUFFamily? {
    switch name {
    case "default", "gpt-2", "phi-2": bytes(.gpt2)
    case "mpt", "olmo", "gpt-neox": bytes(.gpt2, composes: true)
    case "smollm", "starcoder", "refact", "codeshell": bytes(.digitsThenGPT2)
    case "command-r": bytes(.digitsThenGPT2, composes: true)
    case "llama-bpe", "llama3", "llama-v3", "smaug-bpe":
      GGUFFamily(
        kind: .byteLevel, pattern: .llama3, ignoresMerges: true, addsBeginning: true)
    case "dbrx": bytes(.llama3)
    case "qwen2", "deepseek-r1-qwen": bytes(.qwen2, composes: true)
    case "qwen35": bytes(.qwen35)
    default: nil
    }
  }
}

/// The parts of a tokenizer, as GGUF has them.
private enum GGUFTokenizer {
  static func family(of file: GGUF) throws(ModelError) -> GGUFFamily {
    let model = file.text("tokenizer.ggml.model")
    switch model {
    case "llama": return GGUFFamily(kind: .scores, addsBeginning: true)
    case "gemma4": return GGUFFamily(kind: .ranks)
    case "t5": return GGUFFamily(kind: .unigram)
    default: break
    }
    let isNeoX = file.text("general.architecture") == "gptneox"
    let name = file.text("tokenizer.ggml.pre") ?? (isNeoX ? "gpt-neox" : "default")
    guard model == "gpt2", let family = GGUFFamily.byteLevel(name) else {
      let called = model == "gpt2" ? name : model ?? "without a name"
      throw .unsupported(
        "the tokenizer '\(called)'", "is not known",
        hint: "use a model of the families GPT-2, Llama, Qwen, Gemma, SmolLM or Pythia")
    }
    return family
  }

  static func steps(
    _ file: GGUF, _ family: GGUFFamily
  ) throws(ModelError) -> TokenizerSteps {
    var steps = TokenizerSteps()
    steps.preTokenizer = family.pattern.map { .pattern($0) }
    if family.composes { steps.normalizer.form = .composed }
    guard family.spelling == .metaspace else { return steps }
    steps.normalizer.readsMarks = true
    if file.flag("tokenizer.ggml.add_space_prefix") ?? (family.kind == .scores) {
      steps.normalizer.prefix = .always
      steps.stripsBlank = true
    }
    if family.kind == .unigram { try replaceCharacters(file, &steps.normalizer) }
    return steps
  }

  /// What SentencePiece does to text before it looks for pieces.
  private static func replaceCharacters(
    _ file: GGUF, _ normalizer: inout Normalizer
  ) throws(ModelError) {
    let key = "tokenizer.ggml.precompiled_charsmap"
    if case .integers(let numbers)? = file.metadata[key], !numbers.isEmpty {
      let bytes = numbers.map { UInt8(truncatingIfNeeded: $0) }
      normalizer.charsmap = try Charsmap(bytes, .longest, "metadata '\(key)'")
    }
    if file.flag("tokenizer.ggml.remove_extra_whitespaces") ?? false {
      normalizer.trimming = Normalizer.Trimming(start: true, end: true, joins: true)
    }
  }

  static func tokens(_ file: GGUF) throws(ModelError) -> TokenList {
    let texts = try file.texts("tokenizer.ggml.tokens")
    var list = TokenList()
    list.bytes = file.copy(texts)
    list.ranges = texts.relative
    list.kinds = Array(repeating: .normal, count: texts.count)
    let key = "tokenizer.ggml.token_type"
    guard let value = file.metadata[key] else { return list }
    guard case .integers(let codes) = value, codes.count == texts.count else {
      throw .malformed("metadata '\(key)'", "is not one number for each token")
    }
    list.kinds = codes.map { UInt8(exactly: $0).flatMap(TokenList.Kind.init) ?? .normal }
    return list
  }

  static func added(_ vocabulary: Vocabulary) throws(ModelError) -> [AddedToken] {
    var added: [AddedToken] = []
    for token in 0..<vocabulary.count {
      let kind = vocabulary.kind(of: token)
      guard kind == .control || kind == .userDefined, !vocabulary[token].isEmpty else { continue }
      guard vocabulary[token].count <= AddedTokens.longest else {
        throw .malformed("token \(token)", "is too long for a special token")
      }
      added.append(
        AddedToken(
          token: token, bytes: Array(vocabulary[token]), isControl: kind == .control))
    }
    return added
  }

  static func token(
    _ name: String, _ file: GGUF, _ vocabulary: Vocabulary
  ) throws(ModelError) -> Int? {
    let key = "tokenizer.ggml.\(name)_token_id"
    guard file.metadata[key] != nil else { return nil }
    return try file.integer(key, in: 0...max(0, vocabulary.count - 1))
  }

  static func model(
    _ file: GGUF, _ family: GGUFFamily, _ vocabulary: Vocabulary
  ) throws(ModelError) -> TokenizerForm.Model {
    let unknown = try token("unknown", file, vocabulary)
    switch family.kind {
    case .byteLevel:
      return .bytePairs(
        BytePairs(
          vocabulary: vocabulary, merges: try merges(file, vocabulary),
          ignoresMerges: family.ignoresMerges))
    case .ranks:
      let merges = try merges(file, vocabulary)
      return .bytePairs(BytePairs(vocabulary: vocabulary, merges: merges, unknown: unknown))
    case .scores:
      let merges = BytePairs.merges(of: vocabulary, scores: try scores(file, vocabulary))
      return .bytePairs(BytePairs(vocabulary: vocabulary, merges: merges, unknown: unknown))
    case .unigram:
      guard let unknown else {
        throw .malformed("metadata 'tokenizer.ggml.unknown_token_id'", "is missing")
      }
      return .unigram(
        Unigram(
          vocabulary, scores: try scores(file, vocabulary), count: vocabulary.count,
          unknown: unknown, fallsBack: true))
    }
  }

  private static func scores(
    _ file: GGUF, _ vocabulary: Vocabulary
  ) throws(ModelError) -> [Double] {
    let key = "tokenizer.ggml.scores"
    guard case .numbers(let scores)? = file.metadata[key], scores.count == vocabulary.count,
      scores.allSatisfy(\.isFinite)
    else { throw .malformed("metadata '\(key)'", "is not one number for each token") }
    return scores
  }

  /// Reads merges: two tokens with a space between, the first merge first.
  private static func merges(
    _ file: GGUF, _ vocabulary: Vocabulary
  ) throws(ModelError) -> Merges {
    let texts = try file.texts("tokenizer.ggml.merges")
    let bytes = file.copy(texts)
    var reader = MergeReader(vocabulary, room: texts.count)
    for (rank, range) in texts.relative.enumerated() {
      let fault = reader.add(bytes, range)
      if let fault {
        throw .malformed("merge \(rank)", fault, at: texts[rank].lowerBound)
      }
    }
    return reader.merges
  }
}

extension GGUF {
  /// The bytes from the first to the last of some texts, which lie in order.
  fileprivate func copy(_ texts: [Range<Int>]) -> [UInt8] {
    guard let first = texts.first, let last = texts.last else { return [] }
    return Array(bytes(first.lowerBound..<last.upperBound))
  }
}

extension [Range<Int>] {
  /// The texts' places from the start of the first.
  fileprivate var relative: [Range<Int>] {
    guard let start = first?.lowerBound else { return [] }
    return map { $0.lowerBound - start..<$0.upperBound - start }
  }
}
