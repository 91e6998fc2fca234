import Digests
@testable import Experiments
import Platform
import TestSupport
import Testing
import Transformers

@Suite struct ModelStoreTests {
  private func withStore<Result>(
    _ body: (ModelStore, TestPlatform, String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let store = ModelStore(platform: test.platform) { content in
        guard case .gguf(let content) = content, content.starts(with: Array("GGUF".utf8)) else {
          throw ExperimentError("no model")
        }
        return ModelFacts(name: "Tiny", licence: "mit")
      }
      let origin = Path.join(folder, "tiny.Q4.gguf")
      try test.write("GGUF and more", to: origin)
      return try body(store, test, origin)
    }
  }

  @Test func keepsAModelUnderItsDigest() throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      #expect(model.digest == SHA256.digest("GGUF and more").hex)
      #expect(model.name == "Tiny")
      #expect(model.originFile == "tiny.Q4.gguf")
      #expect(model.licence == "mit")
      #expect(model.size == 13)
      #expect(model.path.hasPrefix(test.platform.environment.dataFolder))
      #expect(try test.text(model.path) == "GGUF and more")
      #expect(try store.list() == [model])
      #expect(try store.find(model.digest) == model)
      #expect(try store.find(SHA256.digest("other").hex) == nil)
    }
  }

  @Test func keepsTheFirstDescriptionOfAModel() throws {
    try withStore { store, _, origin in
      let first = try store.add(origin, AddingOptions(name: "first"))
      #expect(try store.add(origin, AddingOptions(name: "second")) == first)
      #expect(try store.list().count == 1)
    }
  }

  @Test func repairsADamagedModel() throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      try test.write("GGUF and mere", to: model.path)
      #expect(throws: ExperimentError.self) { try store.open(model) }
      _ = try store.add(origin)
      #expect(try test.text(model.path) == "GGUF and more")
    }
  }

  @Test func refusesWhatIsNoModel() throws {
    try withStore { store, test, origin in
      try test.write("text", to: origin)
      #expect(throws: ExperimentError("no model")) { try store.add(origin) }
      #expect(throws: FileError.self) { try store.add(origin + "x") }
      #expect(try store.list() == [])
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"name\": 1}"])
  func leavesOutWhatIsNotDescribed(description: String) throws {
    try withStore { store, test, origin in
      let model = try store.add(origin)
      try test.write(description, to: Path.join(Path.parent(model.path), "model.json"))
      #expect(try store.list() == [])
      #expect(try store.add(origin) == model)
    }
  }

  @Test(arguments: ["", "..", "../../x", "zz"])
  func findsOnlyDigests(digest: String) throws {
    try withStore { store, _, _ in
      let found = try store.find(digest)
      #expect(found == nil)
    }
  }

  @Test func leavesNothingBehindWhenTheDiskIsFull() throws {
    try withTemporaryFolder { folder in
      let faulty = FaultyFiles { operation, path in operation == .append ? 28 : nil }
      let test = try TestPlatform(in: folder, files: faulty)
      let store = ModelStore(platform: test.platform) { _ in ModelFacts(name: "x", licence: nil) }
      let origin = Path.join(folder, "x.gguf")
      try test.write("GGUF", to: origin)
      #expect(throws: FileError.self) { try store.add(origin) }
      let models = Path.join(test.platform.environment.dataFolder, "models")
      #expect(try test.platform.files.list(models) == [])
    }
  }
}
