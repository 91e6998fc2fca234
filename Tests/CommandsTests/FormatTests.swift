import Documents
import Findings
import Testing

@testable import Commands

/// The findings of a small text, with a place that lies behind two-unit characters.
private let source = SourceText("a\n🎉 b: c, d\n", path: "my report.md")

private let finding = Finding(
  code: "section-words", severity: .error, message: "100 % over:\nmuch", place: source.place(7..<8),
  hint: "cut, then: count",
  fix: Fix(title: "cut it", edits: [TextEdit(range: 7..<9, replacement: "x")]),
  measure: .init(count: 9, limit: 6),
  related: [.init(place: source.place(0..<1), message: "the first")])

@Test func writesWorkflowCommands() {
  #expect(
    WorkflowCommands.line(finding)
      == "::error file=my report.md,line=2,endLine=2,col=4,endColumn=5,title=section-words"
      + "::100 %25 over:%0Amuch%0Ahint: cut, then: count")
  let long = Finding(
    code: "x", severity: .info, message: "m",
    place: SourceText("a\nb", path: "a:b,c%.md").place(0..<3))
  #expect(
    WorkflowCommands.line(long) == "::notice file=a%3Ab%2Cc%25.md,line=1,endLine=2,title=x::m")
  #expect(
    WorkflowCommands.line(Finding(code: "x", severity: .warning, message: "m"))
      == "::warning title=x::m")
}

@Test func writesALogOfResults() throws {
  let log = SARIF(source: source).log(
    of: [finding, finding, Finding(code: "models", severity: .info, message: "m")])
  #expect(log["version"]?.string == "2.1.0")
  let run = try #require(log["runs"]?.array?.first)
  let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
  #expect(rules.compactMap { $0["id"]?.string } == ["models", "section-words"])
  let results = try #require(run["results"]?.array)
  #expect(results.count == 3)
  for result in results {
    let index = try #require(result["ruleIndex"]?.integer)
    #expect(rules[index]["id"] == result["ruleId"])
  }
  let first = try #require(results.first)
  #expect(first["level"]?.string == "error")
  let place = try #require(first["locations"]?.array?.first?["physicalLocation"])
  #expect(place["artifactLocation"]?["uri"]?.string == "my%20report.md")
  #expect(
    place["region"]
      == ["startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 5])
  let change = try #require(first["fixes"]?.array?.first?["artifactChanges"]?.array?.first)
  let replacement = try #require(change["replacements"]?.array?.first)
  #expect(replacement["deletedRegion"]?["endColumn"]?.integer == 6)
  #expect(replacement["insertedContent"]?["text"]?.string == "x")
  #expect(first["relatedLocations"]?.array?.count == 1)
  #expect(first["properties"]?["limit"]?.integer == 6)
  #expect(results[2]["locations"] == nil && results[2]["level"]?.string == "note")
}

@Test func recognisesAResultWhoseLineMoved() throws {
  func prints(_ source: SourceText, at offset: Int) throws -> String? {
    let found = Finding(
      code: "x", severity: .info, message: "m", place: source.place(offset..<offset + 1))
    let log = SARIF(source: source).log(of: [found])
    let result = log["runs"]?.array?.first?["results"]?.array?.first
    return result?["partialFingerprints"]?["finding/v1"]?.string
  }
  let before = try prints(SourceText("one\ntwo\n", path: "r.md"), at: 4)
  #expect(try prints(SourceText("zero\none\ntwo\n", path: "r.md"), at: 9) == before)
  #expect(try prints(SourceText("one\nthree\n", path: "r.md"), at: 4) != before)
}

@Test(arguments: [
  ("report.md", "report.md"), ("a b/ü.md", "a%20b/%C3%BC.md"), ("50%.md", "50%25.md"),
])
func writesPathsAsReferences(path: String, reference: String) {
  #expect(SARIF.reference(to: path) == reference)
}
