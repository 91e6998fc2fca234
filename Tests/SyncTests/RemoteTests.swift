import Git
import Platform
import Store
import Testing

@testable import Sync

/// What `git push --porcelain` says, and what we say.
struct RemoteTests {
  @Test(arguments: [
    (0, "=\trefs/heads/main:refs/heads/main\t[up to date]\n", "", Remote.PushResult.done),
    (1, "!\ta:a\t[rejected] (fetch first)\n", "error: failed to push", .outrun),
    (1, "!\ta:a\t[rejected] (non-fast-forward)\n", "", .outrun),
    (1, "*\tb:b\t[new branch]\n!\ta:a\t[rejected] (stale info)\n", "", .outrun),
    (1, "!\ta:a\t[remote rejected] (cannot lock ref 'refs/heads/main': is at 1)\n", "", .outrun),
    (1, "!\ta:a\t[remote rejected] (failed to update ref)\n", "", .outrun),
    (
      1, "!\ta:a\t[remote rejected] (failed to update ref)\n",
      "remote: error: cannot lock ref 'refs/heads/main': Unable to create "
        + "'/hub/./refs/heads/main.lock': File exists.\nremote: Another git process",
      .locked("/hub/./refs/heads/main.lock")
    ),
    (1, "!\ta:a\t[remote rejected] (branch is currently checked out)\n", "", .checkedOut),
    (
      1, "!\ta:a\t[remote rejected] (pre-receive hook declined)\n", "remote: too large\nTo hub\n",
      .refused("[remote rejected] (pre-receive hook declined): too large")
    ),
    (
      128, "", "fatal: repository 'x' not found\nfatal: second\n",
      .unreachable("repository 'x' not found; second")
    ),
    (1, "", "", .unreachable("it ended with status 1")),
  ])
  func readsWhatGitSays(
    status: Int, output: String, errors: String, result: Remote.PushResult
  ) {
    let ended = ProcessResult(
      status: status, output: Array(output.utf8), errorOutput: Array(errors.utf8))
    #expect(Remote.read(ended) == result)
  }

  @Test func reportsInWords() throws {
    let id = try #require(ObjectID(hex: String(repeating: "a", count: 40)))
    var report = SyncReport(remote: "origin", branch: "main")
    #expect(report.lines == ["'origin' and this clone hold the same"])
    report.came = .init(
      drafts: [.init(id: id, title: "One")], devices: ["box-ab12"],
      files: ["a", "b", "c", "d", "e", "f"])
    report.went = .init(drafts: [.init(id: id, title: "1"), .init(id: id, title: "2")])
    report.merged = true
    report.add(.conflict(["report.md"], with: "origin/main"))
    report.add(.conflict(["report.md"], with: "origin/main"))
    report.notices = [JournalNotice(code: "c", device: "d", message: "found", hint: "do")]
    #expect(
      report.lines == [
        "came from 'origin': 1 draft (a, b, c, d and 2 more), the time of 'box-ab12'",
        "the drafts of both machines are joined; no place was changed on both",
        "went to 'origin': 2 drafts", "found; do",
        "these files were changed here and on another machine; both versions are untouched",
        "  report.md",
        "  'git merge origin/main' puts both versions side by side; settle them, commit, sync again",
      ])
    #expect(report.outcome == .open)
    report.add(.raced("origin", tries: 8))
    #expect(report.outcome == .failed)
  }

  /// Every item says what it is in one phrase and what to do next.
  @Test func wordsEveryItem() {
    let items: [OpenItem] = [
      .unreachable("o", "w"), .refused("o", "w"), .checkedOut("o", "b"),
      .raced("o", tries: 8), .conflict([], with: "o/b"), .unrelated("o/b"), .uncommitted([]),
      .blocked("w"), .noBranch, .gitTooOld,
      .stopped(ProcessError(executable: "git", reason: .programMissing)),
      .stopped(ProcessError(executable: "git", reason: .timeOver(seconds: 1))),
    ]
    #expect(Set(items.map(\.code)).count == items.count)
    for item in items {
      #expect(item.message.first?.isUppercase == false)
      #expect(!item.message.hasSuffix("."))
      #expect(item.hint.contains("'"))
    }
  }
}
