import Findings
import Reports
import Testing

@Test(arguments: [
  ("{{num:a.b}}", "a.b", "0.790"), ("{{num:a.b:2}}", "a.b", "0.79"),
  ("{{num:a.b:1%}}", "a.b", "79.0%"),
  ("{{num:a.b:%}}", "a.b", "79.0%"), ("x {{num:my-exp.v1.k_e-y:0}} y", "my-exp.v1.k_e-y", "1"),
  ("**{{num:a.b}}**", "a.b", "0.790"), ("中{{num:a.b}}文", "a.b", "0.790"),
])
func readsNumbersOfExperiments(source: String, name: String, shown: String) throws {
  let report = Report.parse(source, path: "r.md").report
  let number = try #require(report.numbers.first)
  #expect(number.name == name)
  #expect(number.format.text(of: 0.79) == shown)
  let start = report.source.offset(line: 1, column: number.place.start.column)
  #expect(report.source.text(start..<start + 6) == "{{num:")
}

@Test(arguments: [
  "{{num:a}}", "{{num:a.b", "{{num:a.b:x}}", "{{num:a.b:12}}", "{{num: a.b}}", "{{other}}",
  "`{{num:a.b}}`",
  "<!-- {{num:a.b}} -->",
])
func takesOtherBracesAsTheyAre(source: String) {
  #expect(Report.parse(source, path: "r.md").report.numbers.isEmpty)
}

@Test(
  arguments: [
    (0.789123, nil, "0.789"), (0.0012345, nil, "0.00123"), (12.3456, nil, "12.3"),
    (1234.5, nil, "1234"),
    (-0.5, nil, "-0.500"), (0, nil, "0.00"), (1e-9, nil, "1e-09"), (1e13, nil, "10000000000000.0"),
    (2.5, 0, "2"), (-0.001, 1, "0.0"), (0.999, 2, "1.00"), (123456.789, 1, "123456.8"),
  ] as [(Double, Int?, String)])
func writesNumbers(value: Double, decimals: Int?, text: String) {
  #expect(NumberFormat(decimals: decimals).text(of: value) == text)
}

@Test func countsANumberAsAWord() {
  #expect(Report.parse("an effect of {{num:a.b}} here", path: "r").report.words().total == 5)
}
