import Testing
import Transformers

struct GenerationTests {
  let model: Model

  init() throws { model = try Fixture.tinyModel("f32") }

  /// The likeliest continuation, reading the whole prompt again for every token.
  private func continuation(of prompt: [Int], count: Int) throws -> [Int] {
    var tokens = prompt
    for _ in 0..<count {
      let logits = try model.run(tokens).lastLogits
      tokens.append(try #require(logits.indices.max { logits[$0] < logits[$1] }))
    }
    return Array(tokens.dropFirst(prompt.count))
  }

  @Test(arguments: [[5], [41, 40, 45, 78], Array(10..<40)])
  func continuesAsWithoutACache(prompt: [Int]) throws {
    let answer = try model.generate(prompt, GenerationOptions(maxTokens: 20))
    #expect(try answer == continuation(of: prompt, count: 20))
  }

  @Test func continuesSeveralPromptsAsEachAlone() throws {
    let prompts = [[5], [41, 40, 45, 78], [9, 9, 9]]
    var heard: [Int: [Int]] = [:]
    let answers = try model.generate(prompts: prompts, GenerationOptions(maxTokens: 12)) {
      heard[$0, default: []].append($1)
      return true
    }
    #expect(try answers == prompts.map { try continuation(of: $0, count: 12) })
    #expect(answers.enumerated().allSatisfy { heard[$0] == $1 })
  }

  @Test func readsASharedBeginningOnce() throws {
    let start = Array(10..<30)
    let prompts = [start + [5], start + [41, 40, 45, 78], start, Array(start.dropLast(3)) + [9]]
    let answers = try model.generate(prompts: prompts, GenerationOptions(maxTokens: 6))
    #expect(try answers == prompts.map { try continuation(of: $0, count: 6) })
  }

  @Test func stopsBeforeAStopToken() throws {
    let prompt = [41, 40, 45, 78]
    let whole = try model.generate(prompt, GenerationOptions(maxTokens: 12))
    let stop = try #require(whole.dropFirst(3).first { !whole.prefix(3).contains($0) })
    let end = try #require(whole.firstIndex(of: stop))
    let options = GenerationOptions(maxTokens: 12, stopTokens: [stop])
    #expect(try model.generate(prompt, options) == Array(whole.prefix(end)))
    // One prompt's end does not end the others.
    let both = try model.generate(prompts: [prompt, [5]], options)
    #expect(both[0] == Array(whole.prefix(end)))
    #expect(both[1].count >= 1)
  }

  @Test func continuesMorePromptsThanOnePassTakes() throws {
    let prompts = (0..<50).map { [$0, 7, 3] }
    let answers = try model.generate(prompts: prompts, GenerationOptions(maxTokens: 50))
    #expect(answers.map(\.count) == Array(repeating: 50, count: 50))
    #expect(try answers[49] == continuation(of: prompts[49], count: 50))
  }

  @Test func addsNothingWhereNothingIsAskedFor() throws {
    #expect(try model.generate([5], GenerationOptions(maxTokens: 0)) == [])
    #expect(try model.generate(prompts: [], GenerationOptions(maxTokens: 3)) == [])
  }

  @Test func refusesToGoBeyondTheContext() {
    let error = #expect(throws: ModelError.self) {
      try model.generate([5, 6], GenerationOptions(maxTokens: 63))
    }
    #expect(
      error?.description
        == "a prompt of 2 tokens and 63 new ones do not fit the model; it reads 64 at most")
    #expect(throws: ModelError.self) {
      try model.generate([5], GenerationOptions(maxTokens: .max))
    }
  }
}
