import Digests
import Documents
@testable import Experiments
import Techniques
import Testing

@Suite struct RecipeTests {
  static let digest = SHA256.digest("x").hex
  static let other = SHA256.digest("y").hex

  static func recipe(
    technique: String = "t", version: Int = 1, options: [String: String] = ["prompt": digest],
    inputs: [String: String] = ["p.jsonl": digest], environment: [String: String] = [:],
    needs: [String: String] = [:], model: String = digest
  ) -> Recipe {
    Recipe(
      technique: technique, version: version, options: options, inputs: inputs,
      environment: environment, needs: needs, model: model)
  }

  /// The key is part of the format: results in caches and provenance in git are named by it.
  @Test func hasTheKeyThatTheFormatPageGives() {
    #expect(
      Self.recipe().json.digestibleText == """
        {"environment":{},"inputs":{"p.jsonl":"\(Self.digest)"},"model":"\(Self.digest)",\
        "needs":{},"options":{"prompt":"\(Self.digest)"},"schema":1,\
        "technique":{"name":"t","version":1}}
        """)
    #expect(Self.recipe().key == "03596e44d174dd1a1fdd063b47c9824a22531aaa7826859640d7eb9f664632a8")
  }

  @Test(arguments: [
    (recipe(version: 2), ["technique version 1 -> 2"]),
    (recipe(technique: "u"), ["technique 't' replaced by 'u'"]),
    (recipe(options: ["prompt": other]), ["option 'prompt' changed"]),
    (recipe(options: ["prompt": digest, "n": digest]), ["option 'n' added"]),
    (recipe(options: [:]), ["option 'prompt' removed"]),
    (recipe(inputs: ["p.jsonl": other]), ["input 'p.jsonl' changed"]),
    (recipe(environment: ["uv.lock": digest]), ["environment 'uv.lock' added"]),
    (recipe(needs: ["b": digest]), ["result of 'b' added"]),
    (recipe(model: other), ["model changed"]),
    (recipe(version: 2, options: [:]), ["technique version 1 -> 2"]),
    (
      recipe(options: ["prompt": other], model: other),
      ["model changed", "option 'prompt' changed"]
    ),
    (recipe(), []),
  ])
  func saysWhatChanged(new: Recipe, reasons: [String]) {
    #expect(new.differences(from: Self.recipe()) == reasons)
    #expect((new.key == Self.recipe().key) == reasons.isEmpty)
  }

  @Test func fillsInStandardValues() throws {
    let id = try experimentID("a")
    let techniques = FakeEngine().techniques
    let description = try #require(techniques["count-letters"])
    func digests(_ options: String) throws -> [String: String] {
      let source =
        "schema: 1\ntitle: T\ntechnique: count-letters\nmodel: m\noptions: {\(options)}\n"
      let parsed = ExperimentDeclaration.parse(source, id: id, techniques: techniques)
      return try #require(parsed.declaration).optionDigests(description)
    }
    #expect(try digests("prompt: x") == digests("prompt: 'x', times: 1"))
    #expect(try digests("prompt: x") != digests("prompt: x, times: 2"))
    #expect(
      try digests("prompt: x, pairs: [{clean: a}]")
        == digests("prompt: x, pairs: [{clean: a, weight: 1.0}]"))
  }

  @Test(arguments: [
    JSON.null, [], [:], 1, 1.5, true, "x", [1, [2, ["a": nil]]], ["a": ["b": [false]]],
  ])
  func turnsJSONIntoOptionsAndBack(json: JSON) {
    guard let value = OptionValue(json) else {
      #expect(json == .null)
      return
    }
    #expect(OptionValue(JSON(value)) == value)
  }
}

@Suite struct ProvenanceTests {
  private static let provenance = Provenance(
    recipe: RecipeTests.recipe(needs: ["b": RecipeTests.other]), modelName: "tiny",
    outputs: ["heads.svg": RecipeTests.digest, "heads.json": RecipeTests.other],
    remarks: ["n is small"])

  @Test func readsWhatItWrites() throws {
    let bytes = Self.provenance.bytes
    #expect(try Provenance(parsing: bytes) == Self.provenance)
    #expect(try Provenance(parsing: bytes).bytes == bytes)
  }

  @Test func isReadable() {
    let text = String(decoding: Self.provenance.bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"environment\": {},\n"))
    #expect(text.hasSuffix("}\n"))
    #expect(text.contains("\"technique\": {\"name\": \"t\", \"version\": 1}"))
    #expect(!text.contains("202"), "no time, host or commit")
  }

  @Test(arguments: [
    ("", "the text ends too early"), ("{", "the text ends"), ("[]", "'schema' is missing"),
    ("{\"schema\": 2}", "newer version (schema 2)"), ("{\"schema\": 1}", "'technique' is missing"),
    ("<<<<<<< HEAD\n{}\n=======\n", "unexpected"), ("\u{0}", "unexpected"),
  ])
  func saysWhyItCannotBeRead(content: String, words: String) {
    #expect {
      try Provenance(parsing: Array(content.utf8))
    } throws: { error in
      (error as? Provenance.Problem)?.words.contains(words) ?? false
    }
  }

  @Test func noticesAForgedInput() throws {
    let text = String(decoding: Self.provenance.bytes, as: UTF8.self)
      .replacing(
        "\"p.jsonl\": \"\(RecipeTests.digest)\"", with: "\"p.jsonl\": \"\(RecipeTests.other)\"")
    #expect(throws: Provenance.Problem.keyMismatch) {
      try Provenance(parsing: Array(text.utf8))
    }
  }

  @Test(arguments: ["../x.svg", "a/b.svg", "", ".git", "x\\u0000.svg"])
  func refusesOutputsElsewhere(name: String) throws {
    let text = String(decoding: Self.provenance.bytes, as: UTF8.self)
      .replacing("heads.svg", with: name)
    #expect(throws: Provenance.Problem.badField("outputs")) {
      try Provenance(parsing: Array(text.utf8))
    }
  }

  @Test func neverTraps() {
    let bytes = Self.provenance.bytes
    for length in stride(from: 0, to: bytes.count, by: 3) {
      _ = try? Provenance(parsing: Array(bytes[..<length]))
      var flipped = bytes
      flipped[length] ^= 0x41
      if let read = try? Provenance(parsing: flipped) { #expect(read.key == read.recipe.key) }
    }
  }
}
