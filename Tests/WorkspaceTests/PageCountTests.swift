import Contracts
import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

struct PageCountTests {
  @Test(arguments: [
    ("1 0 obj\n<</Type /Pages\n/Count 3\n/Kids [2 0 R]>>", 3),
    ("<</Type /Pages /Kids [1 0 R 2 0 R] /Count 7>> <</Type /Pages /Count 4>>", 7),
    ("<</Type /Page /Parent 1 0 R>>", nil), ("", nil), ("<</Type /Pages /Count -2>>", nil),
    ("<</Type /Pages /Count 99999999999999999999>>", nil), ("/Type /Pages", nil),
  ])
  func readsTheTreeOfPages(pdf: String, count: Int?) {
    #expect(PageCount.count(in: Array(pdf.utf8)) == count)
  }

  /// Counts with a stand-in for Chromium: it writes a PDF of so many pages for A4 and of one for others.
  private func check(pages: Int, answers: String?) async throws -> CheckReport {
    var checked: CheckReport?
    try await withApplication { mine in
      let files = mine.world.platform.files
      let workspace = mine.workspace { _, call in
        guard call.executable == answers else { return .before(.programMissing) }
        let prefix = "--print-to-pdf="
        let target = call.arguments.first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count) ?? ""
        let source = call.arguments.last?.dropFirst("file://".count) ?? ""
        let html = (try? files.read(String(source))).map { String(decoding: $0, as: UTF8.self) }
        let count = html?.contains("size: 595") == true ? pages : 1
        let pdf = Array("<</Type /Pages /Count \(count)>>".utf8)
        try? files.replace(String(target), with: pdf)
        return .instead(ProcessResult(status: 0, output: [], errorOutput: []))
      }
      var report = try workspace.check()
      try await workspace.countPages(for: &report)
      checked = report
    }
    return try #require(checked)
  }

  @Test func saysWhatWasLaidOut() async throws {
    let fine = try await check(pages: 2, answers: "chromium-browser")
    #expect(fine.pages.first?.pages.sorted() == [1, 2])
    #expect(!fine.findings.contains { $0.code.hasPrefix("section-pages") })
    let long = try await check(pages: 9, answers: "chromium")
    let finding = try #require(long.findings.first { $0.code.hasPrefix("section-pages") })
    #expect(
      finding.code == "section-pages-near" && finding.message.contains("9 pages on Google Docs, A4")
    )
  }

  @Test func namesWhatIsMissing() async throws {
    await #expect(throws: UserError.self) { try await check(pages: 1, answers: nil) }
  }
}
