import Foundation
import Testing

@testable import Transformers

/// Whole vocabularies of families, which are too large to be committed, against other programs.
///
/// `DOSSIER_VOCABULARIES` names a folder with `ggml-vocab-*.gguf`, such as llama.cpp's `models`.
@Suite(.enabled(if: Vocabularies.folder != nil, "needs DOSSIER_VOCABULARIES, a folder of files"))
struct VocabularyTests {
  /// Every case of the files that llama.cpp tests itself with.
  @Test(arguments: [
    "gpt-2", "llama-bpe", "llama-spm", "qwen2", "qwen35", "gemma-4", "phi-3", "starcoder", "refact",
    "command-r",
  ])
  func encodesAsTheVectorsSay(name: String) throws {
    let tokenizer = try Vocabularies.tokenizer(name)
    let inputs = try Vocabularies.text("\(name).gguf.inp")
      .components(separatedBy: "\n__ggml_vocab_test__\n")
    let outputs = try Vocabularies.text("\(name).gguf.out").split(
      separator: "\n", omittingEmptySubsequences: false)
    var passed = 0
    for (input, output) in zip(inputs, outputs) {
      let tokens = output.split(separator: " ").compactMap { Int($0) }
      let found = tokenizer.encode(input)
      #expect(found == tokens, "\(input.debugDescription)")
      if found == tokens { passed += 1 }
    }
    #expect(passed >= 46)
    print("\(name): \(passed) of \(min(inputs.count, outputs.count)) vectors")
  }

  /// What `make_random_tokens.py` wrote.
  @Test(arguments: ["gpt-2", "gpt-neox", "llama-bpe", "llama-spm", "qwen2", "gemma-4"])
  func encodesRandomStringsAsTheReference(name: String) throws {
    let all = try Vocabularies.randomCases("\(name).gguf.random")
    for tokenizer in try Vocabularies.tokenizers(name) { compare(tokenizer, all, name) }
  }

  /// What `make_unigrams.py` wrote: the two kinds of file replace text in two ways.
  @Test(arguments: ["unigram", "unigram-bytes"])
  func encodesRandomStringsAsBothReferences(name: String) throws {
    let tokenizers = try Vocabularies.tokenizers(name)
    for (tokenizer, file) in zip(tokenizers, ["gguf.random", "gguf.json.random"]) {
      compare(tokenizer, try Vocabularies.randomCases("\(name).\(file)"), "\(name).\(file)")
    }
  }

  private func compare(_ tokenizer: Tokenizer, _ all: [Vocabularies.RandomCase], _ name: String) {
    // Characters that are newer than the reference's Unicode have another class there.
    let cases = all.filter { entry in
      entry.text.unicodeScalars.allSatisfy { ($0.properties.age ?? (0, 0)) <= (16, 0) }
    }
    var differing: [String] = []
    for entry in cases {
      let found = tokenizer.encode(entry.text, parseSpecial: entry.parsesSpecial)
      if found != entry.tokens { differing.append("\(entry.text.debugDescription): \(found)") }
    }
    print(
      "\(name): \(cases.count - differing.count) of \(cases.count) random strings, \(all.count - cases.count) too new"
    )
    #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
  }

  /// How fast; the numbers are printed and nothing is expected of them, as machines differ.
  @Test(arguments: ["gpt-2", "llama-bpe", "qwen2", "llama-spm", "gemma-4"])
  func printsHowLongItTakes(name: String) throws {
    let clock = ContinuousClock()
    let path = Vocabularies.path("\(name).gguf")
    let data = try Data(contentsOf: path, options: .alwaysMapped)
    let parsing = try clock.measure { _ = try GGUF.parse(data) }
    var loaded: Tokenizer?
    let loading = try clock.measure { loaded = try Tokenizer(try GGUF.parse(data)) }
    let tokenizer = try #require(loaded)
    var line = "\(name): header \(parsing), tokenizer \(loading)"
    for (kind, text) in Vocabularies.texts {
      let time = clock.measure { _ = tokenizer.encode(text) }
      let rate = Double(text.utf8.count) / 1e6 / (time / .seconds(1))
      line += ", \(kind) \((rate * 10).rounded() / 10) MB/s"
    }
    print(line)
  }
}

/// The files of the folder that `DOSSIER_VOCABULARIES` names.
private enum Vocabularies {
  static let folder = ProcessInfo.processInfo.environment["DOSSIER_VOCABULARIES"]

  static func path(_ name: String) -> URL {
    URL(filePath: folder ?? "").appending(path: "ggml-vocab-\(name)")
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: path(name)), as: UTF8.self)
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    let data = try Data(contentsOf: path("\(name).gguf"), options: .alwaysMapped)
    return try Tokenizer(try GGUF.parse(data))
  }

  /// The tokenizer from each of the files that describe it.
  static func tokenizers(_ name: String) throws -> [Tokenizer] {
    let json = try Data(contentsOf: path("\(name).gguf.json"))
    let folder = ModelFolder(["tokenizer.json": json])
    return [try tokenizer(name), try Tokenizer(folder)]
  }

  struct RandomCase {
    let parsesSpecial: Bool
    let text: String
    let tokens: [Int]
  }

  static func randomCases(_ name: String) throws -> [RandomCase] {
    let bytes = [UInt8](try Data(contentsOf: path(name)))
    var place = 0
    func number() -> Int {
      place += 4
      return (1...4).reduce(0) { $0 << 8 | Int(bytes[place - $1]) }
    }
    var cases: [RandomCase] = []
    while place < bytes.count {
      let parses = bytes[place] == 1
      place += 1
      let count = number()
      let text = String(decoding: bytes[place..<place + count], as: UTF8.self)
      place += count
      let tokens = (0..<number()).map { _ in number() }
      cases.append(RandomCase(parsesSpecial: parses, text: text, tokens: tokens))
    }
    return cases
  }

  /// English prose with names that are made up, and a mixture of scripts, of 4 MB each, and one word of
  /// 1 MB.
  static let texts: [(kind: String, text: String)] = {
    var generator = SplitMix(state: 7)
    func pick(_ list: [String]) -> String {
      list[Int.random(in: 0..<list.count, using: &generator)]
    }
    let words = common.components(separatedBy: " ")
    let parts = ["ka", "lo", "mir", "ten", "sa", "vor", "ing", "qu", "el", "ba", "tho", "ny"]
    let names = (0..<20_000).map { _ in pick(parts) + pick(parts) + pick(parts) + pick(parts) }
    var prose = ""
    while prose.utf8.count < 4_000_000 {
      prose += Int.random(in: 0..<8, using: &generator) == 0 ? pick(names) : pick(words)
      prose += " "
    }
    let mixed = [
      "Résumé — naïve café, ", "数据集 和 模型。", "データを見る。", "Привет, мир! ", "x = f(a[i], 3.14)\n",
      "안녕하세요 ", "👍🏽 ok ", "\t\treturn 1024;\r\n", "العربية ", "the residual stream ",
    ]
    var mixture = ""
    while mixture.utf8.count < 4_000_000 {
      mixture += pick(mixed)
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    let word = (0..<1_000_000).map { _ in letters[Int.random(in: 0..<26, using: &generator)] }
    return [
      ("prose", prose), ("mixed", mixture), ("one word", String(decoding: word, as: UTF8.self)),
    ]
  }()

  private static let common = """
    the of and to in a is that, for it was on with as be by at he this had not are but from or have \
    they which one you were all her she there would their we been has when who will no more if out \
    so up said what its about than into them can only other time new some could these two may first \
    then do any like my now over such our man me even most made. After also did many off before must \
    well back through years much where your way down should because long each just state those people \
    too how little good world make interpretability transformer residual stream, activation patching \
    logit difference. Tokenization hypothesis doesn't it's we'll 1987 3.14 (see figure 2) evidence \
    measured; nothing "quoted" between several experiments — whose results disagree.
    """
}
