import Foundation
import Testing
import Transformers

@testable import Techniques

@Suite struct TextTemplateTests {
  @Test(arguments: [
    ("plain", [], "plain"), ("", [], ""), ("{a}", ["a"], "1"),
    ("x{a}y{b}z{a}", ["a", "b", "a"], "x1y2z1"),
    ("{{a}}", [], "{a}"), ("{{{a}}}", ["a"], "{1}"), ("{c}!", ["c"], "!"), ("{}", [""], ""),
    ("é\u{301}{a}\r\n", ["a"], "é\u{301}1\r\n"), ("\u{0}{a}", ["a"], "\u{0}1"),
  ])
  func fillsPlaces(source: String, fields: [String], filled: String) throws {
    let template = try TextTemplate(source)
    #expect(template.fields == fields)
    #expect(template.filled(with: ["a": "1", "b": "2"]) == filled)
    #expect(template.source == source)
  }

  @Test(arguments: ["{", "}", "a {b", "a} b", "{{{", "}}}", "{a}{"])
  func refusesUnpairedBraces(source: String) {
    let error = #expect(throws: TextTemplate.SyntaxError.self) { try TextTemplate(source) }
    #expect(error?.message.contains("unpaired") == true)
  }

  /// What is filled in is not read again as a template.
  @Test func leavesFilledTextAlone() throws {
    #expect(try TextTemplate("{a}").filled(with: ["a": "{b}", "b": "no"]) == "{b}")
  }
}

@Suite struct OutcomeRuleTests {
  @Test(arguments: [
    (OutcomeRule.contains, " Paris.\n\nThe", "Paris", true), (.contains, "paris", "Paris", true),
    (.contains, "I know", "no", false), (.contains, "no", "no", true),
    (.contains, "(no)", "no", true),
    (.contains, "nope, no", "no", true), (.contains, "", "no", false), (.contains, "a", "", false),
    (.contains, "New York City", " New York ", true), (.contains, "3 and 13", "13", true),
    (.contains, "130", "13", false), (.contains, "it's -5.", "-5", true),
    (.contains, "ÉTÉ", "été", true),
    (.startsWith, "  Yes, sir", "yes", true), (.startsWith, "Yesterday", "yes", false),
    (.startsWith, "Oh yes", "yes", false), (.startsWith, "yes", "yes", true),
    (.startsWith, "", "yes", false),
    (.equals, " Paris.\n", "Paris", true), (.equals, "Paris, France", "Paris", false),
    (.equals, "\"Paris\"!", "paris", true), (.equals, "", "Paris", false),
    (.moreLikely, "Paris", "Paris", false),
  ])
  func judges(rule: OutcomeRule, answer: String, expected: String, holds: Bool) {
    #expect(rule.holds(for: answer, expected: expected, caseSensitive: false) == holds)
  }

  @Test(arguments: [("paris", false), ("Paris", true)])
  func mindsTheCaseWhereAsked(answer: String, holds: Bool) {
    #expect(
      OutcomeRule.contains.holds(for: answer, expected: "Paris", caseSensitive: true) == holds)
  }
}

@Suite struct AnswerReaderTests {
  @Test(arguments: [
    ("a", nil), (" a", nil),
    (
      "", "the answer is empty; choose an answer that is a single token, such as a more common word"
    ),
    (
      "xyz",
      "the answer 'xyz' is 3 tokens: 'x' 'y' 'z'; choose an answer that is a single token, such as "
        + "a more common word"
    ),
    (" x", "the answer ' x' is 2 tokens: '␣' 'x'; write it without the leading space: 'x'"),
    ("the", nil),
  ])
  func wantsOneToken(text: String, complaint: String?) throws {
    var reader = AnswerReader(try Fixture.tiny.get().tokenizer)
    _ = reader.read(text, at: OptionPath())
    #expect(reader.problems.first.map { "\($0.message); \($0.hint)" } == complaint)
  }

  @Test func suggestsTheLeadingSpace() throws {
    var reader = AnswerReader(try Fixture.tiny.get().tokenizer)
    _ = reader.read("  t", at: OptionPath())
    #expect(reader.problems[0].hint == "write it with one leading space: ' t'")
  }

  @Test func reportsAProblemOnce() throws {
    var reader = AnswerReader(try Fixture.tiny.get().tokenizer)
    _ = reader.read("xyz", at: OptionPath())
    _ = reader.read("xyz", at: OptionPath())
    #expect(reader.problems.count == 1)
  }
}

@Suite struct MeasuringTests {
  @Test(arguments: [
    (0.0, "0"), (5.4e-7, "5e-7"), (9.7e-5, "1e-4"), (1, "1e0"), (1234, "1e3"), (.nan, "0"),
    (.infinity, "0"),
  ])
  func writesSmallNumbers(value: Double, text: String) {
    #expect(SelfCheck.scientific(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.00"), (1.005, "1.00"), (-0.126, "−0.13"), (12.5, "12.50"), (-0.001, "0.00"),
    (1e300, "1e+300"),
  ])
  func writesTwoDecimals(value: Double, text: String) {
    #expect(Footer.short(value) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")])
  func groupsThousands(number: Int, text: String) {
    #expect(Footer.grouped(number) == text)
  }

  @Test func remembersTheLargestErrorOfACheck() throws {
    var check = SelfCheck("sums agree", tolerance: 0.01)
    try check.expect(1, found: 1.001)
    try check.expect(100, found: 100.5, scale: 100)
    #expect(abs(check.largestError - 0.005) < 1e-9)
    #expect(check.remark == "checked: sums agree, largest error 5e-3")
  }

  @Test(arguments: [1.2, .nan, -1])
  func refusesAResultThatContradictsItself(found: Double) {
    var check = SelfCheck("sums agree", tolerance: 0.1)
    #expect(throws: TechniqueError.self) { try check.expect(1, found: found) }
  }

  @Test func readsProbabilitiesAndRanks() {
    let odds = TokenOdds([0, 1, 3, 1, -200])
    #expect(odds.top == 2)
    #expect([0, 1, 2, 3, 4].map(odds.rank) == [4, 2, 1, 2, 5])
    let total = (0..<5).map(odds.probability).reduce(0, +)
    #expect(abs(total - 1) < 1e-6)
    #expect(abs(odds.probability(1) / odds.probability(0) - 2.718281828) < 1e-5)
    #expect(abs(log(odds.probability(4) / odds.probability(0)) + 200) < 1e-5)
  }
}
