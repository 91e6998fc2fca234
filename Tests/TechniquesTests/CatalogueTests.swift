import Figures
import Testing
import Transformers

@testable import Techniques

/// Options with which each technique runs on the tiny model in no time.
private let samples: [String: [String: OptionValue]] = [
  "prompt-bench": [
    "templates": ["{lead}a {x}", "b {x}{lead}"], "items": [["x": "c"], ["x": "d"], ["x": "e"]],
    "factors": [
      [
        "name": "lead",
        "levels": [["name": "none", "text": ""], ["name": "some", "text": "zz {x} "]],
      ]
    ],
    "baseline": ["factor": "lead", "level": "none"],
    "outcome": ["rule": "more-likely", "answer": "{x}", "alternatives": ["z", "y"]],
    "max_tokens": "3",
  ],
  "linear-probe": [
    "items": [
      ["text": "a b c", "label": "up"], ["text": "a c d", "label": "down"],
      ["text": "b e c", "label": "up"], ["text": "c f d", "label": "down"],
      ["text": "d g e", "label": "up"], ["text": "e h f", "label": "down"],
    ], "folds": "3", "shuffles": "2",
  ],
  "logit-lens": ["prompts": [["text": "ab c", "answer": "d"], ["text": "x y z", "answer": "e"]]],
  "direct-logit-attribution": [
    "prompts": [
      ["text": "ab c", "answer": "d", "wrong": "e"],
      ["text": "the end", "answer": "a", "wrong": "b"],
    ]
  ],
  "activation-patching": [
    "pairs": [
      ["clean": "a b c d", "corrupt": "a e c d", "answer": "g", "wrong": "f"],
      ["clean": "a h c d", "corrupt": "a i c d", "answer": "g", "wrong": "f"],
    ], "nodes": ["resid_pre", "attn_out", "mlp_out", "heads"], "least_gap": "0.01",
  ],
]

@Suite struct CatalogueTests {
  static let names = TechniqueCatalogue.all.map { $0.description.name }

  @Test func listsTheTechniquesSimplestFirst() {
    #expect(
      Self.names == [
        "prompt-bench", "linear-probe", "logit-lens", "direct-logit-attribution",
        "activation-patching",
      ])
  }

  @Test func findsATechniqueByItsName() {
    #expect(TechniqueCatalogue.named("logit-lens")?.description.name == "logit-lens")
    #expect(TechniqueCatalogue.named("logit-lense") == nil)
  }

  @Test(arguments: names) func describesItself(name: String) throws {
    let description = try #require(TechniqueCatalogue.named(name)).description
    #expect(description.summary.hasSuffix("."))
    #expect(description.explanation.contains("What it cannot show:"))
    #expect(!description.figures.isEmpty && !description.numbers.isEmpty)
    check(description.options, of: name)
  }

  /// Names are unique, help is a sentence, and every standard value is one the option accepts.
  private func check(_ options: [OptionDescription], of owner: String) {
    #expect(Set(options.map(\.name)).count == options.count, "\(owner)")
    for option in options {
      #expect(option.help.hasSuffix("."), "\(owner): \(option.name)")
      var decoder = OptionDecoder()
      if let standard = option.standard {
        let read = decoder.decode([option.name: standard], by: [option], at: OptionPath())
        #expect(decoder.problems.isEmpty && read[option.name] == standard, "\(option.name)")
      }
      switch option.kind {
      case .record(let fields), .list(.record(let fields), _): check(fields, of: option.name)
      default: break
      }
    }
  }

  @Test(arguments: names) func givesWhatItDescribes(name: String) throws {
    let technique = try #require(TechniqueCatalogue.named(name))
    let result = try technique.run(try #require(samples[name]))
    let figures = technique.description.figures.map(\.name)
    #expect(result.figures.map(\.name) == figures)
    #expect(Set(result.numbers.map(\.key)).isSubset(of: technique.description.numbers.map(\.name)))
    #expect(result.numbers.allSatisfy { $0.value.isFinite })
    #expect(Set(result.tables.map(\.name) + figures).count == result.tables.count + figures.count)
    #expect(result.tables.allSatisfy { !$0.table.rows.isEmpty } && !result.remarks.isEmpty)
    for figure in result.figures {
      #expect(!figure.chart.table().rows.isEmpty)
      #expect(
        figure.chart.labels.footer.contains("tiny f32, F32"), "\(figure.name) names the model")
      #expect(figure.chart.labels.footer.contains { $0.contains("n = ") || $0.contains("prompt") })
    }
  }

  @Test(arguments: names) func repeatsItself(name: String) throws {
    let technique = try #require(TechniqueCatalogue.named(name))
    let sample = try #require(samples[name])
    let first = try technique.run(sample)
    #expect(try technique.run(sample) == first)
    #expect(
      try technique.run(sample).figures.map { $0.chart.svg() }
        == first.figures.map { $0.chart.svg() })
  }

  @Test(arguments: names) func stopsWhenItsTaskIsCancelled(name: String) async throws {
    let sample = try #require(samples[name])
    let error = await Task {
      withUnsafeCurrentTask { unsafe $0?.cancel() }
      return #expect(throws: TechniqueError.self) {
        try TechniqueCatalogue.named(name)?.run(sample)
      }
    }.value
    #expect(error == .cancelled)
  }

  @Test(arguments: names) func tellsOfItsProgress(name: String) throws {
    let technique = try #require(TechniqueCatalogue.named(name))
    let options = technique.description.decode(try #require(samples[name])).options
    var shares: [Double] = []
    _ = try technique.run(options, on: Fixture.tiny.get()) { share, _ in shares.append(share) }
    #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
    #expect(!shares.isEmpty)
  }

  @Test(arguments: names) func refusesUnknownOptions(name: String) throws {
    var sample = try #require(samples[name])
    sample["sed"] = "1"
    let complaint = try #require(TechniqueCatalogue.named(name)).complaint(sample)
    #expect(complaint == "'sed': unknown option 'sed'; did you mean 'seed'?")
  }
}
