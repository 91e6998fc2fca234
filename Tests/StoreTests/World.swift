import Git
import Ledger
import Platform
import Store
import Testing
import TestSupport

/// An application in a repository of its own, on a machine whose clock stands still.
struct World {
  let test: TestPlatform
  let app: String

  /// Makes an application with a report and a first draft.
  init(in folder: String, files: (any Files)? = nil) async throws {
    test = try TestPlatform(in: folder, variables: ["DOSSIER_DEVICE": "lap"], files: files)
    app = Path.join(folder, "app")
    _ = try Repository.initialize(app)
    try test.write(
      "# Executive summary\n\nWords.\n\n# Body\n\nMore words.\n", to: path("report.md"))
    try await git("add", "-A")
    try await git("commit", "-qm", "First draft")
  }

  /// The same world seen from another clone.
  init(_ other: World, at app: String) {
    test = other.test
    self.app = app
  }

  func path(_ relative: String) -> String { Path.join(app, relative) }

  func repository() throws -> Repository { try Repository.open(app) }

  func store(_ platform: Platform? = nil) throws -> JournalStore {
    try JournalStore(repository(), in: platform ?? test.platform)
  }

  func clock() throws -> TimeClock { TimeClock(try store(), rules: .sample) }

  /// Does what a command does that records nothing else.
  func noteWork(_ platform: Platform? = nil) throws {
    TimeClock.noteWork(in: try store(platform)) { .sample }
  }

  func journalFile() throws -> String {
    let store = try store()
    return store.clone.journalFile(of: try #require(store.read().device))
  }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    let result = try await GitProgram(platform: test.platform, folder: app).run(arguments)
    guard result.succeeded else {
      throw GitFailure(arguments: arguments, status: result.status, words: result.errorText)
    }
    return result.text
  }

  /// Clones the application with `git clone`.
  func cloned(_ name: String) async throws -> World {
    let target = Path.join(Path.parent(app), name)
    try await test.git("clone", "-q", app, target, in: Path.parent(app))
    return World(self, at: target)
  }

  /// A platform like the test's whose files go through something else.
  func platform(files: any Files) -> Platform {
    let base = test.platform
    return Platform(
      clock: base.clock, files: files, processes: base.processes, environment: base.environment,
      terminal: base.terminal, randomness: base.randomness)
  }
}

/// Gives the body an application in a folder of its own.
func withWorld<Result>(_ body: (World) async throws -> Result) async throws -> Result {
  try await withTemporaryFolder { try await body(World(in: $0)) }
}

extension TimeRules {
  /// The rules the tests count by.
  static let sample = TimeRules(
    categories: [
      Category(id: "research", isCounted: true), Category(id: "writing", isCounted: true),
      Category(id: "summary", isCounted: false, budgets: ["time.summary"]),
      Category(id: "waiting", isCounted: false), Category(id: "break", isCounted: false),
    ],
    budgets: [
      Budget(id: "time.research", soft: 16 * 3_600_000, hard: 20 * 3_600_000),
      Budget(id: "time.summary", soft: nil, hard: 2 * 3_600_000),
    ],
    mainBudget: "time.research", phaseBudgets: ["summary": "time.summary"],
    phaseCategories: ["summary": ["summary", "waiting", "break"]])
}
