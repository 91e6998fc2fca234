import Foundation
import Testing

@testable import Transformers

/// Tokenizers of folders, and small vocabularies of the families in both kinds of file.
struct TokenizerFileTests {
  static let families = ["gpt-2", "llama-bpe", "llama-spm", "qwen2", "gemma-4", "gpt-neox"]

  private struct Line: Decodable {
    let text: String
    let tokens: [Int]
    let parsed: [Int]?
  }

  private func tokenizer(_ json: String, _ config: String? = nil) throws -> Tokenizer {
    var files = ["tokenizer.json": Data(json.utf8)]
    if let config { files["tokenizer_config.json"] = Data(config.utf8) }
    return try Tokenizer(ModelFolder(files))
  }

  @Test(arguments: families)
  func encodesAsTheReference(name: String) throws {
    let lines = try Fixture.json("Vocabularies/\(name).tokens.json", as: [Line].self)
    #expect(lines.count > 400)
    let gguf = try Tokenizer(GGUF.parse(Fixture.data("Vocabularies/\(name).gguf")))
    let json = try Tokenizer(
      ModelFolder(["tokenizer.json": Fixture.data("Vocabularies/\(name).json")]))
    for tokenizer in [gguf, json] {
      for line in lines {
        #expect(tokenizer.encode(line.text) == line.tokens, "\(line.text.debugDescription)")
        let parsed = tokenizer.encode(line.text, parseSpecial: true)
        #expect(parsed == line.parsed ?? line.tokens, "\(line.text.debugDescription)")
      }
    }
  }

  /// A vocabulary of three letters, with what is around the model left open.
  private func bytePairs(_ rest: String = "") -> String {
    """
    {"added_tokens": [{"id": 5, "content": "<s>", "special": true},
    {"id": 6, "content": "</s>", "special": true}], "pre_tokenizer": {"type": "ByteLevel",
    "add_prefix_space": false}, \(rest) "model": {"type": "BPE",
    "vocab": {"a": 0, "b": 1, "ab": 2, "abb": 3, "Ġ": 4}, "merges": ["a b", ["ab", "b"]]}}
    """
  }

  @Test func readsMergesOfBothForms() throws {
    let tokenizer = try tokenizer(bytePairs())
    #expect(tokenizer.encode("abb ab<s>") == [3, 4, 2])
    #expect(tokenizer.encode("a<s>", parseSpecial: true) == [0, 5])
    #expect(tokenizer.decode([3, 4, 2]) == "abb ab")
  }

  @Test func takesTheBeginningFromTheModelsOwnFiles() throws {
    let config = #"{"bos_token": {"content": "<s>"}, "eos_token": "</s>"}"#
    let plain = try tokenizer(bytePairs(), config)
    #expect((plain.beginningOfText, plain.endOfText, plain.beginningText) == (nil, 6, "<s>"))
    let template = """
      "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"},
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
      {"Sequence": {"id": "A", "type_id": 0}}]}]},
      """
    #expect(try tokenizer(bytePairs(template), config).prompt("a") == [5, 0])
    let without = #"{"bos_token": "<s>", "add_bos_token": false}"#
    #expect(try tokenizer(bytePairs(template), without).prompt("a") == [0])
  }

  @Test(arguments: [
    (#"{"chat_template": "X"}"#, "X"),
    (
      #"{"chat_template": [{"name": "a", "template": "A"}, {"name": "default", "template": "D"}]}"#,
      "D"
    ),
    ("{}", nil),
  ])
  func findsTheTemplate(config: String, template: String?) throws {
    #expect(try tokenizer(bytePairs(), config).template == template)
  }

  /// The numbers are those of `tokenizers` 0.23.
  @Test func findsTheLikeliestOfAllWays() throws {
    let tokenizer = try tokenizer(
      """
      {"pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
      "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
      "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁a", -1], ["b", -2],
      ["ab", -2.5], ["▁", -3], ["bb", -3.5]]}}
      """)
    #expect(tokenizer.encode("ab") == [1, 2])
    #expect(tokenizer.encode("abb xx") == [1, 5, 4, 0])
    #expect(tokenizer.decode([1, 2]) == "ab")
  }

  @Test(arguments: [
    (
      #""normalizer": {"type": "Lowercase"},"#,
      "the tokenizer's normalizer 'Lowercase' is not known"
    ),
    (
      #""pre_tokenizer": {"type": "Whitespace"},"#,
      "the tokenizer's pre-tokenizer 'Whitespace' is not known"
    ),
    (
      #""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "x+"}, "behavior": "Isolated"},"#,
      "the tokenizer's pattern 'x+' is not known"
    ),
    (#""model": {"type": "WordPiece", "vocab": {}},"#, "the tokenizer's model 'WordPiece'"),
    (
      #""model": {"vocab": {"a": 123456789012}},"#,
      "'tokenizer.json' has a token with an impossible"
    ),
    (#""model": {"vocab": {"a": 0}, "merges": ["a"]},"#, "merge 0 is not two tokens"),
    (#""model": {"vocab": {"a": 0}, "merges": ["a a"]},"#, "merge 0 is not of known tokens"),
    (#""model": {"vocab": {"a": 0}},"#, "'tokenizer.json' has no list of merges"),
    ("", "'tokenizer.json' has no 'model'"),
  ])
  func refusesWhatItDoesNotKnow(part: String, message: String) {
    let error = #expect(throws: ModelError.self) { try tokenizer("{\(part) \"version\": \"1.0\"}") }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  /// Foundation composes the second character here as if it were U+03B5.
  @Test func composesCharactersOnly() {
    var normalizer = Normalizer()
    normalizer.form = .composed
    let text = Array("e\u{301}\u{803B5}\u{301}".utf8)
    var composed: [UInt8] = []
    normalizer.append(text, text.indices, to: &composed)
    #expect(composed == Array("\u{E9}\u{803B5}\u{301}".utf8))
  }

  /// Merges that lead back to their own parts end all the same: each makes a text shorter.
  @Test func endsWithCyclicMerges() throws {
    let tokenizer = try tokenizer(
      """
      {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}, "model": {"type": "BPE",
      "vocab": {"a": 0, "aa": 1, "aaa": 2, "aaaa": 3},
      "merges": ["aa a", "a aa", "a a", "aaa a", "a aaa", "aa aa"]}}
      """)
    let tokens = tokenizer.encode(String(repeating: "a", count: 100_000))
    #expect(tokens.flatMap(tokenizer.piece).count == 100_000)
  }

  /// Damaged files are read or refused, and what was read encodes.
  @Test func survivesDamage() throws {
    let spm = """
      {"added_tokens": [{"id": 0, "content": "<unk>", "special": true}, {"id": 9, "content": "<x>",
      "lstrip": true, "single_word": true}], "normalizer": {"type": "Sequence", "normalizers":
      [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "},
      "content": "▁"}]}, "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}]},
      "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
      "vocab": {"<unk>": 0, "▁": 1, "a": 2, "▁a": 3, "<0x62>": 4}, "merges": [["▁", "a"]]}}
      """
    let unigram = """
      {"normalizer": {"type": "NFKC"}, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁"},
      "model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0], ["▁a", -1.5], ["b", -2e1]]}}
      """
    let files = [Data(bytePairs().utf8), Data(spm.utf8), Data(unigram.utf8)]
    var mutator = Mutator(seed: 14)
    var read = 0
    for round in 0..<Mutator.rounds {
      let file = mutator.damage(files[round % 3], within: .max)
      guard let tokenizer = try? Tokenizer(ModelFolder(["tokenizer.json": file])) else { continue }
      read += 1
      let tokens = tokenizer.encode("ab <s>ba é<x>", parseSpecial: true)
      _ = tokenizer.decode(tokens)
    }
    #expect(read > 0)
  }

  @Test func refusesEveryTruncation() throws {
    let file = Data(bytePairs().utf8)
    for length in 0..<file.count {
      #expect(throws: ModelError.self) {
        try Tokenizer(ModelFolder(["tokenizer.json": file.prefix(length)]))
      }
    }
  }
}
