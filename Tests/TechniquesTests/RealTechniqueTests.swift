import Figures
import Testing

@testable import Techniques

@Suite(.enabled(if: RealModel.isWanted, RealModel.missing), .serialized)
struct RealTechniqueTests {
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
