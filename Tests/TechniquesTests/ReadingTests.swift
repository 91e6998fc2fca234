import Figures
import Foundation
import Testing
import Transformers

@testable import Techniques

@Suite struct LogitLensTests {
  private let prompts: OptionValue = [
    ["text": "ab c", "answer": "d"], ["text": "x y z", "answer": "e"],
    ["text": "the", "answer": "d"],
  ]

  @Test func endsWithTheModelsOwnOutput() throws {
    let model = try Fixture.tiny.get()
    let result = try LogitLens.run(["prompts": prompts])
    let expected = try [("ab c", "d"), ("x y z", "e"), ("the", "d")].map {
      TokenOdds(try model.run(model.tokenizer.prompt($0.0)).lastLogits)
        .probability(model.tokenizer.encode($0.1)[0])
    }
    #expect(abs(try #require(result[number: "probability"]) - expected.mean) < 1e-6)
    #expect(try #require(result[number: "largest_error"]) < 1e-5)
  }

  /// The first row reads the embedding through the final norm and the unembedding.
  @Test func beginsWithTheEmbedding() throws {
    let model = try Fixture.tiny.get()
    let result = try LogitLens.run(["prompts": prompts])
    guard case .heatMap(let chart) = result.figures[0].chart else { return }
    let tokens = model.tokenizer.prompt("ab c")
    let answer = model.tokenizer.encode("d")[0]
    for (position, token) in tokens.enumerated() {
      let embedding = try model.embedding(token)
      let size = embedding.map { Double($0) * Double($0) }.mean
      let scale = (size + Double(model.config.normEpsilon)).squareRoot()
      let normed = zip(embedding, model.finalNormWeight).map { Double($0) / scale * Double($1) }
      let logits = try (0..<model.config.vocabularySize).map { id in
        Float(zip(normed, try model.unembedding(id)).reduce(0) { $0 + $1.0 * Double($1.1) })
      }
      let found = try #require(chart.estimates[0][position].value)
      #expect(abs(found - TokenOdds(logits).probability(answer)) < 1e-5)
      guard case .words(let words) = chart.cellText else { return }
      #expect(words[0][position] == model.tokenizer.label(TokenOdds(logits).top))
    }
    #expect(chart.columns == ["a 0", "b 1", "␣ 2", "c 3"])
    #expect(chart.rows == ["0", "1", "2", "3"])
  }

  @Test func followsTheModelsOwnTokenWithoutAnswers() throws {
    let result = try LogitLens.run(["prompts": [["text": "ab c"], ["text": "x y"]]])
    #expect(result[number: "top_share"] == 1)
    #expect(result.remarks.contains { $0.contains("no answers were given") })
    guard case .lines(let chart) = result.figures[1].chart else { return }
    #expect(chart.series.map(\.name) == ["answer"])
  }

  @Test func comparesWithTheAnswersOfOtherPrompts() throws {
    guard case .lines(let chart) = try LogitLens.run(["prompts": prompts]).figures[1].chart else {
      return
    }
    #expect(chart.series.map(\.name) == ["answer", "other prompts' answers"])
    #expect(chart.series[1].isBaseline)
    #expect(chart.series.allSatisfy { $0.points.count == 4 })
  }

  @Test(
    arguments: [
      ([["text": ""]], "'text' of entry 1 of 'prompts': the prompt is empty"),
      (
        [["text": "a", "answer": "xyz"]],
        "'answer' of entry 1 of 'prompts': the answer 'xyz' is 3 tokens"
      ),
      ([["text": "a", "answer": "b"], ["text": "c"]], "prompt 2 has no answer but others have"),
      ([], "'prompts' has 0 entries; give at least 1"),
    ] as [(OptionValue, String)])
  func refuses(prompts: OptionValue, words: String) throws {
    #expect(try LogitLens.complaint(["prompts": prompts]).contains(words))
  }

  @Test func warnsOfABlankAtTheEnd() throws {
    let result = try LogitLens.run(["prompts": [["text": "a b "]]])
    #expect(result.remarks.contains { $0.hasPrefix("1 prompts end with a blank") })
    #expect(result.remarks.contains { $0.contains("one prompt only") })
  }

  @Test func refusesAPromptThatIsTooLong() throws {
    let long = OptionValue.text(String(repeating: "x ", count: 64))
    #expect(try LogitLens.complaint(["prompts": [["text": long]]]).contains("has 128 tokens"))
  }
}

@Suite struct DirectLogitAttributionTests {
  private let prompts: OptionValue = [
    ["text": "ab c", "answer": "d", "wrong": "e"],
    ["text": "the end", "answer": "a", "wrong": "b"],
  ]

  @Test func splitsTheDifferenceIntoItsParts() throws {
    let model = try Fixture.tiny.get()
    let result = try DirectLogitAttribution.run(["prompts": prompts])
    let differences = try [("ab c", "d", "e"), ("the end", "a", "b")].map {
      let logits = try model.run(model.tokenizer.prompt($0.0)).lastLogits
      return Double(
        logits[model.tokenizer.encode($0.1)[0]] - logits[model.tokenizer.encode($0.2)[0]])
    }
    let whole = try #require(result[number: "logit_difference"])
    #expect(abs(whole - differences.mean) < 1e-5)
    let parts = ["embedding", "attention", "mlp"].compactMap { result[number: $0] }.reduce(0, +)
    #expect(abs(parts - whole) < 1e-4)
    #expect(result[number: "right_share"] == differences.map { $0 > 0 ? 1 : 0 }.mean)
    #expect(try #require(result[number: "largest_error"]) < 1e-4)
  }

  /// A head taken out of the last block changes the stream by its share, the norm's scale aside.
  @Test func givesAHeadOfTheLastBlockItsShare() throws {
    let model = try Fixture.tiny.get()
    var checks = AttributionChecks()
    let tokenizer = model.tokenizer
    let question = AttributionQuestion(
      prompt: Prompt("ab c", in: tokenizer), answer: tokenizer.encode("d")[0],
      wrong: tokenizer.encode("e")[0])
    let attribution = try Attribution(question, model, &checks)
    let run = try model.run(
      question.prompt.tokens, capture: [.result(2), .finalNormScale], logits: .none)
    let scale = try #require(run[.finalNormScale])[3].map(Double.init)[0]
    let direction = try zip(
      model.finalNormWeight,
      zip(model.unembedding(question.answer), model.unembedding(question.wrong))
    ).map { Double($0) * (Double($1.0) - Double($1.1)) }
    for head in 0..<model.config.heads {
      let part = try #require(run[.result(2)])[3, head]
      let share = zip(part, direction).reduce(0) { $0 + Double($1.0) * $1.1 } / scale
      #expect(abs(attribution.heads[2][head] - share) < 1e-9)
    }
  }

  @Test func drawsLayersAndHeads() throws {
    let result = try DirectLogitAttribution.run(["prompts": prompts])
    guard case .bars(let bars) = result.figures[0].chart,
      case .heatMap(let heads) = result.figures[1].chart
    else { return }
    #expect(bars.categories == ["0", "1", "2"])
    #expect(bars.labels.footer.contains { $0.hasPrefix("the embedding adds") })
    #expect(heads.rows.count == 3 && heads.columns.count == 4)
  }

  @Test(
    arguments: [
      ([["text": "a", "answer": "b", "wrong": "b"]], "'answer' and 'wrong' are the same token"),
      (
        [["text": "a", "answer": "b", "wrong": "xyz"]],
        "'wrong' of entry 1 of 'prompts': the answer 'xyz'"
      ),
      ([["text": "", "answer": "b", "wrong": "c"]], "the prompt is empty"),
    ] as [(OptionValue, String)])
  func refuses(prompts: OptionValue, words: String) throws {
    #expect(try DirectLogitAttribution.complaint(["prompts": prompts]).contains(words))
  }
}
