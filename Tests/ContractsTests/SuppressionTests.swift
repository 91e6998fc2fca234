import Contracts
import Findings
import Reports
import Testing

private let clean = """
  ---
  title: T
  ---

  # Executive summary

  See @fig-a.

  ![Caption](figures/a/b.svg){#fig-a fig-alt="alt"}

  # Body

  Words.

  """

/// What is left, and what is silent, of a report with a line put in.
private func outcome(
  _ line: String, before: String = "Words."
) throws -> (left: [Finding], silent: [SuppressedFinding]) {
  let source = clean.replacing(before, with: line)
  let report = Report.parse(source, path: "report.md").report
  let found = try findings(source, files: ["report.md", "figures/a/b.svg"])
  let result = suppress(found, in: report, by: try bundledContract())
  return (result.findings, result.suppressed)
}

@Test(arguments: [
  "<!-- dossier-disable-next-line link-broken: later -->\n[x](no.md)",
  "<!-- dossier-disable-next-line link-broken: later -->\n\n[x](no.md)",
  "<!-- dossier-disable-next-line link-broken: a: b -->\n<!-- a note -->\n\ntext\nand [x](no.md)",
  "<!--dossier-disable-next-line reference-unresolved, link-broken: y-->\n[x](no.md) @fig-no",
  "<!-- dossier-disable-next-line link-broken: 以后 -->\n- a\n- [x](no.md)",
])
func silencesTheBlockThatFollows(line: String) throws {
  let (left, silent) = try outcome(line)
  #expect(left.isEmpty, "\(left)")
  #expect(silent.contains { $0.finding.code == "link-broken" && !$0.reason.isEmpty })
}

@Test(arguments: [
  (
    "<!-- dossier-disable-next-line link-broken -->\n[x](no.md)",
    ["link-broken", "suppression-reason"]
  ),
  (
    "<!-- dossier-disable-next-line link-broken: -->\n[x](no.md)",
    ["link-broken", "suppression-reason"]
  ),
  ("<!-- dossier-disable-next-line: why -->\n[x](no.md)", ["link-broken", "suppression-form"]),
  ("<!-- dossier-disable link-broken: why -->\n[x](no.md)", ["link-broken", "suppression-form"]),
  (
    "<!-- dossier-disable-file link-broken: why -->\n[x](no.md)",
    ["link-broken", "suppression-form"]
  ),
  (
    "<!-- dossier-disable-next-line link-broken: why -->\na\n\n[x](no.md)",
    ["link-broken", "suppression-unused"]
  ),
  (
    "<!-- dossier-disable-next-line link-brokn: why -->\n[x](no.md)",
    ["link-broken", "suppression-unused"]
  ),
  ("<!-- dossier-disable-next-line link-broken: why -->", ["suppression-unused", "section-empty"]),
  (
    "<!-- dossier-disable-next-line suppression-unused: why -->\n"
      + "<!-- dossier-disable-next-line models: why -->\nx",
    ["suppression-unused", "suppression-unused"]
  ),
])
func tellsOfSilenceWithoutEffect(line: String, codes: [String]) throws {
  let (left, silent) = try outcome(line)
  #expect(Set(left.map(\.code)) == Set(codes), "\(left)")
  #expect(left.count == codes.count)
  #expect(silent.isEmpty)
}

@Test func silencesTheWholeReport() throws {
  let (after, orders) = try outcome(
    "---\n\n<!-- dossier-disable-file section-order: a talk -->\n\nearly\n\n# Exec",
    before: "---\n\n# Exec")
  #expect(after.isEmpty, "\(after)")
  #expect(orders.map(\.finding.severity) == [.error])
  #expect(orders.map(\.reason) == ["a talk"])
}

@Test func removesACommentThatIsNotNeeded() throws {
  let (left, _) = try outcome("<!-- dossier-disable-next-line models: why -->\nText.")
  let fix = try #require(left.first?.fix)
  #expect(fix.isSafe)
  #expect(fix.edits.count == 1)
  let (near, _) = try outcome("<!-- dossier-disable-next-line link-brokn: why -->\nText.")
  #expect(near.first?.hint == "did you mean 'link-broken'?")
  #expect(near.first?.fix == nil)
}
