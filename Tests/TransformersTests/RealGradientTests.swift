import Foundation
import TestSupport
import Testing
import Transformers

/// Gradients of SmolLM2 against moving and patching what they are gradients of.
@Suite(.enabled(if: RealModel.isWanted, "\(RealModel.missing)"), .serialized)
struct RealGradientTests {
  /// A prompt of several tiles of queries; tolerance 2e-2 of the gradient's length.
  @Test(arguments: [HookPoint.residPre(5), .z(12), .rotK(20), .mlpPre(3)])
  func agreesWithDifferencesOnALongPrompt(hook: HookPoint) throws {
    let model = try RealModel.load()
    let tokens = (0..<150).map { ($0 * 7_919 + 13) % 40_000 }
    let scalar = LogitScalar.difference(253, 260)
    let found = try model.gradients(tokens, of: scalar, at: [hook])
    let gradient = try #require(found[hook]).values
    let length = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let step = Float(0.05 / (length * length))
    let ends = try [step, -step].map { step in
      let move = Edit(hook, .add(gradient.map { $0 * step }))
      return try model.gradients(tokens, of: scalar, at: [], edits: [move]).value
    }
    let slope = (ends[0] - ends[1]) / Double(2 * step)
    #expect(abs(slope / (length * length) - 1) < 2e-2, "\(hook): \(slope) \(length * length)")
  }

  /// What a gradient says that patching would do, against patching (Nanda 2023).
  ///
  /// Residual streams at each position, and each head at each position, from one prompt to the other.
  /// How well the guesses follow is a property of the model; the bounds are below what was found.
  @Test(
    arguments: [(HookPoint.Site.residPre, 0.6), (.z, 0.85)],
    [Detachments(), .relevance])
  func predictsWhatPatchingDoes(
    bound: (site: HookPoint.Site, least: Double), detachments: Detachments
  ) throws {
    let model = try RealModel.load()
    let pair = try Pair(model)
    let hooks = try (0..<model.config.layers).map {
      try #require(HookPoint("blocks.\($0).\(bound.site.rawValue)"))
    }
    let source = try model.run(pair.clean, capture: Set(hooks))
    let found = try model.gradients(
      pair.corrupt, of: .difference(pair.answer, pair.wrong), at: Set(hooks),
      detaching: detachments)
    var edits: [[Edit]] = []
    var guessed: [Double] = []
    for hook in hooks {
      let there = try #require(source[hook])
      let here = try #require(found.activations[hook])
      let gradient = try #require(found[hook])
      let heads = there.shape.count == 3 ? there.shape[1] : 1
      let width = there.shape[there.shape.count - 1]
      for place in 0..<there.shape[0] * heads {
        let range = place * width..<(place + 1) * width
        edits.append([
          Edit(
            hook, at: [place / heads], head: heads > 1 ? place % heads : nil,
            .replace(Array(there.values[range])))
        ])
        guessed.append(
          range.reduce(0) {
            $0 + Double((there.values[$1] - here.values[$1]) * gradient.values[$1])
          })
      }
    }
    let patched = try model.sweep(pair.corrupt, edits: edits, answers: [pair.answer, pair.wrong])
    let correlation = pearson(guessed, patched.map { Double($0[0] - $0[1]) - found.value })
    print("\(bound.site), rules \(detachments.rawValue): \(guessed.count) guesses, \(correlation)")
    #expect(correlation > bound.least)
  }

  /// Two prompts with the names exchanged.
  private struct Pair {
    let clean, corrupt: [Int]
    let answer, wrong: Int

    init(_ model: Model) throws {
      func tokens(_ second: String) throws -> [Int] {
        model.tokenizer.encode(
          "When John and Mary went to the store, \(second) gave a bottle of milk to")
      }
      clean = try tokens("John")
      corrupt = try tokens("Mary")
      answer = try #require(model.tokenizer.encode(" Mary").last)
      wrong = try #require(model.tokenizer.encode(" John").last)
      try #require(clean.count == corrupt.count)
    }
  }

  private func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xy += (x - meanX) * (y - meanY)
      xx += (x - meanX) * (x - meanX)
      yy += (y - meanY) * (y - meanY)
    }
    return xy / (xx * yy).squareRoot()
  }
}
