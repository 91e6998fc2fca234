import Figures
import Foundation
import TestSupport
import Testing
import Transformers

@testable import Techniques

/// The techniques on SmolLM2 against an independent computation on the same weights.
@Suite(.enabled(if: RealModel.isWanted, "\(RealModel.missing)"), .serialized)
struct RealTechniqueTests {
  @Test(arguments: 0..<3) func patchesAsTorchDoes(number: Int) throws {
    let reference = try Reference.load().patchings[number]
    let result = try TechniqueResult.onRealModel("activation-patching", reference.options)
    let pairs = try result.data(ofTable: "pairs")
    check(
      "clean differences", try pairs.numbers("clean logit difference"),
      reference.cleanDifferences)
    check(
      "corrupt differences", try pairs.numbers("corrupt logit difference"),
      reference.corruptDifferences)
    for (node, effects) in reference.effects.sorted(by: { $0.key < $1.key }) {
      let data = try result.data(ofFigure: node)
      check(
        "patching \(number), \(node)", try data.numbers(data.columns[2].name),
        effects.flatMap(\.self))
    }
    #expect(result.figures.count == reference.effects.count)
    check(
      "patching all and nothing", try result.numbers(["patch_everything", "patch_nothing"]), [1, 0])
  }

  /// 24 prompts in which a name said once is the answer, all right, then the first of them alone.
  @Test(arguments: [(0, 24), (1, 1)])
  func attributesLogitsAsTorchDoes(number: Int, prompts: Int) throws {
    let reference = try Reference.load().attributions[number]
    let result = try TechniqueResult.onRealModel("direct-logit-attribution", reference.options)
    let differences = try result.data(ofTable: "prompts").numbers("logit difference")
    #expect(differences.count == prompts)
    check("logit differences", differences, reference.differences)
    check(
      "mean difference", try result.numbers(["logit_difference"]), [reference.differences.mean])
    #expect(result[number: "right_share"] == 1)
    let components = try result.data(ofFigure: "components")
    let measure = "share of the logit difference"
    check(
      "attribution to components",
      try components.series("attention").numbers(measure)
        + components.series("MLP").numbers(measure) + result.numbers(["embedding"]),
      reference.attention + reference.mlp + [reference.embedding])
    check(
      "attribution to heads", try result.data(ofFigure: "heads").numbers(measure),
      reference.heads.flatMap(\.self))
  }

  @Test(arguments: 0..<2) func looksThroughTheLensAsTorchDoes(number: Int) throws {
    let reference = try Reference.load().lenses[number]
    let result = try TechniqueResult.onRealModel("logit-lens", reference.options)
    let answers = try result.data(ofFigure: "answer")
    let ranks = try result.data(ofTable: "blocks").numbers("median rank")
    check(
      "log-probability of the answer by block",
      try answers.series("answer").numbers("mean probability").map { log($0) },
      reference.logMeanProbabilities)
    check(
      "logarithm of the answer's rank by block", ranks.map { log($0) },
      reference.medianRanks.map { log($0) })
    if !reference.controlLogProbabilities.isEmpty {
      check(
        "log-probability of other answers by block",
        try answers.series("other prompts' answers").numbers("mean probability").map { log($0) },
        reference.controlLogProbabilities)
    }
    let sheet = try result.data(ofFigure: "lens")
    check(
      "log-probability by block and token",
      try sheet.numbers(sheet.columns[2].name).map { log($0) },
      reference.sheetLogProbabilities.flatMap(\.self))
    let tokenizer = try RealModel.load().tokenizer
    #expect(try sheet.texts("text") == reference.topTokens.joined().map(tokenizer.label))
  }

  @Test(arguments: 0..<3) func judgesPromptsAsTransformersAnswers(number: Int) throws {
    let reference = try Reference.load().benches[number]
    let result = try TechniqueResult.onRealModel("prompt-bench", reference.options)
    let transcripts = try result.data(ofTable: "transcripts")
    #expect(try transcripts.texts("prompt") == reference.trials.map(\.prompt))
    #expect(try transcripts.texts("answer") == reference.trials.map(\.answer))
    #expect(try transcripts.numbers("success") == reference.trials.map { $0.success ? 1 : 0 })
    let margins = reference.trials.compactMap(\.margin)
    if !margins.isEmpty {
      check("logit margins of the bench", try transcripts.numbers("logit margin"), margins)
    }
    let keys = reference.numbers.keys.sorted()
    check(
      "rates of bench \(number)", try result.numbers(keys),
      keys.compactMap { reference.numbers[$0] })
  }

  @Test func fitsProbesAsScikitLearnDoes() throws {
    let reference = try Reference.load().probe
    let result = try TechniqueResult.onRealModel("linear-probe", reference.options)
    let texts = try result.data(ofTable: "texts")
    #expect(try texts.cells("fold") == reference.folds.map { .integer($0) })
    check("probe scores", try texts.numbers("score"), reference.scores)
    for (name, line) in [
      ("difference of means", reference.meanDifference), ("logistic", reference.logistic),
    ] {
      for (figure, expected) in [("accuracy", line.accuracy), ("auroc", line.auroc)] {
        let data = try result.data(ofFigure: figure).series(name)
        let values = try data.numbers(data.columns[2].name).dropFirst()
        check("\(figure) of the \(name) by layer", Array(values), expected)
      }
    }
    let keys = reference.numbers.keys.sorted()
    check(
      "numbers of the probe", try result.numbers(keys), keys.compactMap { reference.numbers[$0] })
  }

  @Test func readsTheResidualsThatTorchComputes() throws {
    let reference = try Reference.load().probe
    let model = try RealModel.load()
    let options = LinearProbe.description.decode(reference.options).options
    let texts = try ProbeTexts(options, model)
    let found = try texts.activations(at: HookPoint.residPre, in: model) { _ in }
    var (values, expected): ([Double], [Double]) = ([], [])  // in units of their layer's largest
    for (features, rows) in zip(found, reference.residuals) {
      let size = rows.joined().map(abs).max() ?? 0
      expected += rows.joined().map { $0 / size }
      for text in stride(from: 0, to: features.rows, by: reference.textStep) {
        let row = Array(features[text])
        values += stride(from: 0, to: row.count, by: reference.featureStep).map { row[$0] / size }
      }
    }
    #expect(found.count == reference.residuals.count)
    check("residuals by layer", values, expected)
  }

  @Test func answersAUsersTurnInTheChatForm() throws {
    let result = try TechniqueResult.onRealModel(
      "prompt-bench",
      [
        "templates": ["What is the capital of {country}?"], "format": "chat",
        "system": "Answer with one word.", "prefill": "The capital is",
        "items": [["country": "France", "city": "Paris"]],
        "outcome": ["rule": "starts-with", "answer": "{city}"], "max_tokens": "4",
      ])
    #expect(
      try result.data(ofTable: "transcripts").texts("prompt") == [
        "<|im_start|>system\nAnswer with one word.<|im_end|>\n<|im_start|>user\n"
          + "What is the capital of France?<|im_end|>\n<|im_start|>assistant\nThe capital is"
      ])
    #expect(result[number: "rate"] == 1)
  }
}

extension Reference.Lens {
  private func byBlock(_ prompts: [[Double]], _ value: ([Double]) -> Double) -> [Double] {
    prompts[0].indices.map { block in value(prompts.map { $0[block] }) }
  }

  /// The logarithm of the answers' mean probability, by number of blocks applied.
  fileprivate var logMeanProbabilities: [Double] {
    byBlock(logProbabilities) { log($0.map { exp($0) }.mean) }
  }

  /// The middle one of an odd number of prompts' ranks, by number of blocks applied.
  fileprivate var medianRanks: [Double] { byBlock(ranks) { $0.sorted()[$0.count / 2] } }
}
