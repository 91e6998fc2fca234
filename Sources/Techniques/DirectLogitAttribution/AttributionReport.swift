import Figures
import Transformers

/// Turns the shares of every prompt into means, figures and remarks.
struct AttributionReport {
  let questions: [AttributionQuestion]
  let attributions: [Attribution]
  let checks: AttributionChecks
  let model: Model
  let seed: Int

  func result() -> TechniqueResult {
    let bootstrap = bootstrap
    let differences = attributions.map(\.difference)
    let interval = bootstrap.interval(ofMean: differences)
    return TechniqueResult(
      figures: [
        ("components", .bars(componentsChart(bootstrap))),
        ("heads", .heatMap(headsChart(bootstrap))),
      ],
      numbers: [
        ("logit_difference", differences.mean), ("logit_difference_low", interval?.low),
        ("logit_difference_high", interval?.high),
        ("right_share", differences.map { $0 > 0 ? 1.0 : 0.0 }.mean),
        ("embedding", attributions.map(\.embedding).mean),
        ("attention", attributions.map { $0.attention.reduce(0, +) }.mean),
        ("mlp", attributions.map { $0.mlp.reduce(0, +) }.mean),
        ("prompts", Double(questions.count)),
        ("largest_error", max(checks.total.largestError, checks.heads.largestError)),
      ],
      tables: [("prompts", promptsTable())], remarks: remarks())
  }

  private var bootstrap: Bootstrap {
    Bootstrap(units: questions.count, purpose: "direct-logit-attribution/prompts", seed: seed)
  }

  private func estimate(
    _ bootstrap: Bootstrap, _ value: (Attribution) -> Double
  ) -> Estimate {
    let values = attributions.map(value)
    return Estimate(values.mean, bootstrap.interval(ofMean: values))
  }

  // MARK: - Figures

  private func componentsChart(_ bootstrap: Bootstrap) -> BarChart {
    let layers = 0..<model.config.layers
    return BarChart(
      labels: labels(
        "Which layers write the answer", xAxis: "layer", yAxis: measure,
        facts: ["the embedding adds \(Footer.short(attributions.map(\.embedding).mean)) logits"]),
      categories: layers.map(String.init),
      series: [
        .init(
          "attention",
          values: layers.map { layer in estimate(bootstrap) { $0.attention[layer] } }),
        .init("MLP", values: layers.map { layer in estimate(bootstrap) { $0.mlp[layer] } }),
      ], options: BarChart.Options(layout: .upright, showsValues: false))
  }

  private func headsChart(_ bootstrap: Bootstrap) -> HeatMap {
    let (layers, heads) = (0..<model.config.layers, 0..<model.config.heads)
    let estimates = layers.map { layer in
      heads.map { head in estimate(bootstrap) { $0.heads[layer][head] } }
    }
    let total = abs(attributions.map(\.difference).mean)
    return HeatMap(
      labels: labels("Which heads write the answer", xAxis: "head", yAxis: "layer"),
      measure: measure, rows: layers.map(String.init), columns: heads.map(String.init),
      estimates: estimates, scale: .diverging(),
      marks: Dots.marks(estimates, of: total, called: "the difference"))
  }

  private let measure = "share of the logit difference"

  private func labels(
    _ title: String, xAxis: String, yAxis: String, facts: [String] = []
  ) -> ChartLabels {
    ChartLabels(
      title: title, subtitle: "logit of the answer less the wrong token's, last position",
      xAxis: xAxis, yAxis: yAxis, unit: "logits",
      footer: Footer.facts(
        model, units: Footer.count(questions.count, "prompt"),
        metric: "direct logit attribution, final norm's scale frozen",
        interval: questions.count > 1 ? Footer.bootstrap(over: "prompts", seed: seed) : nil)
        + facts)
  }

  // MARK: - Data and remarks

  private func promptsTable() -> DataTable {
    let columns = ["prompt", "answer", "wrong", "logit difference"]
    let rows = zip(questions, attributions).map { question, attribution -> [Cell] in
      [
        .text(question.prompt.text), .text(model.tokenizer.label(question.answer)),
        .text(model.tokenizer.label(question.wrong)), Cell(attribution.difference),
      ]
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func remarks() -> [String] {
    var remarks = [
      checks.total.remark, checks.heads.remark, PromptFormat.raw.remark(model.tokenizer),
      "shares are direct effects: later layers may undo or repair them",
    ]
    if let blank = Prompt.blankRemark(questions.map(\.prompt)) { remarks.append(blank) }
    if let caution = Bootstrap.caution(units: questions.count, called: "prompt") {
      remarks.append(caution)
    }
    return remarks
  }
}
