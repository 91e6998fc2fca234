import Foundation
import Testing

@testable import Transformers

/// Unigram tokenizers, and the tables of characters that they replace.
struct UnigramTests {
  private static let names = ["unigram", "unigram-bytes"]

  private struct Line: Decodable {
    let text: String
    let tokens: [Int]
    let parsed: [Int]?
    let pieces: [Int]?
  }

  private func lines(_ name: String) throws -> [Line] {
    try Fixture.json("Vocabularies/\(name).tokens.json", as: [Line].self)
  }

  @Test(arguments: names)
  func encodesAsTokenizersDoes(name: String) throws {
    let file = try Fixture.data("Vocabularies/\(name).json")
    let tokenizer = try Tokenizer(ModelFolder(["tokenizer.json": file]))
    for line in try lines(name) {
      #expect(tokenizer.encode(line.text) == line.tokens, "\(line.text.debugDescription)")
      let parsed = tokenizer.encode(line.text, parseSpecial: true)
      #expect(parsed == line.parsed ?? line.tokens, "\(line.text.debugDescription)")
    }
  }

  @Test(arguments: names)
  func encodesAsSentencePieceDoes(name: String) throws {
    let tokenizer = try Tokenizer(GGUF.parse(Fixture.data("Vocabularies/\(name).gguf")))
    for line in try lines(name) {
      let expected = line.pieces ?? line.tokens
      #expect(tokenizer.encode(line.text) == expected, "\(line.text.debugDescription)")
    }
  }

  /// A trie of one block with the units that are given, and what takes the entries' places.
  private func table(
    _ units: [Int: UInt32] = [:], size: UInt32 = 1_024, _ replacements: String = "x\0"
  ) -> [UInt8] {
    let all = [size] + (0..<size / 4).map { units[Int($0)] ?? 0 }
    return all.flatMap { unit in (0..<4).map { UInt8(truncatingIfNeeded: unit >> (8 * $0)) } }
      + Array(replacements.utf8)
  }

  /// The unit of a node: the byte that leads there, how far those below lie, and whether it ends.
  private func unit(_ byte: UInt8, _ offset: UInt32, ends: Bool = false) -> UInt32 {
    UInt32(byte) | offset << 10 | (ends ? 0x100 : 0)
  }

  @Test func replacesTheLongestOrTheShortest() throws {
    // a → 1, ab → 2; bc → nothing.
    let bytes = table(
      [
        0: unit(0, 1), 0x60: unit(0x61, 0x40, ends: true), 0x20: 0x8000_0000,
        0x42: unit(0x62, 0x32, ends: true), 0x70: 0x8000_0002, 0x63: unit(0x62, 0x80),
        0x80: unit(0x63, 0x11, ends: true), 0x91: 0x8000_0003,
      ], "1\u{0}2\u{0}")
    func text(_ matching: Charsmap.Matching, _ text: String) throws -> String {
      var result: [UInt8] = []
      let text = Array(text.utf8)
      try Charsmap(bytes, matching, "x").append(text, text.indices, to: &result)
      return String(decoding: result, as: UTF8.self)
    }
    #expect(try text(.longest, "abab\u{0}acbcé") == "22\u{0}1cé")
    #expect(try text(.clusters, "abab\u{0}acbcé") == "1b1b\u{0}1cbcé")
    #expect(
      try text(.clusters, "a\u{301}b, a\u{301}\u{301}\u{301}") == "1b, 1\u{301}\u{301}\u{301}")
  }

  @Test(arguments: [
    ("empty", "is not a trie and texts"), ("short", "is not a trie and texts"),
    ("odd", "is not a trie and texts"), ("long", "is not a trie and texts"),
    ("unended", "is not a trie and texts"), ("bytes", "has replacements that are not UTF-8"),
    ("outside", "has a trie that leads out of itself"),
    ("cycle", "has an entry of more than 128 bytes"),
    ("beyond", "has an entry without a replacement"),
    ("inside", "has an entry without a replacement"),
    ("replacement", "has a replacement of more than 256 bytes"),
  ])
  func refusesDamagedTables(what: String, reason: String) throws {
    let root = unit(0, 1)
    let leaf = unit(0x61, 0x40, ends: true)
    let tables: [String: [UInt8]] = [
      "empty": [], "short": table(size: 512), "odd": table(size: 1_028),
      "long": Array(table().dropLast(2)), "unended": table([:], "x"),
      "bytes": table([:], "") + [0xC3, 0],
      "outside": table([0: root, 0x60: unit(0x61, 1 << 20)]),
      "cycle": table([0: root, 0x60: unit(0x61, 0x61 ^ 1 ^ 1)]),
      "beyond": table([0: root, 0x60: leaf, 0x20: 0x8000_0002]),
      "inside": table([0: root, 0x60: leaf, 0x20: 0x8000_0001], "é\0"),
      "replacement": table([0: root, 0x60: leaf], String(repeating: "x", count: 300) + "\0"),
    ]
    let bytes = try #require(tables[what])
    let error = #expect(throws: ModelError.self) { try Charsmap(bytes, .longest, "the table") }
    #expect(error?.subject == "the table" && error?.reason.hasPrefix(reason) == true)
  }

  /// Entries that differ in their first bytes may share the rest of the trie.
  @Test func refusesLongEntriesOfSharedNodes() throws {
    // Both 'b' and any number of 'a's that fit lead to the same node.
    var units: [Int: UInt32] = [:]
    for level in 0..<200 {
      units[256 * level ^ 0x61] = unit(0x61, UInt32(256 * (level ^ level + 1) ^ 0x61))
    }
    units[0] = unit(0, 0)
    let error = #expect(throws: ModelError.self) {
      try Charsmap(table(units, size: 1_024 * 201), .longest, "the table")
    }
    #expect(error?.reason == "has an entry of more than 128 bytes")
  }

  @Test(arguments: [
    (#"{"type": "Precompiled", "precompiled_charsmap": "AAA*"}"#, "'tokenizer.json' has a 'Precom"),
    (#"{"type": "Precompiled", "precompiled_charsmap": "AAAA"}"#, "'precompiled_charsmap' in 'tok"),
    (#"{"type": "Precompiled"}"#, "'tokenizer.json' has a 'Precompiled' without a table"),
    (
      #"{"type": "Sequence", "normalizers": [{"type": "Strip"}, {"type": "NFKC"}]}"#,
      "the tokenizer's normalizer 'NFKC' is not known"
    ),
    (
      #"{"type": "Replace", "pattern": {"Regex": " {3,}"}, "content": " "}"#,
      "the tokenizer's normalizer 'Replace' is not known"
    ),
  ])
  func refusesOtherSteps(normalizer: String, message: String) throws {
    let json = """
      {"normalizer": \(normalizer), "model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0]]}}
      """
    let error = #expect(throws: ModelError.self) {
      try Tokenizer(ModelFolder(["tokenizer.json": Data(json.utf8)]))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    (true, true, "a  b"), (true, false, "a  b \u{3000}"), (false, true, "\u{3000} a  b"),
  ])
  func stripsBlanks(left: Bool, right: Bool, text: String) throws {
    let json = """
      {"normalizer": {"type": "Strip", "strip_left": \(left), "strip_right": \(right)},
      "model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0], ["a", -1], ["b", -1], [" ", -1],
      ["\\u3000", -2]]}}
      """
    let tokenizer = try Tokenizer(ModelFolder(["tokenizer.json": Data(json.utf8)]))
    #expect(tokenizer.decode(tokenizer.encode("\u{3000} a  b \u{3000}")) == text)
    #expect(tokenizer.encode(" \u{3000}\u{85}").isEmpty)
  }

  /// Damaged tables are refused, or replace something.
  @Test func survivesDamage() throws {
    let file = try Fixture.json("Vocabularies/unigram.json", as: Description.self)
    let table = try #require(file.normalizer.normalizers.first?.precompiled_charsmap)
    let sound = try #require(Data(base64Encoded: table))
    let text = Array("① ﬁ e\u{301} ﷺ \u{200b}ＡＢ é".utf8)
    var mutator = Mutator(seed: 21)
    var read = 0
    for round in 0..<Mutator.rounds {
      let damaged = mutator.damage(sound, within: .max)
      do throws(ModelError) {
        let matching = round % 2 == 0 ? Charsmap.Matching.longest : .clusters
        let table = try Charsmap([UInt8](damaged), matching, "the table")
        var result: [UInt8] = []
        table.append(text, text.indices, to: &result)
        read += 1
      } catch {
        #expect(error.kind == .malformed)
      }
    }
    #expect(read > 0)
  }

  private struct Description: Decodable {
    struct Normalizers: Decodable { let normalizers: [Step] }
    struct Step: Decodable { let precompiled_charsmap: String? }
    let normalizer: Normalizers
  }
}
