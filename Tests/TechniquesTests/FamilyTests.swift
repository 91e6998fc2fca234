import Testing
import Transformers

@testable import Techniques

/// The techniques on a tiny random model of each family; their own checks must come out right.
@Suite struct FamilyTests {
  static let families = [
    "llama", "llama-bias", "qwen2-yarn", "qwen3", "gemma2", "gemma3", "gpt2", "gptneox",
    "gptneox-sequential", "olmo2", "phi3", "phi3-long",
  ]

  private func run<T: Technique>(
    _ technique: T.Type, on family: String, _ record: [String: OptionValue]
  ) throws -> TechniqueResult {
    let model = try Model.load(
      gguf: Fixture.data("Transformers/Families/\(family)/\(family).gguf"), threads: 1)
    let (options, problems) = T.description.decode(record)
    try #require(problems.isEmpty, "\(problems)")
    return try T.run(options, on: model) { _, _ in }
  }

  @Test(arguments: families)
  func splitsLogitDifferencesIntoTheirParts(family: String) throws {
    let prompts: OptionValue = [
      ["text": "abc", "answer": "d", "wrong": "e"], ["text": "kfg", "answer": "a", "wrong": "b"],
    ]
    let result = try run(DirectLogitAttribution.self, on: family, ["prompts": prompts])
    #expect(try #require(result[number: "largest_error"]) < 1e-4)
    #expect(try #require(result[number: "logit_difference"]) != 0)
  }

  @Test(arguments: families)
  func readsLayersAsTheModelDoesItsLast(family: String) throws {
    let result = try run(
      LogitLens.self, on: family, ["prompts": [["text": "abc", "answer": "d"]]])
    #expect(try #require(result[number: "largest_error"]) < 1e-4)
  }

  @Test(arguments: families)
  func patchesFromCleanToCorrupt(family: String) throws {
    let pairs: OptionValue = [
      ["clean": "abcd", "corrupt": "akcd", "answer": "d", "wrong": "e"],
      ["clean": "abcd", "corrupt": "akcd", "answer": "e", "wrong": "d"],
    ]
    let result = try run(
      ActivationPatching.self, on: family, ["pairs": pairs, "least_gap": "0.01"])
    #expect(result.remarks.filter { $0.hasPrefix("checked:") }.count > 1)
  }
}
