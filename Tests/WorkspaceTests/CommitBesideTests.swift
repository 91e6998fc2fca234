import Platform
import Synchronization
import TestSupport
import Testing
import Workspace

/// A draft waits for another git that is at work in the folder.
@Suite struct CommitBesideTests {
  @Test(arguments: [
    "fatal: Unable to create '/a/.git/index.lock': File exists.\n",
    "fatal: cannot lock ref 'HEAD': is at 1 but expected 2\n",
    "Aborting commit due to empty commit message.\n",
  ])
  func triesAgainWhenAnotherGitCameFirst(words: String) async throws {
    try await withApplication { app in
      try app.write("more\n", to: "form.md")
      let tries = Mutex(0)
      let workspace = app.workspace { _, call in
        guard call.executable == "git", call.arguments.contains("commit") else { return nil }
        let number = tries.withLock { tries in
          tries += 1
          return tries
        }
        guard number <= 2 else { return nil }
        return .instead(ProcessResult(status: 1, output: [], errorOutput: Array(words.utf8)))
      }
      _ = try await workspace.commit("More") { _ in }
      #expect(tries.withLock { $0 } == 3)
      let log = try await app.world.git("log", "-1", "--format=%s", in: app.folder)
      #expect(log == "More")
    }
  }
}
