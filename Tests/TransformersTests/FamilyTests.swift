import Foundation
import Testing

@testable import Transformers

/// A tiny random model of each family, as a folder and as GGUF, against transformers.
struct FamilyTests {
  static let folders = [
    "llama", "llama-bias", "mistral", "qwen2", "qwen2-yarn", "qwen3", "gemma2", "gemma3",
    "gemma3-listed", "gpt2", "gptneox", "gptneox-sequential", "olmo2", "phi3", "phi3-long",
  ]

  @Test(arguments: folders)
  func findsWhatTheReferenceFinds(name: String) throws {
    try check(try Fixture.family(name), "Families/\(name)/hooks.safetensors")
  }

  /// Files that the converter of llama.cpp wrote from the same weights.
  ///
  /// GGUF has no words for the windows of Mistral and Qwen 2, nor for a list of windows.
  @Test(arguments: folders.filter { !["gemma3-listed", "mistral", "qwen2"].contains($0) })
  func findsTheSameInGGUF(name: String) throws {
    let model = try Model.load(gguf: Fixture.data("Families/\(name)/\(name).gguf"), threads: 2)
    try check(model, "Families/\(name)/hooks.safetensors")
  }

  private func check(_ model: Model, _ name: String) throws {
    let reference = try Arrays(name)
    let tokens = try reference.floats("tokens").map { Int($0) }
    let hooks = HookPoint.all(for: model.config)
    #expect(Set(reference.names) == Set(hooks.map(\.name) + ["logits", "tokens"]))
    let run = try model.run(tokens, capture: Set(hooks), logits: .all)
    for hook in hooks {
      let found = try #require(run[hook])
      #expect(try found.shape == reference.shape(hook.name), "\(hook)")
      let error = relativeError(found.values, try reference.floats(hook.name))
      #expect(error < 1e-4, "\(model.config.name): \(hook) differs by \(error)")
    }
    let error = relativeError(run.logits.flatMap { $0 }, try reference.floats("logits"))
    #expect(error < 1e-4, "logits differ by \(error)")
  }
}
