import Testing
import Transformers

/// A sweep against the same edits one by one.
struct SweepTests {
  let model: Model
  let tokens = [41, 40, 45, 78, 7, 61, 4]
  let answers = [3, 50, 0]
  let other: Run

  init() throws {
    model = try Fixture.tinyModel("f32")
    // The first two tokens are the same.
    other = try model.run(
      [41, 40, 9, 78, 7, 20, 4], capture: Set(HookPoint.all(for: model.config)))
  }

  private func check(_ edits: [[Edit]]) throws {
    let found = try model.sweep(tokens, edits: edits, answers: answers)
    #expect(found.count == edits.count)
    for (row, edits) in zip(found, edits) {
      let run = try model.run(tokens, edits: edits, logits: .tokens(answers, at: .last))
      #expect(relativeError(row, run.lastLogits) < 1e-4, "\(edits.map(\.hook.name))")
    }
  }

  private func patch(_ hook: HookPoint, at position: Int, head: Int? = nil) throws -> Edit {
    let values = try #require(other[hook])
    let numbers = head.map { values[position, $0] } ?? values[position]
    return Edit(hook, at: [position], head: head, .replace(Array(numbers)))
  }

  @Test func patchesEveryLayerAndPosition() throws {
    try check(
      (0..<3).flatMap { layer in
        try tokens.indices.map { [try patch(.residPre(layer), at: $0)] }
      })
  }

  @Test func patchesEveryHead() throws {
    let values = try (0..<3).map { try #require(other[.z($0)]) }
    try check(
      (0..<3).flatMap { layer in
        (0..<4).map { head in
          let numbers = tokens.indices.flatMap { Array(values[layer][$0, head]) }
          return [Edit(.z(layer), head: head, .replace(numbers))]
        }
      })
  }

  @Test func editsEveryHookPoint() throws {
    try check(
      HookPoint.all(for: model.config).flatMap { hook in
        [
          [Edit(hook, at: [5], .scale(-2))], [Edit(hook, .scale(0.1))],
          [Edit(hook, at: [6], .scale(3))],
        ]
      })
  }

  @Test func combinesEditsOfSeveralLayers() throws {
    let restore = try #require(
      model.run(tokens, capture: [.residPost(1)])[.residPost(1)])
    let kept = Edit(.residPost(1), at: [3], .replace(Array(restore[3])))
    try check([
      [try patch(.residPre(2), at: 5), try patch(.residPre(0), at: 2)],
      [try patch(.embed, at: 2), kept],
      [kept, try patch(.mlpPost(0), at: 2)],
      [kept, Edit(.finalNormScale, at: [6], .scale(2))],
      [],
    ])
  }

  @Test func findsTheUneditedLogitsWhereNothingChanges() throws {
    let own = try model.run(
      tokens, capture: [.residPre(1), .z(2)], logits: .tokens(answers, at: .last))
    let edits = try [HookPoint.residPre(1), .z(2)].map { hook in
      [Edit(hook, .replace(try #require(own[hook]).values))]
    }
    let found = try model.sweep(tokens, edits: edits + [[]], answers: answers)
    #expect(found[0] == found[2] && found[1] == found[2])
    #expect(relativeError(found[2], own.lastLogits) < 1e-5)
    // Patches where both prompts begin alike change nothing, to the bit.
    let alike = try model.sweep(
      tokens, edits: [[try patch(.residPre(2), at: 1)]], answers: answers)
    #expect(alike[0] == found[2])
  }

  /// What changes nothing is computed where that is asked for, from the first position it writes.
  @Test func computesWhatChangesNothingWhereAsked() throws {
    let own = try model.run(
      tokens, capture: [.residPre(1)], logits: .tokens(answers, at: .last))
    let values = try #require(own[.residPre(1)])
    let edits = [2, 0].map { first in
      let places = Array(first..<tokens.count)
      return [Edit(.residPre(1), at: places, .replace(places.flatMap { Array(values[$0]) }))]
    }
    var skipped: [Double] = []
    _ = try model.sweep(tokens, edits: edits, answers: answers) { skipped.append($0) }
    #expect(skipped == [1])
    var computed: [Double] = []
    let found = try model.sweep(tokens, edits: edits, answers: answers, alwaysComputing: [0, 1]) {
      computed.append($0)
    }
    #expect(computed.count > 2)
    for row in found { #expect(relativeError(row, own.lastLogits) < 1e-4) }
  }

  @Test func findsTheOtherPromptWhereEverythingIsPatched() throws {
    let values = try #require(other[.residPre(1)]).values
    let found = try model.sweep(
      tokens, edits: [[Edit(.residPre(1), .replace(values))]], answers: answers)
    #expect(relativeError(found[0], answers.map { other.lastLogits[$0] }) < 1e-5)
  }

  @Test func reportsItsProgress() throws {
    var shares: [Double] = []
    let edits = try tokens.indices.map { [try patch(.residPre(1), at: $0)] }
    _ = try model.sweep(tokens, edits: edits, answers: [1]) { shares.append($0) }
    #expect(shares == shares.sorted())
    #expect(shares.count > 2 && shares.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(shares.last == 1)
  }

  @Test func sweepsMoreRowsThanOnePassTakes() throws {
    let long = (0..<60).map { $0 * 11 % 82 }
    let edits = long.indices.map { [Edit(.residPre(0), at: [$0], .scale(2))] }
    let twice = try model.sweep(long, edits: edits + edits, answers: answers)
    #expect(
      relativeError(twice.prefix(60).joined().map { $0 }, twice.suffix(60).joined().map { $0 })
        < 1e-5)
    let run = try model.run(long, edits: edits[7], logits: .tokens(answers, at: .last))
    #expect(relativeError(twice[67], run.lastLogits) < 1e-4)
  }

  @Test func refusesAnswersThatAreNoTokens() {
    #expect(throws: ModelError.self) { try model.sweep(tokens, edits: [[]], answers: [82]) }
  }

  @Test func answersNothingForNoEdits() throws {
    #expect(try model.sweep(tokens, edits: [], answers: [1]).isEmpty)
    #expect(try model.sweep(tokens, edits: [[]], answers: []) == [[]])
  }
}
