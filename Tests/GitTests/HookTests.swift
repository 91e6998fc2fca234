import Git
import Glibc
import Platform
import TestSupport
import Testing

/// Inside a hook the index is not always `.git/index`.
struct HookTests {
  /// Every shape of commit, with what the hook's own change must look like afterwards.
  @Test(arguments: [
    ["commit", "-q", "-m", "m"], ["commit", "-q", "-am", "m"], ["commit", "-q", "-m", "m", "a"],
    ["commit", "-q", "--amend", "-m", "m"],
  ])
  func changesTheCommitBeingMade(arguments: [String]) async throws {
    try await withBench { bench in
      try bench.write("a", "1")
      try bench.write("fig", "old")
      try await bench.git("add", "-A")
      try await bench.git("commit", "-q", "-m", "base")
      try bench.write("a", "2")
      if !arguments.contains("-am"), arguments.last != "a" { try await bench.git("add", "a") }
      let hook = try await begin(arguments, in: bench)
      let repository = try Repository.openFromEnvironment(hook.folder, variables: hook.variables)
      #expect(repository.workTree == bench.folder)
      let staged = try #require(try repository.indexEntries().first { $0.path == "a" })
      #expect(try repository.blob(staged.id) == Array("2".utf8))
      let id = try repository.writeBlob(Array("new".utf8))
      try repository.updateIndex(set: [TreeEntry(path: "fig", mode: .file, id: id)])
      try await hook.letGo()
      #expect(try await hook.ended().succeeded)
      #expect(try await bench.git("show", "HEAD:fig") == "new")
      #expect(try await bench.git("show", "HEAD:a") == "2")
    }
  }

  @Test func worksInALinkedWorkTree() async throws {
    try await withBench { bench in
      try bench.write("a", "1")
      try await bench.git("add", "a")
      try await bench.git("commit", "-q", "-m", "base")
      try await bench.git("worktree", "add", "-q", "../linked", "-b", "side")
      let linked = Path.parent(bench.folder) + "/linked"
      try bench.world.write("2", to: linked + "/a")
      let hook = try await begin(["-C", "../linked", "commit", "-q", "-am", "m"], in: bench)
      let repository = try Repository.openFromEnvironment(hook.folder, variables: hook.variables)
      #expect(repository.workTree == linked)
      #expect(repository.commonDirectory == bench.folder + "/.git")
      let id = try repository.writeBlob(Array("new".utf8))
      try repository.updateIndex(set: [TreeEntry(path: "fig", mode: .file, id: id)])
      try await hook.letGo()
      #expect(try await hook.ended().succeeded)
      #expect(try await bench.git("show", "side:fig") == "new")
    }
  }

  @Test func honoursVariablesSetByHand() async throws {
    try await withBench { bench in
      let commit = try bench.commit(["a": "1"])
      try await bench.git("--git-dir", bench.folder + "/.git", "read-tree", commit.hex)
      try bench.write("tree/a", "2")
      let repository = try Repository.openFromEnvironment(
        bench.folder, variables: ["GIT_DIR": ".git", "GIT_WORK_TREE": "tree", "PATH": "/bin"])
      #expect(repository.workTree == bench.folder + "/tree")
      #expect(try repository.status().first?.unstaged == .changed)
      let other = try Repository.openFromEnvironment(
        bench.folder, variables: ["GIT_INDEX_FILE": ".git/other"])
      #expect(try other.indexEntries().isEmpty)
      #expect(throws: GitError.self) {
        try Repository.openFromEnvironment(bench.folder, variables: ["GIT_DIR": "absent"])
      }
    }
  }

  /// A commit whose hook waits until the test has done the hook's work in its place.
  struct WaitingHook {
    let bench: Bench
    let folder: String
    let variables: [String: String]
    let commit: Task<ProcessResult, any Error>

    func letGo() async throws {
      _ = try await bench.world.platform.processes.run(
        "sh", ["-c", ": >gate"], in: Path.parent(bench.folder))
    }

    func ended() async throws -> ProcessResult { try await commit.value }
  }

  private func begin(_ arguments: [String], in bench: Bench) async throws -> WaitingHook {
    let outside = Path.parent(bench.folder)
    mkfifo(outside + "/report", 0o600)
    mkfifo(outside + "/gate", 0o600)
    let hook = bench.folder + "/.git/hooks/pre-commit"
    let script = "{ pwd; env | grep ^GIT_; } >'\(outside)/report'\ncat '\(outside)/gate'\n"
    try bench.world.write("#!/bin/sh\n" + script, to: hook)
    try bench.world.platform.files.setExecutable(hook, true)
    let git = GitProgram(platform: bench.world.platform, folder: bench.folder)
    let commit = Task { () async throws -> ProcessResult in try await git.run(arguments) }
    // A blocking read of the pipe would keep a thread that the commit may need.
    let report = try await bench.world.platform.processes.run("cat", ["report"], in: outside)
    let lines = report.text.split(separator: "\n")
    var variables: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = String(parts[1])
    }
    return WaitingHook(
      bench: bench, folder: String(lines.first ?? ""), variables: variables, commit: commit)
  }
}
