import Foundation
import Testing
import Transformers

/// The tokenizer with small vocabularies.
struct TokenizerTests {
  private func tokenizer(
    _ tokens: [String], _ merges: [String], kinds: [Int32]? = nil,
    changing change: (inout GGUFBuilder) -> Void = { _ in }
  ) throws -> Tokenizer {
    var file = GGUFBuilder()
    file.add("general.architecture", "llama")
    file.add("llama.block_count", 1)
    file.add("llama.context_length", 16)
    file.add("llama.embedding_length", 4)
    file.add("llama.feed_forward_length", 6)
    file.add("llama.attention.head_count", 2)
    file.add("llama.attention.head_count_kv", 1)
    file.add("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
    file.add("tokenizer.ggml.model", "gpt2")
    file.add("tokenizer.ggml.pre", "smollm")
    file.add("tokenizer.ggml.tokens", tokens)
    if let kinds { file.add("tokenizer.ggml.token_type", kinds) }
    file.add("tokenizer.ggml.merges", merges)
    change(&file)
    for (name, dimensions) in GGUFBuilder.tensors {
      let rows = name == "token_embd.weight" ? UInt64(tokens.count) : dimensions.last
      file.add(tensor: name, dimensions.dropLast() + [rows ?? 0])
    }
    return try Model.load(gguf: file.file, threads: 1).tokenizer
  }

  @Test func mergesTheLowestRankFirst() throws {
    let tokens = ["a", "b", "c", "bc", "ab", "abc"]
    #expect(try tokenizer(tokens, ["b c", "a b", "a bc"]).encode("abc") == [5])
    #expect(try tokenizer(tokens, ["b c", "a b"]).encode("abc") == [0, 3])
    #expect(try tokenizer(tokens, ["a b", "b c", "ab c"]).encode("abc") == [5])
  }

  @Test func mergesTheLeftmostOfEqualRanks() throws {
    let tokenizer = try tokenizer(["a", "aa", "aaaa"], ["a a", "aa aa"])
    #expect(tokenizer.encode("aaa") == [1, 0])
    #expect(tokenizer.encode("aaaaaaa") == [2, 1, 0])
    #expect(tokenizer.encode("") == [])
  }

  @Test func leavesOutBytesThatItLacks() throws {
    let tokenizer = try tokenizer(["a", "b", "ab"], ["a b"])
    #expect(tokenizer.encode("a\u{4}b") == [0, 1])
    #expect(tokenizer.encode("zzz") == [])
    // Inside one piece the neighbours of what is left out can merge.
    #expect(tokenizer.encode("aéb") == [2])
  }

  @Test func tellsCanonicallyEquivalentTokensApart() throws {
    // U+212B and U+00C5 mean the same letter, as do a composed and a decomposed é.
    let tokens = ["Ã", "ħ", "«", "â", "Ħ", "Ãħ", "âĦ", "âĦ«"]
    let tokenizer = try tokenizer(tokens, ["Ã ħ", "â Ħ", "âĦ «"])
    #expect(tokenizer.encode("\u{212B}") == [7])
    #expect(tokenizer.encode("\u{C5}") == [5])
    #expect(tokenizer.decode([7]).unicodeScalars.map(\.value) == [0x212B])
  }

  @Test func findsTheLongestSpecialToken() throws {
    let tokens = ["a", "<", "<a", "<a>", "<a>b"]
    let tokenizer = try tokenizer(tokens, [], kinds: [1, 1, 3, 3, 4])
    #expect(tokenizer.encode("a<a<a>a<a>b", parseSpecial: true) == [0, 2, 3, 0, 4])
    // Text always stands for user-defined tokens, never for control tokens unless asked.
    #expect(tokenizer.encode("<aa<a>b") == [1, 0, 0, 4])
    #expect(tokenizer.specials == ["<a": 2, "<a>": 3, "<a>b": 4])
  }

  @Test func beginsPromptsWhereTheModelWasTrainedSo() throws {
    let tokenizer = try tokenizer(["a", "<s>"], [], kinds: [1, 3]) {
      $0.add("tokenizer.ggml.bos_token_id", 1)
      $0.add("tokenizer.ggml.add_bos_token", true)
    }
    #expect(tokenizer.beginningOfText == 1)
    #expect(tokenizer.prompt("a") == [1, 0])
    #expect(tokenizer.encode("a") == [0])
    #expect(tokenizer.endOfText == nil)
  }

  @Test func decodesWhateverItIsGiven() throws {
    let tokenizer = try tokenizer(["a", "Ã", "©", "ÿ"], [])
    #expect(tokenizer.decode([0, 1, 2]) == "aé")
    #expect(tokenizer.decode([1]) == "\u{FFFD}")
    #expect(tokenizer.decode([-1, 4, 0]) == "a")
    #expect(tokenizer.piece(3) == [0xFF])
    #expect(tokenizer.label(3) == "\\xFF")
    #expect(tokenizer.label(99) == "")
  }

  @Test(arguments: [
    (["ab"], "merge 0 is not two tokens at byte"), (["a c"], "merge 0 is not of known tokens"),
    (["a b", "b a"], "merge 1 is not of known tokens"),
  ])
  func refusesDamagedMerges(merges: [String], message: String) {
    let error = #expect(throws: ModelError.self) { try tokenizer(["a", "b", "ab"], merges) }
    #expect(error?.description.hasPrefix(message) == true)
  }

  @Test func refusesKindsThatDoNotFit() {
    let error = #expect(throws: ModelError.self) { try tokenizer(["a", "b"], [], kinds: [1]) }
    #expect(error?.reason == "is not one number for each token")
  }

  @Test(arguments: [("ab\r\n", [0, 1, 2, 3]), ("a\u{301}", [0])])
  func walksOverCharactersNotGraphemes(text: String, tokens: [Int]) throws {
    #expect(try tokenizer(["a", "b", "č", "Ċ"], []).encode(text) == tokens)
  }
}
