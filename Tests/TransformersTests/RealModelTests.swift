import Foundation
import TestSupport
import Testing
import Transformers

/// SmolLM2 against transformers on the same weights.
@Suite(.enabled(if: RealModel.isWanted, "\(RealModel.missing)"), .serialized)
struct RealModelTests {
  @Test func findsTheLogitsOfTheReference() throws {
    let model = try RealModel.load()
    let reference = try Arrays("logits.safetensors")
    let prompts = reference.names.filter { $0.hasSuffix(".sample") }.count
    #expect(prompts >= 20)
    var worst: Float = 0
    for prompt in 0..<prompts {
      let tokens = try reference.integers("\(prompt).tokens")
      let logits = try model.run(tokens, logits: .all).logits
      let sampled = logits.enumerated().flatMap { position, row in
        stride(from: position % 97, to: row.count - 97 + position % 97, by: 97).map { row[$0] }
      }
      let top = try reference.integers("\(prompt).top_tokens")
      let found = top.enumerated().map { logits[$0 / 10][$1] }
      let largest = try reference.floats("\(prompt).largest")[0]
      let sum = try #require(reference.floats("\(prompt).log_sum_exp").last)
      for (name, values, expected) in [
        ("sampled logits", sampled, try reference.floats("\(prompt).sample")),
        ("largest logits", found, try reference.floats("\(prompt).top")),
        ("last log-sum-exp", [logSumExp(try #require(logits.last))], [sum]),
      ] {
        try #require(values.count == expected.count)
        let difference = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(difference / largest < 1e-3, "\(name) of prompt \(prompt)")
        worst = max(worst, difference / largest)
      }
    }
    print("logits of \(prompts) prompts: largest difference over largest reference \(worst)")
  }

  /// The whole comparison, for which the reference is too large to be committed; see
  /// `Tests/Oracles/engine/README.md`.
  @Test(
    .enabled(if: allLogits != nil, "set DOSSIER_ALL_LOGITS to what make_logits.py --full wrote"))
  func findsAllLogitsOfTheReference() throws {
    let model = try RealModel.load()
    let reference = try Arrays("logits.safetensors")
    let numbers = try Data(contentsOf: URL(filePath: #require(Self.allLogits)))
    let all = numbers.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    var start = 0
    var worst: Float = 0
    for prompt in 0..<reference.names.filter({ $0.hasSuffix(".sample") }).count {
      let tokens = try reference.integers("\(prompt).tokens")
      let found = try model.run(tokens, logits: .all).logits.flatMap { $0 }
      worst = max(worst, relativeError(found, all[start..<start + found.count]))
      start += found.count
    }
    #expect(start == all.count)
    #expect(worst < 1e-3)
    print("largest difference over largest logit: \(worst) at \(start) logits")
  }

  private static let allLogits = ProcessInfo.processInfo.environment["DOSSIER_ALL_LOGITS"]

  /// Mean attention from a token's second copy to the token after its first, on random tokens twice.
  @Test func findsTheInductionHeads() throws {
    let model = try RealModel.load()
    let reference = try Arrays("logits.safetensors")
    let shape = try reference.shape("induction.tokens")
    let tokens = try reference.integers("induction.tokens")
    let (count, length) = (shape[0], shape[1] / 2)
    let layers = 0..<model.config.layers
    let runs = try model.run(
      prompts: (0..<count).map { Array(tokens[$0 * shape[1]..<($0 + 1) * shape[1]]) },
      capture: Set(layers.map(HookPoint.pattern)), logits: .none)
    let scores = try layers.flatMap { layer in
      try (0..<model.config.heads).map { head in
        let attention = try runs.flatMap { run in
          let pattern = try #require(run[.pattern(layer)])
          return (length + 1..<2 * length).map { pattern[head, $0][offset: $0 - length + 1] }
        }
        return attention.reduce(0, +) / Float(attention.count)
      }
    }
    #expect(relativeError(scores, try reference.floats("induction.scores")) < 1e-3)
    #expect(abs(scores[18 * 9 + 6] - 0.93) < 0.01)
    #expect(abs(scores[17 * 9 + 4] - 0.85) < 0.01)
  }

  @Test func answersAQuestion() throws {
    let model = try RealModel.load()
    let prompt = try model.tokenizer.chat([ChatMessage(.user, "What is the capital of France?")])
    let stop = try #require(model.tokenizer.endOfText)
    var heard: [Int] = []
    let answer = try model.generate(
      prompt, GenerationOptions(maxTokens: 12, stopTokens: [stop]),
      onToken: { token in
        heard.append(token)
        return true
      })
    #expect(model.tokenizer.decode(answer) == "The capital of France is Paris.")
    #expect(heard == answer)
  }
}

extension ArraySlice {
  fileprivate subscript(offset offset: Int) -> Element { self[startIndex + offset] }
}

private func logSumExp(_ logits: [Float]) -> Float {
  let largest = logits.max() ?? 0
  let sum = logits.reduce(0.0) { $0 + exp(Double($1 - largest)) }
  return largest + Float(log(sum))
}
