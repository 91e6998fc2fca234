import Contracts
import Findings
import Foundation
import Reports
import Testing

/// The contract that `Docs/Guide/Contract.md` builds, put together from its blocks.
@Suite struct TutorialTests {
  let yaml: String

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let page = tests.deletingLastPathComponent().appending(path: "Docs/Guide/Contract.md")
    let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
    yaml = parts.filter { $0.hasPrefix("yaml\n") }.map { $0.dropFirst(5) }.joined()
  }

  @Test func buildsAContractWithoutFindings() throws {
    let (contract, findings) = Contract.parse(yaml, path: "contract.yaml")
    #expect(findings.isEmpty, "\(findings)")
    #expect(contract?.id == "summer-lab")
    #expect(contract?.sections.count == 3 && contract?.rules.count == 4)
    #expect(contract?.budget("work")?.hardSeconds == 36_000)
    #expect(contract?.deadlines.first?.unixSeconds == 1_802_649_540)
  }

  @Test(arguments: [
    ("## 2.1 METHODS", "method"), ("# 二、方法", "method"), ("# 🎯 Method", "method"),
    ("# Abstract", "summary"),
  ])
  func knowsTheHeadingsThatItNames(heading: String, section: String) throws {
    let contract = try #require(Contract.parse(yaml, path: "contract.yaml").contract)
    let title = String(heading.drop { $0 == "#" || $0 == " " })
    #expect(contract.sections.first { $0.matches(heading: title) }?.id == section)
  }

  @Test func limitsTheSummary() throws {
    let contract = try #require(Contract.parse(yaml, path: "contract.yaml").contract)
    let words = Array(repeating: "word", count: 301).joined(separator: " ")
    let source = "---\ntitle: T\n---\n\n# Summary\n\n\(words)\n"
    let report = Report.parse(source, path: "report.md").report
    let found = check(report, against: contract, in: Surroundings(files: []))
    #expect(found.first { $0.code == "section-words" }?.severity == .error)
  }
}
