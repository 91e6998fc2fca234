import Documents
import Foundation
import Platform
import TestSupport
import Testing

/// An application whose commands are killed, and what is known of it.
enum KilledWorld {
  /// What a command is typed as, and what it leaves when it is done.
  struct Command {
    let name: String
    let words: String
    /// What the journal's new lines have among them; nothing for commands that write none.
    var record: String?
    /// The first line of the draft it makes.
    var draft: String?
  }

  /// How and when a command is killed.
  enum Way {
    case alone(milliseconds: Int)
    case everything(milliseconds: Int)
    case call(Int)
    /// Nobody is killed, but calls of the system fail now and then.
    case fault(point: String, code: Int32, probability: Double)

    var name: String {
      switch self {
      case .alone: "alone"
      case .everything: "with all it started"
      case .call: "at a system call"
      case .fault(let point, _, _): point
      }
    }

    static func random(_ random: inout SeededGenerator, length: Int) -> Way {
      let instant = Int.random(in: 0...length, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return .everything(milliseconds: instant)
      case 1 where KilledWorld.hasTracer: return .call(Int.random(in: 1...30, using: &random))
      default: return .alone(milliseconds: instant)
      }
    }
  }

  /// Whether calls of the system can be followed here.
  static let hasTracer = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")

  /// Whether calls of the system can be made to fail here.
  static let hasFaults = FileManager.default.isExecutableFile(atPath: "/usr/bin/fiu-run")

  /// What fails and with which error number.
  ///
  /// Not `close`: Linux closes the file even where it says that something went wrong, and libfiu does not,
  /// so that whoever reads from a pipe would wait for ever.
  static let faults: [(point: String, code: Int32)] = [
    ("posix/io/rw/write", ENOSPC), ("posix/io/rw/write", EIO), ("posix/io/sync/fsync", EIO),
    ("posix/io/sync/fdatasync", EIO), ("posix/io/oc/open", EIO), ("posix/io/oc/open", ENOSPC),
    ("posix/io/rw/read", EIO), ("posix/io/dir/rename", ENOSPC), ("posix/io/rw/write/reduce", 0),
    ("posix/io/dir/unlink", EIO), ("posix/io/dir/opendir", EIO),
  ]

  /// An application with a remote, and what is known of it before the next command.
  struct Application {
    let program: Program
    /// The complete lines of the journal.
    var journal: [Substring] = []
    var count = 0
    /// How long each command takes, in milliseconds, by what became of the last ones: a guess that
    /// follows the load of the machine.
    var lengths: [String: Int] = [:]

    init(_ outer: Program) async throws {
      let made = try await outer.shell(
        """
        dossier new app
        rm -rf app/experiments
        git init -q --bare hub.git
        cd app
        git commit -qam 'No experiments' --no-verify
        git remote add origin ../hub.git
        dossier start research
        dossier time add reading --from '2026-01-01 09:00' --to 10:00
        dossier sync
        """)
      try #require(made.status == 0, "\(made.remarks)")
      program = outer.inside("app")
      journal = try lines()
    }
  }
}

// MARK: - Commands

extension KilledWorld.Application {
  private var records: [JSON] { journal.compactMap { try? JSON.parse(Array($0.utf8)) } }

  private func last(_ kinds: Set<String>) -> JSON? {
    records.last { kinds.contains($0["k"]?.string ?? "") }
  }

  /// A command that can be done as things stand, with what it needs put in place.
  mutating func command(_ random: inout SeededGenerator) -> KilledWorld.Command {
    count += 1
    let isFrozen = last(["freeze", "thaw"])?["k"]?.string == "freeze"
    let isRunning = last(["start", "switch", "stop"]).map { $0["k"]?.string != "stop" } ?? false
    let category = isFrozen ? "form" : ["research", "coding", "writing"][count % 3]
    let running = last(["start", "switch"])?["cat"]?.string
    var choices: [KilledWorld.Command] = [
      .init(
        name: "time add", words: "time add reading --from '\(day) 09:00' --to 10:00 'a \(count)'",
        record: "entry"),
      .init(name: "commit", words: "commit -m 'Draft \(count)'", draft: "Draft \(count)"),
      .init(name: "sync", words: "sync"),
      .init(name: "log", words: "log 'line \(count)'", record: "log"),
    ]
    if isRunning {
      choices.append(.init(name: "stop", words: "stop", record: "stop"))
      choices.append(.init(name: "beat", words: "start \(running ?? category)", record: "beat"))
      if category != running {
        choices.append(.init(name: "switch", words: "switch \(category)", record: "switch"))
      }
    } else {
      choices.append(.init(name: "start", words: "start \(category)", record: "start"))
    }
    choices +=
      isFrozen
      ? [.init(name: "thaw", words: "thaw 'because \(count)'", record: "thaw")]
      : [
        .init(name: "freeze", words: "freeze --stale", record: "freeze"),
        .init(name: "pivot", words: "pivot 'way \(count)'", record: "pivot"),
        .init(
          name: "restart", words: "restart 'try \(count)' --nothing-carried-over", record: "restart"
        ),
      ]
    if let entry = lastEntry {
      choices.append(
        .init(name: "time void", words: "time void \(entry) --reason 'no \(count)'", record: "void")
      )
    }
    return choices.randomElement(using: &random) ?? choices[0]
  }

  /// The last entry that was not taken back.
  private var lastEntry: String? {
    let voided = Set(records.filter { $0["k"]?.string == "void" }.compactMap { $0["ref"]?.string })
    return records.last { $0["k"]?.string == "entry" && !voided.contains($0["id"]?.string ?? "") }?[
      "id"]?.string
  }

  /// A day of its own for every entry, so that none covers another.
  private var day: String {
    "20\(10 + count / 336 % 16)-\(two(1 + count / 28 % 12))-\(two(1 + count % 28))"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

// MARK: - Killing

extension KilledWorld.Application {
  /// Runs a command, kills it, and sees that what it acknowledged is there; returns whether it died.
  mutating func run(
    _ command: KilledWorld.Command, _ way: KilledWorld.Way?, _ torture: Torture
  ) async throws -> Bool {
    // The form stays open after a freeze.
    if command.draft != nil { try program.write("Draft \(count)\n", to: "form.md") }
    let ending = try await end(of: command.words, way)
    let isDead = ending.status == 137
    let length = lengths[command.name, default: 100]
    lengths[command.name] = isDead ? length * 11 / 10 + 1 : max(10, length * 3 / 4)
    let new = try take(torture, after: command)
    if ending.status == 0 || isDead && !ending.output.isEmpty {
      try await expectDone(command, new, ending, torture)
    }
    switch way {
    case .call?:
      // Its git may have died instead: then it says so, and nothing was acknowledged.
      return ending.status != 0
    case .fault(let point, _, _)?:
      let words = ending.output + ending.remarks
      // The words themselves are written too, so they may be what fails.
      let isMute = point.hasSuffix("write") && ending.status == 3 && words.isEmpty
      let isNamed = words.contains("'") || words.contains("git could not")
      let isTold = [1, 3].contains(ending.status) && isNamed || isMute
      #expect(
        torture.holds(ending.status == 0 || isTold), "'\(command.words)' with \(point): \(ending)")
      return true
    default:
      #expect(
        torture.holds(ending.status == 0 || isDead || Self.isEmptyRestart(ending)),
        "'\(command.words)': \(ending.remarks)")
      return isDead
    }
  }

  /// Whether a restart followed another one within a millisecond of work.
  private static func isEmptyRestart(_ ending: Program.Outcome) -> Bool {
    ending.status == 1 && ending.remarks.contains("so there is nothing to begin anew")
  }

  /// Runs the command once more: it works, or says that what it is about is done already.
  mutating func expectNextCommandToWork(
    _ command: KilledWorld.Command, _ torture: Torture
  ) async throws {
    let before = try await program.git("log", "-1", "--format=%s").output
    let ending = try await end(of: command.words, nil)
    let new = try take(torture, after: command)
    let isDone =
      ending.status == 0 || Self.isEmptyRestart(ending)
      || ending.status == 1 && (command.draft == before || command.draft == nil && new.isEmpty)
    #expect(torture.holds(isDone), "next '\(command.words)': \(ending)")
    #expect(
      torture.holds(!ending.remarks.contains(".lock'")), "a lock is shown: \(ending.remarks)")
    if ending.status == 0 { try await expectDone(command, new, ending, torture) }
    guard command.draft != nil || ["sync", "freeze"].contains(command.name) else { return }
    let locks = try await program.shell("find .git -name '*.lock' ! -path '.git/dossier/*'")
    #expect(torture.holds(locks.output.isEmpty), "locks stay: \(locks.output)")
  }

  /// Looks how things stand after the machine went down: what the user was told before is there.
  mutating func look(
    after command: KilledWorld.Command, isTold: Bool, _ torture: Torture
  ) async throws {
    let status = try await program("status")
    #expect(torture.holds(status.status == 0), "status after '\(command.words)': \(status.remarks)")
    let new = try take(torture, after: command)
    if isTold { try await expectDone(command, new, status, torture) }
  }

  private func expectDone(
    _ command: KilledWorld.Command, _ new: ArraySlice<Substring>, _ ending: Program.Outcome,
    _ torture: Torture
  ) async throws {
    if let record = command.record {
      // What runs already leaves a sign of life.
      let kinds = ["start", "switch"].contains(record) ? [record, "beat"] : [record]
      let isThere = new.contains { line in kinds.contains { line.contains("\"k\":\"\($0)\"") } }
      #expect(torture.holds(isThere), "'\(command.words)' is not on disk: \(ending)")
    }
    if let draft = command.draft {
      let head = try await program.git("log", "-1", "--format=%s %(trailers:key=Dossier-Log)")
      let isThere = head.output.hasPrefix(draft + " Dossier-Log: ")
      #expect(torture.holds(isThere), "no draft: \(ending) \(head.output)")
    }
    if command.name == "sync", ending.status == 0 {
      let here = try await program.git("rev-parse", "HEAD").output
      let there = try await program.git("--git-dir=../hub.git", "rev-parse", "main").output
      #expect(torture.holds(here == there), "not shared: \(ending) \(here) \(there)")
    }
  }

  /// How a command ended, once whatever it had started has ended too.
  private func end(
    of words: String, _ way: KilledWorld.Way?
  ) async throws -> Program.Outcome {
    var (start, kill) = ("dossier", ":")
    switch way {
    case .alone(let milliseconds)?, .everything(let milliseconds)?:
      kill = "sleep \(Double(milliseconds) / 1000); kill -9 $! 2>/dev/null || :"
    case .call(let number)?:
      let calls = "fsync,fdatasync,rename,link,linkat,unlink,write,openat"
      start = "strace -f -qqq -o /dev/null -e inject=\(calls):signal=KILL:when=\(number) dossier"
    case .fault(let point, let code, let probability)?:
      let wish = "enable_random name=\(point),probability=\(probability),failinfo=\(code)"
      start = "timeout -s KILL 240 fiu-run -x -f '' -c '\(wish)' dossier"
    case nil: break
    }
    for name in ["../output", "../remarks"] { try program.write("", to: name) }
    let ending = try await program.shell(
      "\(start) \(words) >../output 2>../remarks & \(kill); wait $! || exit $?")
    if case .everything? = way, ending.status == 137 { killEverybody() }
    let deadline = ContinuousClock.now + .seconds(20)
    while !processes().isEmpty, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(2))
    }
    // The hub stands for another machine, whose processes do not die with this one's.
    _ = try await program.shell("find ../hub.git -name '*.lock' -delete")
    return Program.Outcome(
      status: ending.status, output: try program.text("../output"),
      remarks: try program.text("../remarks"))
  }

  private func killEverybody() {
    for process in processes() { kill(process, SIGKILL) }
  }

  /// The processes that work in the application or the hub.
  private func processes() -> [pid_t] {
    let names = (try? SystemFiles().list("/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      return place?.hasPrefix(program.base + "/") ?? false
    }
  }
}

// MARK: - Looking

extension KilledWorld.Application {
  /// Reads the journal anew and sees that it goes on from what it was; returns the new lines.
  private mutating func take(
    _ torture: Torture, after command: KilledWorld.Command
  ) throws -> ArraySlice<Substring> {
    let lines = try lines()
    let isKept = lines.starts(with: journal)
    #expect(torture.holds(isKept), "records are gone after '\(command.words)'")
    let new = isKept ? lines[journal.count...] : []
    var last = journal.last.flatMap { try? JSON.parse(Array($0.utf8)) }
    for line in new {
      let record = try? JSON.parse(Array(line.utf8))
      let isNext = record?["prev"]?.string == (last?["h"]?.string ?? "")
      #expect(torture.holds(isNext), "the chain breaks after '\(command.words)'")
      last = record
    }
    journal = lines
    return new
  }

  /// The complete lines of the journal as it lies there.
  func lines() throws -> [Substring] {
    let folder = Path.join(program.folder, ".git/dossier/journal")
    guard try SystemFiles().exists(folder) else { return [] }
    let names = try SystemFiles().list(folder).filter { $0.hasSuffix(".jsonl") }
    #expect(names.count < 2, "the clone took another name: \(names)")
    guard let name = names.first else { return [] }
    let text = try program.world.text(Path.join(folder, name))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// Asks git and the program whether all is well.
  func expectSoundness(_ torture: Torture) async throws {
    let check = try await program.git("fsck", "--strict", "--no-dangling")
    #expect(torture.holds(check.status == 0), "\(check.output)\(check.remarks)")
    let status = try await program("status")
    #expect(torture.holds(status.status == 0), "\(status.remarks)")
    let shared = try await program("sync")
    #expect(torture.holds(shared.status == 0), "\(shared.remarks)")
  }
}
