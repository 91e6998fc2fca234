import Git
import Glibc
import Platform
import TestSupport
import Testing

struct IndexTests {
  @Test func changesTheIndexAndNotTheWorkTree() async throws {
    try await withBench { bench in
      try bench.write("a", "1")
      try bench.write("b/c", "1")
      try await bench.git("add", "-A")
      let repository = bench.repository
      let id = try repository.writeBlob(Array("2".utf8))
      try repository.updateIndex(
        set: [
          TreeEntry(path: "a", mode: .executable, id: id),
          TreeEntry(path: "new/x", mode: .file, id: id),
        ], remove: ["b/c", "not there"])
      #expect(
        try await bench.git("ls-files", "-s") == """
          100755 \(id.hex) 0\ta
          100644 \(id.hex) 0\tnew/x
          """)
      #expect(try bench.world.text(bench.folder + "/a") == "1")
      #expect(try repository.indexEntries().map(\.path) == ["a", "new/x"])
      let tree = try await bench.git("write-tree")
      #expect(try repository.writeIndexAsTree().hex == tree)
    }
  }

  @Test func leavesTheIndexAsItWasWhenAnEntryIsBad() async throws {
    try await withBench { bench in
      let id = try bench.repository.writeBlob([1])
      #expect(throws: GitError.self) {
        try bench.repository.updateIndex(set: [
          TreeEntry(path: "good", mode: .file, id: id),
          TreeEntry(path: "../bad", mode: .file, id: id),
        ])
      }
      #expect(try bench.repository.indexEntries().isEmpty)
    }
  }

  @Test func seesWhatAnotherGitStaged() async throws {
    try await withBench { bench in
      #expect(try bench.repository.indexEntries().isEmpty)
      try bench.write("a", "1")
      try await bench.git("add", "a")
      #expect(try bench.repository.indexEntries().map(\.path) == ["a"])
    }
  }

  @Test func waitsForTheIndexLockAndThenSaysSo() async throws {
    try await withBench { bench in
      let id = try bench.repository.writeBlob([1])
      try bench.write(".git/index.lock", "")
      let error = #expect(throws: GitError.self) {
        try bench.repository.updateIndex(set: [TreeEntry(path: "a", mode: .file, id: id)])
      }
      #expect(error?.kind == .locked)
    }
  }

  @Test func tellsEveryKindOfChange() async throws {
    try await withBench { bench in
      for name in ["kept", "staged", "edited", "removed", "deleted", "both"] {
        try bench.write(name, name)
      }
      try bench.write(".gitignore", "*.log\n")
      try await bench.git("add", "-A")
      try await bench.git("commit", "-q", "-m", "base")
      for name in ["staged", "edited", "both"] { try bench.write(name, "2") }
      try await bench.git("add", "staged", "both")
      try bench.write("both", "3")
      try await bench.git("rm", "-q", "--cached", "removed")
      try bench.world.platform.files.remove(bench.folder + "/deleted")
      try bench.write("folder/new", "n")
      try bench.write("noise.log", "n")
      let status = try bench.repository.status()
      func change(_ path: String) -> StatusEntry? { status.first { $0.path == path } }
      #expect(
        status.map(\.path) == ["both", "deleted", "edited", "folder/new", "removed", "staged"])
      #expect(change("both")?.staged == .changed && change("both")?.unstaged == .changed)
      #expect(change("deleted")?.unstaged == .removed)
      #expect(change("edited")?.staged == nil && change("edited")?.unstaged == .changed)
      #expect(change("folder/new")?.isUntracked == true)
      #expect(change("removed")?.staged == .removed && change("removed")?.isUntracked == true)
      #expect(change("staged")?.staged == .changed && change("staged")?.unstaged == nil)
    }
  }

  @Test func storesFilesOfTheWorkTreeAsGitWould() async throws {
    try await withBench { bench in
      try bench.write(".gitattributes", "*.txt text=auto eol=lf\n")
      try bench.write("a.txt", "one\r\ntwo\r\n")
      try bench.write("run.sh", "#!/bin/sh\n")
      try bench.world.platform.files.setExecutable(bench.folder + "/run.sh", true)
      symlink("a.txt", bench.folder + "/link")
      let repository = bench.repository
      let text = try repository.writeBlob(ofWorkTreeFile: "a.txt")
      #expect(try repository.blob(text.id) == Array("one\ntwo\n".utf8))
      #expect(try repository.writeBlob(ofWorkTreeFile: "run.sh").mode == .executable)
      let link = try repository.writeBlob(ofWorkTreeFile: "link")
      #expect(link.mode == .link)
      #expect(try repository.blob(link.id) == Array("a.txt".utf8))
      let error = #expect(throws: GitError.self) {
        try repository.writeBlob(ofWorkTreeFile: "absent")
      }
      #expect(error?.kind == .missing)
    }
  }
}
