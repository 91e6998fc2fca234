import Testing
import Transformers

struct RunTests {
  let model: Model
  let tokens = [41, 40, 45, 78, 7, 61, 4]
  let all: Run

  init() throws {
    model = try Fixture.tinyModel("q8_0")
    all = try model.run(tokens, logits: .all)
  }

  @Test func computesTheLogitsAskedFor() throws {
    #expect(all.logitPositions == Array(0..<7))
    #expect(all.logits.map(\.count) == Array(repeating: 82, count: 7))
    let none = try model.run(tokens, logits: .none)
    #expect(none.logits.isEmpty && none.lastLogits.isEmpty)
    check(try model.run(tokens), at: [6], of: nil)
    check(try model.run(tokens, logits: .positions([3, 0])), at: [3, 0], of: nil)
    check(try model.run(tokens, logits: .tokens([9, 80, 9], at: .last)), at: [6], of: [9, 80, 9])
    check(try model.run(tokens, logits: .tokens([0], at: .all)), at: Array(0..<7), of: [0])
    check(
      try model.run(tokens, logits: .tokens([5, 6], at: .positions([1]))), at: [1], of: [5, 6])
  }

  private func check(_ run: Run, at positions: [Int], of wanted: [Int]?) {
    #expect(run.logitPositions == positions)
    let expected = positions.map { position in
      (wanted ?? Array(0..<82)).map { all.logits[position][$0] }
    }
    #expect(relativeError(run.logits.flatMap { $0 }, expected.flatMap { $0 }) < 1e-5)
  }

  @Test func unembedsAnyResidualStreamAsTheModelDoes() throws {
    let run = try model.run(tokens, capture: [.residPost(1), .finalNormScale, .finalNormalized])
    let residual = try #require(run[.residPost(1)]).values
    let logits = try model.unembed(residual: residual)
    #expect(relativeError(logits.flatMap { $0 }, all.logits.flatMap { $0 }) < 1e-5)
    let some = try model.unembed(residual: residual, tokens: [3, 1])
    #expect(some.map(\.count) == Array(repeating: 2, count: 7))
    #expect(abs(some[6][1] - logits[6][1]) < 1e-4)

    // By hand: the normed stream, times the norm's weight, times the token's column.
    let normed = try #require(run[.finalNormalized])
    let column = try model.unembedding(3)
    let terms = zip(zip(normed[6], model.finalNormWeight), column).map { $0.0 * $0.1 * $1 }
    #expect(abs(terms.reduce(0, +) - logits[6][3]) < 1e-4)
  }

  @Test func tiesTheUnembeddingWhereTheFileDoes() throws {
    #expect(try model.embedding(3) != model.unembedding(3))
    let tied = try Fixture.tinyModel("f32")
    #expect(try tied.embedding(3) == tied.unembedding(3))
  }

  @Test(arguments: [[], [-1], [82], [0, 1_000_000]])
  func refusesPromptsThatItCannotRead(tokens: [Int]) {
    #expect(throws: ModelError.self) { try model.run(tokens) }
    #expect(throws: ModelError.self) { try model.generate(tokens, .init(maxTokens: 1)) }
    #expect(throws: ModelError.self) { try model.sweep(tokens, edits: [], answers: []) }
  }

  @Test func refusesPromptsLongerThanTheContext() throws {
    #expect(throws: Never.self) { try model.run(Array(repeating: 4, count: 64)) }
    let error = #expect(throws: ModelError.self) {
      try model.run(Array(repeating: 4, count: 65))
    }
    #expect(error?.description == "the prompt has 65 tokens; the model reads 64 at most")
  }

  @Test func refusesLogitsAndHookPointsThatDoNotExist() {
    #expect(throws: ModelError.self) { try model.run(tokens, logits: .positions([7])) }
    #expect(throws: ModelError.self) { try model.run(tokens, logits: .tokens([82], at: .last)) }
    #expect(throws: ModelError.self) { try model.run(tokens, capture: [.z(2)]) }
    #expect(throws: ModelError.self) { try model.unembed(residual: [1, 2, 3]) }
    #expect(throws: ModelError.self) { try model.unembed(residual: [], tokens: [99]) }
    #expect(throws: ModelError.self) { try model.unembedding(-1) }
    #expect(throws: ModelError.self) { try model.embedding(82) }
  }

  @Test func runsNoPromptsAndManyPrompts() throws {
    #expect(try model.run(prompts: []).isEmpty)
    // More rows than one pass takes.
    let prompts = (0..<60).map { index in (0..<40).map { ($0 * 7 + index) % 82 } }
    let runs = try model.run(prompts: prompts)
    #expect(runs.map(\.tokens) == prompts)
    let last = try model.run(prompts[59])
    #expect(relativeError(runs[59].lastLogits, last.lastLogits) < 1e-5)
  }

  @Test(arguments: [LogitRequest.last, .positions([15, 17]), .tokens([3, 8], at: .last), .all])
  func readsASharedBeginningOnce(request: LogitRequest) throws {
    let start = Array(10..<28)
    let prompts = [start + [5, 6], start + [41, 40, 45, 78], start]
    let runs = try model.run(prompts: prompts, logits: request)
    for (run, prompt) in zip(runs, prompts) {
      let alone = try model.run(prompt, logits: request)
      #expect(run.logitPositions == alone.logitPositions)
      #expect(relativeError(run.logits.flatMap { $0 }, alone.logits.flatMap { $0 }) < 1e-5)
    }
  }

  @Test func stopsWhenTheTaskIsCancelled() async throws {
    let model = model
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try model.run([1, 2, 3])
    }
    task.cancel()
    await #expect(throws: ModelError.self) { try await task.value }
  }

  @Test func indexesActivations() {
    let activation = Activation(shape: [2, 3, 2], values: (0..<12).map(Float.init))
    #expect(Array(activation[1]) == [6, 7, 8, 9, 10, 11])
    #expect(Array(activation[1, 2]) == [10, 11])
    #expect(Array(Activation(shape: [2, 2], values: [1, 2, 3, 4])[1, 0]) == [3])
  }
}
