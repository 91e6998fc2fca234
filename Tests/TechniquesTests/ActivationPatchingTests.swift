import Figures
import Testing
import Transformers

@testable import Techniques

/// Pairs of the tiny model, changed as a test needs it.
private func record(_ changes: [String: OptionValue] = [:]) -> [String: OptionValue] {
  var options: [String: OptionValue] = [
    "pairs": [
      ["clean": "a b c d", "corrupt": "a e c d", "answer": "g", "wrong": "f"],
      ["clean": "a h c d", "corrupt": "a i c d", "answer": "g", "wrong": "f"],
    ], "least_gap": "0.01",
  ]
  for (name, value) in changes { options[name] = value }
  return options
}

@Suite struct PatchingEffectsTests {
  /// The effects of one pair, and the same by whole runs with one edit each.
  private func check(_ node: PatchedNode, _ direction: String) throws {
    let model = try Fixture.tiny.get()
    let options = ActivationPatching.description.decode(
      record(["nodes": [.text(node.rawValue)], "direction": .text(direction)])
    ).options
    let pair = try PatchingPair.all(options, model.tokenizer)[0]
    var checks = PatchingChecks()
    let effects = try PatchingEffects(pair, PatchingSetting(options), model, &checks) { _ in }
    let isDenoising = direction == "denoising"
    let source = isDenoising ? pair.clean.tokens : pair.corrupt.tokens
    let base = isDenoising ? pair.corrupt.tokens : pair.clean.tokens
    let hooks = Set((0..<3).map(node.hook))
    let kept = try model.run(source, capture: hooks, logits: .none)
    func difference(_ tokens: [Int], _ edits: [Edit] = []) throws -> Double {
      let logits = try model.run(tokens, edits: edits).lastLogits
      return Double(logits[pair.answer]) - Double(logits[pair.wrong])
    }
    let (low, high) = (try difference(base), try difference(source))
    for layer in 0..<3 {
      let activation = try #require(kept[node.hook(layer)])
      for column in 0..<(node == .heads ? 4 : 7) {
        let values =
          node == .heads
          ? (0..<7).flatMap { activation[$0, column] } : Array(activation[column])
        let edit = Edit(
          node.hook(layer), at: node == .heads ? nil : [column],
          head: node == .heads ? column : nil, .replace(values))
        let expected = (try difference(base, [edit]) - low) / (high - low)
        let found = try #require(effects.grids[node]?[layer][column])
        #expect(abs(found - expected) < 1e-4, "layer \(layer), column \(column)")
      }
    }
  }

  @Test(arguments: PatchedNode.allCases, ["denoising", "noising"])
  func agreesWithWholeRuns(node: PatchedNode, direction: String) throws {
    try check(node, direction)
  }

  @Test(arguments: ["denoising", "noising"])
  func computesWhatItChecks(direction: String) throws {
    let model = try Fixture.tiny.get()
    let options = ActivationPatching.description.decode(record(["direction": .text(direction)]))
      .options
    let pair = try PatchingPair.all(options, model.tokenizer)[0]
    var checks = PatchingChecks()
    let effects = try PatchingEffects(pair, PatchingSetting(options), model, &checks) { _ in }
    #expect(abs(effects.nothing) < 1e-4)
    #expect(abs(effects.everything - 1) < 1e-4)
    #expect(checks.nothing.largestError < 1e-4 && checks.everything.largestError < 1e-4)
  }

  @Test func changesNothingBeforeThePromptsDiffer() throws {
    let model = try Fixture.tiny.get()
    let options = ActivationPatching.description.decode(record()).options
    let pair = try PatchingPair.all(options, model.tokenizer)[0]
    #expect(pair.firstDifference == 2)
    var checks = PatchingChecks()
    let effects = try PatchingEffects(pair, PatchingSetting(options), model, &checks) { _ in }
    let grid = try #require(effects.grids[.residPre])
    #expect(grid.allSatisfy { $0.count == 7 && $0[0] == 0 && $0[1] == 0 })
    #expect(abs(grid[0][2] - 1) < 1e-4, "the first stream at the only difference is everything")
  }
}

@Suite struct ActivationPatchingTests {
  @Test func givesNothingForNothingAndAllForAll() throws {
    let result = try ActivationPatching.run(record())
    #expect(abs(try #require(result[number: "patch_nothing"])) < 1e-4)
    #expect(abs(try #require(result[number: "patch_everything"]) - 1) < 1e-4)
    #expect(result.remarks.count { $0.hasPrefix("checked:") } == 2)
  }

  @Test func drawsTheNodesThatWereAskedFor() throws {
    let result = try ActivationPatching.run(record(["nodes": ["heads", "mlp_out", "heads"]]))
    #expect(result.figures.map(\.name) == ["mlp_out", "heads"])
  }

  @Test func namesPositionsByTheirTokens() throws {
    let result = try ActivationPatching.run(record())
    guard case .heatMap(let chart) = result.figures[0].chart else { return }
    #expect(chart.columns == ["a 0", "␣ 1", "⟨b/e⟩ 2", "␣ 3", "c 4", "␣ 5", "d 6"])
    #expect(chart.rows == ["0", "1", "2"])
    #expect(chart.estimates[0][2].low != nil)
    #expect(result.remarks.contains { $0.contains("tokens in ⟨ ⟩ differ between pairs") })
  }

  @Test func takesOtherNamesForPositions() throws {
    let labels: OptionValue = ["p", "q", "r", "s", "t", "u", "v"]
    let result = try ActivationPatching.run(record(["labels": labels]))
    guard case .heatMap(let chart) = result.figures[0].chart else { return }
    #expect(chart.columns == ["p 0", "q 1", "r 2", "s 3", "t 4", "u 5", "v 6"])
  }

  @Test func saysWhichWayItPatches() throws {
    let noising = try ActivationPatching.run(record(["direction": "noising"]))
    guard case .heatMap(let chart) = noising.figures[0].chart else { return }
    #expect(chart.measure.hasSuffix("destroyed"))
    #expect(chart.labels.subtitle?.hasSuffix("corrupt into clean") == true)
  }

  /// A pair counts only where the clean prompt makes the answer likelier than the corrupt one.
  @Test func leavesOutPairsThatTheModelDoesNotTellApart() throws {
    let pairs: OptionValue = [
      ["clean": "a b c d", "corrupt": "a e c d", "answer": "g", "wrong": "f"],
      ["clean": "a e c d", "corrupt": "a b c d", "answer": "g", "wrong": "f"],
    ]
    let result = try ActivationPatching.run(record(["pairs": pairs]))
    #expect(result[number: "pairs"] == 2 && result[number: "pairs_used"] == 1)
    #expect(result.remarks.contains { $0.hasPrefix("left out") })
    #expect(result.figures[0].chart.labels.footer.contains("n = 1 of 2 pairs"))
    let used = result.tables[0].table.rows.map { $0[6] }
    #expect(used == [.integer(1), .integer(0)] || used == [.integer(0), .integer(1)])
  }

  @Test func refusesWhenNoPairIsLeft() throws {
    let complaint = try ActivationPatching.complaint(record(["least_gap": "99"]))
    #expect(complaint.contains("the model tells no pair apart"))
    #expect(complaint.contains("show with 'prompt-bench' that the behaviour exists"))
  }

  @Test(
    arguments: [
      (
        ["clean": "a b c", "corrupt": "a b c d", "answer": "g", "wrong": "f"],
        "pair 1 has 5 clean and 7 corrupt tokens"
      ),
      (
        ["clean": "xb c d", "corrupt": "the d q", "answer": "g", "wrong": "f"],
        "pair 1 has 6 clean and 5 corrupt tokens; they part at position 0, 'x' against 'the'; exchange"
      ),
      (
        ["clean": "a b", "corrupt": "a b", "answer": "g", "wrong": "f"],
        "the prompts of pair 1 are the same"
      ),
      (["clean": "", "corrupt": "a b", "answer": "g", "wrong": "f"], "the prompt is empty"),
      (
        ["clean": "a b", "corrupt": "a c", "answer": "f", "wrong": "f"],
        "'wrong' of entry 1 of 'pairs': 'answer' and 'wrong' are the same token"
      ),
      (
        ["clean": "a b", "corrupt": "a c", "answer": "fish", "wrong": "f"],
        "'answer' of entry 1 of 'pairs': the answer 'fish' is 4 tokens"
      ),
    ] as [(OptionValue, String)])
  func refuses(pair: OptionValue, words: String) throws {
    let complaint = try ActivationPatching.complaint(record(["pairs": [pair]]))
    #expect(complaint.contains(words), "\(complaint)")
  }

  @Test func refusesPairsOfDifferentLengths() throws {
    let pairs: OptionValue = [
      ["clean": "a b", "corrupt": "a c", "answer": "g", "wrong": "f"],
      ["clean": "a b d", "corrupt": "a c d", "answer": "g", "wrong": "f"],
    ]
    let complaint = try ActivationPatching.complaint(record(["pairs": pairs]))
    #expect(complaint.contains("'clean' of entry 2 of 'pairs': pair 2 has 5 tokens, pair 1 has 3"))
  }

  @Test func refusesLabelsThatDoNotFit() throws {
    let complaint = try ActivationPatching.complaint(record(["labels": ["one"]]))
    #expect(complaint.contains("1 labels for 7 tokens"))
  }
}
