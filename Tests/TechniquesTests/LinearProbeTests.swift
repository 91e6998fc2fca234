import Figures
import Foundation
import Testing
import Transformers

@testable import Techniques

/// Texts of the tiny model: every group has two texts with one label.
private func record(_ changes: [String: OptionValue] = [:]) -> [String: OptionValue] {
  let letters = Array("abcdefghijklmnopqrst")
  var options: [String: OptionValue] = [
    "items": .list(
      letters.enumerated().map { index, letter in
        [
          "text": .text("the \(letter) in"), "label": index / 2 % 2 == 0 ? "yes" : "no",
          "group": .text("pair \(index / 2)"),
        ]
      })
  ]
  for (name, value) in changes { options[name] = value }
  return options
}

/// A number between -1 and 1 that looks random.
private func noise(_ seed: Int) -> Double {
  let value = sin(Double(seed) * 12.9898) * 43758.5453
  return 2 * (value - value.rounded(.down)) - 1
}

@Suite struct ProbeStudyTests {
  /// Studies made-up activations, one table for each way of making them.
  private func study(
    _ changes: [String: OptionValue] = [:], _ feature: [(ProbeTexts, Int, Int) -> Double]
  ) throws -> ProbeStudy {
    let model = try Fixture.tiny.get()
    let options = LinearProbe.description.decode(record(changes)).options
    let texts = try ProbeTexts(options, model)
    let setting = try ProbeSetting(options, model, texts)
    let width = 30
    let tables = feature.map { feature in
      FeatureTable(
        rows: texts.texts.count, columns: width,
        values: texts.texts.indices.flatMap { text in
          (0..<width).map { feature(texts, text, $0) }
        })
    }
    return try ProbeStudy(texts, setting, tables) { _ in }
  }

  @Test func findsALabelThatIsThere() throws {
    let study = try study(["report_layer": "0"]) { texts, text, column in
      noise(text * 31 + column) + (column < 3 && texts.labels[text] ? 12 : 0)
    }.reported
    #expect(study.logistic.accuracy >= 0.9)
    #expect(try #require(study.logistic.auroc) >= 0.95)
    #expect(study.meanDifference.accuracy >= 0.9)
    #expect(study.shuffled.mean < 0.75)
  }

  @Test func findsNothingInNoise() throws {
    let study = try study(["report_layer": "0"]) { _, text, column in noise(text * 31 + column) }
    #expect(study.reported.logistic.accuracy < 0.8)
    #expect(try #require(study.reported.logistic.accuracyInterval).low < 0.5)
  }

  /// Features that name the group would give the label away if groups were split.
  @Test func cannotLearnTheLabelFromTheGroup() throws {
    let study = try study(["report_layer": "0"]) { texts, text, column in
      texts.groups[text] == "group pair \(column)" ? 5 : 0.01 * noise(text * 31 + column)
    }
    #expect(study.reported.logistic.accuracy < 0.8)
    for group in Set(study.texts.groups) {
      let members = study.texts.groups.indices.filter { study.texts.groups[$0] == group }
      #expect(Set(members.map { study.folds[$0] }).count == 1)
    }
  }

  /// Features that are the text's alone: a probe that has seen a text knows its label.
  @Test(arguments: [nil, "group"] as [String?])
  func cannotLearnLabelsFromTextsThatRepeat(groupField: String?) throws {
    let words = (0..<48).map { "\(Array("abcdefgh")[$0 / 6]) \(Array("ijklmn")[$0 % 6])" }
    let items: OptionValue = .list(
      (0..<240).map { index in
        var item: [String: OptionValue] = [
          "text": .text(words[index % 48]),
          "label": .text(noise(index % 48 + 7) > 0 ? "yes" : "no"),
        ]
        if let groupField { item[groupField] = .text("\(index / 4)") }
        return .record(item)
      })
    let changes: [String: OptionValue] = ["items": items, "report_layer": "0", "folds": "4"]
    let study = try study(changes) { texts, text, column in
      noise(texts.texts[text].utf8.reduce(column) { $0 &* 31 &+ Int($1) } % 100_003)
    }
    #expect(study.reported.logistic.accuracy < 0.7)
    #expect(Set(study.texts.groups).count == (groupField == nil ? 48 : 12))
    for text in words {
      let places = study.texts.texts.indices.filter { study.texts.texts[$0] == text }
      #expect(places.count == 5 && Set(places.map { study.folds[$0] }).count == 1)
    }
  }

  @Test func keepsWholeGroupsWhenItShufflesLabels() throws {
    let flat = try study(["shuffles": "50", "report_layer": "0"]) { texts, text, column in
      texts.groups[text] == "group pair \(column)" ? 1 : 0
    }
    #expect(flat.reported.shuffled.count == 50)
    #expect(flat.majority == 0.5)
  }

  /// A bag of words sees letters that its training texts lack, so it knows nothing.
  @Test func givesTheBagOfWordsAFairChance() throws {
    let hidden = try study([:], [{ _, _, _ in 0 }])
    #expect(hidden.bagOfWords.accuracy <= 0.6)
    let items: OptionValue = .list(
      (0..<20).map {
        [
          "text": .text("\(Array("abcdefghijklmnopqrst")[$0]) \($0 % 2 == 0 ? "good" : "bad")"),
          "label": $0 % 2 == 0 ? "yes" : "no",
        ]
      })
    let open = try study(["items": items], [{ _, _, _ in 0 }])
    #expect(open.bagOfWords.accuracy == 1)
  }

  @Test func seesWhenTheLengthGivesTheLabelAway() throws {
    let items: OptionValue = .list(
      (0..<20).map {
        [
          "text": .text($0 % 2 == 0 ? "a b\($0)" : "a b c d e f\($0)"),
          "label": $0 % 2 == 0 ? "s" : "l",
        ]
      })
    #expect(try study(["items": items], [{ _, _, _ in 0 }]).length.accuracy == 1)
  }

  @Test func changesWithTheSeedOnly() throws {
    func scores(_ seed: OptionValue) throws -> [Double] {
      try study(["seed": seed, "report_layer": "0"]) { _, text, column in noise(text * 31 + column)
      }
      .reported.logistic.scores
    }
    #expect(try scores("1") == scores("1"))
    #expect(try scores("1") != scores("2"))
  }

  private func study(
    _ changes: [String: OptionValue], _ feature: @escaping (ProbeTexts, Int, Int) -> Double
  ) throws -> ProbeStudy {
    try study(changes, [feature])
  }
}

@Suite struct LinearProbeTests {
  @Test func readsTheActivationsOfTheModel() throws {
    let model = try Fixture.tiny.get()
    let options = LinearProbe.description.decode(record(["position": "-2", "hook": "resid_post"]))
      .options
    let texts = try ProbeTexts(options, model)
    let setting = try ProbeSetting(options, model, texts)
    let tables = try texts.activations(at: setting.hook, in: model) { _ in }
    let run = try model.run(texts.tokens[7], capture: [.residPost(2)], logits: .none)
    let expected = try #require(run[.residPost(2)])[texts.tokens[7].count - 2]
    for (found, reference) in zip(tables[2][7], expected) {
      // Products of another shape add in another order.
      #expect(abs(found - Double(reference)) < 1e-4)
    }
    #expect(tables.count == 3 && tables.allSatisfy { $0.rows == 20 && $0.columns == 32 })
  }

  @Test(
    arguments: [
      (
        ["items": [["text": "a b"], ["text": "c d"], ["text": "e f"], ["text": "g h"]]],
        "'items': no item has a 'label'; give every item one of exactly two labels"
      ),
      (
        [
          "items": [
            ["text": "a b", "label": "x"], ["text": "c d", "label": "y"],
            ["text": "e f", "label": "z"],
            ["text": "g h", "label": "x"],
          ]
        ], "'items': the labels are 'x', 'y', 'z'; give every item one of exactly two labels"
      ),
      (["positive": "maybe"], "'positive': no item has the label 'maybe'; give 'no' or 'yes'"),
      (
        ["position": "-5"],
        "'position': 'the a in' has 4 tokens, so position -5 is its first or none; give longer texts or a "
          + "position nearer to the end; the first token is never read"
      ),
      (
        ["folds": "11"],
        "'folds': 10 groups cannot be split into 11 folds; give more groups or fewer folds"
      ),
      (
        ["split_by": "template"],
        "'folds': 1 groups cannot be split into 5 folds; give more templates or fewer folds"
      ),
      (
        ["templates": ["{text}", "fixed words"]],
        "entry 3 of 'items': 'fixed words' has both labels; keep one of the two"
      ),
      (
        ["report_layer": "3"],
        "'report_layer': the model has no layer 3; give a layer from 0 to 2"
      ),
      (
        ["templates": ["{label}"]],
        "entry 1 of 'templates': nothing fills '{label}' in '{label}'; known places: '{text}'"
      ),
    ] as [([String: OptionValue], String)])
  func refuses(changes: [String: OptionValue], complaint: String) throws {
    let found = try LinearProbe.complaint(record(changes))
    #expect(found.split(separator: "\n").contains(Substring(complaint)), "\(found)")
  }

  @Test func refusesAFoldThatTakesALabelAway() throws {
    let items: OptionValue = .list(
      (0..<8).map { ["text": .text("a b \($0)"), "label": $0 == 0 ? "x" : "y"] })
    let complaint = try LinearProbe.complaint(["items": items, "folds": "4"])
    #expect(complaint.contains("a fold holds all texts of one label"))
  }

  @Test func refusesMoreTextsThanItCanHold() throws {
    let items: OptionValue = .list((0..<4_000).map { ["text": .text("a \($0)"), "label": "x"] })
    let complaint = try LinearProbe.complaint([
      "items": items, "templates": ["{text}", "b {text}"],
    ])
    #expect(
      complaint.contains(
        "'items': 2 templates and 4000 items make 8000 texts, more than 6000; give fewer"),
      "\(complaint.prefix(500))")
  }

  @Test func tellsThatTextsRepeat() throws {
    let letters = Array("abcdefghijklmnopqrst")
    let items: OptionValue = .list(
      (0..<40).map {
        ["text": .text("the \(letters[$0 % 20]) in"), "label": $0 % 20 < 10 ? "yes" : "no"]
      })
    let result = try LinearProbe.run(record(["items": items]))
    #expect(result[number: "groups"] == 20)
    #expect(
      result.remarks.contains(
        "20 of 40 texts repeat an earlier one up to the token read; the same texts are one group"),
      "\(result.remarks)")
    #expect(try LinearProbe.run(record()).remarks.allSatisfy { !$0.contains("repeat") })
  }

  @Test func drawsEveryBaselineWithTheProbe() throws {
    let result = try LinearProbe.run(record())
    guard case .lines(let chart) = result.figures[0].chart else { return }
    #expect(chart.series.map(\.name) == ["logistic", "difference of means", "shuffled labels"])
    #expect(chart.series.map(\.isBaseline) == [false, false, true])
    #expect(chart.references.map(\.name) == ["bag of words", "more common label"])
    #expect(chart.series.allSatisfy { $0.points.map(\.x) == [0, 1, 2] })
    #expect(result.remarks.contains { $0.contains("position 0 is never read") })
    #expect(result[number: "report_layer"] == 1)
  }

  @Test func showsEveryTextWithItsFoldAndScore() throws {
    let table = try #require(LinearProbe.run(record()).tables.first?.table)
    #expect(table.rows.count == 20)
    #expect(table.rows[3].prefix(3) == [.text("the d in"), .text("no"), .text("group pair 1")])
    #expect(table.rows[3][4] == .text("in"))
  }
}
