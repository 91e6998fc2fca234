import Foundation

extension TokenizerFile {
  /// Reads what is done to text around the model, and how the vocabulary writes bytes.
  static func steps(
    _ json: JSONValue
  ) throws(ModelError) -> (steps: TokenizerSteps, spelling: Spelling) {
    var reader = StepReader()
    if let normalizer = json["normalizer"] { try reader.readNormalizer(normalizer) }
    if let cutter = json["pre_tokenizer"] { try reader.readPreTokenizer(cutter) }
    if let decoder = json["decoder"] { reader.readDecoder(decoder) }
    return (reader.steps, reader.isByteLevel ? .byteAlphabet : .metaspace)
  }
}

/// Reads the steps of a tokenizer, each possibly made of several.
private struct StepReader {
  var steps = TokenizerSteps()
  var isByteLevel = false
  private var cutsDigits = false

  private func parts(_ value: JSONValue, _ name: String) -> [JSONValue]? {
    value["type"]?.text == "Sequence" ? value[name]?.elements ?? [] : nil
  }

  mutating func readNormalizer(_ value: JSONValue) throws(ModelError) {
    if let parts = parts(value, "normalizers") {
      for part in parts { try readNormalizer(part) }
      return
    }
    let blank = value["pattern"]?["String"]?.text
    switch value["type"]?.text {
    case "NFC" where !replacesCharacters: steps.normalizer.form = .composed
    case "NFKC" where !replacesCharacters: steps.normalizer.form = .compatible
    case "Precompiled" where !replacesCharacters: try readCharsmap(value)
    case "Strip" where !marksBlanks: readStrip(value)
    case "Replace" where !marksBlanks && isRunOfBlanks(value):
      steps.normalizer.trimming.joins = true
    case "Prepend" where value["prepend"]?.text == "▁": steps.normalizer.prefix = .always
    case "Replace" where blank == " " && value["content"]?.text == "▁":
      steps.normalizer.readsMarks = true
    default: throw TokenizerFile.unknown("normalizer", value)
    }
  }

  /// Whether a step was read that has to come after those that replace characters, or is one.
  private var replacesCharacters: Bool {
    steps.normalizer.charsmap != nil || !steps.normalizer.trimming.isIdentity || marksBlanks
  }

  private var marksBlanks: Bool {
    steps.normalizer.readsMarks || steps.normalizer.prefix != .never
  }

  private mutating func readCharsmap(_ value: JSONValue) throws(ModelError) {
    guard let text = value["precompiled_charsmap"]?.textBytes,
      let bytes = Data(base64Encoded: Data(text))
    else { throw TokenizerFile.fault("has a 'Precompiled' without a table in base64", value) }
    steps.normalizer.charsmap = try Charsmap(
      [UInt8](bytes), .clusters, "'precompiled_charsmap' in 'tokenizer.json'")
  }

  private mutating func readStrip(_ value: JSONValue) {
    steps.normalizer.trimming.takesAllBlanks = true
    if value["strip_left"]?.flag ?? true { steps.normalizer.trimming.start = true }
    if value["strip_right"]?.flag ?? true { steps.normalizer.trimming.end = true }
  }

  /// Whether a step makes one blank of several; `▁` is read as one.
  private func isRunOfBlanks(_ value: JSONValue) -> Bool {
    value["pattern"]?["Regex"]?.text == " {2,}" && [" ", "▁"].contains(value["content"]?.text)
  }

  mutating func readPreTokenizer(_ value: JSONValue) throws(ModelError) {
    if let parts = parts(value, "pretokenizers") {
      for part in parts { try readPreTokenizer(part) }
      return
    }
    switch value["type"]?.text {
    case "ByteLevel": try readByteLevel(value)
    case "Split": try readSplit(value)
    case "Digits" where value["individual_digits"]?.flag == true && steps.preTokenizer == nil:
      cutsDigits = true
    case "Metaspace": try readMetaspace(value)
    default: throw TokenizerFile.unknown("pre-tokenizer", value)
    }
  }

  private mutating func readByteLevel(_ value: JSONValue) throws(ModelError) {
    isByteLevel = true
    if value["add_prefix_space"]?.flag ?? true {
      guard steps.preTokenizer == nil, !cutsDigits else {
        throw TokenizerFile.unknown("pre-tokenizer", value)
      }
      steps.piecePrefix = .unlessThere
    }
    guard value["use_regex"]?.flag ?? true else {
      guard !cutsDigits else { throw TokenizerFile.unknown("pre-tokenizer", value) }
      return
    }
    guard steps.preTokenizer == nil else { throw TokenizerFile.unknown("pre-tokenizer", value) }
    steps.preTokenizer = .pattern(cutsDigits ? .digitsThenGPT2 : .gpt2)
    cutsDigits = false
  }

  private mutating func readSplit(_ value: JSONValue) throws(ModelError) {
    // No blank is left where they have all become marks.
    if steps.normalizer.readsMarks, value["pattern"]?["String"]?.text == " " { return }
    guard value["behavior"]?.text == "Isolated", value["invert"]?.flag != true,
      steps.preTokenizer == nil, let source = value["pattern"]?["Regex"]?.text
    else { throw TokenizerFile.unknown("pre-tokenizer", value) }
    if source == "\\p{N}", !cutsDigits {
      cutsDigits = true
      return
    }
    guard !cutsDigits, let pattern = Pattern(source) else {
      throw .unsupported(
        "the tokenizer's pattern '\(source)'", "is not known",
        hint: "use a model of the families GPT-2, Llama, Qwen, Gemma, SmolLM or Pythia")
    }
    steps.preTokenizer = .pattern(pattern)
  }

  private mutating func readMetaspace(_ value: JSONValue) throws(ModelError) {
    guard value["replacement"]?.text == "▁", steps.preTokenizer == nil else {
      throw TokenizerFile.unknown("pre-tokenizer", value)
    }
    steps.normalizer.readsMarks = true
    switch value["prepend_scheme"]?.text
      ?? (value["add_prefix_space"]?.flag == false ? "never" : "")
    {
    case "never": steps.piecePrefix = .never
    case "first": steps.piecePrefix = .firstUnlessThere
    default: steps.piecePrefix = .unlessThere
    }
    if value["split"]?.flag ?? true { steps.preTokenizer = .blanks }
  }

  /// Only what the decoder says about the vocabulary and the first blank counts.
  mutating func readDecoder(_ value: JSONValue) {
    for part in parts(value, "decoders") ?? [value] {
      switch part["type"]?.text {
      case "ByteLevel": isByteLevel = true
      case "Strip":
        steps.stripsBlank = part["content"]?.text == " " && part["start"]?.integer == 1
      case "Metaspace":
        let scheme = part["prepend_scheme"]?.text
        steps.stripsBlank = scheme.map { $0 != "never" } ?? part["add_prefix_space"]?.flag ?? true
      default: break
      }
    }
  }
}
