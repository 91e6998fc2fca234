import Git
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

struct ReferencesTests {
  @Test func movesOnlyWhatIsAsExpected() async throws {
    try await withBench { bench in
      let one = try bench.commit(["a": "1"])
      let two = try bench.commit(["a": "2"], on: [one])
      let repository = bench.repository
      let name = "refs/heads/_time/box"
      func set(_ id: ObjectID, _ old: ExpectedTarget) throws {
        try repository.setReference(name, to: id, expecting: old, message: "test")
      }
      #expect(throws: GitError.self) { try set(one, .exactly(two)) }
      try set(one, .absent)
      let error = #expect(throws: GitError.self) { try set(two, .absent) }
      #expect(error?.kind == .changedMeanwhile)
      let other = #expect(throws: GitError.self) { try set(two, .exactly(two)) }
      #expect(other?.kind == .changedMeanwhile)
      #expect(try repository.reference(name) == one)
      try set(two, .exactly(one))
      try set(one, .anything)
      #expect(
        try repository.references(prefix: "refs/heads/_time/") == [
          Reference(name: name, target: one)
        ])
      #expect(try repository.references(prefix: "refs/tags/").isEmpty)
      try repository.deleteReference(name)
      try repository.deleteReference(name)
      #expect(try repository.reference(name) == nil)
    }
  }

  /// Git takes empty folders away when it packs references.
  @Test func outlastsWhoeverTakesEmptyFoldersAway() async throws {
    try await withBench { bench in
      let one = try bench.commit(["a": "1"])
      let isOver = Mutex(false)
      let folder = bench.folder + "/.git/refs/race/a"
      let cleaning = Task.detached {
        while !isOver.withLock(\.self) {
          rmdir(folder + "/b")
          rmdir(folder)
        }
      }
      for _ in 0..<300 {
        try bench.repository.setReference(
          "refs/race/a/b/c", to: one, expecting: .anything, message: "test")
        try bench.repository.deleteReference("refs/race/a/b/c")
      }
      isOver.withLock { $0 = true }
      await cleaning.value
    }
  }

  @Test func waitsForAnotherGitAndThenSaysSo() async throws {
    try await withBench { bench in
      let one = try bench.commit(["a": "1"])
      try bench.write(".git/refs/heads/x.lock", "")
      let error = #expect(throws: GitError.self) {
        try bench.repository.setReference(
          "refs/heads/x", to: one, expecting: .anything, message: "m")
      }
      #expect(error?.kind == .locked)
      #expect(error?.reason.contains("another git is writing") == true)
    }
  }

  @Test(arguments: ["refs/heads/a b", "refs/heads/..", "refs/heads/a.lock", "x", ""])
  func refusesBadNames(name: String) async throws {
    try await withBench { bench in
      let one = try bench.commit(["a": "1"])
      #expect(throws: GitError.self) {
        try bench.repository.setReference(name, to: one, expecting: .anything, message: "m")
      }
    }
  }

  @Test func resolvesNames() async throws {
    try await withBench { bench in
      let one = try bench.commit(["a": "1"])
      let two = try bench.commit(["a": "2"], on: [one])
      let repository = bench.repository
      try repository.setReference("refs/heads/main", to: two, expecting: .absent, message: "m")
      #expect(try repository.head() == two)
      #expect(try repository.resolve("main~1") == one)
      #expect(try repository.resolve(two.short) == two)
      #expect(try repository.resolve("HEAD") == two)
      #expect(try repository.resolve("nowhere") == nil)
      #expect(throws: GitError.self) { try repository.resolve("main^{bad}") }
      try await bench.git("tag", "-a", "-m", "t", "v1", one.hex)
      #expect(try repository.resolve("v1") == one, "a tag stands for its commit")
      try await bench.git("checkout", "-q", "--detach", one.hex)
      #expect(try repository.headBranch() == nil)
      #expect(try repository.head() == one)
    }
  }

  @Test func letsOnlyOneOfManyWritersThrough() async throws {
    try await withBench { bench in
      let base = try bench.commit(["n": "0"])
      let name = "refs/heads/_time/box"
      try bench.repository.setReference(name, to: base, expecting: .absent, message: "m")
      let commits = try (1...6).map { try bench.commit(["n": "\($0)"], on: [base]) }
      let folder = bench.folder
      let winners = await withTaskGroup(of: Bool.self) { group in
        for commit in commits {
          group.addTask {
            do {
              try Repository.open(folder).setReference(
                name, to: commit, expecting: .exactly(base), message: "m")
              return true
            } catch {
              return false
            }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(winners == 1)
    }
  }
}
