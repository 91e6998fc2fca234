import Foundation
import Platform
import TestSupport
import Testing

/// `dossier wait`, as a shell sees it, with real programs and signals.
@Suite struct WaitTests {
  /// Gives the body a new application whose clock runs as `research`.
  private func withApplication(_ body: (Program) async throws -> Void) async throws {
    try await withProgram { dossier in
      _ = try await dossier("new", "mine")
      let mine = dossier.inside("mine")
      _ = try await mine("start", "research")
      try await body(mine)
    }
  }

  /// The members of this device's records that are wanted, one record a line.
  private func records(_ mine: Program) throws -> [[String: Any]] {
    let folder = Path.join(mine.folder, ".git/dossier/journal")
    return try SystemFiles().list(folder).flatMap { name in
      try mine.world.text(Path.join(folder, name)).split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
  }

  private func words(_ mine: Program) throws -> [String] {
    try records(mine).filter { $0["k"] as? String != "beat" }.map {
      [$0["k"], $0["cat"], $0["doubt"]].compactMap { $0 as? String }.joined(separator: " ")
    }
  }

  @Test(arguments: [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137), ("kill -INT $$", 130)])
  func handsTheProgramsStatusOn(script: String, status: Int) async throws {
    try await withApplication { mine in
      let outcome = try await mine("wait", "--", "sh", "-c", script)
      #expect(outcome.status == status)
      #expect(outcome.remarks.contains("'sh' ended with \(status) after 00:00:0"))
      #expect(outcome.remarks.contains("'research' goes on"))
      #expect(try words(mine) == ["start research", "switch waiting", "switch research"])
    }
  }

  @Test func leavesTheStreamsToTheProgram() async throws {
    try await withApplication { mine in
      let outcome = try await mine.shell(
        "echo hello | dossier wait -- sh -c 'cat; pwd; echo oops >&2' 2>err; cat err >&2")
      #expect(outcome.output == "hello\n\(mine.folder)")
      #expect(outcome.remarks.contains("oops"))
      #expect(outcome.remarks.contains("went from 'research' to 'waiting'"))
    }
  }

  @Test func passesOnWhatOnlyItIsTold() async throws {
    try await withApplication { mine in
      // The program says that it is up by making a file, and what it was told by its status.
      let script = """
        dossier wait -- sh -c 'trap "exit 41" TERM; trap "exit 42" HUP; touch up; while :; do sleep 0.05; done' &
        for i in $(seq 500); do test -e up && break; sleep 0.02; done
        kill -SIGNAL $!
        wait $!
        """
      for (signal, status) in [("TERM", 41), ("HUP", 42)] {
        let outcome = try await mine.shell(
          "rm -f up\nset +e\n" + script.replacing("SIGNAL", with: signal))
        #expect(outcome.status == status, "\(outcome.remarks)")
      }
      #expect(try words(mine).last == "switch research")
    }
  }

  @Test func leavesCtrlCToTheProgram() async throws {
    try await withApplication { mine in
      let script = """
        set +e
        python3 - <<'PY'
        import os, pty, time, sys
        pid, fd = pty.fork()
        if pid == 0:
            os.execvp('dossier', ['dossier', 'wait', '--', 'sh', '-c',
                'trap "echo caught; exit 5" INT; touch up; while :; do sleep 0.05; done'])
        for _ in range(500):
            if os.path.exists('up'): break
            time.sleep(0.02)
        os.write(fd, b'\\x03')
        out = b''
        try:
            while True:
                data = os.read(fd, 4096)
                if not data: break
                out += data
        except OSError: pass
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(out.decode())
        sys.exit(os.waitstatus_to_exitcode(status))
        PY
        """
      let outcome = try await mine.shell(script)
      #expect(outcome.status == 5, "\(outcome.remarks)")
      #expect(outcome.output.contains("caught"))
      #expect(outcome.output.contains("'research' goes on"))
    }
  }

  @Test func keepsWhatWasIgnoredIgnored() async throws {
    try await withApplication { mine in
      let outcome = try await mine.shell(
        "trap '' HUP; dossier wait -- sh -c 'kill -HUP $$; echo alive'")
      #expect(outcome.output == "alive")
    }
  }

  @Test func stopsAClockThatDidNotRun() async throws {
    try await withApplication { mine in
      _ = try await mine("stop")
      let outcome = try await mine("wait", "--", "true")
      #expect(outcome.remarks.contains("the clock is stopped again"))
      #expect(try words(mine).suffix(2) == ["start waiting", "stop"])
    }
  }

  @Test func leavesAClockThatWasMovedMeanwhile() async throws {
    try await withApplication { mine in
      let outcome = try await mine("wait", "--", "sh", "-c", "dossier start coding >/dev/null")
      #expect(outcome.remarks.contains("'coding' goes on"))
      #expect(try words(mine).last == "switch coding")
    }
  }

  @Test(arguments: [
    ("ask", "entry research edited", "only the upper bound"),
    ("research", "entry research", "booked as 'research'"),
    ("waiting", nil, "it stays waiting"),
  ])
  func noticesWhatIsEdited(edits: String, record: String?, remark: String) async throws {
    try await withApplication { mine in
      let outcome = try await mine(
        "wait", "--edits", edits, "--", "sh", "-c", "sleep 0.1; echo More. >> report.md")
      #expect(outcome.status == 0)
      #expect(outcome.remarks.contains("'report.md' was edited between"))
      #expect(outcome.remarks.contains(remark))
      #expect(try words(mine).filter { $0.hasPrefix("entry") } == [record].compactMap(\.self))
    }
  }

  @Test func takesNoTouchForAnEdit() async throws {
    try await withApplication { mine in
      let outcome = try await mine("wait", "--", "touch", "report.md")
      #expect(!outcome.remarks.contains("edited"))
    }
  }

  @Test func asksAtATerminal() async throws {
    try await withApplication { mine in
      for (answer, record) in [("", "entry research"), ("n", nil)] as [(String, String?)] {
        let before = try words(mine)
        let outcome = try await mine.shell(
          "(sleep 1; echo '\(answer)'; sleep 1) | script -qec "
            + "\"dossier wait -- sh -c 'sleep 0.1; echo More. >> report.md'\" /dev/null")
        #expect(outcome.output.contains("was that 'research'? [Y/n]"))
        let new = try words(mine).dropFirst(before.count).filter { $0.hasPrefix("entry") }
        #expect(new == [record].compactMap(\.self))
      }
    }
  }

  @Test(arguments: [
    ("no-such-program", "as you would type it"), ("train.sh", "-- ./train.sh"),
    ("plain.txt", "chmod +x plain.txt"),
  ])
  func booksNothingForAProgramThatIsNotThere(name: String, hint: String) async throws {
    try await withApplication { mine in
      try mine.write("#!/bin/sh\n", to: "train.sh")
      try SystemFiles().setExecutable(Path.join(mine.folder, "train.sh"), true)
      try mine.write("words", to: "plain.txt")
      let outcome = try await mine("wait", "--", name)
      #expect(outcome.status == 3)
      #expect(outcome.remarks.contains("nothing was booked"))
      #expect(outcome.remarks.contains(hint))
      #expect(try words(mine) == ["start research"])
    }
  }

  @Test func asksForAProgram() async throws {
    try await withApplication { mine in
      let outcome = try await mine("wait")
      #expect(outcome.status == 2)
      #expect(outcome.remarks.contains("dossier wait -- python train.py"))
    }
  }
}
