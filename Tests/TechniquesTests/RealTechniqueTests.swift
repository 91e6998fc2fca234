import Figures
import Foundation
import Testing
import Transformers

@testable import Techniques

/// What `Tests/Oracles/techniques/make_techniques.py` found with plain torch.
private struct Reference: Decodable {
  struct Question: Decodable {
    let text: String
    let answer: String
    let wrong: String
    let difference: Double
  }

  struct Patching: Decodable {
    let clean: String
    let corrupt: String
    let answer: String
    let wrong: String
    let clean_difference: Double
    let corrupt_difference: Double
    let resid_pre: [[Double]]
    let heads: [[Double]]
  }

  struct Attribution: Decodable {
    let text: String
    let answer: String
    let wrong: String
    let embedding: Double
    let attention: [Double]
    let mlp: [Double]
    let heads: [[Double]]
    let difference: Double
  }

  struct Lens: Decodable {
    let text: String
    let answer: String
    let probabilities: [[Double]]
    let top: [[Int]]
  }

  let ioi: [Question]
  let patching: Patching
  let attribution: Attribution
  let lens: Lens

  static func load() throws -> Reference {
    try JSONDecoder().decode(Reference.self, from: Fixture.data("Techniques/reference.json"))
  }
}

/// Expects every number of a grid to be that of the reference.
private func check(
  _ found: [[Double]], is expected: [[Double]], within tolerance: Double, _ name: String,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(found.map(\.count) == expected.map(\.count), sourceLocation: location)
  let errors = zip(found.joined(), expected.joined()).map { abs($0 - $1) }
  let largest = errors.max() ?? .infinity
  #expect(largest < tolerance, "\(name): largest error \(largest)", sourceLocation: location)
}

@Suite(.enabled(if: RealModel.isWanted, RealModel.missing), .serialized)
struct RealTechniqueTests {
  /// 24 prompts in which the second name is the answer, all right, 4.7 logits on average.
  @Test func findsTheIndirectObject() throws {
    let model = try RealModel.load()
    let questions = try Reference.load().ioi
    let prompts = OptionValue.list(
      questions.map {
        ["text": .text($0.text), "answer": .text($0.answer), "wrong": .text($0.wrong)]
      })
    let options = DirectLogitAttribution.description.decode(["prompts": prompts]).options
    let result = try DirectLogitAttribution.run(options, on: model) { _, _ in }
    for (row, question) in zip(result.tables[0].table.rows, questions) {
      guard case .number(let difference) = row[3] else { continue }
      #expect(abs(difference - question.difference) < 2e-3, "\(question.text)")
    }
    #expect(questions.count == 24)
    #expect(try #require(result[number: "right_share"]) > 0.95)
    #expect(try #require(result[number: "largest_error"]) < 1e-4)
  }

  @Test func patchesAsAnIndependentComputationDoes() throws {
    let model = try RealModel.load()
    let reference = try Reference.load().patching
    let options = ActivationPatching.description.decode([
      "pairs": [
        [
          "clean": .text(reference.clean), "corrupt": .text(reference.corrupt),
          "answer": .text(reference.answer), "wrong": .text(reference.wrong),
        ]
      ]
    ]).options
    let pair = try PatchingPair.all(options, model.tokenizer)[0]
    var checks = PatchingChecks()
    let effects = try PatchingEffects(pair, PatchingSetting(options), model, &checks) { _ in }
    #expect(abs(effects.cleanDifference - reference.clean_difference) < 2e-3)
    #expect(abs(effects.corruptDifference - reference.corrupt_difference) < 2e-3)
    check(
      try #require(effects.grids[.residPre]), is: reference.resid_pre, within: 1e-3, "resid_pre")
    check(try #require(effects.grids[.heads]), is: reference.heads, within: 1e-3, "heads")
    #expect(checks.nothing.largestError < 1e-5 && checks.everything.largestError < 1e-5)
  }

  @Test func attributesAsAnIndependentComputationDoes() throws {
    let model = try RealModel.load()
    let reference = try Reference.load().attribution
    var checks = AttributionChecks()
    let question = AttributionQuestion(
      prompt: Prompt(reference.text, in: model.tokenizer),
      answer: model.tokenizer.encode(reference.answer)[0],
      wrong: model.tokenizer.encode(reference.wrong)[0])
    let found = try Attribution(question, model, &checks)
    #expect(abs(found.difference - reference.difference) < 2e-3)
    #expect(abs(found.embedding - reference.embedding) < 1e-3)
    check([found.attention], is: [reference.attention], within: 1e-3, "attention")
    check([found.mlp], is: [reference.mlp], within: 1e-3, "mlp")
    check(found.heads, is: reference.heads, within: 1e-3, "heads")
  }

  @Test func looksThroughTheLensAsAnIndependentComputationDoes() throws {
    let model = try RealModel.load()
    let reference = try Reference.load().lens
    var check = SelfCheck("the last row is the model's own output", tolerance: 1e-4)
    let streams = try LensStreams(Prompt(reference.text, in: model.tokenizer), model)
    let answer = model.tokenizer.encode(reference.answer)[0]
    let sheet = try LensSheet(streams, target: answer, model, &check)
    TechniquesTests.check(
      sheet.probabilities, is: reference.probabilities, within: 1e-3, "probabilities")
    let agreeing = zip(sheet.topTokens.joined(), reference.top.joined()).count { $0 == $1 }
    #expect(agreeing >= reference.top.joined().count - 2, "top tokens but for near ties")
  }

  @Test func answersAUsersTurnInTheChatForm() throws {
    let model = try RealModel.load()
    let options = PromptBench.description.decode([
      "templates": ["What is the capital of {country}?"], "format": "chat",
      "system": "Answer with one word.", "prefill": "The capital is",
      "items": [["country": "France", "city": "Paris"]],
      "outcome": ["rule": "starts-with", "answer": "{city}"], "max_tokens": "4",
    ]).options
    let result = try PromptBench.run(options, on: model) { _, _ in }
    let row = try #require(result.tables[0].table.rows.first)
    #expect(
      row[3]
        == .text(
          "<|im_start|>system\nAnswer with one word.<|im_end|>\n<|im_start|>user\nWhat is the capital of "
            + "France?<|im_end|>\n<|im_start|>assistant\nThe capital is"))
    #expect(result[number: "rate"] == 1)
  }
}
