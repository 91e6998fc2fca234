import Foundation
import Tensors
import Testing

@testable import Transformers

struct SafetensorsShardsTests {
  private static let indexName = "model.safetensors.index.json"
  private let workers = Workers(1)

  private func index(_ text: String? = nil) throws -> SafetensorsIndex {
    let bytes = try text.map { Array($0.utf8) } ?? [UInt8](Fixture.data("shards/\(Self.indexName)"))
    return try SafetensorsIndex(bytes, name: Self.indexName)
  }

  private func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try index().files { files[name] = try Fixture.data("shards/\(name)") }
    return files
  }

  @Test func readsTheTensorsOfAllFiles() throws {
    let shards = try SafetensorsShards(index(), files())
    let whole = try SafetensorsShards(
      Safetensors.parse(Fixture.data("shards/whole.safetensors"), file: "whole"))
    #expect(shards.tensorNames == ["part.0", "part.1", "part.2", "part.3", "part.4"])
    #expect(shards.tensorNames == whole.tensorNames)
    for name in shards.tensorNames {
      #expect(shards.shape(of: name) == [8, 4])
      #expect(
        try shards.numbers(of: name, shape: [8, 4], workers)
          == whole.numbers(of: name, shape: [8, 4], workers))
    }
    #expect(shards.parameters == 160 && shards.commonType == "F32")
    #expect(throws: ModelError.self) { try shards.numbers(of: "x", shape: [], workers) }
  }

  @Test func namesWhatIsMissing() throws {
    var files = try files()
    let second = "model-00002-of-00003.safetensors"
    let data = files.removeValue(forKey: second)
    var error = #expect(throws: ModelError.self) { try SafetensorsShards(index(), files) }
    #expect(
      error?.description
        == "'\(second)' is named in '\(Self.indexName)' and missing; fetch the model file again")
    files[second] = data?.dropLast()
    error = #expect(throws: ModelError.self) { try SafetensorsShards(index(), files) }
    #expect(error?.subject == "tensor 'part.3' of '\(second)'")
    let more = #"{"weight_map":{"part.9":"model-00003-of-00003.safetensors"}}"#
    error = #expect(throws: ModelError.self) { try SafetensorsShards(index(more), self.files()) }
    #expect(
      error?.description.hasPrefix(
        "tensor 'part.9' of 'model-00003-of-00003.safetensors' is missing, although") == true)
  }

  @Test func refusesATensorThatIsThereTwice() throws {
    var files = try files()
    files["model-00002-of-00003.safetensors"] = files["model-00001-of-00003.safetensors"]
    let error = #expect(throws: ModelError.self) { try SafetensorsShards(index(), files) }
    #expect(error?.reason == "is in 'model-00001-of-00003.safetensors' too")
  }

  @Test(arguments: [
    ("{}", "has no 'weight_map'"), ("[]", "has no 'weight_map'"),
    (#"{"weight_map":[]}"#, "has no 'weight_map'"),
    (#"{"weight_map":{"a":1}}"#, "names no safetensors file beside it"),
    (#"{"weight_map":{"a":"../x.safetensors"}}"#, "names no safetensors file beside it"),
    (#"{"weight_map":{"a":"/x.safetensors"}}"#, "names no safetensors file beside it"),
    (#"{"weight_map":{"a":"pytorch_model.bin"}}"#, "names no safetensors file beside it"),
    (#"{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}"#, "places 'a' twice"),
  ])
  func refusesIndexes(text: String, reason: String) {
    let error = #expect(throws: ModelError.self) { try index(text) }
    #expect(error?.reason == reason)
  }

  @Test func survivesDamage() throws {
    let data = try Fixture.data("shards/\(Self.indexName)")
    let files = try files()
    var mutator = Mutator(seed: 12)
    for _ in 0..<Mutator.rounds / 10 {
      let bytes = [UInt8](mutator.damage(data, within: data.count))
      guard let index = try? SafetensorsIndex(bytes, name: "damaged") else { continue }
      _ = try? SafetensorsShards(index, files)
    }
  }
}
