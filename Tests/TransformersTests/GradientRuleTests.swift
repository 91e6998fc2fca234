import Testing

@testable import Transformers

/// What holds of gradients whatever the model, and what is refused.
struct GradientRuleTests {
  private let tokens = [3, 17, 5, 5, 30, 12, 9, 22, 1]

  /// With all rules the model is linear, and without biases nothing but the embedding feeds it: what
  /// activations and gradients multiply to is the value, in front of every block.
  @Test(arguments: ["llama", "mistral", "qwen3", "gemma3", "olmo2", "phi3"])
  func dividesTheValueAmongTheEmbeddings(name: String) throws {
    let model = try Fixture.family(name)
    let hooks = [.embed] + (0..<model.config.layers).map { HookPoint.residPre($0) }
    let found = try model.gradients(
      tokens, of: .difference(7, 23), at: Set(hooks), detaching: .relevance)
    for hook in hooks {
      let sum = try relevance(found, hook)
      #expect(abs(sum - found.value) < 1e-4 * max(1, abs(found.value)), "\(hook): \(sum)")
    }
    let plain = try model.gradients(tokens, of: .difference(7, 23), at: [.embed])
    #expect(plain.value == found.value)
    #expect(try abs(relevance(plain, .embed) - plain.value) > 1e-2)
  }

  /// A gate and what it lets through both get all of a product, unless each gets half.
  @Test func countsGatedNeuronsTwiceWithoutTheHalfRule() throws {
    let model = try Fixture.family("llama")
    let hooks: Set<HookPoint> = [.mlpPost(1), .mlpPre(1), .mlpPreLinear(1)]
    for (detachments, share) in [(Detachments.activationRatio, 2.0), (.relevance, 1)] {
      let found = try model.gradients(
        tokens, of: .difference(7, 23), at: hooks, detaching: detachments)
      let inputs = try relevance(found, .mlpPre(1)) + relevance(found, .mlpPreLinear(1))
      #expect(try abs(inputs - share * relevance(found, .mlpPost(1))) < 1e-4)
    }
  }

  private func relevance(_ found: Gradients, _ hook: HookPoint) throws -> Double {
    zip(try #require(found[hook]).values, try #require(found.activations[hook]).values).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
  }

  @Test(arguments: ["gemma2", "qwen3", "gpt2", "gptneox"])
  func findsTheSameBitsWhenBlocksAreComputedTwice(name: String) throws {
    let model = try Fixture.family(name)
    let edits = [
      Edit(.residPre(0), .scale(2)), Edit(.residPost(0), at: [3], .scale(0.5)),
      Edit(.embed, at: [1], .zero), Edit(.attnScores(1), head: 0, .scale(2)),
    ]
    let all = Set(HookPoint.all(for: model.config))
    for hooks in [all, [.residPre(0), .z(1)]] {
      let found = try [0, .max, .max].map {
        try model.gradients(
          tokens, of: .logProbability(7), at: hooks, edits: edits, detaching: [], keeping: $0)
      }
      for other in found.dropFirst() {
        #expect(other.value == found[0].value)
        #expect(other.gradients == found[0].gradients)
        #expect(other.activations == found[0].activations)
      }
      #expect(found[0].gradients.count == hooks.count)
      #expect(found[0].activations.count == hooks.count)
    }
  }

  @Test func readsTheLogitsOfARun() throws {
    let model = try Fixture.family("gemma2")
    let run = try model.run(tokens, capture: [.residMid(1)], logits: .all)
    let terms = LogitScalar.weighted([
      .init(position: 2, token: 4, weight: 2), .init(position: 0, token: 4, weight: -1),
      .init(position: 2, token: 4, weight: 1), .init(position: 0, token: 9, weight: 0.5),
    ])
    let found = try model.gradients(tokens, of: terms, at: [.residMid(1)])
    let expected = 3 * run.logits[2][4] - run.logits[0][4] + run.logits[0][9] / 2
    #expect(abs(found.value - Double(expected)) < 1e-5)
    let activation = try #require(found.activations[.residMid(1)])
    #expect(relativeError(activation.values, try #require(run[.residMid(1)]).values) < 1e-5)
    let differences = try model.gradients(tokens, of: .difference(3, 8, at: .all), at: [])
    let sum = run.logits.reduce(0) { $0 + $1[3] - $1[8] }
    #expect(abs(differences.value - Double(sum)) < 1e-4)
  }

  /// A number of one's own: half the squares of all logits at two positions.
  @Test func takesAFunctionOfLogits() throws {
    let model = try Fixture.family("gpt2")
    let squares = LogitScalar(of: .positions([1, 6])) { positions, logits in
      #expect(positions == [1, 6])
      return .init(
        value: logits.joined().reduce(0) { $0 + Double($1 * $1) / 2 }, gradient: logits)
    }
    let found = try model.gradients(tokens, of: squares, at: [.finalNormalized])
    let gradient = try #require(found[.finalNormalized])
    for position in tokens.indices {
      #expect(gradient[position].contains { $0 != 0 } == [1, 6].contains(position))
    }
  }

  @Test func refusesWhatTheModelDoesNotHave() throws {
    let model = try Fixture.family("gpt2")
    let difference = LogitScalar.difference(1, 2)
    let crooked = LogitScalar(of: .last) { _, _ in .init(value: 0, gradient: [[1]]) }
    let cases: [(LogitScalar, HookPoint, [Edit], String)] = [
      (
        difference, .rotQ(0), [],
        "the hook point 'blocks.0.attn.hook_rot_q' does not exist in the family 'gpt2'; its positions are learned vectors, at 'hook_pos_embed'"
      ),
      (
        difference, .z(2), [],
        "the hook point 'blocks.2.attn.hook_z' is in no block of the model; the blocks are 0 to 1"
      ),
      (
        difference, .embed, [Edit(.embed, at: [9], .zero)],
        "the edit of 'hook_embed' names position 9; the positions are 0 to 8"
      ),
      (
        .logProbability(3, at: .positions([9])), .embed, [],
        "the logits at position 9 do not exist; the positions are 0 to 8"
      ),
      (.difference(1, 40), .embed, [], "the logit of token 40 does not exist"),
      (
        .logProbability(40), .embed, [],
        "token 40 is not in the vocabulary; tokens are 0 to 39"
      ),
      (
        crooked, .embed, [],
        "the gradient of the logits has another shape than they; give 1 rows of 40 numbers"
      ),
    ]
    for (scalar, hook, edits, message) in cases {
      let error = #expect(throws: ModelError.self) {
        try model.gradients(tokens, of: scalar, at: [hook], edits: edits)
      }
      #expect(error?.description == message)
    }
    #expect(throws: ModelError.self) { try model.gradients([], of: difference, at: [.embed]) }
  }
}
