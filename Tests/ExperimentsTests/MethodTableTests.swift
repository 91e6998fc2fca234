import Techniques
import Testing

@testable import Experiments

struct MethodTableTests {
  private static let technique = TechniqueDescription(
    name: "probe", version: 1, summary: "", explanation: "",
    options: [
      .required("items", .list(.text, count: 1...9), ""),
      .optional("folds", .integer(1...9), standard: .integer(4), ""),
      .optional(
        "rule", .record([.optional("kind", .text, ""), .optional("depth", .integer(0...9), "")]), ""
      ),
    ], figures: [],
    numbers: [OutputDescription("accuracy", "The share of texts told right. Held out.")])

  private func table(_ sources: [(id: String, source: String)]) throws -> String {
    let techniques = TechniqueList([Self.technique])
    let declarations = try sources.map { source in
      let id = try #require(ExperimentID(source.id))
      let parsed = ExperimentDeclaration.parse(source.source, id: id, techniques: techniques)
      return try #require(parsed.declaration, "\(parsed.findings)")
    }
    return MethodTable(declarations, techniques: techniques).markdown
  }

  @Test func saysWhatWasRunWithItsStandards() throws {
    let written = try table([
      (
        "line",
        """
        schema: 1
        title: Can a line read it | or not?
        baseline: >-
          Shuffled labels,
          and a bag of words.
        technique: probe
        model: small
        options:
          items: [one text, another text, a third text]
          rule: {kind: most likely, depth: 2}
        numbers: [accuracy]
        """
      )
    ])
    let lines = written.split(separator: "\n")
    #expect(lines.count == 3)
    let expected = [
      "Can a line read it \\| or not? (`line`)", "`small`", "`probe`", "3 items",
      "Shuffled labels, and a bag of words.", "`accuracy`: The share of texts told right",
      "`folds` 4, `rule.depth` 2, `rule.kind` most likely",
    ]
    #expect(lines.last.map(String.init) == "| " + expected.joined(separator: " | ") + " |")
  }

  @Test func namesCommandsAndTheirData() throws {
    let written = try table([
      (
        "own",
        """
        schema: 1
        title: Own code
        command: [python, count.py]
        inputs: {code: [count.py], data: [data/texts.csv]}
        """
      )
    ])
    #expect(
      written.contains(
        "| Own code (`own`) | none | `python count.py` | `experiments/own/data/texts.csv` | nothing stated |"
      ))
  }

  @Test func isEmptyWithoutExperiments() throws { #expect(try table([]) == "") }
}
