import Documents
import Findings
import Testing

private func fields(_ source: String) throws -> Fields {
  Fields(try #require(YAML.parse(source, path: "a.yaml").node), of: "the thing")
}

private enum Colour: String, CaseIterable { case red, green }

@Test func readsByTheSchemaAndNotByGuesses() throws {
  var fields = try fields(
    "time: 22:30\nanswer: no\nsmall: 1e3\nseed: 7\non: true\nlimit: 1h 30min\ncolour: green\nempty:\n"
  )
  #expect(fields.string("time") == "22:30")
  #expect(fields.string("answer") == "no")
  #expect(fields.string("small") == "1e3")
  #expect(fields.number("small") == 1000)
  #expect(fields.integer("seed", .required, in: 0...9) == 7)
  #expect(fields.flag("on") == true)
  #expect(fields.seconds("limit") == 5400)
  #expect(fields.choice("colour", as: Colour.self) == .green)
  #expect(fields.string("empty") == nil)
  #expect(fields.finish().isEmpty)
}

@Test(arguments: [
  ("a: x", "field-type", "'a' must be a whole number"),
  ("a: 1.5", "field-type", "'a' must be a whole number"),
  ("a: [1]", "field-type", "'a' must be a whole number"),
  ("a: 11", "field-value", "'a' must be from 0 to 10"),
  ("b: 1", "field-missing", "the thing has no 'a'"),
  ("a:", "field-missing", "the thing has no 'a'"),
  ("just text", "field-type", "the thing must be made of keys and values"),
])
func complainsOfIntegers(source: String, code: String, message: String) throws {
  var fields = try fields(source)
  #expect(fields.integer("a", .required, in: 0...10) == nil)
  #expect(fields.findings.first?.code == code)
  #expect(fields.findings.first?.message == message)
}

@Test(arguments: ["yes", "True", "on", "1", "[]"])
func takesOnlyTrueAndFalseForFlags(text: String) throws {
  var fields = try fields("a: \(text)")
  #expect(fields.flag("a") == nil)
  #expect(fields.findings.map(\.code) == ["field-type"])
}

@Test func suggestsTheNearestName() throws {
  var fields = try fields("tilte: x\ncolour: gren\n")
  _ = fields.string("title")
  _ = fields.choice("colour", as: Colour.self)
  let findings = fields.finish()
  #expect(findings.map(\.code) == ["field-value", "field-unknown"])
  #expect(findings.map(\.hint) == ["did you mean 'green'?", "did you mean 'title'?"])
  #expect(findings.map(\.severity) == [.error, .warning])
  #expect(findings.last?.place?.start.line == 1)
}

@Test func readsListsAndRecords() throws {
  var fields = try fields(
    "one: a\nmany: [a, b, [c]]\nparts:\n  - {name: x}\n  - {nam: y}\n  - z\nmap: {k: v}\n")
  #expect(fields.strings("one") == ["a"])
  #expect(fields.strings("many") == ["a", "b"])
  let names = fields.records("parts", of: "a part") { $0.string("name", .required) }
  #expect(names == ["x"])
  #expect(fields.entries("map")?.map(\.name) == ["k"])
  #expect(fields.entries("one") == nil)
  #expect(
    fields.finish().map(\.code) == [
      "field-type", "field-missing", "field-unknown", "field-type", "field-missing", "field-type",
    ])
}

@Test(
  arguments: [
    ("10s", 10), ("90 min", 5400), ("90m", 5400), ("20h", 72000), ("1h 30min", 5400),
    ("1.5 h", 5400),
    ("1h30m5s", 5405), ("0s", 0), ("0.5s", nil), ("", nil), ("10", nil), ("min", nil), ("1d", nil),
    ("5min 1h", nil), ("1h 1h", nil), ("-1h", nil), ("1e9h", nil), ("1.2.3h", nil), ("10 s x", nil),
  ] as [(String, Int?)])
func readsLengthsOfTime(text: String, seconds: Int?) {
  #expect(Scalars.seconds(text) == seconds)
}

@Test(
  arguments: [
    ("1", 1), ("-0.5", -0.5), ("1e-3", 0.001), ("+2", 2), ("0x10", nil), ("inf", nil), ("nan", nil),
    ("1e999", nil), ("", nil), ("1 ", nil), ("e", nil),
  ] as [(String, Double?)])
func readsNumbers(text: String, number: Double?) {
  #expect(Scalars.number(text) == number)
}

@Test(
  arguments: [
    ("titel", "title"), ("activation_patching", "activation-patching"), ("zzz", nil), ("", nil),
    ("Wriitng", "writing"), ("a", nil), (String(repeating: "x", count: 1000), nil),
  ] as [(String, String?)])
func suggests(name: String, near: String?) {
  let candidates = ["title", "writing", "activation-patching", "logit-lens"]
  #expect(Suggestion.nearest(to: name, among: candidates) == near)
}
