import Foundation
import Testing

@testable import Transformers

/// Gradients of tiny random models against what happens when numbers are moved a little.
struct GradientDifferenceTests {
  private static let sites: [HookPoint.Site] = [
    .embed, .residPre, .ln1Scale, .ln1Normalized, .q, .k, .v, .kNormScale, .rotQ, .attnScores,
    .pattern, .z, .result, .ln1PostScale, .residMid, .mlpPre, .mlpPreLinear, .mlpPost, .mlpOut,
    .finalNormalized,
  ]

  @Test(arguments: ["gemma2", "qwen3", "gpt2", "gptneox", "olmo2", "llama-bias"])
  func agreesWithDifferences(name: String) throws {
    let model = try Fixture.family(name)
    for site in Self.sites where model.config.has(site) {
      try check(model, HookPoint(site, site.isInBlock ? 0 : nil))
    }
  }

  /// Edits of everything that is not linear, downstream of what is moved or in the same place.
  private static let edits: [(HookPoint, Int?, Edit.Action)] = [
    (.residPre(1), nil, .scale(1.5)), (.ln1Scale(1), nil, .scale(0.7)),
    (.ln1Normalized(1), nil, .scale(2)), (.q(1), 1, .scale(0.5)), (.v(1), 0, .zero),
    (.attnScores(1), 0, .scale(0.5)), (.pattern(1), 1, .scale(0.3)), (.z(1), 1, .zero),
    (.result(1), 0, .scale(3)), (.result(1), 1, .zero), (.attnOut(1), nil, .scale(2)),
    (.mlpPre(1), nil, .scale(2)), (.mlpPost(1), nil, .scale(-0.5)),
    (.residPost(1), nil, .scale(0.5)),
    (.finalNormScale, nil, .scale(0.9)),
  ]

  @Test(arguments: edits)
  func passesThroughEdits(hook: HookPoint, head: Int?, action: Edit.Action) throws {
    for name in ["gemma2", "gpt2"] {
      let model = try Fixture.family(name)
      for positions in [nil, [2, 7]] {
        let edits = [Edit(hook, at: positions, head: head, action)]
        for moved in [HookPoint.residPre(0), .residPre(1), hook] {
          try check(model, moved, edits)
        }
      }
    }
  }

  @Test func passesThroughSeveralEditsOfOnePlace() throws {
    let model = try Fixture.family("gemma2")
    let numbers = (0..<model.config.width).map { Float($0 % 5) - 2 }
    let edits = [
      Edit(.residPost(0), .scale(2)), Edit(.residPost(0), at: [3], .replace(numbers)),
      Edit(.residPost(0), at: [3, 4], .add(numbers)), Edit(.residPost(0), at: [4], .scale(-1)),
      Edit(.attnScores(1), at: [5], head: 0, .replace([Float](repeating: 0.5, count: 9))),
      Edit(.qNormScale(0), .scale(1)),
    ].filter { model.config.has($0.hook.site) }
    for hook in [HookPoint.residPre(0), .mlpPost(0), .residPost(0), .residPre(1), .k(1)] {
      try check(model, hook, edits)
    }
  }

  @Test func letsNothingThroughWhereEverythingIsReplaced() throws {
    let model = try Fixture.family("llama")
    let found = try model.gradients(
      Self.tokens, of: .difference(7, 23), at: [.residPost(0), .residPre(0)],
      edits: [Edit(.residPost(0), .zero)])
    #expect(found[.residPre(0)]?.values.allSatisfy { $0 == 0 } == true)
    #expect(found[.residPost(0)]?.values.contains { $0 != 0 } == true)
    #expect(found.activations[.residPost(0)]?.values.allSatisfy { $0 == 0 } == true)
  }

  private static let tokens = [3, 17, 5, 5, 30, 12, 9, 22, 1]

  /// Central differences along two directions: the gradient's own and a random one.
  ///
  /// Tolerance 1e-2 of the gradient's length: a step of 5e-4 changes logits so little that single
  /// precision loses up to 5e-3 of the change, and longer ones meet third derivatives.
  private func check(_ model: Model, _ hook: HookPoint, _ edits: [Edit] = []) throws {
    let scalar = LogitScalar.weighted([
      .init(position: 8, token: 7, weight: 1), .init(position: 8, token: 23, weight: -1),
      .init(position: 5, token: 2, weight: 0.5),
    ])
    let found = try model.gradients(Self.tokens, of: scalar, at: [hook], edits: edits)
    let gradient = byPosition(try #require(found[hook]), hook)
    let length = norm(gradient)
    guard length > 1e-6 else { return }
    let size = norm(byPosition(try #require(found.activations[hook]), hook).filter(\.isFinite))
    for direction in [gradient, noise(gradient.count)] {
      let step = 5e-4 * max(size, 1) / norm(direction)
      let ends = try [step, -step].map { step in
        let move = Edit(hook, .add(direction.map { $0 * Float(step) }))
        return try model.gradients(Self.tokens, of: scalar, at: [], edits: edits + [move]).value
      }
      let slope = (ends[0] - ends[1]) / (2 * step * norm(direction))
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let error = abs(slope - expected / norm(direction)) / length
      #expect(error < 1e-2, "\(model.config.name): \(hook) after \(edits.map(\.hook)): \(error)")
    }
  }

  /// Edits take numbers by position, where scores and patterns are kept by head.
  private func byPosition(_ activation: Activation, _ hook: HookPoint) -> [Float] {
    guard [.attnScores, .pattern].contains(hook.site) else { return activation.values }
    return (0..<activation.shape[1]).flatMap { query in
      (0..<activation.shape[0]).flatMap { Array(activation[$0, query]) }
    }
  }

  private func norm(_ x: [Float]) -> Double {
    x.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  private func noise(_ count: Int) -> [Float] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }
  }
}
