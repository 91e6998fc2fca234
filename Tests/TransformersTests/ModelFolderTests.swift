import Foundation
import Testing

@testable import Transformers

struct ModelFolderTests {
  private struct Unreadable: Error {}

  private func gather(_ names: [String], index: String = "{}") throws -> ModelFolder {
    try ModelFolder.gather(names) { name in
      if name == "secret.txt" { throw Unreadable() }
      return Data(name == ModelFolder.Name.index ? index.utf8 : name.utf8)
    }
  }

  @Test func takesWhatDecidesTheComputation() throws {
    let folder = try gather([
      "README.md", "config.json", "model.safetensors", "tokenizer.json", "pytorch_model.bin",
      "model.safetensors.index.json", "consolidated.safetensors", "secret.txt", "LICENSE",
      "tokenizer_config.json",
    ])
    #expect(
      folder.files.keys.sorted() == [
        "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
      ])
  }

  @Test func takesTheFilesOfAnIndex() throws {
    let index = #"{"weight_map":{"a":"2.safetensors","b":"1.safetensors"}}"#
    let names = ["config.json", ModelFolder.Name.index, "1.safetensors", "3.safetensors"]
    let folder = try gather(names + ["2.safetensors"], index: index)
    #expect(
      folder.files.keys.sorted()
        == ["1.safetensors", "2.safetensors", "config.json", ModelFolder.Name.index])
    let error = #expect(throws: ModelError.self) { try gather(names, index: index) }
    #expect(error?.subject == "'2.safetensors'")
    #expect(error?.reason == "is named in 'model.safetensors.index.json' and missing")
  }

  @Test(arguments: [
    (["model.safetensors"], "the folder has no 'config.json'"),
    (["config.json"], "the folder has neither 'model.safetensors' nor 'model.safetensors.index"),
    (
      ["config.json", "pytorch_model.bin"],
      "'pytorch_model.bin' is a pickle, which runs code when it is read; use a version"
    ),
    (["config.json", "x.pt"], "'x.pt' is a pickle"),
    (
      ["config.json", ModelFolder.Name.index], "'model.safetensors.index.json' has no 'weight_map'"
    ),
  ])
  func refusesFolders(names: [String], message: String) {
    let error = #expect(throws: ModelError.self) { try gather(names) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func readsWeightsWholeAndInShards() throws {
    let index = ModelFolder.Name.index
    var files = [index: try Fixture.data("shards/\(index)")]
    for number in 1...3 {
      let name = "model-0000\(number)-of-00003.safetensors"
      files[name] = try Fixture.data("shards/\(name)")
    }
    let sharded = try ModelFolder(files).tensors()
    let whole = try ModelFolder([
      ModelFolder.Name.weights: Fixture.data("shards/whole.safetensors")
    ]).tensors()
    #expect(sharded.tensorNames == whole.tensorNames)
    #expect(throws: ModelError.self) { try ModelFolder([:]).tensors() }
  }

  @Test(arguments: [("tiny-q4_1", 24_288, 26_088), ("Families/gpt2/gpt2", 8_256, 33_024)])
  func describesWeightsAsTheyAreStored(name: String, parameters: Int, bytes: Int) throws {
    let content = ModelContent.gguf(try Fixture.data("\(name).gguf"))
    let description = try ModelDescription(content, name: "")
    #expect(description.parameters == parameters && description.memoryBytes == bytes)
  }

  @Test func describesAFolder() throws {
    let folder = try ModelFolder.gather(["config.json", ModelFolder.Name.weights]) {
      try Fixture.data("Families/llama/\($0)")
    }
    let description = try ModelDescription(.folder(folder), name: "llama")
    #expect(description.parameters == 6_736 && description.memoryBytes == 26_944)
    #expect(description.tokenizer == "no 'tokenizer.json'")
  }

  @Test func namesTheFileOfDamagedJSON() throws {
    let folder = ModelFolder(["config.json": Data("{\"a\": 1".utf8)])
    let error = #expect(throws: ModelError.self) { try folder.json("config.json") }
    #expect(error?.subject == "'config.json'")
    #expect(try folder.json("tokenizer.json") == nil)
  }
}
