import Figures
import Transformers

/// Turns judged prompts into rates, figures and transcripts.
struct BenchReport {
  private let run: BenchRun
  private let plan: BenchPlan
  private let model: Model
  private let seed: Int

  init(_ run: BenchRun, _ options: Options, _ model: Model) {
    self.run = run
    self.plan = run.plan
    self.model = model
    seed = options.integer("seed")
  }

  func result() -> TechniqueResult {
    let own = run.trials.filter { !plan.isBaseline($0.bench) }
    let base = run.trials.filter { plan.isBaseline($0.bench) }
    let (difference, interval) = difference()
    let rate = Rate(own)
    let baseRate = base.isEmpty ? nil : Rate(base)
    return TechniqueResult(
      figures: [("rates", .bars(ratesChart())), ("templates", .bars(templatesChart()))],
      numbers: [
        ("rate", rate.value), ("rate_low", rate.interval.low), ("rate_high", rate.interval.high),
        ("baseline_rate", baseRate?.value), ("baseline_rate_low", baseRate?.interval.low),
        ("baseline_rate_high", baseRate?.interval.high), ("difference", difference),
        ("difference_low", interval?.low), ("difference_high", interval?.high),
        ("prompts", Double(run.trials.count)), ("items", Double(plan.items.values.count)),
      ],
      tables: [("transcripts", transcripts())], remarks: remarks())
  }

  // MARK: - Rates

  private struct Rate {
    let value: Double
    let interval: Interval
    let count: Int

    init(_ trials: some Sequence<BenchRun.Trial>) {
      let outcomes = trials.map(\.isSuccess)
      let successes = outcomes.count { $0 }
      count = outcomes.count
      value = count == 0 ? .nan : Double(successes) / Double(count)
      interval = ExactRate.interval(successes: successes, trials: count)
    }

    var estimate: Estimate { Estimate(value, interval, count: count) }
  }

  /// The mean over items of their rate less their rate under the baseline, with its interval.
  private func difference() -> (Double?, Interval?) {
    guard plan.baseline != nil else { return (nil, nil) }
    var outcomes = Array(repeating: (own: [Double](), base: [Double]()), count: itemCount)
    for trial in run.trials {
      let value = trial.isSuccess ? 1.0 : 0.0
      if plan.isBaseline(trial.bench) {
        outcomes[trial.bench.item].base.append(value)
      } else {
        outcomes[trial.bench.item].own.append(value)
      }
    }
    let differences = outcomes.map { $0.own.mean - $0.base.mean }
    let bootstrap = Bootstrap(units: itemCount, purpose: "prompt-bench/difference", seed: seed)
    return (differences.mean, bootstrap.interval(ofMean: differences))
  }

  private var itemCount: Int { plan.items.values.count }

  // MARK: - Figures

  private func ratesChart() -> BarChart {
    guard let first = plan.factors.first else {
      return chart(
        xAxis: "condition", categories: ["all prompts"],
        series: [.init("rate", values: [Rate(run.trials).estimate])])
    }
    return chart(
      xAxis: first.name, categories: first.levels.map(\.name), series: series(),
      references: references())
  }

  /// The bars of the first factor's levels: one series, or one for each level of the second.
  private func series() -> [BarChart.Series] {
    guard plan.factors.count > 1 else {
      return [.init("rate", values: values { _ in true })]
    }
    return plan.factors[1].levels.indices.map { level in
      let values = values { $0.levels[1] == level }
      let name = plan.factors[1].levels[level].name
      let isBaseline = plan.baseline.map { $0.factor == 1 && $0.level == level } ?? false
      return isBaseline ? .baseline(name, values: values) : .init(name, values: values)
    }
  }

  private func values(where isMember: (BenchPlan.Case) -> Bool) -> [Estimate] {
    plan.factors[0].levels.indices.map { level in
      Rate(run.trials.filter { $0.bench.levels[0] == level && isMember($0.bench) }).estimate
    }
  }

  private func references() -> [ReferenceLine] {
    guard let baseline = plan.baseline, baseline.factor != 1 else { return [] }
    let name = plan.factors[baseline.factor].levels[baseline.level].name
    let rate = Rate(run.trials.filter { plan.isBaseline($0.bench) })
    return [ReferenceLine("baseline: \(name)", at: rate.value)]
  }

  private func templatesChart() -> BarChart {
    let own = run.trials.filter { !plan.isBaseline($0.bench) }
    let values = plan.templates.indices.map { template in
      Rate(own.filter { $0.bench.template == template }).estimate
    }
    return chart(
      xAxis: "template", categories: plan.templates.map { Self.shortened($0.source) },
      series: [.init("rate", values: values)],
      facts: plan.baseline == nil ? [] : ["without the baseline's prompts"])
  }

  private func chart(
    xAxis: String, categories: [String], series: [BarChart.Series],
    references: [ReferenceLine] = [], facts: [String] = []
  ) -> BarChart {
    let units =
      Footer.count(run.trials.count, "prompt")
      + " (\(Footer.grouped(itemCount)) items × \(plan.templates.count) templates"
      + plan.factors.map { " × \($0.levels.count) \($0.name) levels" }.joined() + ")"
    let labels = ChartLabels(
      title: "Share of \(run.rule.words)",
      subtitle: plan.templates.count == 1 ? "“\(Self.shortened(plan.templates[0].source))”" : nil,
      xAxis: xAxis, yAxis: "share of prompts",
      footer: Footer.facts(
        model, units: units, interval: "whiskers: exact 95 % interval (Clopper-Pearson)") + facts
        + [run.rule.readsText ? "greedy decoding" : "answers compared by their logits"])
    return BarChart(
      labels: labels, categories: categories, series: series, references: references,
      options: BarChart.Options(range: 0...1))
  }

  private static func shortened(_ text: String) -> String {
    let line = text.map { $0.isNewline ? "↵" : $0 }
    return line.count > 60 ? String(line.prefix(59)) + "…" : String(line)
  }

  // MARK: - Data and remarks

  private func transcripts() -> DataTable {
    let hasMargin = run.trials.contains { $0.margin != nil }
    let columns =
      ["prompt number", "template", "item"] + plan.factors.map(\.name)
      + ["prompt", "answer", "expected", "success"] + (hasMargin ? ["logit margin"] : [])
    let rows = run.trials.enumerated().map { index, trial -> [Cell] in
      let levels = zip(plan.factors, trial.bench.levels).map { Cell.text($0.levels[$1].name) }
      let end: [Cell] = [
        .text(trial.prompt), .text(trial.answer), .text(trial.bench.expected),
        .integer(trial.isSuccess ? 1 : 0),
      ]
      let start: [Cell] = [
        .integer(index + 1), .integer(trial.bench.template + 1),
        .text(plan.items.label(trial.bench.item)),
      ]
      return start + levels + end + (hasMargin ? [Cell(trial.margin)] : [])
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func remarks() -> [String] {
    var remarks = [run.format.remark(model.tokenizer)]
    if plan.baseline == nil {
      remarks.append("no baseline: say what rate would be no surprise, or add a 'baseline'")
    }
    if plan.templates.count < 3 {
      remarks.append("the wording may decide: a claim about the behaviour needs more templates")
    }
    if plan.templates.count > 1 {
      remarks.append(
        "intervals of rates count prompts that share an item as independent; the interval of the "
          + "difference draws whole items")
    }
    let distinct = Set(run.trials.map(\.prompt)).count
    if distinct < run.trials.count {
      remarks.append("\(run.trials.count - distinct) prompts repeat another one word for word")
    }
    if plan.baseline != nil, let caution = Bootstrap.caution(units: itemCount, called: "item") {
      remarks.append("the difference: \(caution)")
    }
    remarks.append("every prompt and answer is in the table 'transcripts': read some")
    return remarks
  }
}
