import Documents
import Findings
import Git
import Ledger
import Platform
import Rendering
import Store
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// Handing in, from the last look to the link.
@Suite struct SubmitTests {
  private static let report = """
    ---
    title: What does a small model know?
    lang: en
    ---

    # Executive summary

    It knows $a_1 < b$, see @fig-a and the note.[^1]

    ![The effect](figures/a/b.svg){#fig-a fig-alt="Two bars, the second twice as high"}

    # Background

    ```python
    def run(layer):
        return layer + 1
    ```

    | layer | effect |
    |---|--:|
    | 3 | 0.25 |

    [^1]: A note.

    """

  static let picture = """
    <svg xmlns="http://www.w3.org/2000/svg" width="640" height="100"><rect width="64" height="9"/></svg>
    """

  /// An application with an hour of work on it, of which the machine slept ten minutes.
  private func withWork(
    _ template: String = "blank", _ body: (Application) async throws -> Void
  ) async throws {
    try await withApplication(template: template) { app in
      try app.write(Self.report, to: "report.md")
      try app.write(Self.picture, to: "figures/a/b.svg")
      _ = try app.workspace.start("research", at: nil)
      app.world.clock.advance(seconds: 1200)
      app.world.clock.suspend(seconds: 600)
      app.workspace.noteWork()
      app.world.clock.advance(seconds: 1800)
      try await body(app)
    }
  }

  private func tags(_ app: Application) throws -> [String] {
    try Repository.open(app.folder).references(prefix: "refs/tags/").map(\.name)
  }

  private func submissions(_ app: Application) throws -> [Submission] {
    try app.workspace.journals().read().submissions
  }

  /// With the real pandoc and rsvg-convert.
  @Test func handsInOnceAndChangesNothingTheSecondTime() async throws {
    try await withWork("mats-neel-nanda") { app in
      let report = try await app.workspace.submit(SubmitWish())
      #expect(report.remarks.map(\.message) == ["the clock that ran as 'research' was stopped"])
      #expect(report.sealed == "Time spent: 0:50–1:00 of 20:00 h")
      #expect(report.timeFiles == ["TIMELOG.md", "TIMELOG.svg", "TIMELOG.jsonl"])
      #expect(report.documents.map { Path.name($0.path) } == ["report.html", "report.docx"])
      #expect(report.documents.allSatisfy { $0.findings.allSatisfy { $0.severity != .error } })
      #expect(!report.documents[1].findings.contains { $0.code.hasPrefix("word-") })
      #expect(report.tag == "submitted-1" && report.draft?.title == "Hand in")
      #expect(report.steps.contains { $0.address == "https://forms.matsprogram.org/neel10" })
      #expect(report.open.contains { $0.message.hasPrefix("1 stretch of time, 00:10:00") })
      let html = try app.text("export/report.html")
      #expect(html.contains("Time spent: 0:50–1:00 of 20:00 h"))
      #expect(HTMLDocument.verify(html, path: "report.html") == [])
      #expect(try app.workspace.time().phase == "submitted")
      #expect(
        try app.workspace.status().handedIn?.contains("'submitted-1', without a link") == true)

      let before = try Repository.open(app.folder).head()
      let docx = try app.world.platform.files.read(Path.join(app.folder, "export/report.docx"))
      let again = try await app.workspace.submit(SubmitWish())
      #expect(again.isComplete && again.remarks.isEmpty)
      #expect(try Repository.open(app.folder).head() == before)
      #expect(try tags(app) == ["refs/tags/submitted-1"])
      #expect(try submissions(app).count == 1)
      #expect(
        try app.world.platform.files.read(Path.join(app.folder, "export/report.docx")) == docx)
    }
  }

  @Test func sealsWhatAnybodyComputesFromTheRecords() async throws {
    try await withWork { app in
      let quick = app.workspace(where: Self.playing)
      _ = try await quick.submit(SubmitWish())
      let reading = Journal.parse(Array(try app.text("TIMELOG.jsonl").utf8))
      #expect(reading.isSound && reading.records.last?.kind == .seal)
      let page = try app.text("TIMELOG.md")
      #expect(page.hasPrefix(TimePage.mark))
      #expect(page.contains("| research | yes | 0:50–1:00 |"), "\(page)")
      #expect(page.contains("| 2026-11-22 | 0:50–1:00 |"))
      #expect(page.contains("the machine slept, and nobody has said what it was"))
      #expect(page.contains("- measured by the clock: 0:50–1:00"))
      #expect(try app.workspace.verify("HEAD", withWorkTree: false).isSound)
    }
  }

  @Test func namesNeitherDevicesNorHoursWhenCoarse() async throws {
    try await withWork { app in
      let quick = app.workspace(where: Self.playing)
      _ = try await quick.submit(SubmitWish())
      var wish = SubmitWish()
      wish.isCoarse = true
      let report = try await quick.submit(wish)
      #expect(report.timeFiles == ["TIMELOG.md", "TIMELOG.svg"])
      #expect(report.tag == "submitted-2")
      let device = try #require(try app.workspace.journals().read().device)
      for name in ["TIMELOG.md", "TIMELOG.svg", "export/report.html"] {
        #expect(try !app.text(name).contains(device), "\(name)")
      }
      #expect(try !app.text("TIMELOG.md").contains("12:20"))
      #expect(try !app.world.platform.files.exists(Path.join(app.folder, "TIMELOG.jsonl")))
    }
  }

  @Test func worksWithoutAClock() async throws {
    try await withApplication { app in
      let quick = app.workspace(where: Self.playing)
      let report = try await quick.submit(SubmitWish())
      #expect(report.sealed == nil && report.timeFiles.isEmpty && report.picture == nil)
      #expect(report.tag == "submitted-1")
      let remark = try #require(report.open.first { $0.message.contains("no time is recorded") })
      #expect(remark.severity == .info)
      #expect(try app.workspace.status().handedIn != nil)
      #expect(try await quick.submit(SubmitWish()).tag == "submitted-1")
    }
  }

  @Test(arguments: [("pandoc", 1, true), ("rsvg-convert", 1, false)])
  func writesTheHTMLWhereAProgramIsMissing(name: String, count: Int, hasPicture: Bool) async throws
  {
    try await withWork { app in
      let poor = app.workspace { _, call in
        call.executable == name ? .before(.programMissing) : nil
      }
      let report = try await poor.submit(SubmitWish())
      #expect(report.documents.count == count && report.isComplete)
      #expect(report.remarks.contains { $0.message.contains("'\(name)' is not installed") })
      #expect(report.remarks.contains { $0.hint?.contains("sudo apt-get install") == true })
      #expect(report.tag == "submitted-1")
      #expect(try app.text("export/report.html").contains("Time spent"))
    }
  }

  @Test func neverWritesOverWhatSomebodyElseWrote() async throws {
    try await withWork { app in
      try app.write("my own notes on time\n", to: "TIMELOG.md")
      try app.write("a docx of mine", to: "export/report.docx")
      let report = try await app.workspace(where: Self.playing).submit(SubmitWish())
      #expect(try app.text("TIMELOG.md") == "my own notes on time\n")
      #expect(try app.text("export/report.docx") == "a docx of mine")
      #expect(report.documents.map { Path.name($0.path) } == ["report.html", "report-2.docx"])
      #expect(report.timeFiles.isEmpty && report.tag == "submitted-1")
      #expect(report.remarks.contains { $0.message.contains("'TIMELOG.md' is not from") })
      #expect(report.remarks.contains { $0.message.contains("this one is 'report-2.docx'") })
    }
  }

  @Test func handsInWhatAFreezeForbidsAndSaysSo() async throws {
    try await withWork("mats-neel-nanda") { app in
      _ = try await app.workspace.freeze(withStaleFigures: true)
      try app.replace("layer + 1", with: "layer + 2", in: "report.md")
      let report = try await app.workspace(where: Self.playing).submit(SubmitWish())
      #expect(report.tag == "submitted-1")
      #expect(report.open.contains { $0.severity == .warning && $0.message.contains("Background") })
      #expect(try !app.workspace.verify("HEAD", withWorkTree: false).isSound)
    }
  }

  @Test func exportsWhereNoDraftCanBeMade() async throws {
    try await withWork { app in
      let stubborn = app.workspace { number, call in
        if call.arguments.contains("commit") {
          return .instead(
            ProcessResult(status: 1, output: [], errorOutput: Array("hook says no".utf8)))
        }
        return await Self.playing(number, call)
      }
      let report = try await stubborn.submit(SubmitWish())
      #expect(!report.isComplete && report.tag == nil && report.documents.count == 2)
      #expect(report.remarks.contains { $0.message.contains("hook says no") })
      #expect(try submissions(app).isEmpty)
      #expect(try await app.workspace(where: Self.playing).submit(SubmitWish()).isComplete)
    }
  }

  @Test(arguments: [
    ("200 https://docs.example/d", true), ("200 https://accounts.google.com/signin", false),
    ("404 https://docs.example/d", false),
  ])
  func keepsTheLinkAndOpensItAsAStranger(answer: String, isOpen: Bool) async throws {
    try await withWork { app in
      let workspace = app.workspace { number, call in
        guard call.executable == "curl" else { return await Self.playing(number, call) }
        #expect(call.arguments.last == "https://docs.example/d")
        return .instead(ProcessResult(status: 0, output: Array(answer.utf8), errorOutput: []))
      }
      var wish = SubmitWish()
      wish.link = "https://docs.example/d"
      wish.checksLink = true
      let report = try await workspace.submit(wish)
      #expect(report.isLinkOpen == isOpen && report.isComplete == isOpen)
      #expect(try submissions(app).last?.facts.link == wish.link)
      // The link is known from now on.
      let later = try await workspace.submit(SubmitWish())
      #expect(later.link == wish.link && later.isLinkOpen == nil)
      #expect(try submissions(app).count == 1)
    }
  }

  @Test(arguments: ["docs.google.com/d", "javascript:alert(1)", "https://a b", ""])
  func refusesWhatIsNoAddress(link: String) async throws {
    try await withWork { app in
      var wish = SubmitWish()
      wish.link = link
      let error = await #expect(throws: UserError.self) { try await app.workspace.submit(wish) }
      let phase = try app.workspace.time().phase
      #expect(error?.kind == .usage && phase == "research")
    }
  }

  @Test func takesItBackAndHandsInAnew() async throws {
    try await withWork { app in
      let quick = app.workspace(where: Self.playing)
      _ = try await quick.submit(SubmitWish())
      let change = try quick.takeSubmissionBack("a mistake in the summary")
      #expect(change.message.hasPrefix("the phase is 'research' again"))
      try app.replace("It knows", with: "It does not know", in: "report.md")
      let report = try await quick.submit(SubmitWish())
      #expect(report.tag == "submitted-2")
      #expect(try tags(app) == ["refs/tags/submitted-1", "refs/tags/submitted-2"])
      #expect(try submissions(app).map(\.facts.tag) == ["submitted-1", "submitted-2"])
    }
  }

  @Test func survivesADamagedContract() async throws {
    try await withWork { app in
      try app.write("schema: [", to: "contract.yaml")
      let report = try await app.workspace(where: Self.playing).submit(SubmitWish())
      #expect(report.tag == "submitted-1")
      #expect(report.open.contains { $0.severity == .error })
    }
  }
}

// MARK: - Interrupted

extension SubmitTests {
  /// Plays pandoc and rsvg-convert, which take most of the time.
  @Sendable
  static func playing(_: Int, _ call: ProcessCall) async -> FaultyProcesses.Fault? {
    switch call.executable {
    case "rsvg-convert":
      return .instead(ProcessResult(status: 0, output: Array("PNG".utf8), errorOutput: []))
    case "pandoc":
      let folder = call.folder ?? ""
      let files = SystemFiles()
      do {
        if call.arguments.contains("docx"), call.arguments.contains("report.html") {
          try files.replace(Path.join(folder, "report.docx"), with: Array("docx".utf8))
          return .instead(ProcessResult(status: 0, output: [], errorOutput: []))
        }
        let html = String(decoding: try files.read(Path.join(folder, "report.html")), as: UTF8.self)
        let image = #"{"t":"Image","c":[["",[],[]],[{"t":"Str","c":"alt"}],["report.html",""]]}"#
        let images = Array(repeating: image, count: html.ranges(of: "<img ").count)
        let header = #"{"t":"Header","c":[1,["",[],[]],[{"t":"Str","c":"NAME"}]]}"#
        let headers = ["Executive summary", "Background"].map { header.replacing("NAME", with: $0) }
        let json = #"{"blocks":[\#((images + headers).joined(separator: ","))],"meta":{}}"#
        return .instead(ProcessResult(status: 0, output: Array(json.utf8), errorOutput: []))
      } catch {
        return .before(.system("\(error)"))
      }
    default: return nil
    }
  }

  /// Dies at one write or before or after one program after the other; the next attempt completes what
  /// was begun, and nothing is done twice.
  @Test(arguments: 0..<36)
  func goesOnWhereItWasInterrupted(moment: Int) async throws {
    try await withWork { app in
      let count = Mutex(0)
      let dies: @Sendable () -> Bool = {
        count.withLock { count in
          defer { count += 1 }
          return count == moment
        }
      }
      let platform = app.world.platform
      let writes: Set<FileError.Operation> = [.replace, .append, .create, .remove, .makeFolder]
      let doomed = Platform(
        clock: platform.clock,
        files: FaultyFiles { operation, _ in writes.contains(operation) && dies() ? 5 : nil },
        processes: FaultyProcesses(platform.processes) { number, call in
          if dies() { return .before(.cancelled) }
          if dies() { return .after(.cancelled) }
          return await Self.playing(number, call)
        },
        environment: platform.environment, terminal: platform.terminal,
        randomness: platform.randomness)
      do {
        _ = try await Workspace(platform: doomed, folder: app.folder).submit(SubmitWish())
      } catch {
        // What was on its way is found by the next attempt.
      }
      let wasHit = count.withLock { $0 > moment }
      #expect(wasHit || moment > 20, "there are fewer moments than this")
      let quick = app.workspace(where: Self.playing)
      let report = try await quick.submit(SubmitWish())
      #expect(report.isComplete, "\(report.remarks)")
      #expect(report.documents.map { Path.name($0.path) } == ["report.html", "report.docx"])
      #expect(try tags(app) == ["refs/tags/submitted-1"])
      let repository = try Repository.open(app.folder)
      #expect(try repository.resolve("submitted-1") == repository.head())
      #expect(try repository.status().isEmpty)
      #expect(try submissions(app).count == 1)
      let journals = try app.workspace.journals().read()
      #expect(journals.own.count { $0.kind == .stop } == 1)
      #expect(journals.own.count { $0.kind == .seal } == 1)
    }
  }
}
