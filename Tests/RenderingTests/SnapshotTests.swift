import Findings
import Foundation
import Rendering
import Testing

@Suite struct SnapshotTests {
  @Test(arguments: Samples.names)
  func writesTheDocumentThatWasApproved(name: String) throws {
    let html = try Samples.render(Samples.source(name)).html
    let file = Samples.folder.appending(path: "\(name).html")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try Data(html.utf8).write(to: file)
    }
    let approved = try String(contentsOf: file, encoding: .utf8)
    #expect(
      html == approved,
      "'\(name)' is written differently; open it in a browser, then record it with UPDATE_SNAPSHOTS=1"
    )
  }

  @Test(arguments: Samples.names)
  func writesTheSameBytesEachTime(name: String) throws {
    let source = try Samples.source(name)
    #expect(Samples.render(source).html == Samples.render(source).html)
  }

  @Test(arguments: Samples.names)
  func provesThatItsDocumentsStandAlone(name: String) throws {
    let html = try Samples.render(Samples.source(name)).html
    #expect(HTMLDocument.verify(html, path: "report.html") == [])
  }

  @Test func saysWhatCannotBeShown() throws {
    let findings = try Samples.render(Samples.source("report")).findings
    #expect(
      findings.map { "\($0.place?.start.line ?? 0) \($0.code): \($0.message)" } == [
        "60 link-not-exported: 'log.md' does not travel with the document",
        "60 link-refused: the address 'javascript:alert(1)' is not let through",
        "61 reference-unresolved: nothing is labelled 'fig-nowhere'",
        "63 image-missing: the image 'figures/lost/gone.svg' is not there",
        "71 html-dropped: the raw HTML '<b>' is left out",
        "71 html-dropped: the raw HTML '<script>' is left out",
        "75 html-dropped: the raw HTML '<div>' is left out",
      ])
  }
}
