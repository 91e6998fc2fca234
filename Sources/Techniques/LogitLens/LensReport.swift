import Figures
import Transformers

/// Turns what the lens saw into figures, numbers and remarks.
struct LensReport {
  let questions: [LensQuestion]
  let readings: [LensReading]
  let sheet: LensSheet
  let check: SelfCheck
  let model: Model
  let seed: Int

  func result() -> TechniqueResult {
    let last = depth - 1
    let interval = bootstrap.interval(ofMean: probabilities(last))
    return TechniqueResult(
      figures: [("lens", .heatMap(lensChart())), ("answer", .lines(answerChart()))],
      numbers: [
        ("probability", probabilities(last).mean), ("probability_low", interval?.low),
        ("probability_high", interval?.high), ("top_share", topShare(last)),
        ("first_block", firstBlock.map(Double.init)), ("prompts", Double(questions.count)),
        ("largest_error", check.largestError),
      ],
      tables: [("blocks", blocksTable()), ("prompts", promptsTable())], remarks: remarks())
  }

  /// How many streams there are: one more than blocks.
  private var depth: Int { model.config.layers + 1 }

  private var isGiven: Bool { questions.contains { $0.answer != nil } }

  private var bootstrap: Bootstrap {
    Bootstrap(units: questions.count, purpose: "logit-lens/prompts", seed: seed)
  }

  private func probabilities(_ blocks: Int) -> [Double] {
    readings.map { $0.probabilities[blocks] }
  }

  private func topShare(_ blocks: Int) -> Double {
    readings.map { $0.ranks[blocks] == 1 ? 1.0 : 0.0 }.mean
  }

  /// The first block from which on the answer stays on top in more than half of the prompts.
  private var firstBlock: Int? {
    let lastBelow = (0..<depth).last { topShare($0) <= 0.5 } ?? -1
    return lastBelow + 1 < depth ? lastBelow + 1 : nil
  }

  // MARK: - Figures

  private func lensChart() -> HeatMap {
    let tokenizer = model.tokenizer
    let target = tokenizer.label(sheet.target)
    let labels = ChartLabels(
      title: "What the model would say after each block",
      subtitle: "cells: top token; colour: probability of '\(target)'",
      xAxis: "token and its position", yAxis: "blocks applied",
      footer: Footer.facts(
        model, units: questions.count > 1 ? "first of \(questions.count) prompts" : "one prompt",
        metric: "logit lens, norm scale computed anew in each cell"))
    return HeatMap(
      labels: labels, measure: "probability of '\(target)'", rows: (0..<depth).map(String.init),
      columns: questions[0].prompt.labels(in: tokenizer), values: sheet.probabilities,
      scale: .sequential(0...1),
      cellText: .words(sheet.topTokens.map { $0.map(tokenizer.label) }))
  }

  private func answerChart() -> LineChart {
    let bootstrap = bootstrap
    func points(_ values: (Int) -> [Double]) -> [LineChart.Point] {
      (0..<depth).map { blocks in
        let values = values(blocks)
        return LineChart.Point(
          x: Double(blocks),
          Estimate(values.mean, bootstrap.interval(ofMean: values), count: values.count))
      }
    }
    var series = [LineChart.Series("answer", points: points(probabilities))]
    if readings.allSatisfy({ !$0.controls.isEmpty }) {
      series.append(
        .baseline(
          "other prompts' answers",
          points: points { blocks in readings.map { $0.controls[blocks] } }
        ))
    }
    let labels = ChartLabels(
      title: isGiven
        ? "When the answer is written out" : "When the model's own next token is written out",
      subtitle: "last position", xAxis: "blocks applied", yAxis: "mean probability",
      footer: Footer.facts(
        model, units: Footer.count(questions.count, "prompt"), metric: "logit lens",
        interval: questions.count > 1
          ? "band: " + Footer.bootstrap(over: "prompts", seed: seed) : nil))
    return LineChart(labels: labels, series: series, range: 0...1)
  }

  // MARK: - Data and remarks

  private func blocksTable() -> DataTable {
    let bootstrap = bootstrap
    let columns = ["blocks applied", "mean probability", "low", "high", "top share", "median rank"]
    let rows = (0..<depth).map { blocks -> [Cell] in
      let interval = bootstrap.interval(ofMean: probabilities(blocks))
      let ranks = readings.map { Double($0.ranks[blocks]) }.sorted()
      return [
        .integer(blocks), Cell(probabilities(blocks).mean), Cell(interval?.low),
        Cell(interval?.high), Cell(topShare(blocks)), Cell(Quantile.of(sorted: ranks, at: 0.5)),
      ]
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func promptsTable() -> DataTable {
    let columns = ["prompt", "answer", "probability", "rank"]
    let rows = zip(questions, readings).map { question, reading -> [Cell] in
      [
        .text(question.prompt.text), .text(model.tokenizer.label(reading.target)),
        Cell(reading.probabilities.last), .integer(reading.ranks[depth - 1]),
      ]
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func remarks() -> [String] {
    var remarks = [check.remark, PromptFormat.raw.remark(model.tokenizer)]
    if !isGiven { remarks.append("no answers were given: the model's own next token is followed") }
    if let blank = Prompt.blankRemark(questions.map(\.prompt)) { remarks.append(blank) }
    if let caution = Bootstrap.caution(units: questions.count, called: "prompt") {
      remarks.append(caution)
    }
    return remarks
  }
}
