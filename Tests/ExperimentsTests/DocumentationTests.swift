import Experiments
import Foundation
import Techniques
import Testing

/// The examples on the pages of formats are true.
@Suite struct DocumentationTests {
  private func page(_ name: String, from file: String = #filePath) throws -> String {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Docs/Formats/\(name).md"), encoding: .utf8)
  }

  private func block(_ language: String, in page: String) throws -> String {
    let start = try #require(page.range(of: "```\(language)\n"))
    let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test func showsADeclarationThatIsRight() throws {
    let example = try block("yaml", in: page("experiment"))
    let techniques = TechniqueList(TechniqueCatalogue.all.map { $0.description })
    let (declaration, findings) = ExperimentDeclaration.parse(
      example, id: try experimentID("example"), techniques: techniques)
    #expect(findings == [])
    #expect(declaration?.optionFiles["pairs"] == "experiments/example/pairs.jsonl")
  }

  @Test(arguments: [
    "schema", "title", "technique", "command", "notebook", "model", "options", "inputs", "figures",
    "numbers", "expect", "params", "fan", "where", "why", "hypothesis", "possible_outcomes",
    "claim",
    "baseline", "simpler_method_tried", "could_be_false_if",
  ])
  func namesEveryKey(key: String) throws {
    #expect(try page("experiment").contains("`\(key)`"))
  }
}
