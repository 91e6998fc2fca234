import Ledger
import Testing

private let ours = [
  DraftTrailer("Dossier-Time", "research 01:00:00"), DraftTrailer("Dossier-Phase", "research"),
]
private let block = "Dossier-Time: research 01:00:00\nDossier-Phase: research\n"

private let keys = ["Dossier-Time", "Dossier-Phase"]

@Suite struct CommitMessageTests {
  @Test(arguments: [
    ("Title\n", "Title\n\n" + block),
    ("Title", "Title\n\n" + block),
    ("Title\n\nBody: text\nmore words\n", "Title\n\nBody: text\nmore words\n\n" + block),
    (
      "Title\n\nBody.\n\nSigned-off-by: A <a@b>\n",
      "Title\n\nBody.\n\nSigned-off-by: A <a@b>\n" + block
    ),
    ("fix: not a trailer\n", "fix: not a trailer\n\n" + block),
    ("Title\n\nDossier-Time: none\nX: y\n", "Title\n\nX: y\n" + block),
    ("Title\n\nDossier-Phase: old\nDossier-Time: none\n\n\n", "Title\n\n" + block + "\n\n"),
    ("Title\n# comment\n# more\n", "Title\n\n" + block + "# comment\n# more\n"),
    (
      "Title\n\n# Please enter\n#\n# On branch main\n",
      "Title\n\n" + block + "\n# Please enter\n#\n# On branch main\n"
    ),
    (
      "Title\n# ------------------------ >8 ------------------------\ndiff --git\n+Dossier: x\n",
      "Title\n\n" + block + "# ------------------------ >8 ------------------------\n"
        + "diff --git\n+Dossier: x\n"
    ),
    (
      "Title\n\n(cherry picked from commit abc)\nDossier-Time: none\n",
      "Title\n\n(cherry picked from commit abc)\n" + block
    ),
    ("Title\r\n\r\nBody.\r\n", "Title\r\n\r\nBody.\r\n\n" + block),
    (
      "Title\r\n\r\nX: y\r\nDossier-Time: none\r\nDossier-Phase: old\r\n# comment\r\n",
      "Title\r\n\r\nX: y\r\n" + block + "# comment\r\n"
    ),
  ])
  func putsTrailersWhereGitReadsThem(before: String, after: String) {
    var message = CommitMessage(before)
    message.set(ours, replacing: keys)
    #expect(message.text == after)
  }

  @Test(arguments: [
    "", "\n\n", "# only comments\n",
    "\n# ------------------------ >8 ------------------------\ndiff\n",
  ])
  func leavesAnEmptyMessageToGit(text: String) {
    var message = CommitMessage(text)
    #expect(message.isEmpty)
    message.set(ours, replacing: keys)
    #expect(message.text == text)
  }

  @Test func respectsAnotherCommentCharacter() {
    var message = CommitMessage("# Title\n; comment\n", commentPrefix: ";")
    message.set(ours, replacing: keys)
    #expect(message.text == "# Title\n\n" + block + "; comment\n")
  }

  @Test func takesEveryLineForTextWithoutAPrefix() {
    var message = CommitMessage("Title\n\n# Results", commentPrefix: nil)
    message.set(ours, replacing: keys)
    #expect(message.text == "Title\n\n# Results\n\n" + block)
  }

  @Test(arguments: ["Title\n", "Title\n\nBody\n", "A\n\nX: y\n Z\n", "a: b\n\nc: d\n"])
  func setsTheSameTrailersTwiceToTheSameText(text: String) {
    var once = CommitMessage(text)
    once.set(ours, replacing: keys)
    var twice = CommitMessage(once.text)
    twice.set(ours, replacing: keys)
    #expect(twice.text == once.text)
    #expect(twice.trailers.suffix(2) == ours[...])
  }

  @Test(arguments: [
    ("Title\n\nA: b\nC-d:e\n", [DraftTrailer("A", "b"), DraftTrailer("C-d", "e")]),
    ("Title\r\n\r\nA: b\r\n", [DraftTrailer("A", "b")]),
    ("Title\n\nA: b\nno trailer\n", []), ("A: b\n", []), ("", []), ("T\n\n: x\n", []),
    ("T\n\nA b: x\n", []),
  ])
  func readsTrailers(text: String, trailers: [DraftTrailer]) {
    #expect(CommitMessage(text).trailers == trailers)
  }
}

@Suite struct DraftAnnotationTests {
  @Test func readsWhatItWrites() {
    let annotation = DraftAnnotation(
      time: [
        .init(category: "research", milliseconds: 5_400_000),
        .init(category: "writing", milliseconds: 725_000),
      ],
      totals: [
        .init(name: "", milliseconds: 27_670_000, limit: 72_000_000),
        .init(name: "summary", milliseconds: 60_000, limit: nil),
      ], phase: "research",
      marks: [
        JournalMark(device: "lap-k3fq", sequence: 212, hash: String(repeating: "9", count: 64))
      ])
    #expect(
      annotation.trailers.prefix(3).map(\.text) == [
        "Dossier-Time: research 01:30:00, writing 00:12:05",
        "Dossier-Total: 07:41:10 of 20:00:00, summary 00:01:00", "Dossier-Phase: research",
      ])
    #expect(DraftAnnotation(annotation.trailers) == annotation)
  }

  @Test func leavesOutWhatIsMalformed() {
    let log = DraftTrailer("Dossier-Log", "lap-k3fq@1 \(String(repeating: "0", count: 64))")
    let annotation = DraftAnnotation([
      DraftTrailer("Dossier-Time", "research 1h, , writing 00:01:00, a b c"),
      DraftTrailer("Dossier-Total", "lots"), DraftTrailer("Dossier-Log", "broken"), log,
    ])
    #expect(annotation?.time == [.init(category: "writing", milliseconds: 60_000)])
    #expect(annotation?.totals == [])
    #expect(annotation?.marks.count == 1)
  }

  @Test func isNothingWithoutAMark() {
    #expect(DraftAnnotation([DraftTrailer("Dossier-Time", "none")]) == nil)
  }

  private func annotation(_ scribe: Scribe, after count: Int) -> DraftAnnotation? {
    let state = Ledger.fold(scribe.records, rules: .sample, now: scribe.now, device: scribe.device)
    let before = Ledger.fold(scribe.records.prefix(count), rules: .sample)
    return DraftAnnotation(state: state, before: before, device: scribe.device, rules: .sample)
  }

  @Test func tellsTheTimeSinceThePreviousDraft() throws {
    var scribe = Scribe()
    try scribe.write(.start, "research")
    scribe.pass(90)
    try scribe.write(.beat)
    try scribe.write(.switch, "writing")
    scribe.pass(12)
    #expect(annotation(scribe, after: 0)?.time.map(\.category) == ["research", "writing"])
    #expect(
      annotation(scribe, after: 2)?.time == [.init(category: "writing", milliseconds: 12 * minute)])
    #expect(
      annotation(scribe, after: 0)?.totals == [
        .init(name: "", milliseconds: 102 * minute, limit: 20 * 60 * minute)
      ])
  }

  @Test func saysNoneWhenNothingWasBooked() throws {
    var scribe = Scribe()
    try scribe.write(.note)
    #expect(annotation(scribe, after: 1)?.trailers.first?.text == "Dossier-Time: none")
  }

  @Test func needsAJournal() { #expect(annotation(Scribe(), after: 0) == nil) }

  @Test func addsThePhasesOwnBudget() throws {
    var scribe = Scribe()
    try scribe.write(.freeze)
    try scribe.write(.start, "summary")
    scribe.pass(30)
    let totals = annotation(scribe, after: 0)?.totals
    #expect(totals?.last == .init(name: "summary", milliseconds: 30 * minute, limit: 120 * minute))
  }
}
