import Git
import Ledger
import Platform
import Store
import Sync
import TestSupport
import Testing

/// One clone of the application on a machine of its own.
struct Machine: Sendable {
  let test: TestPlatform
  let app: String

  var platform: Platform { test.platform }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    let result = try await GitProgram(platform: platform, folder: app).run(arguments)
    guard result.succeeded else {
      throw GitFailure(arguments: arguments, status: result.status, words: result.errorText)
    }
    return result.text
  }

  func path(_ relative: String) -> String { Path.join(app, relative) }

  func write(_ relative: String, _ text: String) throws {
    try test.write(text, to: path(relative))
  }

  func text(_ relative: String) throws -> String { try test.text(path(relative)) }

  /// Commits these files and whatever else changed.
  func draft(_ message: String, _ files: [String: String]) async throws {
    for (path, text) in files { try write(path, text) }
    try await commitAll(message)
  }

  /// Commits whatever changed, be it nothing.
  func commitAll(_ message: String) async throws {
    test.clock.advance(seconds: 60)
    try await git("add", "-A")
    try await git("commit", "-q", "--allow-empty", "-m", message)
  }

  /// Appends a record to this machine's journal.
  func book(_ text: String = "note") throws {
    let store = try store()
    try store.update { writer in
      var entry = Record.Entry(kind: .note, moment: store.now, phase: "research", source: "cli")
      entry.text = text
      try writer.append(entry)
    }
  }

  func repository() throws -> Repository { try Repository.open(app) }

  func store() throws -> JournalStore { try JournalStore(repository(), in: platform) }

  func head() throws -> ObjectID { try #require(try repository().head()) }

  func tree() throws -> ObjectID { try repository().commit(head()).tree }

  func device() throws -> String { try #require(try store().read().device) }

  @discardableResult
  func sync(_ remote: String? = nil) async throws -> SyncReport {
    try await Sync.run(remote: remote, in: platform, at: app)
  }

  /// Syncs on a machine on which chosen programs fail.
  func sync(_ decide: @escaping FaultyProcesses.Decision) async throws -> SyncReport {
    try await Sync.run(in: platform(FaultyProcesses(platform.processes, decide: decide)), at: app)
  }

  func platform(_ processes: any Processes) -> Platform {
    Platform(
      clock: platform.clock, files: platform.files, processes: processes,
      environment: platform.environment, terminal: platform.terminal,
      randomness: platform.randomness)
  }
}

/// Two machines and the bare repository between them.
struct Lab: Sendable {
  let folder: String
  let hub: String
  let lap: Machine
  let box: Machine

  /// Makes a laptop with one draft that is shared, and a box that has it too.
  init(in folder: String) async throws {
    self.folder = folder
    hub = folder + "/hub.git"
    lap = try Machine(
      test: TestPlatform(in: folder + "/lap", seed: 1, variables: ["DOSSIER_DEVICE": "lap"]),
      app: folder + "/lap/app")
    box = try Machine(
      test: TestPlatform(in: folder + "/box", seed: 2, variables: ["DOSSIER_DEVICE": "box"]),
      app: folder + "/box/app")
    try await lap.test.git("init", "-q", "--bare", hub, in: folder)
    try await lap.test.git("init", "-q", "app", in: folder + "/lap")
    try await lap.git("remote", "add", "origin", hub)
    try await lap.draft(
      "First draft",
      [
        "report.md": Self.report, "log.md": "log\n", "code/run.py": "print(1)\n",
        ".gitignore": "*.out\n",
      ])
    try await lap.git("push", "-q", "-u", "origin", "main")
    try await box.test.git("clone", "-q", hub, "app", in: folder + "/box")
  }

  static let report = (1...40).map { "Line \($0).\n\n" }.joined()

  /// The report with one line written anew.
  static func report(line: Int, _ text: String) -> String {
    report.replacing("Line \(line).\n", with: "\(text)\n")
  }

  /// What a reference of the hub points to.
  func hubReference(_ name: String) throws -> ObjectID? {
    try Repository.open(hub).reference(name)
  }

  /// Fails unless both machines and the hub hold the same drafts and journals.
  func checkTheSame(_ location: SourceLocation = #_sourceLocation) throws {
    #expect(try lap.head() == box.head(), sourceLocation: location)
    #expect(try hubReference("refs/heads/main") == lap.head(), sourceLocation: location)
    let journals = [lap, box].map { machine in
      try? machine.store().read().records.mapValues { $0.map(\.hash) }
    }
    #expect(journals[0] == journals[1], sourceLocation: location)
    for machine in [lap, box] {
      #expect(try machine.repository().status().isEmpty, sourceLocation: location)
    }
  }
}

func withLab(_ body: (Lab) async throws -> Void) async throws {
  try await withTemporaryFolder { try await body(Lab(in: $0)) }
}
