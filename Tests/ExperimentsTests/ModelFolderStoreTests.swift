import Digests
@testable import Experiments
import Foundation
import Glibc
import Platform
import TestSupport
import Testing
import Transformers

/// Models that are folders, given by path or by the name under which Python tools downloaded them.
@Suite struct ModelFolderStoreTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  private static let card = "---\nlicense: apache-2.0\ntags: [x]\n---\n# Tiny\n"
  private static let content = [
    "config.json": "{}", "model.safetensors": "weights", "tokenizer.json": "tokens",
  ]

  private func withStore(
    files: any Files = SystemFiles(), _ body: (ModelStore, TestPlatform, String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder, files: files)
      let store = ModelStore(platform: test.platform) { _ in ModelFacts() }
      try body(store, test, folder)
    }
  }

  /// A folder as training leaves it.
  private func makeFolder(_ test: TestPlatform, in folder: String) throws -> String {
    let model = Path.join(folder, "tiny")
    for (name, text) in Self.content { try test.write(text, to: Path.join(model, name)) }
    try test.write(Self.card, to: Path.join(model, "README.md"))
    try test.write("\n  Apache License\nVersion 2.0", to: Path.join(model, "LICENSE"))
    return model
  }

  /// A repository in the cache of Python tools, whose snapshot is links.
  private func makeDownload(
    _ test: TestPlatform, _ content: [String: String] = content
  ) throws -> String {
    let hub = Path.join(test.home, ".cache/huggingface/hub/models--org--Tiny")
    let snapshot = Path.join(hub, "snapshots/\(Self.commit)")
    try test.platform.files.makeFolder(snapshot)
    for (name, text) in content {
      try test.write(text, to: Path.join(hub, "blobs/\(name).blob"))
      #expect(symlink("../../blobs/\(name).blob", Path.join(snapshot, name)) == 0)
    }
    try test.write(Self.commit, to: Path.join(hub, "refs/main"))
    return hub
  }

  @Test func keepsAFolderUnderTheDigestOfItsList() throws {
    try withStore { store, test, folder in
      _ = try makeFolder(test, in: folder)
      let model = try store.add("tiny/", AddingOptions(folder: folder))
      let list = Self.content.sorted { $0.key < $1.key }
        .map { "\(SHA256.digest($0.value).hex)  \($0.key)\n" }.joined()
      #expect(model.digest == SHA256.digest(list).hex)
      #expect(model.name == "tiny" && model.originFile == "tiny" && model.size == 15)
      #expect(model.licence == "apache-2.0" && model.repository == nil)
      #expect(model.parts?.map(\.name) == ["config.json", "model.safetensors", "tokenizer.json"])
      #expect(try test.platform.files.list(model.path) == model.parts?.map(\.name))
      #expect(try test.text(Path.join(Path.parent(model.path), "LICENSE")).contains("Apache"))
      #expect(try store.list() == [model])
      #expect(try store.find(model.digest) == model)
      #expect(try store.add(Path.join(folder, "tiny"), AddingOptions(name: "again")) == model)
    }
  }

  @Test func copiesWhatOthersMayWriteTo() throws {
    try withStore { store, test, folder in
      let origin = try makeFolder(test, in: folder)
      let model = try store.add(origin)
      let weights = "model.safetensors"
      #expect(
        try test.platform.files.facts(Path.join(model.path, weights))?.inode
          != test.platform.files.facts(Path.join(origin, weights))?.inode)
    }
  }

  @Test func sharesWhatWasDownloaded() throws {
    try withStore { store, test, _ in
      let hub = try makeDownload(test)
      let model = try store.add("org/Tiny")
      #expect(model.name == "Tiny" && model.repository == "org/Tiny")
      #expect(model.revision == Self.commit)
      let blob = try test.platform.files.facts(Path.join(hub, "blobs/model.safetensors.blob"))
      let kept = try test.platform.files.facts(Path.join(model.path, "model.safetensors"))
      #expect(kept?.inode == blob?.inode)
      #expect(try store.find(model.digest) == model)
      try test.platform.files.remove(hub)
      #expect(try test.text(Path.join(model.path, "model.safetensors")) == "weights")
    }
  }

  @Test func copiesAcrossFileSystems() throws {
    let faulty = FaultyFiles { operation, _ in operation == .link ? EXDEV : nil }
    try withStore(files: faulty) { store, test, _ in
      let hub = try makeDownload(test)
      let model = try store.add("org/Tiny@0123")
      let blob = try test.platform.files.facts(Path.join(hub, "blobs/model.safetensors.blob"))
      let kept = try test.platform.files.facts(Path.join(model.path, "model.safetensors"))
      #expect(kept != nil && kept?.inode != blob?.inode)
    }
  }

  @Test func takesTheOnlyGGUFFileOfADownload() throws {
    try withStore { store, test, _ in
      _ = try makeDownload(test, ["Tiny.Q4.gguf": "GGUF", "README.md": Self.card])
      let model = try store.add("org/Tiny")
      #expect(model.parts == nil && model.revision == Self.commit)
      #expect(model.digest == SHA256.digest("GGUF").hex)
      #expect(model.originFile == "Tiny.Q4.gguf" && model.licence == "apache-2.0")
    }
  }

  @Test func namesWhatADownloadLacks() throws {
    try withStore { store, test, _ in
      let index = #"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#
      let hub = try makeDownload(
        test,
        [
          "config.json": "{}", "model.safetensors.index.json": index, "1.safetensors": "x",
          "2.safetensors": "y",
        ])
      try test.platform.files.remove(Path.join(hub, "blobs/2.safetensors.blob"))
      try test.write("", to: Path.join(hub, "blobs/ab12.incomplete"))
      let error = #expect(throws: ExperimentError.self) { try store.add("org/Tiny") }
      #expect(
        error?.message.hasSuffix(
          "'2.safetensors' is named in 'model.safetensors.index.json' and missing") == true)
      #expect(
        error?.hint == "its download was interrupted; fetch it again with 'hf download org/Tiny'")
    }
  }

  @Test(arguments: [
    (["config.json": "{}", "pytorch_model.bin": "x"], "'pytorch_model.bin' is a pickle, which"),
    (["config.json": "{}"], "has neither 'model.safetensors' nor"),
    (["a.gguf": "x", "b.gguf": "y"], "there are several GGUF files in"),
    ([:], "has no 'config.json'"),
  ])
  func refusesDownloads(content: [String: String], message: String) throws {
    try withStore { store, test, _ in
      _ = try makeDownload(test, content)
      let error = #expect(throws: ExperimentError.self) { try store.add("org/Tiny") }
      #expect(error?.message.contains(message) == true, "\(String(describing: error))")
      #expect(try store.list() == [])
    }
  }

  @Test func refusesWeightsAlone() throws {
    try withStore { store, test, folder in
      let weights = Path.join(try makeFolder(test, in: folder), "model.safetensors")
      let error = #expect(throws: ExperimentError.self) { try store.add(weights) }
      #expect(error?.hint == "give the folder that it lies in")
    }
  }

  @Test func noticesAndRepairsDamage() throws {
    try withStore { store, test, folder in
      let origin = try makeFolder(test, in: folder)
      let model = try store.add(origin)
      #expect(try store.isIntact(model, checkingContent: false))
      try test.write("{ }", to: Path.join(model.path, "config.json"))
      #expect(try !store.isIntact(model, checkingContent: false))
      #expect(throws: ExperimentError.self) { try store.open(model) }
      #expect(try store.add(origin) == model)
      #expect(try store.isIntact(model, checkingContent: true))
      try test.platform.files.remove(Path.join(model.path, "tokenizer.json"))
      #expect(try !store.isIntact(model, checkingContent: false))
    }
  }

  /// A list of files that is not the one the model is named after does not vouch for other files.
  @Test func doesNotBelieveAnotherList() throws {
    try withStore { store, test, folder in
      let model = try store.add(makeFolder(test, in: folder))
      let path = Path.join(Path.parent(model.path), "model.json")
      let changed = SHA256.digest("{ }").hex
      try test.write(
        test.text(path).replacing(SHA256.digest("{}").hex, with: changed), to: path)
      try test.write("{ }", to: Path.join(model.path, "config.json"))
      let found = try #require(try store.find(model.digest))
      #expect(try !store.isIntact(found, checkingContent: false))
    }
  }

  @Test(arguments: ["../x", "", "..", "a/b"])
  func leavesOutFilesThatLeadElsewhere(name: String) throws {
    try withStore { store, test, folder in
      let model = try store.add(makeFolder(test, in: folder))
      let path = Path.join(Path.parent(model.path), "model.json")
      try test.write(
        test.text(path).replacing("\"name\": \"config.json\"", with: "\"name\": \"\(name)\""),
        to: path)
      #expect(try store.list() == [])
    }
  }

  @Test(arguments: [FileError.Operation.append, .create, .replace, .makeFolder, .rename])
  func leavesNothingBehindWhenTheDiskIsFull(operation: FileError.Operation) throws {
    let faulty = FaultyFiles { found, path in
      found == operation && path.contains("/.new-") ? ENOSPC : nil
    }
    try withStore(files: faulty) { store, test, folder in
      let origin = try makeFolder(test, in: folder)
      #expect(throws: FileError.self) { try store.add(origin) }
      #expect(try test.platform.files.list(store.folder) == [])
    }
  }

  @Test(arguments: [
    ("---\nlicense: mit\n---\n", "mit"), ("---\nlicense:\n- mit\n- gpl-3.0\n---\n", "mit"),
    ("---\nlicense: other\nlicense_name: qwen\n---\n", "qwen"),
    ("---\nlicense: other\n---", "other"),
    ("---\r\nlicense: mit\r\n---\r\n", "mit"), ("license: mit\n", nil),
    ("---\nlicense: mit\n", nil),
    ("---\nlicense: [\n---\n", nil), ("", nil),
  ])
  func readsTheLicenceOfACard(card: String, licence: String?) {
    #expect(ModelSource.licenceName(inCard: Array(card.utf8)) == licence)
  }
}
