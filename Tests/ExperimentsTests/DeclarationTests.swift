import Documents
@testable import Experiments
import Findings
@testable import Techniques
import Testing

@Suite struct ExperimentIDTests {
  @Test(arguments: ["a", "patching", "Layer-18_b.2", "0", String(repeating: "x", count: 64)])
  func accepts(name: String) { #expect(ExperimentID(name)?.name == name) }

  @Test(arguments: [
    "", ".", "..", ".hidden", "-x", "a/b", "a\\b", "a b", "ä", "a\0", "a.", "a\n",
    String(repeating: "x", count: 65),
  ])
  func refuses(name: String) { #expect(ExperimentID(name) == nil) }

  @Test func knowsItsPaths() throws {
    let id = try experimentID("probe")
    #expect(id.declarationPath == "experiments/probe/experiment.yaml")
    #expect(id.lockPath == "figures/probe/lock.json")
  }
}

@Suite struct ApplicationPathTests {
  @Test(arguments: [
    ("prompts.jsonl", "experiments/a/prompts.jsonl"), ("./x//y.txt", "experiments/a/x/y.txt"),
    ("../b/x.txt", "experiments/b/x.txt"), ("../../data/p.jsonl", "data/p.jsonl"),
    ("x/../y", "experiments/a/y"), ("ü.txt", "experiments/a/ü.txt"),
  ])
  func resolves(declared: String, path: String) throws {
    #expect(try applicationPath(of: declared, from: "experiments/a") == path)
  }

  @Test(arguments: [
    ("", PathProblem.empty), ("/etc/passwd", .absolute), ("../../../x", .outside),
    ("../..", .outside), ("a\0b", .badCharacter), ("a\nb", .badCharacter), ("a\\b", .badCharacter),
    ("../../.git/config", .forbidden), ("../../.GIT/config", .forbidden),
    (String(repeating: "x", count: 1025), .tooLong),
  ])
  func refuses(declared: String, problem: PathProblem) {
    #expect(throws: problem) { try applicationPath(of: declared, from: "experiments/a") }
  }

  @Test(arguments: [
    ("experiments/a/x/y", "x/y"), ("data/p", "../../data/p"),
    ("experiments/ab/x", "../../experiments/ab/x"),
  ])
  func writesPathsAsADeclarationWould(path: String, relative: String) throws {
    #expect(relativePath(of: path, from: "experiments/a") == relative)
    #expect(try applicationPath(of: relative, from: "experiments/a") == path)
  }
}

@Suite struct DeclarationTests {
  private static let techniques = FakeEngine().techniques

  private func parse(
    _ source: String
  ) throws -> (declaration: ExperimentDeclaration?, findings: [Finding]) {
    ExperimentDeclaration.parse(source, id: try experimentID("a"), techniques: Self.techniques)
  }

  /// A declaration with further lines.
  private func source(_ lines: String, options: String = "  prompt: five\n") -> String {
    "schema: 1\ntitle: T\ntechnique: count-letters\nmodel: tiny\noptions:\n\(options)\(lines)"
  }

  @Test func readsEverything() throws {
    let (declaration, findings) = try parse(
      source(
        """
        inputs:
          code: [../shared/count.py]
          data: [pairs.jsonl, ../../data/more.jsonl]
          lock: [uv.lock]
          needs: [b]
        figures:
          - file: letters.svg
            alt: How many letters
        numbers: [letters]
        expect: tolerant
        where: {target: gpu1, gpus: 1, mem: 16G, time: 2h}
        why: to know
        hypothesis: four
        possible_outcomes: [four means four, five means five]
        claim: existence
        baseline: chance
        simpler_method_tried: reading
        could_be_false_if: the text is empty

        """, options: "  prompt: five\n  times: 07\n  pairs: pairs.jsonl\n"))
    #expect(findings == [])
    let read = try #require(declaration)
    #expect(read.title == "T")
    #expect(read.procedure == .technique("count-letters"))
    #expect(read.model == "tiny")
    #expect(read.options == ["prompt": .text("five"), "times": .text("07")])
    #expect(read.optionFiles == ["pairs": "experiments/a/pairs.jsonl"])
    #expect(read.inputs.code == ["experiments/shared/count.py"])
    #expect(read.inputs.data == ["experiments/a/pairs.jsonl", "data/more.jsonl"])
    #expect(read.inputs.lock == ["experiments/a/uv.lock"])
    #expect(read.inputs.needs.map(\.name) == ["b"])
    #expect(read.figures.map(\.file) == ["letters.svg"])
    #expect(read.figures.first?.alt == "How many letters")
    #expect(read.numbers == ["letters"])
    #expect(read.expectation == .tolerant)
    #expect(read.target == "gpu1")
    #expect(read.reasoning.claim == .existence)
    #expect(read.reasoning.possibleOutcomes.count == 2)
    #expect(read.reasoning.couldBeFalseIf == "the text is empty")
  }

  @Test func takesScalarsTheirTypeFromTheSchema() throws {
    let (declaration, findings) = try parse(source("", options: "  prompt: no\n  times: 1e1\n"))
    #expect(declaration == nil)
    #expect(findings.map(\.code) == ["experiment-option"])
    #expect(findings.first?.message == "'times' cannot be '1e1'")
    #expect(findings.first?.place?.start.line == 7)
    let fixed = try parse(source("", options: "  prompt: no\n  times: 10\n"))
    #expect(fixed.declaration?.options["prompt"] == .text("no"))
  }

  @Test(arguments: [
    ("titel: x\n", "field-unknown", "did you mean 'title'?"),
    ("hypothesys: x\n", "field-unknown", "did you mean 'hypothesis'?"),
    ("expect: tolerent\n", "field-value", "did you mean 'tolerant'?"),
    ("claim: proof\n", "field-value", "known are 'existence', 'method', 'mechanism'"),
    ("inputs: {date: [x]}\n", "field-unknown", "did you mean 'data'?"),
    ("inputs: {data: [/etc/passwd]}\n", "experiment-path", nil),
    ("inputs: {data: [../../../x]}\n", "experiment-path", nil),
    ("inputs: {needs: [a]}\n", "experiment-needs", nil),
    ("inputs: {needs: ['../b']}\n", "experiment-needs", nil),
    ("figures: [{file: letter.svg}]\n", "experiment-figure", "did you mean 'letters.svg'?"),
    ("figures: [{file: ../x.svg}]\n", "experiment-figure", nil),
    ("figures: [{file: letters.gif}]\n", "experiment-figure", nil),
    ("figures: [{files: letters.svg}]\n", "field-missing", nil),
    ("numbers: [leters]\n", "experiment-number", "did you mean 'letters'?"),
    ("command: [true]\n", "experiment-procedure", nil),
    ("notebook: x.ipynb\n", "experiment-procedure", nil),
    ("where: gpu\n", "field-type", nil),
    ("params: {seed: 1}\n", "experiment-unused", "write it under 'options'"),
    ("fan: {seed: [1]}\n", "experiment-unused", "write it under 'options'"),
    ("options: x\n", "yaml-key-duplicate", nil),
  ])
  func complains(of lines: String, code: String, hint: String?) throws {
    let (_, findings) = try parse(source(lines))
    #expect(findings.first?.code == code, "\(findings)")
    if let hint { #expect(findings.first?.hint == hint) }
    #expect(findings.first?.place != nil)
  }

  @Test(arguments: [
    ("  promt: five\n", "unknown option 'promt'"), ("", "'prompt' is missing"),
    ("  prompt: [x]\n", "'prompt' cannot be a list"),
    ("  prompt: x\n  times: 0\n", "'times' cannot be '0'"),
    (
      "  prompt: x\n  pairs: [{clean: x, weight: 2}]\n",
      "'weight' of entry 1 of 'pairs' cannot be '2'"
    ),
    ("  prompt: x\n  pairs: [{}]\n", "'clean' is missing"),
    ("  prompt: x\n  pairs: pairs.jsonl\n", "'pairs.jsonl' is not among the inputs"),
    (
      "  prompt: x\n  pairs: ../../../p.jsonl\n",
      "the path '../../../p.jsonl' leaves the application's folder"
    ),
  ])
  func complainsOfOptions(options: String, message: String) throws {
    let (declaration, findings) = try parse(source("", options: options))
    #expect(declaration == nil)
    #expect(findings.contains { $0.message == message }, "\(findings.map(\.message))")
  }

  @Test func findsThePlaceOfAnOption() throws {
    let (_, findings) = try parse(
      source(
        "", options: "  prompt: x\n  pairs:\n    - clean: x\n    - clean: y\n      weight: heavy\n")
    )
    #expect(findings.map(\.place?.start.line) == [10])
    #expect(findings.map(\.place?.start.column) == [15])
  }

  @Test func suggestsATechnique() throws {
    let (declaration, findings) = try parse(
      "schema: 1\ntitle: T\ntechnique: count-leters\nmodel: m\n")
    #expect(declaration == nil)
    #expect(findings.map(\.hint) == ["did you mean 'count-letters'?"])
  }

  @Test func wantsAModelForATechnique() throws {
    let (_, findings) = try parse(
      "schema: 1\ntitle: T\ntechnique: count-letters\noptions: {prompt: x}\n")
    #expect(findings.map(\.code) == ["experiment-model"])
  }

  @Test func readsCommandsAndNotebooksWithoutRunningThem() throws {
    let command = try parse(
      "schema: 1\ntitle: T\ncommand: [uv, run, probe.py]\ninputs: {code: [probe.py]}\nparams: {n: 1}\n"
    )
    #expect(command.findings == [])
    #expect(command.declaration?.procedure == .command(["uv", "run", "probe.py"]))
    #expect(command.declaration?.reasonForNotRunning != nil)
    let notebook = try parse("schema: 1\ntitle: T\nnotebook: probe.ipynb\n")
    #expect(notebook.findings == [])
    #expect(notebook.declaration?.procedure == .notebook("probe.ipynb"))
    #expect(notebook.declaration?.reasonForNotRunning != nil)
    let outside = try parse("schema: 1\ntitle: T\nnotebook: /probe.ipynb\n")
    #expect(outside.findings.map(\.code) == ["experiment-path"])
  }

  @Test(arguments: [
    "", "\n\n", "# only a comment\n", "null\n", "just text\n", "- a\n- b\n",
    "schema: 2\ntitle: x\n",
    "schema: one\n", "a: b: c\n", "{", "[", "\"", "schema: 1\nschema: 1\n", "&x a: *x\n",
    "!!python/object:os.system {}\n", "\u{0}", "\u{FEFF}schema: 1\n", "schema: 1\n---\nschema: 1\n",
    "options: {a: [[[[[[]]]]]]}\n", "technique:\n", "technique: {a: b}\n", "command: []\n",
    "command: ['']\n",
    "figures: {}\nnumbers: {}\ninputs: []\noptions: []\ntechnique: count-letters\n",
  ])
  func neverTraps(source: String) throws {
    let (declaration, findings) = try parse(source)
    #expect(declaration == nil)
    #expect(findings.contains { $0.severity == .error })
  }

  @Test func survivesCuttingAndFlipping() throws {
    let bytes = Array(source("inputs: {data: [p.jsonl]}\nfigures: [{file: letters.svg}]\n").utf8)
    for length in bytes.indices {
      _ = try parse(String(decoding: bytes[..<length], as: UTF8.self))
      var flipped = bytes
      flipped[length] ^= 0x5A
      _ = try parse(String(decoding: flipped, as: UTF8.self))
    }
  }
}
