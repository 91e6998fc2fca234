import Git
import Platform
import TestSupport
import Testing

struct OpeningTests {
  @Test func startsEmpty() async throws {
    try await withBench { bench in
      let repository = bench.repository
      let head = try repository.head()
      #expect(head == nil)
      #expect(try repository.headBranch() == "main")
      #expect(repository.workTree == bench.folder)
      #expect(repository.gitDirectory == bench.folder + "/.git")
      #expect(repository.commonDirectory == bench.folder + "/.git")
      #expect(try repository.indexEntries().isEmpty)
      #expect(try repository.status().isEmpty)
      #expect(try repository.references(prefix: "refs/").isEmpty)
      #expect(!repository.isInTheMiddleOfSomething)
      #expect(throws: GitError.self) { try Repository.initialize(bench.folder) }
    }
  }

  @Test func findsTheRepositoryAboveAFolder() async throws {
    try await withBench { bench in
      try bench.world.platform.files.makeFolder(bench.folder + "/a/b")
      #expect(try Repository.open(bench.folder + "/a/b").workTree == bench.folder)
    }
  }

  @Test func saysThatThereIsNone() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: GitError.self) { try Repository.open(folder) }
      #expect(error?.kind == .missing)
      #expect(error?.description.hasPrefix("cannot open the repository at '\(folder)'") == true)
    }
  }

  @Test(arguments: [
    (["init", "-q", "--object-format=sha256", "r"], GitError.Kind.unsupported, "SHA-256"),
    (["init", "-q", "r"], nil, ""),
    (["init", "-q", "--bare", "r"], nil, ""),
  ])
  func saysWhatItCannotOpen(
    arguments: [String], kind: GitError.Kind?, words: String
  ) async throws {
    try await withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder)
      _ = try await GitProgram(platform: world.platform, folder: folder).run(arguments)
      guard let kind else {
        _ = try Repository.open(folder + "/r")
        return
      }
      let error = #expect(throws: GitError.self) { try Repository.open(folder + "/r") }
      #expect(error?.kind == kind)
      #expect(error?.reason.contains(words) == true)
    }
  }

  @Test(arguments: [
    ("extensions.worktreeConfig", "true", nil), ("extensions.preciousObjects", "true", nil),
    ("extensions.relativeWorktrees", "true", nil),
    ("extensions.partialClone", "origin", "it is a partial clone"),
    ("extensions.refStorage", "reftable", "'reftable'"),
    ("extensions.fromTheFuture", "true", "a feature of a newer git"),
  ])
  func knowsTheExtensions(key: String, value: String, words: String?) async throws {
    try await withBench { bench in
      let settings = bench.folder + "/.git/config"
      let text = try bench.world.text(settings)
        .replacing("repositoryformatversion = 0", with: "repositoryformatversion = 1")
      let parts = key.split(separator: ".")
      try bench.world.write("\(text)[\(parts[0])]\n\t\(parts[1]) = \(value)\n", to: settings)
      guard let words else {
        _ = try Repository.open(bench.folder)
        return
      }
      let error = #expect(throws: GitError.self) { try Repository.open(bench.folder) }
      #expect(error?.kind == .unsupported)
      #expect(error?.reason.contains(words) == true)
    }
  }

  @Test func saysThatASplitIndexCannotBeRead() async throws {
    try await withBench { bench in
      try bench.write("a", "a")
      try await bench.git("add", "a")
      try await bench.git("update-index", "--split-index")
      let error = #expect(throws: GitError.self) {
        try Repository.open(bench.folder).indexEntries()
      }
      #expect(error?.kind == .unsupported)
      #expect(error?.reason.contains("--no-split-index") == true)
    }
  }

  @Test func saysThatAShallowHistoryIsCutOff() async throws {
    try await withBench { bench in
      for name in ["one", "two"] {
        try await bench.git("commit", "-q", "--allow-empty", "-m", name)
      }
      try await bench.git("clone", "-q", "--depth", "1", "file://" + bench.folder, "../shallow")
      let repository = try Repository.open(bench.folder + "/../shallow")
      let head = try #require(try repository.head())
      #expect(repository.isShallow)
      let error = #expect(throws: GitError.self) { try repository.history(from: head) }
      #expect(error?.kind == .unsupported)
      #expect(error?.reason.contains("git fetch --unshallow") == true)
    }
  }

  @Test func knowsWhatLinkedWorkTreesShare() async throws {
    try await withBench { bench in
      try await bench.git("commit", "-q", "--allow-empty", "-m", "one")
      try await bench.git("worktree", "add", "-q", "../linked", "-b", "side")
      let linked = Path.parent(bench.folder) + "/linked"
      let repository = try Repository.open(linked)
      #expect(repository.workTree == linked)
      #expect(repository.gitDirectory == bench.folder + "/.git/worktrees/linked")
      #expect(repository.commonDirectory == bench.folder + "/.git")
      #expect(try repository.headBranch() == "side")
    }
  }

  @Test func readsSettings() async throws {
    try await withBench { bench in
      #expect(try bench.repository.config("user.name") == nil, "not the machine's own")
      try await bench.git("config", "user.name", "Grace Ö")
      #expect(try bench.repository.config("user.name") == "Grace Ö")
      #expect(throws: GitError.self) { try bench.repository.config("no key") }
    }
  }

  @Test func tellsWhenAMergeIsOpen() async throws {
    try await withBench { bench in
      try bench.write("a", "base")
      try await bench.git("add", "a")
      try await bench.git("commit", "-q", "-m", "base")
      try await bench.git("checkout", "-q", "-b", "side")
      try bench.write("a", "side")
      try await bench.git("commit", "-q", "-am", "side")
      try await bench.git("checkout", "-q", "main")
      try bench.write("a", "main")
      try await bench.git("commit", "-q", "-am", "main")
      await #expect(throws: GitFailure.self) { try await bench.git("merge", "-q", "side") }
      #expect(bench.repository.isInTheMiddleOfSomething)
      #expect(try bench.repository.status().map(\.isConflicted) == [true])
      #expect(try bench.repository.indexEntries().map(\.stage) == [1, 2, 3])
      #expect(throws: GitError.self) { try bench.repository.writeIndexAsTree() }
    }
  }
}
