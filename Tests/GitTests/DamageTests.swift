import Git
import Platform
import TestSupport
import Testing

/// A damaged repository gives errors, never a trap and never an empty answer.
struct DamageTests {
  private func damage(_ bench: Bench, _ path: String, _ how: Damage) throws {
    let files = bench.world.platform.files
    let full = Path.join(bench.folder, path)
    let bytes = try files.readIfPresent(full) ?? []
    switch how {
    case .emptied: try files.replace(full, with: [])
    case .halved: try files.replace(full, with: Array(bytes.prefix(bytes.count / 2)))
    case .zeroed: try files.replace(full, with: [UInt8](repeating: 0, count: bytes.count))
    case .garbled:
      try files.replace(full, with: bytes.enumerated().map { $0.element ^ UInt8($0.offset & 0xff) })
    }
  }

  enum Damage: CaseIterable, Sendable { case emptied, halved, zeroed, garbled }

  private func loose(_ id: ObjectID) -> String {
    ".git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
  }

  @Test(arguments: Damage.allCases)
  func refusesDamagedObjects(how: Damage) async throws {
    try await withBench { bench in
      let commit = try bench.commit(["a.md": "text of a file\n"])
      let tree = try bench.repository.commit(commit).tree
      let file = try #require(try bench.repository.file(at: "a.md", in: tree))
      for id in [commit, tree, file.id] {
        try bench.world.platform.files.setExecutable(bench.folder + "/" + loose(id), false)
        try damage(bench, loose(id), how)
      }
      let repository = try Repository.open(bench.folder)
      #expect(throws: GitError.self) { try repository.commit(commit) }
      #expect(throws: GitError.self) { try repository.entries(of: tree, recursive: true) }
      #expect(throws: GitError.self) { try repository.blob(file.id) }
      #expect(throws: GitError.self) { try repository.history(from: commit) }
    }
  }

  @Test(arguments: Damage.allCases)
  func refusesADamagedIndex(how: Damage) async throws {
    try await withBench { bench in
      try bench.write("a.md", "a")
      try await bench.git("add", "a.md")
      try damage(bench, ".git/index", how)
      // As git does, libgit2 takes an empty file for an index that was never written.
      guard how != .emptied else { return }
      let repository = try Repository.open(bench.folder)
      #expect(throws: GitError.self) { try repository.indexEntries() }
      #expect(throws: GitError.self) { try repository.status() }
      let id = try repository.writeBlob([1])
      #expect(throws: GitError.self) {
        try repository.updateIndex(set: [TreeEntry(path: "b", mode: .file, id: id)])
      }
    }
  }

  @Test(arguments: Damage.allCases)
  func takesADamagedHeadForNone(how: Damage) async throws {
    try await withBench { bench in
      let id = try bench.commit(["a": "1"])
      let repository = bench.repository
      try repository.setReference("refs/heads/main", to: id, expecting: .absent, message: "m")
      try damage(bench, ".git/HEAD", how)
      #expect(throws: GitError.self) {
        let opened = try Repository.open(bench.folder)
        _ = try opened.headBranch()
        _ = try opened.head()
      }
    }
  }

  @Test(arguments: Damage.allCases)
  func refusesADamagedBranch(how: Damage) async throws {
    try await withBench { bench in
      let id = try bench.commit(["a": "1"])
      let name = "refs/heads/_time/box"
      try bench.repository.setReference(name, to: id, expecting: .absent, message: "m")
      try damage(bench, ".git/" + name, how)
      let repository = try Repository.open(bench.folder)
      #expect(throws: GitError.self) { try repository.reference(name) }
      #expect(throws: GitError.self) {
        try repository.setReference(name, to: id, expecting: .exactly(id), message: "m")
      }
    }
  }

  @Test func readsNamesAndMessagesThatAreNoText() async throws {
    try await withBench { bench in
      let script = """
        printf 'x' > "$(printf 'a\\377b')" && git add -A &&
        printf 'm\\377\\n' | git -c i18n.commitEncoding=latin1 commit -q -F -
        """
      let made = try await bench.world.platform.processes.run(
        "sh", ["-c", script], in: bench.folder)
      #expect(made.succeeded, "\(made.errorText)")
      let head = try #require(try bench.repository.head())
      #expect(try bench.repository.commit(head).message == "m\u{FFFD}\n")
      #expect(try bench.repository.entries(of: head, recursive: true).map(\.path) == ["a\u{FFFD}b"])
      #expect(try bench.repository.indexEntries().count == 1)
      #expect(try bench.repository.status().isEmpty)
    }
  }

  @Test func readsLongAndDeepPaths() async throws {
    try await withBench { bench in
      let deep = (0..<200).map { "d\($0)" }.joined(separator: "/")
      let long = String(repeating: "長", count: 80)
      let commit = try bench.commit([deep: "x", long: "y"])
      let entries = try bench.repository.entries(of: commit, recursive: true)
      #expect(Set(entries.map(\.path)) == [deep, long])
      #expect(try bench.repository.file(at: deep, in: commit) != nil)
      #expect(try bench.repository.changes(from: nil, to: commit).count == 2)
    }
  }
}
