import Foundation
import Testing

@testable import Transformers

struct SamplingTests {
  /// What the `transformers` library leaves of some logits.
  private struct Case: Decodable {
    let temperature: Float
    let topK: Int?
    let topP: Float?
    let logits: [Float]
    let probabilities: [Double]
  }

  @Test func keepsTheTokensThatTheReferenceKeeps() throws {
    let cases = try Fixture.json("sampling.json", as: [Case].self)
    for one in cases {
      let sampling = Sampling(temperature: one.temperature, topK: one.topK, topP: one.topP)
      let candidates = sampling.candidates(one.logits)
      let sum = candidates.reduce(0) { $0 + $1.weight }
      var found = one.logits.map { _ in 0.0 }
      for (token, weight) in candidates { found[token] = weight / sum }
      for (a, b) in zip(found, one.probabilities) {
        #expect(abs(a - b) < 1e-6, "\(sampling): \(a) is not \(b)")
      }
    }
  }

  @Test func drawsAsOftenAsLikely() {
    let logits: [Float] = [0, 1, 2, -3]
    let sampling = Sampling(temperature: 1)
    var counts = [0, 0, 0, 0]
    var source = SampleSource(seed: 1, answer: 0)
    for _ in 0..<100_000 { counts[sampling.token(logits, &source)] += 1 }
    let sum = logits.reduce(0) { $0 + exp($1) }
    for (count, logit) in zip(counts, logits) {
      #expect(abs(Float(count) / 100_000 - exp(logit) / sum) < 0.006)
    }
  }

  @Test(arguments: [
    [Float](repeating: -.infinity, count: 3), [.nan, .nan], [.infinity, 0], [1], [0, 0, 0],
  ])
  func choosesSomeTokenWhateverTheLogits(logits: [Float]) {
    for sampling in [Sampling.greedy, Sampling(temperature: 1, topK: 2, topP: 0.5)] {
      var source = SampleSource(seed: 0, answer: 0)
      #expect(logits.indices.contains(sampling.token(logits, &source)))
    }
  }

  @Test func takesNumbersOutOfRangeToTheirNearestEnd() {
    let sampling = Sampling(temperature: -1, topK: 0, topP: 7)
    #expect(sampling == Sampling(temperature: 0, topK: 1, topP: 1))
  }

  @Test func givesTheSameAnswerForASeedAloneAndInABatch() throws {
    let model = try Fixture.tinyModel("f32")
    let options = GenerationOptions(
      maxTokens: 12, sampling: Sampling(temperature: 1.5, topP: 0.9, seed: 7))
    let prompts = [[5], [41, 40, 45], [9, 9]]
    let together = try model.generate(prompts: prompts, options)
    #expect(try model.generate(prompts: prompts, options) == together)
    #expect(try model.generate(prompts[0], options) == together[0])
    let other = GenerationOptions(
      maxTokens: 12, sampling: Sampling(temperature: 1.5, topP: 0.9, seed: 8))
    #expect(try model.generate(prompts: prompts, other) != together)
  }

  @Test func endsWhenItIsToldTo() throws {
    let model = try Fixture.tinyModel("f32")
    var heard = 0
    let answer = try model.generate([5], GenerationOptions(maxTokens: 12)) { _ in
      heard += 1
      return heard < 3
    }
    #expect(answer.count == 3)
  }
}
