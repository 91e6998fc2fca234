import Testing
import Transformers

/// Every hook point of tiny random Llamas in every weight format, against transformers.
struct HookValueTests {
  @Test(arguments: ["f32", "f16", "bf16", "q8_0", "q4_1"])
  func findsWhatTheReferenceFinds(format: String) throws {
    let model = try Fixture.tinyModel(format)
    let reference = try Arrays("tiny-\(format).safetensors")
    let tokens = try reference.floats("tokens").map { Int($0) }
    let hooks = HookPoint.all(for: model.config)
    let run = try model.run(tokens, capture: Set(hooks), logits: .all)
    #expect(Set(reference.names) == Set(hooks.map(\.name) + ["logits", "tokens"]))
    for hook in hooks {
      let found = try #require(run[hook])
      #expect(try found.shape == reference.shape(hook.name), "\(hook)")
      let error = relativeError(found.values, try reference.floats(hook.name))
      #expect(error < 1e-4, "\(hook) differs by \(error)")
    }
    let error = relativeError(run.logits.flatMap { $0 }, try reference.floats("logits"))
    #expect(error < 1e-4, "logits differ by \(error)")
  }

  /// Capturing patterns takes another way through attention than running without.
  @Test(arguments: ["f32", "q4_1"])
  func findsTheSameWithoutCapture(format: String) throws {
    let model = try Fixture.tinyModel(format)
    let tokens = [5, 9, 40, 41, 3, 7, 7, 20]
    let patterns = Set((0..<model.config.layers).map(HookPoint.pattern))
    let with = try model.run(tokens, capture: patterns, logits: .all)
    let without = try model.run(tokens, logits: .all)
    #expect(relativeError(with.logits.flatMap { $0 }, without.logits.flatMap { $0 }) < 1e-5)
    #expect(without.activations.isEmpty)
    #expect(Set(with.activations.keys) == patterns)
  }

  @Test func computesTheSameWithAnyNumberOfThreads() throws {
    let tokens = (0..<60).map { $0 * 7 % 79 }
    let logits = try [2, 2, 1, 3, 8].map { threads in
      try Fixture.tinyModel("f32", threads: threads).run(tokens, logits: .all).logits
        .flatMap { $0 }
    }
    #expect(logits[0] == logits[1])
    #expect(logits.allSatisfy { relativeError($0, logits[0]) < 1e-5 })
  }

  @Test func runsSeveralPromptsAsEachAlone() throws {
    let model = try Fixture.tinyModel("f32")
    let prompts = [[3, 4, 5], [10], [7, 7, 7, 7, 7, 7], [40, 3]]
    let capture: Set<HookPoint> = [.residPost(1), .pattern(2), .finalNormScale]
    let together = try model.run(prompts: prompts, capture: capture, logits: .all)
    #expect(together.map(\.tokens) == prompts)
    for (run, prompt) in zip(together, prompts) {
      let alone = try model.run(prompt, capture: capture, logits: .all)
      #expect(relativeError(run.logits.flatMap { $0 }, alone.logits.flatMap { $0 }) < 1e-5)
      for hook in capture {
        #expect(run[hook]?.shape == alone[hook]?.shape)
        #expect(relativeError(run[hook]?.values ?? [], alone[hook]?.values ?? []) < 1e-5)
      }
    }
  }
}
