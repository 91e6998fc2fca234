import Foundation
import Tensors
import Testing

@testable import Transformers

/// Adapters of PEFT against what it merges itself.
struct AdapterTests {
  private static let families = [
    "plain": "llama", "patterns": "llama", "bias": "llama-bias", "transposed": "gpt2",
    "embedding": "llama",
  ]
  private let workers = Workers(2)

  private func files(_ name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for file in AdapterFolder.names { files[file] = try Fixture.data("Adapters/\(name)/\(file)") }
    return files
  }

  private func folder(_ family: String) throws -> ModelFolder {
    try ModelFolder.gather(["config.json", "model.safetensors"]) {
      try Fixture.data("Families/\(family)/\($0)")
    }
  }

  private func adapted(_ name: String) throws -> AdaptedTensors {
    let family = try #require(Self.families[name])
    return try AdaptedTensors(
      AdapterBase(folder(family).tensors()), Adapter(AdapterFolder(files(name)), threads: 1))
  }

  @Test(arguments: families.keys.sorted())
  func mergesAsPEFTDoes(name: String) throws {
    let tensors = try adapted(name)
    let base = try folder(try #require(Self.families[name])).tensors()
    let merged = try Arrays("Adapters/\(name)/merged.safetensors")
    #expect(Set(merged.names).subtracting(tensors.tensorNames) == ["logits", "tokens"])
    for tensor in tensors.tensorNames {
      let shape = try #require(tensors.shape(of: tensor))
      let found = try tensors.numbers(of: tensor, shape: shape, workers)
      let isChanged = merged.names.contains(tensor)
      let expected =
        isChanged ? try merged.floats(tensor) : try base.numbers(of: tensor, shape: shape, workers)
      #expect(relativeError(found, expected) <= (isChanged ? 1e-6 : 0))
    }
  }

  @Test(arguments: families.keys.sorted())
  func computesAsPEFTDoes(name: String) throws {
    let family = try #require(Self.families[name])
    let folder = try folder(family)
    let config = try Configuration(folder, folder.tensors(), name: name, licence: nil)
    let model = try Model(
      config: config, tokenizer: Fixture.tinyModel("f32").tokenizer,
      weights: Weights(adapted(name), config, workers), workers: workers)
    let reference = try Arrays("Adapters/\(name)/merged.safetensors")
    let tokens = try reference.floats("tokens").map { Int($0) }
    let run = try model.run(tokens, logits: .all)
    #expect(relativeError(run.logits.flatMap { $0 }, try reference.floats("logits")) < 1e-4)
  }

  /// The same adapter over the same weights in a GGUF file, whose rows have another order.
  @Test(arguments: families.keys.sorted())
  func computesAsPEFTDoesOverGGUF(name: String) throws {
    let family = try #require(Self.families[name])
    let data = try Fixture.data("Families/\(family)/\(family).gguf")
    let adapter = try AdapterFolder(files(name))
    let model = try Model.load(.adaptedGGUF(data, adapter), name: name, threads: 2)
    let reference = try Arrays("Adapters/\(name)/merged.safetensors")
    let tokens = try reference.floats("tokens").map { Int($0) }
    let run = try model.run(tokens, logits: .all)
    #expect(relativeError(run.logits.flatMap { $0 }, try reference.floats("logits")) < 1e-4)
  }

  /// An adapter that changes every matrix of the blocks and replaces all norms and biases.
  @Test(arguments: ["llama-bias", "qwen3", "gemma3", "gpt2", "gptneox", "olmo2", "phi3"])
  func changesEveryPartInBothKindsOfFile(family: String) throws {
    let folder = try ModelFolder.gather([
      "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
    ]) { try Fixture.data("Families/\(family)/\($0)") }
    let adapter = try everything(in: folder.tensors(), isTransposed: family == "gpt2")
    let gguf = try Fixture.data("Families/\(family)/\(family).gguf")
    let first = try Model.load(.adapted(folder, adapter), name: family, threads: 2)
    let second = try Model.load(.adaptedGGUF(gguf, adapter), name: family, threads: 2)
    let expected = try first.run([1, 5, 3, 2, 7], logits: .all).logits.flatMap { $0 }
    let found = try second.run([1, 5, 3, 2, 7], logits: .all).logits.flatMap { $0 }
    #expect(relativeError(found, expected) < 1e-4)
    let plain = try Model.load(gguf: gguf, threads: 2).run([1, 5, 3, 2, 7], logits: .all)
    #expect(relativeError(plain.logits.flatMap { $0 }, expected) > 1e-2)
  }

  private func everything(
    in tensors: SafetensorsShards, isTransposed: Bool
  ) throws -> AdapterFolder {
    var generator = SplitMix(state: 31)
    var entries: [SafetensorsLayout.Entry] = []
    for name in tensors.tensorNames.sorted() {
      let shape = try #require(tensors.shape(of: name))
      let module = "base_model.model.\(name.dropLast(".weight".count))"
      let isInBlock = name.contains("layers.") || name.contains("h.")
      if shape.count == 1 {
        entries.append(.init("base_model.model.\(name)", .f32, shape))
      } else if isInBlock {
        let (rows, columns) = isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1])
        entries.append(.init("\(module).lora_A.weight", .f32, [2, columns]))
        entries.append(.init("\(module).lora_B.weight", .f32, [rows, 2]))
      }
    }
    let layout = try SafetensorsLayout(entries)
    var bytes = layout.header
    for entry in layout.entries {
      let numbers = (0..<entry.byteCount / 4).map { _ in
        Float.random(in: -0.3...0.3, using: &generator)
      }
      bytes += entry.type.bytes(of: numbers)
    }
    let config =
      #"{"peft_type": "LORA", "r": 2, "lora_alpha": 3, "fan_in_fan_out": \#(isTransposed)}"#
    return AdapterFolder([
      "adapter_config.json": Data(config.utf8), "adapter_model.safetensors": Data(bytes),
    ])
  }

  @Test func tellsWhatItChanges() throws {
    let adapter = try Adapter(AdapterFolder(files("patterns")))
    #expect(adapter.baseName == "tiny/llama")
    #expect(
      adapter.modules
        == (0..<2).flatMap { layer in
          ["mlp.up_proj", "self_attn.k_proj", "self_attn.o_proj"].map {
            "model.layers.\(layer).\($0)"
          }
        })
    let delta = try #require(adapter.delta(for: "model.layers.1.mlp.up_proj"))
    #expect(delta.a.rows == 2 && delta.a.columns == 16)
    #expect(delta.b.rows == 24 && delta.b.columns == 2)
    #expect(delta.scale == Float(6 / 2.0.squareRoot()))
    let other = try #require(adapter.delta(for: "model.layers.0.self_attn.o_proj"))
    #expect(other.scale == Float(2.5 / 4.0.squareRoot()))
    #expect(adapter.delta(for: "lm_head") == nil)
    #expect(adapter.replacements["lm_head.weight"] == "base_model.model.lm_head.weight")
  }

  @Test(arguments: [
    (#""use_dora": false"#, #""use_dora": true"#, "'use_dora' in 'adapter_config.json' asks for"),
    (#""lora_bias": false"#, #""lora_bias": true"#, "'lora_bias' in 'adapter_config.json' asks"),
    (#""target_parameters": null"#, #""target_parameters": ["x"]"#, "'target_parameters' in"),
    (#""layer_replication": null"#, #""layer_replication": [[0,1]]"#, "'layer_replication' in"),
    (#""use_bdlora": null"#, #""new": 1"#, "'new' in 'adapter_config.json' asks for"),
    (#""LORA""#, #""IA3""#, "'peft_type' in 'adapter_config.json' is not 'LORA'"),
    (#""init_lora_weights": true"#, #""init_lora_weights": "pissa""#, "'init_lora_weights' in"),
    (
      #""lora_alpha": 6"#, #""lora_alpha": 0"#, "'lora_alpha' in 'adapter_config.json' is no number"
    ),
    (#""lora_alpha": 6,"#, "", "'lora_alpha' in 'adapter_config.json' is missing"),
    (#""r": 4"#, #""r": 1e9"#, "'r' in 'adapter_config.json' is no number above 0"),
    (#""r": 4"#, #""r": 5"#, "the change of 'model.layers.0.mlp.up_proj' in 'adapter_model.safet"),
    (
      #""o_proj": 2.5"#, #""o_.*": 2.5"#, "'alpha_pattern' in 'adapter_config.json' has the regular"
    ),
  ])
  func refusesWhatItDoesNotCompute(old: String, new: String, message: String) throws {
    var files = try files("patterns")
    let config = String(decoding: try #require(files["adapter_config.json"]), as: UTF8.self)
    #expect(config.contains(old))
    files["adapter_config.json"] = Data(config.replacing(old, with: new).utf8)
    let error = #expect(throws: ModelError.self) { try Adapter(AdapterFolder(files)) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("up_proj.lora_A.weight", "up_proj.lora_A.weighs", "belongs to no part of an adapter"),
    ("up_proj.lora_A.weight", "up_proj.lora_X.weight", "has no partner"),
    ("up_proj.lora_B.weight", "up_proj.lora_X.weight", "is missing"),
    ("up_proj.lora_B.weight", "up_proj.lora_B.weighs", "is missing"),
    ("base_model.model.lm_head", "base_module.mode.lm_head", "belongs to no part"),
    ("base_model.model.lm_head", "bare_model.model.lm_head", "belongs to no part"),
  ])
  func refusesTensorsThatAreNone(old: String, new: String, reason: String) throws {
    var files = try files("patterns")
    var bytes = try #require(files["adapter_model.safetensors"])
    while let range = bytes.range(of: Data(old.utf8)) {
      bytes.replaceSubrange(range, with: Data(new.utf8.prefix(old.utf8.count)))
    }
    files["adapter_model.safetensors"] = bytes
    let error = #expect(throws: ModelError.self) { try Adapter(AdapterFolder(files)) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("plain", "gpt2", "the adapter changes 'model.layers."),
    ("transposed", "llama", "the adapter changes 'transformer.h."),
    ("plain", "phi3", "the adapter changes 'model.layers."),
    ("embedding", "llama-bias", "the adapter changes 'model.embed_tokens.weight', which is the un"),
  ])
  func refusesAnotherModel(name: String, family: String, message: String) throws {
    let error = #expect(throws: ModelError.self) {
      _ = try AdaptedTensors(
        AdapterBase(folder(family).tensors()), Adapter(AdapterFolder(files(name))))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func refusesAnotherShape() throws {
    var files = try files("transposed")
    let config = String(decoding: try #require(files["adapter_config.json"]), as: UTF8.self)
    files["adapter_config.json"] = Data(
      config.replacing("\"fan_in_fan_out\": true", with: "\"fan_in_fan_out\": false").utf8)
    let error = #expect(throws: ModelError.self) {
      _ = try AdaptedTensors(AdapterBase(folder("gpt2").tensors()), Adapter(AdapterFolder(files)))
    }
    #expect(error?.reason.contains("not [16, ") == true)
  }

  @Test(arguments: [
    (["adapter_config.json"], "the folder has no 'adapter_model.safetensors'"),
    (["adapter_model.safetensors"], "the folder has no 'adapter_config.json'"),
    (["adapter_config.json", "adapter_model.bin"], "'adapter_model.bin' is a pickle, which runs"),
  ])
  func refusesFolders(names: [String], message: String) throws {
    let error = #expect(throws: ModelError.self) {
      try AdapterFolder.gather(names) { _ in Data() }
    }
    #expect(error?.description.hasPrefix(message) == true)
  }

  @Test func survivesDamage() throws {
    let files = try files("plain")
    let gguf = try GGUF.parse(Fixture.data("Families/llama/llama.gguf"))
    let bases = [
      AdapterBase(try folder("llama").tensors()), AdapterBase(gguf, try Configuration(gguf)),
    ]
    var mutator = Mutator(seed: 13)
    for round in 0..<Mutator.rounds / 10 {
      var damaged = files
      let name = AdapterFolder.names[round % 2]
      damaged[name] = mutator.damage(try #require(files[name]), within: 1_600)
      guard let adapter = try? Adapter(AdapterFolder(damaged), threads: 1),
        let tensors = try? AdaptedTensors(bases[round / 2 % 2], adapter)
      else { continue }
      for tensor in tensors.tensorNames {
        _ = try? tensors.numbers(of: tensor, shape: tensors.shape(of: tensor) ?? [], workers)
      }
    }
  }
}
