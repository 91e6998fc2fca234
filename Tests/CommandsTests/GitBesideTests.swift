import Foundation
import Platform
import TestSupport
import Testing

/// The user's git works in the folder all the time, and so does the program: neither shows a failure, and
/// no draft of either is lost.
@Suite(.serialized) struct GitBesideTests {
  @Test func worksBesideAGitThatNeverRests() async throws {
    let torture = Torture("git in a loop beside ours", full: 300, part: 6)
    try await withProgram { program in
      let made = try await program.shell(
        """
        dossier new app
        rm -rf app/experiments
        git init -q --bare hub.git
        cd app
        git commit -qam 'No experiments' --no-verify
        git remote add origin ../hub.git
        dossier sync
        """)
      try #require(made.status == 0, "\(made.remarks)")
      let app = program.inside("app")
      let user = Task { try await app.shell(Self.loop) }
      var drafts: [String] = []
      for round in 0..<torture.rounds {
        torture.addRound()
        try app.write("ours \(round)\n", to: "ours.md")
        for words in ["start research", "commit -m 'Ours \(round)'", "status", "stop", "sync"] {
          let outcome = try await app.shell("dossier \(words)")
          // The user's own commit may have taken our file along.
          let isTaken = outcome.remarks.contains("nothing has changed since the last draft")
          #expect(torture.holds(outcome.status == 0 || isTaken), "\(words): \(outcome)")
          guard words.hasPrefix("commit"), outcome.status == 0 else { continue }
          drafts.append(String(outcome.output.prefix { $0 != " " }))
        }
      }
      try app.write("", to: "../enough")
      let said = try await user.value
      try #require(said.status == 0, "\(said.remarks)")
      try await expectDrafts(drafts, in: app, torture)
    }
  }

  /// Commits, looks, adds and cleans up without a pause; what fails is written down, and a commit that
  /// was made as well.
  ///
  /// Commits are told by their names: git keeps the message of a commit in one file meanwhile, so that
  /// two at the same instant may get each other's.
  private static let loop = """
    n=0
    while [ ! -e ../enough ]
    do
      n=$((n + 1))
      echo "theirs $n" >theirs.md
      git add theirs.md 2>>../trouble || echo "add" >>../failed
      if git commit -m "Theirs $n" >../said 2>&1
      then sed -n 's/^\\[main \\([0-9a-f]*\\)\\].*/\\1/p' ../said >>../made
      else cat ../said >>../trouble; echo "commit" >>../failed
      fi
      git status --short >/dev/null 2>>../trouble || echo "status" >>../failed
      [ $((n % 10)) != 0 ] || git gc --quiet 2>>../trouble || echo "gc" >>../failed
    done
    """

  private func expectDrafts(
    _ drafts: [String], in app: Program, _ torture: Torture
  ) async throws {
    let log = try await app.git("log", "--format=%H").output.split(separator: "\n")
    let theirs = try app.text("../made").split(separator: "\n").map(String.init)
    for draft in drafts + theirs {
      #expect(torture.holds(log.contains { $0.hasPrefix(draft) }), "'\(draft)' is lost")
    }
    let check = try await app.git("fsck", "--strict", "--no-dangling")
    #expect(torture.holds(check.status == 0), "\(check.remarks)")
    // Git waits for no lock on the index, nor for a reference that moves under it: where ours came first,
    // the user's own git says so and has changed nothing.
    let trouble = (try? app.text("../trouble")) ?? ""
    let fatal = trouble.split(separator: "\n").filter {
      ($0.hasPrefix("fatal:") || $0.hasPrefix("error:"))
        && !$0.contains("index.lock") && !$0.contains("cannot lock ref '")
    }
    #expect(torture.holds(fatal.isEmpty), "\(fatal)")
    let failed = ((try? app.text("../failed")) ?? "").split(separator: "\n").count
    try torture.finish(
      "\(drafts.count) drafts of ours, \(theirs.count) of the user's, whose git came second "
        + "\(failed) times")
  }
}
