@testable import Experiments
import Platform
import TestSupport
import Testing

@Suite struct HubCacheTests {
  private static let commits = [
    "0123456789abcdef0123456789abcdef01234567", "0123456fffffffffffffffffffffffffffffffff",
    "89abcdef89abcdef89abcdef89abcdef89abcdef",
  ]

  private func withCache(
    variables: [String: String] = [:], hub: String = ".cache/huggingface/hub",
    _ body: (HubCache, TestPlatform, String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let home = Path.join(folder, "home")
      let test = try TestPlatform(
        in: folder, variables: variables.mapValues { $0.replacing("HOME", with: home) })
      let entry = Path.join(Path.join(home, hub), "models--org--Tiny.Model-1B")
      for commit in Self.commits {
        try test.write("{}", to: Path.join(entry, "snapshots/\(commit)/config.json"))
      }
      try test.write(Self.commits[0], to: Path.join(entry, "refs/main"))
      try test.write(Self.commits[2] + "\n", to: Path.join(entry, "refs/refs/pr/1"))
      try body(HubCache(platform: test.platform), test, entry)
    }
  }

  @Test(
    arguments: [
      ([:], ".cache/huggingface/hub"),
      (["XDG_CACHE_HOME": "HOME/cache"], "cache/huggingface/hub"),
      (["HF_HOME": "HOME/hf", "XDG_CACHE_HOME": "HOME/cache"], "hf/hub"),
      (["HF_HOME": "~/hf"], "hf/hub"), (["HF_HOME": ""], ".cache/huggingface/hub"),
      (["HUGGINGFACE_HUB_CACHE": "HOME/old", "HF_HOME": "HOME/hf"], "old"),
      (["HF_HUB_CACHE": "HOME/models", "HF_HOME": "HOME/hf"], "models"),
    ] as [([String: String], String)])
  func looksWherePythonPutsThem(variables: [String: String], hub: String) throws {
    try withCache(variables: variables, hub: hub) { cache, _, entry in
      let reference = try #require(HubReference("org/Tiny.Model-1B"))
      let snapshot = try cache.find(reference)
      #expect(snapshot.commit == Self.commits[0])
      #expect(snapshot.folder == Path.join(entry, "snapshots/\(Self.commits[0])"))
      #expect(snapshot.repository == "org/Tiny.Model-1B")
    }
  }

  @Test(arguments: [
    ("main", 0), ("refs/pr/1", 2), ("01234567", 0), ("0123456f", 1), ("89ab", 2),
    (commits[1], 1),
  ])
  func findsRevisions(revision: String, index: Int) throws {
    try withCache { cache, _, _ in
      let reference = try #require(HubReference("org/Tiny.Model-1B@\(revision)"))
      #expect(try cache.find(reference).commit == Self.commits[index])
    }
  }

  @Test(arguments: ["0123456", "89a", "v2", "89abcdef89abcdef89abcdef89abcdef89abcde0"])
  func tellsWhichRevisionsThereAre(revision: String) throws {
    try withCache { cache, _, _ in
      let reference = try #require(HubReference("org/Tiny.Model-1B@\(revision)"))
      let error = #expect(throws: ExperimentError.self) { try cache.find(reference) }
      #expect(
        error?.message == "'org/Tiny.Model-1B' has no revision '\(revision)' in \(cache.folder)")
      #expect(
        error?.hint
          == "there is 'org/Tiny.Model-1B@0123456789ab', 'org/Tiny.Model-1B@0123456fffff', "
          + "'org/Tiny.Model-1B@89abcdef89ab'; "
          + "download it with 'hf download org/Tiny.Model-1B --revision \(revision)'")
    }
  }

  @Test func tellsHowToGetWhatIsNotThere() throws {
    try withCache { cache, test, entry in
      let other = try #require(HubReference("org/other"))
      let error = #expect(throws: ExperimentError.self) { try cache.find(other) }
      #expect(
        error?.message
          == "'org/other' is no file here and not among the downloads in \(cache.folder)")
      #expect(error?.hint == "download it with 'hf download org/other'")
      let name = try #require(HubReference("tiny"))
      let hint = #expect(throws: ExperimentError.self) { try cache.find(name) }?.hint
      #expect(hint == "give a file, a folder or ORG/NAME")
      try test.write("gone", to: Path.join(entry, "refs/main"))
      let reference = try #require(HubReference("org/Tiny.Model-1B"))
      #expect(throws: ExperimentError.self) { try cache.find(reference) }
    }
  }

  @Test(arguments: [
    "", "/", "a/b/c", "../x", "a/..", "./a", "-a/b", "a//b", "a b/c", "é/b", "a/b@", "a/b@../c",
    "a/b@/etc", "a/b@-x", "~/a", "x.gguf", "models/x.gguf", "x/model.safetensors",
  ])
  func refusesOtherNames(text: String) { #expect(HubReference(text) == nil) }

  @Test(arguments: [("gpt2", "models--gpt2"), ("Qwen/Qwen2.5-0.5B", "models--Qwen--Qwen2.5-0.5B")])
  func knowsTheFolder(name: String, folder: String) throws {
    #expect(try #require(HubReference(name)).folderName == folder)
  }
}
