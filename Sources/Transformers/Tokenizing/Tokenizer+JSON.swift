extension Tokenizer {
  /// Reads a `tokenizer.json`.
  ///
  /// - Parameters:
  ///   - json: What the file says.
  ///   - config: What `tokenizer_config.json` says, if it is there.
  ///   - template: A chat template from a file of its own.
  /// - Throws: `ModelError` where the file is damaged or has a step that is not known.
  init(json: JSONValue, config: JSONValue?, template: String? = nil) throws(ModelError) {
    let steps = try TokenizerFile.steps(json)
    let file = try TokenizerFile(json, steps.spelling)
    let model = try file.model()
    var around = steps.steps
    // Unknown characters in a row count as one, wherever text could be cut to save time.
    if around.preTokenizer == nil, file.countsUnknowns { around.preTokenizer = .whole }
    var facts = TokenizerFacts()
    facts.beginning = try file.token(config?["bos_token"], "bos_token")
    facts.end = try file.token(config?["eos_token"], "eos_token")
    let first = try file.firstOfPrompt(json["post_processor"])
    facts.addsBeginning = config?["add_bos_token"]?.flag ?? (first != nil)
    if facts.addsBeginning, let first { facts.beginning = first }
    facts.template = template ?? TokenizerFile.template(config?["chat_template"])
    self.init(TokenizerForm(file.vocabulary, model, file.added, around), file.added, facts)
  }
}

/// The parts of a tokenizer, as `tokenizer.json` has them.
struct TokenizerFile {
  let vocabulary: Vocabulary
  let added: [AddedToken]
  /// Whether several unknown characters in a row are one token.
  let countsUnknowns: Bool
  private let settings: JSONValue

  /// Reads the tokens.
  init(_ json: JSONValue, _ spelling: Spelling) throws(ModelError) {
    guard let settings = json["model"] else { throw Self.fault("has no 'model'", json) }
    var entries = TokenEntries()
    try entries.read(settings["vocab"])
    added = try entries.readAdded(json["added_tokens"], spelling)
    vocabulary = Vocabulary(entries.list(fallsBack: Self.fallsBack(settings)), spelling)
    let isUnigram = settings["type"]?.text == "Unigram"
    countsUnknowns =
      (isUnigram || settings["fuse_unk"]?.flag == true) && !vocabulary.coversAllBytes
    self.settings = settings
  }

  private static func fallsBack(_ settings: JSONValue) -> Bool {
    settings["byte_fallback"]?.flag ?? false
  }

  /// The error of a part of the file.
  static func fault(_ reason: String, _ value: JSONValue) -> ModelError {
    .malformed("'tokenizer.json'", reason, at: value.offset)
  }

  /// The error of a part that is of no known kind.
  static func unknown(_ part: String, _ value: JSONValue) -> ModelError {
    .unsupported(
      "the tokenizer's \(part) '\(value["type"]?.text ?? "without a name")'", "is not known",
      hint: "use a model of the families GPT-2, Llama, Qwen, Gemma, SmolLM or Pythia")
  }
}

extension TokenizerFile {
  /// Reads how pieces become tokens.
  func model() throws(ModelError) -> TokenizerForm.Model {
    switch settings["type"]?.text {
    case "BPE", nil: .bytePairs(try bytePairs())
    case "Unigram": .unigram(try unigram())
    default: throw Self.unknown("model", settings)
    }
  }

  private func bytePairs() throws(ModelError) -> BytePairs {
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = settings[name]?.text, !text.isEmpty {
        throw .unsupported("the tokenizer's '\(name)'", "is not known", hint: "use another model")
      }
    }
    return BytePairs(
      vocabulary: vocabulary, merges: try merges(),
      ignoresMerges: settings["ignore_merges"]?.flag ?? false,
      unknown: try token(settings["unk_token"], "unk_token"),
      fusesUnknown: settings["fuse_unk"]?.flag ?? false)
  }

  private func merges() throws(ModelError) -> Merges {
    guard let list = settings["merges"], list.kind == .list else {
      throw Self.fault("has no list of merges", settings)
    }
    var reader = MergeReader(vocabulary, room: list.count)
    var rank = 0
    var buffer: [UInt8] = []
    try list.forEachElement { (element) throws(ModelError) in
      if let fault = Self.add(element, &reader, &buffer) {
        throw .malformed("merge \(rank)", fault, at: element.offset)
      }
      rank += 1
    }
    return reader.merges
  }

  /// Adds a merge: two texts, or one with a space between.
  private static func add(
    _ element: JSONValue, _ reader: inout MergeReader, _ buffer: inout [UInt8]
  ) -> String? {
    buffer.removeAll(keepingCapacity: true)
    if element.appendText(to: &buffer) { return reader.add(buffer, buffer.indices) }
    guard let (left, right) = element.pair, left.appendText(to: &buffer) else {
      return "is not two tokens"
    }
    let middle = buffer.count
    guard right.appendText(to: &buffer) else { return "is not two tokens" }
    return reader.add(buffer, 0..<middle, middle..<buffer.count)
  }

  private func unigram() throws(ModelError) -> Unigram {
    guard let list = settings["vocab"], let unknown = settings["unk_id"]?.integer,
      (0..<list.count).contains(unknown)
    else { throw Self.fault("has no token for what is unknown", settings) }
    var scores = [Double](repeating: 0, count: vocabulary.count)
    for (token, entry) in list.elements.enumerated() {
      guard let score = entry.elements.last?.number, score.isFinite else {
        throw Self.fault("has a token without a score", entry)
      }
      scores[token] = score
    }
    return Unigram(
      vocabulary, scores: scores, count: list.count, unknown: unknown,
      fallsBack: Self.fallsBack(settings))
  }

  /// The token that a setting names, as a text or an object with one; `nil` where it names none.
  func token(_ value: JSONValue?, _ name: String) throws(ModelError) -> Int? {
    guard let value, let bytes = value.textBytes ?? value["content"]?.textBytes else { return nil }
    if let token = added.first(where: { $0.bytes == bytes })?.token { return token }
    var spelled: [UInt8] = []
    vocabulary.spelling.append(bytes, bytes.indices, to: &spelled)
    if let token = vocabulary.token(spelled, spelled.indices) { return token }
    throw .malformed("the tokenizer's '\(name)'", "is no token", at: value.offset)
  }

  /// The special token that a processor puts before text; `nil` where it puts none there.
  func firstOfPrompt(_ processor: JSONValue?) throws(ModelError) -> Int? {
    guard let processor else { return nil }
    switch processor["type"]?.text {
    case "TemplateProcessing":
      let first = processor["single"]?.elements.first?["SpecialToken"]?["id"]
      return try token(first, "post_processor")
    case "Sequence":
      for part in processor["processors"]?.elements ?? [] {
        if let token = try firstOfPrompt(part) { return token }
      }
      return nil
    default: return nil
    }
  }

  /// The chat template in a setting: a text, or the default one of several with names.
  static func template(_ value: JSONValue?) -> String? {
    value?.text
      ?? value?.elements.first { $0["name"]?.text == "default" }?["template"]?.text
  }
}
