/// Tokens as `tokenizer.json` lists them: those of the model and those that were added.
struct TokenEntries {
  private var bytes: [UInt8] = []
  private var ranges: [Range<Int>] = []  // (token): where its text lies; empty for none
  private var kinds: [TokenList.Kind] = []
  private var entryCount = 0

  /// Reads the model's tokens: numbers by texts, or a list of texts and scores.
  mutating func read(_ vocabulary: JSONValue?) throws(ModelError) {
    guard let vocabulary, vocabulary.kind == .object || vocabulary.kind == .list else {
      throw .malformed("'tokenizer.json'", "has no vocabulary")
    }
    reserve(vocabulary.count)
    if vocabulary.kind == .object {
      try vocabulary.forEachMember { (name, value) throws(ModelError) in
        guard let token = value.integer else {
          throw TokenizerFile.fault("has a token without a number", value)
        }
        try set(token, name, .normal)
      }
      return
    }
    for (token, entry) in vocabulary.elements.enumerated() {
      guard let text = entry.elements.first else {
        throw TokenizerFile.fault("has a token without a text", entry)
      }
      try set(token, text, .normal)
    }
  }

  private mutating func reserve(_ count: Int) {
    entryCount += count
    ranges.reserveCapacity(entryCount)
    kinds.reserveCapacity(entryCount)
  }

  /// Sets the text of a token.
  private mutating func set(
    _ token: Int, _ text: JSONValue, _ kind: TokenList.Kind
  ) throws(ModelError) {
    // Some numbers have no token in some files, but most have.
    guard (0..<4 * entryCount + 1_024).contains(token) else {
      throw TokenizerFile.fault("has a token with an impossible number", text)
    }
    let start = bytes.count
    guard text.appendText(to: &bytes) else {
      throw TokenizerFile.fault("has a token whose text is none", text)
    }
    while ranges.count <= token {
      ranges.append(0..<0)
      kinds.append(.unused)
    }
    ranges[token] = start..<bytes.count
    kinds[token] = kind
  }

  /// Reads the added tokens, which may be among the model's too.
  mutating func readAdded(
    _ list: JSONValue?, _ spelling: Spelling
  ) throws(ModelError) -> [AddedToken] {
    guard let list else { return [] }
    reserve(list.count)
    var added: [AddedToken] = []
    for entry in list.elements {
      guard let content = entry["content"], let text = content.textBytes,
        let token = entry["id"]?.integer
      else { throw TokenizerFile.fault("has an added token without text or number", entry) }
      guard text.count <= AddedTokens.longest else {
        throw TokenizerFile.fault("has a token that is too long for a special one", entry)
      }
      let isSpecial = entry["special"]?.flag ?? false
      // What the model writes with a mark for the blank it also reads so.
      let isOwn = spelling == .metaspace && !isSpecial && holds(text, at: token)
      if !isOwn { try set(token, content, isSpecial ? .control : .userDefined) }
      guard !text.isEmpty else { continue }
      var found = AddedToken(token: token, bytes: text, isControl: isSpecial)
      found.takesBlanksBefore = entry["lstrip"]?.flag ?? false
      found.takesBlanksAfter = entry["rstrip"]?.flag ?? false
      found.isWholeWord = entry["single_word"]?.flag ?? false
      found.isNormalized = entry["normalized"]?.flag ?? !isSpecial
      added.append(found)
    }
    return added
  }

  private func holds(_ text: [UInt8], at token: Int) -> Bool {
    ranges.indices.contains(token) && bytes[ranges[token]].elementsEqual(text)
  }

  /// The tokens in the order of their numbers.
  func list(fallsBack: Bool) -> TokenList {
    TokenList(bytes: bytes, ranges: ranges, kinds: kinds, namesBytes: fallsBack)
  }
}
