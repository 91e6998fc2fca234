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

  /// Old configurations say the same in other words.
  @Test(arguments: [
    (
      "llama", ["rope_parameters"],
      #""rope_theta": 100.0, "rope_scaling": {"rope_type": "llama3", "#
        + #""factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "#
        + #""original_max_position_embeddings": 16}"#
    ),
    (
      "llama-bias", ["rope_parameters"],
      #""rope_theta": 100.0, "rope_scaling": {"type": "linear", "factor": 2.0}"#
    ),
    ("qwen2", ["rope_parameters", "layer_types"], #""rope_theta": 100.0"#),
    ("gemma2", ["rope_parameters", "layer_types"], #""rope_theta": 10000.0"#),
    (
      "gemma3", ["rope_parameters", "layer_types", "_sliding_window_pattern"],
      #""rope_theta": 300.0, "rope_local_base_freq": 10000.0, "sliding_window_pattern": 6, "#
        + #""rope_scaling": {"rope_type": "linear", "factor": 2.0}"#
    ),
    ("gptneox", ["rope_parameters"], #""rotary_emb_base": 10000, "rotary_pct": 0.5"#),
  ])
  func readsConfigurationsOfOlderVersions(name: String, without: [String], with: String) throws {
    let bytes = try Fixture.data("Families/\(name)/config.json")
    var json = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    for key in without { json[key] = nil }
    let rest = String(
      decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
    let old = Data("{\(with), \(rest.dropFirst())".utf8)
    #expect(try configuration(old) == configuration(bytes))
  }

  /// Damaged configurations are read or refused.
  @Test func survivesDamagedConfigurations() throws {
    let files = try Self.folders.map { try Fixture.data("Families/\($0)/config.json") }
    var mutator = Mutator(seed: 3)
    for round in 0..<Mutator.rounds {
      let file = files[round % files.count]
      _ = try? configuration(mutator.damage(file, within: file.count))
    }
  }

  private func configuration(_ bytes: Data) throws -> Configuration {
    let root = try JSONDocument([UInt8](bytes), name: "config.json").root
    return try Configuration(json: root, name: "tiny", storage: "F32", licence: nil)
  }

  private func check(_ model: Model, _ name: String) throws {
    for (site, error) in try Self.errors(of: model, name) {
      #expect(error < 1e-4, "\(model.config.name): \(site) differs by \(error)")
    }
  }

  /// What is found at each kind of hook point, in whichever block it differs most from the reference.
  static func errors(of model: Model, _ name: String) throws -> [String: Float] {
    let reference = try Arrays(name)
    let tokens = try reference.floats("tokens").map { Int($0) }
    let hooks = HookPoint.all(for: model.config)
    #expect(Set(reference.names) == Set(hooks.map(\.name) + ["logits", "tokens"]))
    let run = try model.run(tokens, capture: Set(hooks), logits: .all)
    var errors: [String: Float] = [:]
    for hook in hooks {
      let found = try #require(run[hook])
      #expect(try found.shape == reference.shape(hook.name), "\(hook)")
      let error = relativeError(found.values, try reference.floats(hook.name))
      errors[hook.site.rawValue] = max(error, errors[hook.site.rawValue] ?? 0)
    }
    errors["logits"] = relativeError(
      run.logits.flatMap { $0 }, try reference.floats("logits"))
    return errors
  }
}
