import Git
import Platform
import Store
import TestSupport
import Testing

@Suite struct SnapshotsTests {
  private func files(_ world: World, _ snapshot: Snapshots.Snapshot) throws -> [String: String] {
    let repository = try world.repository()
    var files: [String: String] = [:]
    for entry in try repository.entries(of: snapshot.commit.id, recursive: true) {
      files[entry.path] = String(decoding: try repository.blob(entry.id), as: UTF8.self)
    }
    return files
  }

  @Test func takesNoneWhenEverythingIsInADraft() async throws {
    try await withWorld { world in
      let snapshot = try Snapshots(world.store()).take("test")
      #expect(snapshot == nil)
    }
  }

  @Test func holdsEditedNewAndDeletedFiles() async throws {
    try await withWorld { world in
      try world.test.write("a", to: world.path("tracked.txt"))
      try world.test.write("x", to: world.path("gone.txt"))
      try world.test.write("*.tmp\n", to: world.path(".gitignore"))
      try await world.git("add", "-A")
      try await world.git("commit", "-qm", "Two")
      try world.test.write("b", to: world.path("tracked.txt"))
      try world.test.write("new", to: world.path("sub/new 名.txt"))
      try world.test.write("staged", to: world.path("staged.txt"))
      try await world.git("add", "staged.txt")
      try world.test.write("edited again", to: world.path("staged.txt"))
      try world.test.write("ignored", to: world.path("x.tmp"))
      try world.test.platform.files.remove(world.path("gone.txt"))
      let before = try await world.git("status", "--porcelain")
      let snapshot = try #require(try Snapshots(world.store()).take("test"))
      let files = try files(world, snapshot)
      #expect(files["tracked.txt"] == "b")
      #expect(files["sub/new 名.txt"] == "new")
      #expect(files["staged.txt"] == "edited again")
      #expect(files["gone.txt"] == nil && files["x.tmp"] == nil)
      #expect(files.count == 5)
      #expect(try await world.git("status", "--porcelain") == before)
    }
  }

  @Test func leavesOutWhatAKilledWriteLeftBehind() async throws {
    try await withWorld { world in
      try world.test.write("half", to: world.path("figures/.dossier-tmp-0123456789abcdef"))
      #expect(try Snapshots(world.store()).take("test") == nil)
    }
  }

  @Test func clearsALockThatAKilledProcessLeft() async throws {
    try await withWorld { world in
      let snapshots = Snapshots(try world.store())
      let name = try snapshots.reference()
      try world.test.write("", to: world.path(".git/\(name).lock"))
      try world.test.write("more", to: world.path("report.md"))
      let snapshot = try #require(try snapshots.take("test"))
      #expect(try world.repository().reference(name) == snapshot.commit.id)
    }
  }

  @Test func leavesHeadIndexAndWorkTreeAlone() async throws {
    try await withWorld { world in
      try world.test.write("more\n", to: world.path("report.md"))
      let head = try world.repository().head()
      let index = try world.test.platform.files.read(world.path(".git/index"))
      #expect(try Snapshots(world.store()).take("test") != nil)
      #expect(try world.repository().head() == head)
      #expect(try world.test.platform.files.read(world.path(".git/index")) == index)
      #expect(try world.test.text(world.path("report.md")) == "more\n")
    }
  }

  @Test func chainsToTheOneBeforeAndSkipsWhatItHolds() async throws {
    try await withWorld { world in
      let snapshots = Snapshots(try world.store())
      try world.test.write("1", to: world.path("a"))
      let first = try #require(try snapshots.take("one"))
      #expect(try snapshots.take("again") == nil)
      try world.test.write("2", to: world.path("a"))
      let second = try #require(try snapshots.take("two"))
      #expect(second.commit.parents.first == first.commit.id)
      #expect(second.commit.title == "snapshot two")
      #expect(try world.repository().reference(snapshots.reference()) == second.commit.id)
    }
  }

  @Test func worksBeforeTheFirstDraft() throws {
    try withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let app = Path.join(folder, "app")
      let repository = try Repository.initialize(app)
      try test.write("text", to: Path.join(app, "report.md"))
      let store = try JournalStore(repository, in: test.platform)
      #expect(try Snapshots(store).take("test")?.commit.parents == [])
    }
  }

  @Test func keepsLinksAndPermissions() async throws {
    try await withWorld { world in
      try world.test.write("#!/bin/sh\n", to: world.path("run.sh"))
      try world.test.platform.files.setExecutable(world.path("run.sh"), true)
      _ = try await world.test.platform.processes.run(
        "ln", ["-s", "report.md", "link"], in: world.app)
      let snapshot = try #require(try Snapshots(world.store()).take("test"))
      let modes = try world.repository().entries(of: snapshot.commit.id, recursive: true)
        .map { "\($0.path) \($0.mode)" }
      #expect(modes == ["link link", "report.md file", "run.sh executable"])
    }
  }
}
