import Testing

@testable import Techniques

/// A schema with one option of every kind.
private let sample = TechniqueDescription(
  name: "sample", version: 1, summary: "Tries every kind.", explanation: "",
  options: [
    .required("prompt", .text, "What the model reads."),
    .optional("count", .integer(1...64), standard: .integer(8), "How many."),
    .optional("least", .integer(0 ... .max), "At least this."),
    .optional("penalty", .number(0.5...2), standard: .number(1), "How strict."),
    .optional("chat", .flag, standard: .flag(false), "Whether to format."),
    .optional("rule", .choice(["contains", "equals"]), standard: .text("contains"), "Which."),
    .optional(
      "pairs",
      .list(
        .record([.required("clean", .text, "One."), .optional("weight", .number(0...1), "Two.")]),
        count: 1...3), "Pairs."),
    .optional("items", .list(.texts, count: 0...9), "Items."),
  ],
  figures: [], numbers: [])

/// Expects the problems of a declaration, each as `path: message; hint`.
private func check(
  _ record: [String: OptionValue], raises problems: [String],
  at location: SourceLocation = #_sourceLocation
) {
  let found = sample.decode(record).problems.map { "\($0.path): \($0.message); \($0.hint)" }
  #expect(found == problems, sourceLocation: location)
}

@Suite struct OptionTests {
  @Test func fillsInWhatIsNotGiven() {
    let (options, problems) = sample.decode(["prompt": .text("hello")])
    #expect(problems.isEmpty)
    #expect(
      options.values == [
        "prompt": .text("hello"), "count": .integer(8), "penalty": .number(1), "chat": .flag(false),
        "rule": .text("contains"),
      ])
  }

  @Test func takesTheTypeOfAScalarFromTheSchema() {
    let (options, problems) = sample.decode([
      "prompt": .text("no"), "count": .text("16"), "penalty": .text("1e0"), "chat": .text("true"),
    ])
    #expect(problems.isEmpty)
    #expect(options.text("prompt") == "no")
    #expect(options.integer("count") == 16)
    #expect(options.number("penalty") == 1)
    #expect(options.flag("chat"))
  }

  @Test(
    arguments: zip(
      [OptionValue.integer(3), .number(2.5), .flag(true)], ["3", "2.5", "true"]))
  func readsAnyScalarAsText(value: OptionValue, text: String) {
    #expect(sample.decode(["prompt": value]).options.text("prompt") == text)
  }

  /// Writing out a standard value does not change what a digest of the options sees.
  @Test func givesEqualOptionsForEqualMeaning() {
    let short = sample.decode(["prompt": .text("a")]).options
    let long = sample.decode(["prompt": .text("a"), "count": .text("8"), "chat": .text("false")])
    #expect(short == long.options)
  }

  @Test func knowsWhereEachRecordStands() {
    let pairs = OptionValue.list([.record(["clean": .text("a")]), .record(["clean": .text("b")])])
    let (options, _) = sample.decode(["prompt": .text(""), "pairs": pairs])
    let second = options.records("pairs")[1]
    #expect(second.text("clean") == "b")
    #expect(
      second.problem("clean", "x", hint: "y").path.steps == [
        .field("pairs"), .entry(1), .field("clean"),
      ])
  }

  @Test func suggestsTheNearestName() {
    check(
      ["prompt": .text(""), "cuont": .integer(1)],
      raises: ["'cuont': unknown option 'cuont'; did you mean 'count'?"])
  }

  @Test func listsTheNamesWhereNoneIsNear() {
    check(
      ["prompt": .text(""), "zzzzzzzz": .integer(1)],
      raises: [
        "'zzzzzzzz': unknown option 'zzzzzzzz'; known names: prompt, count, least, penalty, chat, "
          + "rule, pairs, items"
      ])
  }

  @Test func asksForWhatIsMissing() {
    check([:], raises: ["'prompt': 'prompt' is missing; give a text: What the model reads."])
  }

  @Test(arguments: [
    ("count", OptionValue.text("x"), "'count' cannot be 'x'; give a whole number from 1 to 64"),
    ("count", .integer(65), "'count' cannot be 65; give a whole number from 1 to 64"),
    ("count", .number(1), "'count' cannot be 1.0; give a whole number from 1 to 64"),
    (
      "count", .text("99999999999999999999"),
      "'count' cannot be '99999999999999999999'; give a whole number from 1 to 64"
    ),
    ("least", .integer(-1), "'least' cannot be -1; give a whole number of at least 0"),
    ("penalty", .text("nan"), "'penalty' cannot be 'nan'; give a number from 0.5 to 2.0"),
    ("penalty", .number(.infinity), "'penalty' cannot be inf; give a number from 0.5 to 2.0"),
    ("chat", .text("yes"), "'chat' cannot be 'yes'; give 'true' or 'false'"),
    ("chat", .integer(1), "'chat' cannot be 1; give 'true' or 'false'"),
    (
      "rule", .text("contain"),
      "'rule' cannot be 'contain'; did you mean 'contains'? give 'contains' or 'equals'"
    ),
    ("rule", .text(""), "'rule' cannot be ''; give 'contains' or 'equals'"),
    ("prompt", .list([]), "'prompt' cannot be a list; give a text"),
    ("pairs", .text("a"), "'pairs' cannot be 'a'; give a list"),
    (
      "items", .list([.text("a")]),
      "entry 1 of 'items' cannot be 'a'; give a mapping of names to texts"
    ),
    (
      "items", .list([.record(["a": .list([])])]),
      "'a' of entry 1 of 'items' cannot be a list; give a text"
    ),
  ])
  func refuses(name: String, value: OptionValue, words: String) throws {
    var record: [String: OptionValue] = ["prompt": .text("")]
    record[name] = value
    let problem = try #require(sample.decode(record).problems.first)
    #expect("\(problem.message); \(problem.hint)" == words)
  }

  @Test(arguments: [(0, "at least 1"), (4, "at most 3")])
  func limitsTheLengthOfAList(count: Int, limit: String) {
    let pair = OptionValue.record(["clean": .text("a")])
    check(
      ["prompt": .text(""), "pairs": .list(Array(repeating: pair, count: count))],
      raises: ["'pairs': 'pairs' has \(count) entries; give \(limit)"])
  }

  @Test func reportsEveryProblemWithItsPlace() {
    let pairs = OptionValue.list([
      .record(["clean": .text("a")]), .record(["claen": .text("b"), "weight": .integer(2)]),
    ])
    check(
      ["prompt": .text(""), "pairs": pairs, "count": .flag(true)],
      raises: [
        "'count': 'count' cannot be a flag; give a whole number from 1 to 64",
        "'claen' of entry 2 of 'pairs': unknown option 'claen'; did you mean 'clean'?",
        "'clean' of entry 2 of 'pairs': 'clean' is missing; give a text: One.",
        "'weight' of entry 2 of 'pairs': 'weight' of entry 2 of 'pairs' cannot be 2; "
          + "give a number from 0.0 to 1.0",
      ])
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("promt", "prompt"), ("PROMPT", "prompt"), ("prompts", "prompt"), ("", nil), ("x", nil),
    ("cahin", "chain"),
  ])
  func findsTheNameThatWasMeant(name: String, expected: String?) {
    #expect(nearest(to: name, among: ["prompt", "chain", "position"]) == expected)
  }

  @Test func survivesNamesOfAnyLength() {
    let long = String(repeating: "a", count: 100_000)
    #expect(nearest(to: long, among: [long + "b"]) == long + "b")
    #expect(nearest(to: long, among: []) == nil)
  }
}
