import Contracts
import Findings
import Foundation
import Testing

@Suite struct FindingsPageTests {
  let page: String

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "Docs/Formats/findings.md")
    page = try String(contentsOf: file, encoding: .utf8)
  }

  @Test(arguments: CheckCode.allCases)
  func describesEveryCode(code: CheckCode) {
    let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(code.rawValue)` |") }
    #expect(row?.hasSuffix("| \(code.defaultSeverity.rawValue) |") == true)
  }
}
