import Digests
@testable import Experiments
import Foundation
import Platform
import TestSupport
import Testing
import Transformers

/// Adapters, which are models together with the ones that they change.
@Suite struct ModelAdapterStoreTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Transformers").path

  /// A store with the tiny Llama, called `tiny`, and a folder with an adapter of it.
  private func withStore(
    _ body: (ModelStore, StoredModel, _ test: TestPlatform, _ adapter: String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let store = ModelStore(platform: test.platform) { _ in ModelFacts() }
      let base = try store.add("Families/llama", AddingOptions(folder: Self.fixtures, name: "tiny"))
      let adapter = Path.join(folder, "lora")
      for name in AdapterFolder.names {
        let bytes = try test.platform.files.read(
          Path.join(Self.fixtures, "Adapters/plain/\(name)"))
        try test.platform.files.makeFolder(adapter)
        try test.platform.files.create(Path.join(adapter, name), with: bytes)
      }
      try body(store, base, test, adapter)
    }
  }

  @Test func keepsAnAdapterWithItsBase() throws {
    try withStore { store, base, test, adapter in
      let model = try store.add(adapter, AddingOptions(base: "tiny"))
      #expect(model.base == base.digest && model.name == "lora")
      let lines = try AdapterFolder.names.map { name in
        "\(SHA256.digest(try test.platform.files.read(Path.join(adapter, name))).hex)  \(name)\n"
      }
      #expect(model.digest == SHA256.digest(lines.joined() + "\(base.digest)  base\n").hex)
      #expect(try store.find(model.digest) == model)
      #expect(try store.list().map(\.name) == ["lora", "tiny"])
      #expect(try store.describe(model).parameters == store.describe(base).parameters)
      let byDigest = AddingOptions(base: String(base.digest.prefix(12)))
      #expect(try store.add(adapter, byDigest) == model)
    }
  }

  @Test func findsTheBaseThatTheAdapterNames() throws {
    try withStore { store, base, _, adapter in
      let error = #expect(throws: ExperimentError.self) { try store.add(adapter) }
      #expect(
        error?.message == "the model 'tiny/llama' that the adapter changes is not in the store")
      #expect(
        error?.hint == "add it with 'dossier model add tiny/llama', or name another with '--base'")
      let other = AddingOptions(folder: Self.fixtures, name: "tiny/llama")
      let named = try store.add("Families/llama-bias", other)
      #expect(try store.add(adapter).base == named.digest)
      #expect(named.digest != base.digest)
    }
  }

  @Test func isDamagedWithItsBase() throws {
    try withStore { store, base, test, adapter in
      let model = try store.add(adapter, AddingOptions(base: "tiny"))
      #expect(try store.isIntact(model, checkingContent: true))
      try test.write("{}", to: Path.join(base.path, "config.json"))
      #expect(try !store.isIntact(model, checkingContent: false))
      try test.platform.files.remove(Path.parent(base.path))
      let error = #expect(throws: ExperimentError.self) { try store.open(model) }
      #expect(error?.message == "the model that 'lora' changes is not in the store")
      #expect(error?.hint == "add it again; its digest is \(base.digest)")
    }
  }

  @Test func refusesBasesThatDoNotFit() throws {
    try withStore { store, _, test, adapter in
      _ = try store.add(adapter, AddingOptions(base: "tiny"))
      for base in ["lora", "other"] {
        let error = #expect(throws: ExperimentError.self) {
          try store.add(adapter, AddingOptions(base: base))
        }
        #expect(error?.message.contains("'\(base)' that the adapter changes is not in") == true)
      }
      let gguf = Path.join(Self.fixtures, "tiny-q4_1.gguf")
      let plain = AddingOptions(name: "one file", base: "tiny")
      let error = #expect(throws: ExperimentError.self) { try store.add(gguf, plain) }
      #expect(error?.hint == "leave '--base' out")
    }
  }

  @Test func takesAGGUFFileForABase() throws {
    try withStore { store, _, _, adapter in
      let gguf = Path.join(Self.fixtures, "Families/llama/llama.gguf")
      let base = try store.add(gguf, AddingOptions(name: "one file"))
      let model = try store.add(adapter, AddingOptions(base: "one file"))
      #expect(model.base == base.digest)
      #expect(try store.describe(model).parameters == store.describe(base).parameters)
      let tokens = [1, 2, 3]
      #expect(
        try store.open(model).run(tokens).lastLogits != store.open(base).run(tokens).lastLogits)
    }
  }
}
