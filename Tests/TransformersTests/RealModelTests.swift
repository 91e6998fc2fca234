import Testing
import Transformers

@Suite(.enabled(if: RealModel.isWanted, RealModel.missing), .serialized)
struct RealModelTests {
  @Test func knowsTheCapitalOfFrance() throws {
    let model = try RealModel.load()
    let prompt = try model.tokenizer.chat([ChatMessage(.user, "What is the capital of France?")])
    let answer = try model.generate(prompt, GenerationOptions(maxTokens: 12, stopTokens: [2]))
    #expect(model.tokenizer.decode(answer) == "The capital of France is Paris.")
  }
}
