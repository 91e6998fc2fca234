import Testing
import Transformers

/// Edits of a tiny random Llama.
struct EditTests {
  let model: Model
  let tokens = [41, 40, 45, 78, 7, 61, 4]
  let base: Run

  init() throws {
    model = try Fixture.tinyModel("f32")
    base = try model.run(tokens, capture: Set(HookPoint.all(for: model.config)), logits: .all)
  }

  private func logits(_ edits: [Edit]) throws -> [Float] {
    try model.run(tokens, edits: edits, logits: .all).logits.flatMap { $0 }
  }

  private var baseLogits: [Float] { base.logits.flatMap { $0 } }

  @Test func changesNothingByReplacingWithWhatIsThere() throws {
    for hook in HookPoint.all(for: model.config) {
      let own = try #require(base[hook])
      // An edit takes numbers by position, where scores and patterns are kept by head.
      var values = own.values
      if [.pattern, .attnScores].contains(hook.site) {
        values = tokens.indices.flatMap { query in
          (0..<model.config.heads).flatMap { Array(own[$0, query]) }
        }
      }
      let found = try logits([Edit(hook, .replace(values))])
      #expect(relativeError(found, baseLogits) < 1e-5, "\(hook)")
    }
  }

  @Test func changesTheLogitsEverywhereElse() throws {
    for hook in HookPoint.all(for: model.config) where hook != .residPost(2) {
      let found = try logits([Edit(hook, .scale(0.5))])
      #expect(relativeError(found, baseLogits) > 1e-3, "\(hook)")
    }
    // The final norm takes away what multiplies the whole stream.
    let found = try logits([Edit(.residPost(2), .scale(0.5))])
    #expect(relativeError(found, baseLogits) < 1e-4)
  }

  @Test(arguments: [HookPoint.residPre(1), .z(0), .mlpPost(2), .v(1)])
  func leavesEarlierPositionsAlone(hook: HookPoint) throws {
    let run = try model.run(tokens, edits: [Edit(hook, at: [4], .zero)], logits: .all)
    for position in 0..<4 {
      #expect(relativeError(run.logits[position], base.logits[position]) < 1e-5)
    }
    #expect(relativeError(run.logits[4], base.logits[4]) > 1e-3)
  }

  @Test func patchesWholeResidualStreams() throws {
    let other = try model.run([1, 2, 3, 4, 5, 6, 8], capture: [.residPre(2)], logits: .all)
    let values = try #require(other[.residPre(2)]).values
    let found = try logits([Edit(.residPre(2), .replace(values))])
    #expect(relativeError(found, other.logits.flatMap { $0 }) < 1e-5)
  }

  @Test func addsADirectionAtChosenPositions() throws {
    let direction = (0..<model.config.width).map { Float($0) / 10 }
    let edit = Edit(.residPost(0), at: [2, 5], .add(direction))
    let run = try model.run(tokens, capture: [.residPost(0)], edits: [edit])
    let found = try #require(run[.residPost(0)])
    let own = try #require(base[.residPost(0)])
    for position in tokens.indices {
      let added = [2, 5].contains(position) ? direction : direction.map { _ in 0 }
      #expect(Array(found[position]) == zip(own[position], added).map { $0 + $1 })
    }
  }

  @Test func takesNumbersPositionByPosition() throws {
    let width = model.config.headWidth
    let numbers = (0..<3 * width).map(Float.init)
    let edit = Edit(.z(1), at: [6, 0, 3], head: 2, .replace(numbers))
    let run = try model.run(tokens, capture: [.z(1)], edits: [edit])
    let found = try #require(run[.z(1)])
    for (order, position) in [6, 0, 3].enumerated() {
      #expect(Array(found[position, 2]) == Array(numbers[order * width..<(order + 1) * width]))
    }
    let own = try #require(base[.z(1)])
    #expect(Array(found[1]) == Array(own[1]))
    #expect(Array(found[6, 1]) == Array(own[6, 1]))
  }

  @Test func takesAHeadOutAlikeByZAndByResult() throws {
    let byZ = try logits([Edit(.z(1), at: [6], head: 3, .zero)])
    let byResult = try logits([Edit(.result(1), at: [6], head: 3, .zero)])
    #expect(relativeError(byZ, byResult) < 1e-5)
    #expect(relativeError(byZ, baseLogits) > 1e-3)
  }

  @Test func keepsPatternsSummingToOneWhereScoresAreMasked() throws {
    // The last query may not look at the third token with its second head.
    var scores = [Float](repeating: 0, count: tokens.count)
    scores[2] = -.infinity
    let edit = Edit(.attnScores(1), at: [6], head: 1, .add(scores))
    let run = try model.run(tokens, capture: [.pattern(1)], edits: [edit])
    let pattern = try #require(run[.pattern(1)])
    let row = Array(pattern[1, 6])
    #expect(row[2] == 0)
    #expect(abs(row.reduce(0, +) - 1) < 1e-5)
    let own = try #require(base[.pattern(1)])
    #expect(Array(pattern[0, 6]) == Array(own[0, 6]))
  }

  @Test func givesNoAttentionWhereEverythingIsMasked() throws {
    let edit = Edit(
      .attnScores(0), at: [3], .replace([Float](repeating: -.infinity, count: 4 * tokens.count)))
    let run = try model.run(tokens, capture: [.pattern(0), .z(0)], edits: [edit], logits: .all)
    #expect(run[.pattern(0)]?[2, 3].allSatisfy { $0 == 0 } == true)
    #expect(run[.z(0)]?[3].allSatisfy { $0 == 0 } == true)
    #expect(run.logits.joined().allSatisfy { $0.isFinite })
  }

  @Test func editsEachPromptByItself() throws {
    let prompts = [[3, 4, 5], [3, 4, 5], [7, 8]]
    let edits = [
      [], [Edit(.z(1), at: [2], head: 1, .zero)], [Edit(.residPre(1), .scale(2))],
    ]
    let runs = try model.run(prompts: prompts, edits: edits, logits: .all)
    for (run, (prompt, edits)) in zip(runs, zip(prompts, edits)) {
      let alone = try model.run(prompt, edits: edits, logits: .all)
      #expect(relativeError(run.logits.flatMap { $0 }, alone.logits.flatMap { $0 }) < 1e-5)
    }
    #expect(relativeError(runs[0].lastLogits, runs[1].lastLogits) > 1e-3)
    #expect(throws: ModelError.self) { try model.run(prompts: prompts, edits: [[]]) }
  }

  @Test func makesEditsOfOnePlaceInOrder() throws {
    let twice = [Edit(.embed, .zero), Edit(.embed, .add(Array(repeating: 2, count: 32)))]
    let run = try model.run(tokens, capture: [.embed], edits: twice)
    #expect(run[.embed]?.values.allSatisfy { $0 == 2 } == true)
  }

  @Test(arguments: [
    (
      Edit(.residPre(3), .zero),
      "the hook point 'blocks.3.hook_resid_pre' is in no block of the model; the blocks are 0 to 2"
    ),
    (
      Edit(.z(0), head: 4, .zero),
      "the edit of 'blocks.0.attn.hook_z' names head 4; the heads there are 0 to 3"
    ),
    (
      Edit(.k(0), head: 2, .zero),
      "the edit of 'blocks.0.attn.hook_k' names head 2; the heads there are 0 to 1"
    ),
    (
      Edit(.residMid(0), head: 0, .zero),
      "the edit of 'blocks.0.hook_resid_mid' names a head, but there are none"
    ),
    (
      Edit(.embed, at: [7], .zero),
      "the edit of 'hook_embed' names position 7; the positions are 0 to 6"
    ),
    (
      Edit(.embed, at: [-1], .zero),
      "the edit of 'hook_embed' names position -1; the positions are 0 to 6"
    ),
    (
      Edit(.embed, at: [0, 1], .replace([1])),
      "the edit of 'hook_embed' has 1 numbers; give 32 for one position or 64 for all"
    ),
    (
      Edit(.pattern(0), at: [0], head: 1, .add([])),
      "the edit of 'blocks.0.attn.hook_pattern' has 0 numbers; give 7"
    ),
  ])
  func refusesWhatTheModelDoesNotHave(edit: Edit, message: String) {
    let error = #expect(throws: ModelError.self) { try model.run(tokens, edits: [edit]) }
    #expect(error?.description == message)
    #expect(error?.kind == .request)
    #expect(throws: ModelError.self) { try model.sweep(tokens, edits: [[edit]], answers: [1]) }
  }
}
