import Git
import Platform
import TestSupport
import Testing

struct ObjectsTests {
  @Test(arguments: [
    [], [0], Array("text\r\n".utf8), [0xff, 0xfe, 0, 10], [UInt8](repeating: 9, count: 300_000),
  ])
  func storesBytesAsTheyAre(bytes: [UInt8]) async throws {
    try await withBench { bench in
      let id = try bench.repository.writeBlob(bytes)
      #expect(try bench.repository.blob(id) == bytes)
      #expect(try Repository.blobID(of: bytes) == id)
      #expect(try await bench.git("cat-file", "-s", id.hex) == "\(bytes.count)")
    }
  }

  @Test func storesNestedTreesAsGitDoes() async throws {
    try await withBench { bench in
      let files = ["report.md": "r", "a/b/c.txt": "c", "a/b.txt": "b", "a-b": "x", "é/ü": "u"]
      let commit = try bench.commit(files)
      try await bench.git("read-tree", commit.hex)
      let tree = try bench.repository.commit(commit).tree
      #expect(try await bench.git("write-tree") == tree.hex)
      try await bench.git("fsck", "--strict")
      let entries = try bench.repository.entries(of: commit, recursive: true)
      #expect(entries.map(\.path) == ["a-b", "a/b.txt", "a/b/c.txt", "report.md", "é/ü"])
      let top = try bench.repository.entries(of: tree, recursive: false)
      #expect(top.map(\.path) == ["a-b", "a", "report.md", "é"])
      #expect(top.map(\.mode) == [.file, .folder, .file, .folder])
      #expect(try bench.repository.writeTree(entries) == tree)
      #expect(try bench.repository.writeTree([]).hex.hasPrefix("4b825dc"))
    }
  }

  @Test(arguments: [
    ["a", "a"], ["a", "a/b"], ["a/b/c", "a/b"], [".git/config"], ["a/../b"], ["/a"], ["a//b"],
    [""], ["a/.git/x"], ["a\0b"], ["./a"],
  ])
  func refusesTreesThatNobodyCouldCheckOut(paths: [String]) async throws {
    try await withBench { bench in
      let id = try bench.repository.writeBlob([1])
      #expect(throws: GitError.self) {
        try bench.repository.writeTree(paths.map { TreeEntry(path: $0, mode: .file, id: id) })
      }
    }
  }

  @Test func looksUpPaths() async throws {
    try await withBench { bench in
      let commit = try bench.commit(["a/b.txt": "b", "c": "c"])
      let found = try bench.repository.file(at: "a/b.txt", in: commit)
      #expect(try found.map { try bench.repository.blob($0.id) } == Array("b".utf8))
      #expect(try bench.repository.file(at: "a", in: commit)?.mode == .folder)
      #expect(try bench.repository.file(at: "a/c", in: commit) == nil)
      #expect(try bench.repository.file(at: "c/d", in: commit) == nil)
    }
  }

  @Test func listsChangesBetweenTrees() async throws {
    try await withBench { bench in
      let old = try bench.commit(["same": "s", "changed": "1", "gone": "g", "d/x": "x"])
      let new = try bench.commit(["same": "s", "changed": "2", "new": "n", "d": "x"])
      let changes = try bench.repository.changes(from: old, to: new)
      #expect(changes.map(\.path) == ["changed", "d", "d/x", "gone", "new"])
      #expect(changes.map { $0.old == nil } == [false, true, false, false, true])
      #expect(changes.map { $0.new == nil } == [false, false, true, true, false])
      #expect(try bench.repository.changes(from: nil, to: old).count == 4)
      #expect(try bench.repository.changes(from: new, to: new).isEmpty)
    }
  }

  @Test func keepsEverythingOfACommit() async throws {
    try await withBench { bench in
      let first = try bench.commit(["a": "1"], message: "Première ✓\n\nBody\n")
      let second = try bench.commit(["a": "2"], on: [first])
      let commit = try bench.repository.commit(second)
      #expect(commit.parents == [first])
      #expect(commit.author == Bench.ada)
      #expect(try bench.repository.commit(first).title == "Première ✓")
      #expect(try await bench.git("show", "-s", "--format=%ad", second.hex).hasSuffix("+0100"))
      #expect(try bench.repository.head() == nil, "no branch moved")
      #expect(throws: GitError.self) { try bench.commit([:], message: "a\0b") }
    }
  }

  @Test(arguments: [("", "a@b"), ("A", ""), ("<>", "a@b")])
  func refusesEmptyNames(name: String, email: String) async throws {
    try await withBench { bench in
      let nobody = Signature(name: name, email: email, seconds: 0, offsetMinutes: 0)
      let tree = try bench.repository.writeTree([])
      #expect(throws: GitError.self) {
        try bench.repository.createCommit(
          tree: tree, parents: [], message: "m", author: nobody, committer: Bench.ada)
      }
    }
  }

  @Test func walksHistory() async throws {
    try await withBench { bench in
      let base = try bench.commit(["a": "0"])
      let left = try bench.commit(["a": "1"], on: [base])
      let right = try bench.commit(["b": "1"], on: [base])
      let merge = try bench.commit(["a": "1", "b": "1"], on: [left, right])
      let repository = bench.repository
      let all = try repository.history(from: merge).map(\.id)
      #expect(all.first == merge && all.last == base && Set(all) == [base, left, right, merge])
      #expect(try repository.history(from: merge, hiding: [left]).map(\.id) == [merge, right])
      #expect(try repository.history(from: merge, limit: 1).map(\.id) == [merge])
      #expect(try repository.mergeBase(left, right) == base)
      #expect(try repository.isAncestor(base, of: merge))
      #expect(try repository.isAncestor(base, of: base))
      #expect(try !repository.isAncestor(left, of: right))
      #expect(try repository.mergeBase(base, try bench.commit(["other": ""])) == nil)
    }
  }

  @Test func saysWhatIsMissing() async throws {
    try await withBench { bench in
      let nothing = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
      let error = #expect(throws: GitError.self) { try bench.repository.blob(nothing) }
      #expect(error?.kind == .missing)
      #expect(throws: GitError.self) { try bench.repository.commit(nothing) }
      #expect(throws: GitError.self) { try bench.repository.history(from: nothing) }
      let blob = try bench.repository.writeBlob([1])
      #expect(throws: GitError.self) { try bench.repository.entries(of: blob, recursive: true) }
    }
  }

  @Test(arguments: [
    "", "abc", String(repeating: "G", count: 40), String(repeating: "A", count: 40),
    String(repeating: "a", count: 41), String(repeating: "１", count: 40),
  ])
  func refusesWhatIsNoName(text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test(arguments: [
    ("A draft\n\nDossier-Time: research 01:30:00\nDossier-Phase: research\n", 2),
    ("A draft\n\nDossier-Time: a\n\nNot: the last\n\nprose\n", 0), ("", 0), ("Only: title", 0),
    ("t\n\n    Indented: no\n", 0), ("t\n\nKey:value\n", 1), ("t\n\nKey: a: b\n", 1),
  ])
  func countsTrailers(message: String, count: Int) throws {
    #expect(try Repository.trailers(of: message).count == count)
  }

  @Test func readsTheTextOfTrailers() throws {
    let message = "t\n\nDossier-Total: 07:41:10 of 20:00:00\nSigned-off-by: A <a@b>\n"
    #expect(
      try Repository.trailers(of: message) == [
        Trailer(key: "Dossier-Total", value: "07:41:10 of 20:00:00"),
        Trailer(key: "Signed-off-by", value: "A <a@b>"),
      ])
  }
}
