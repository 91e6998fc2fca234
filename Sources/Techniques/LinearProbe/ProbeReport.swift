import Figures
import Transformers

/// Turns judged probes into figures, numbers and remarks.
struct ProbeReport {
  private let study: ProbeStudy
  private let texts: ProbeTexts
  private let setting: ProbeSetting
  private let model: Model

  init(_ study: ProbeStudy, _ model: Model) {
    self.study = study
    texts = study.texts
    setting = study.setting
    self.model = model
  }

  func result() -> TechniqueResult {
    let reported = study.reported
    let logistic = reported.logistic
    return TechniqueResult(
      figures: [("accuracy", .lines(accuracyChart())), ("auroc", .lines(aurocChart()))],
      numbers: [
        ("accuracy", logistic.accuracy), ("accuracy_low", logistic.accuracyInterval?.low),
        ("accuracy_high", logistic.accuracyInterval?.high), ("auroc", logistic.auroc),
        ("auroc_low", logistic.aurocInterval?.low), ("auroc_high", logistic.aurocInterval?.high),
        ("mean_difference_accuracy", reported.meanDifference.accuracy),
        ("shuffled_accuracy", reported.shuffled.mean),
        ("shuffled_accuracy_high", reported.shuffled.max()),
        ("bag_of_words_accuracy", study.bagOfWords.accuracy),
        ("bag_of_words_auroc", study.bagOfWords.auroc),
        ("length_accuracy", study.length.accuracy), ("majority_accuracy", study.majority),
        ("report_layer", Double(setting.reportLayer)), ("texts", Double(texts.texts.count)),
        ("groups", Double(groupCount)),
      ],
      tables: [("texts", textsTable())], remarks: remarks())
  }

  private var groupCount: Int { Set(texts.groups).count }

  private var groupNoun: String { setting.splitsByTemplate ? "template" : "group" }

  // MARK: - Figures

  private func accuracyChart() -> LineChart {
    let layers = study.layers
    return chart(
      yAxis: "accuracy on held-out \(groupNoun)s",
      series: [
        line("logistic") { ($0.logistic.accuracy, $0.logistic.accuracyInterval) },
        line("difference of means") {
          ($0.meanDifference.accuracy, $0.meanDifference.accuracyInterval)
        },
        .baseline(
          "shuffled labels",
          points: layers.enumerated().map { layer, probes in
            LineChart.Point(
              x: Double(layer),
              Estimate(
                probes.shuffled.mean, low: probes.shuffled.min(), high: probes.shuffled.max()))
          }),
      ],
      references: [
        ReferenceLine("bag of words", at: study.bagOfWords.accuracy),
        ReferenceLine("more common label", at: study.majority),
      ], facts: ["shuffled: range of \(setting.shuffles) shuffles"])
  }

  private func aurocChart() -> LineChart {
    chart(
      yAxis: "AUROC on held-out \(groupNoun)s",
      series: [
        line("logistic") { ($0.logistic.auroc, $0.logistic.aurocInterval) },
        line("difference of means") { ($0.meanDifference.auroc, $0.meanDifference.aurocInterval) },
      ],
      references: [
        ReferenceLine("bag of words", at: study.bagOfWords.auroc ?? .nan),
        ReferenceLine("chance", at: 0.5),
      ], facts: ["mean of the folds' areas"])
  }

  private func line(
    _ name: String, _ value: (ProbeStudy.Layer) -> (Double?, Interval?)
  ) -> LineChart.Series {
    LineChart.Series(
      name,
      points: study.layers.enumerated().map { layer, probes in
        let (value, interval) = value(probes)
        return LineChart.Point(x: Double(layer), Estimate(value, interval))
      })
  }

  private func chart(
    yAxis: String, series: [LineChart.Series], references: [ReferenceLine], facts: [String]
  ) -> LineChart {
    let units =
      Footer.count(texts.texts.count, "text") + " in \(Footer.grouped(groupCount)) \(groupNoun)s"
    let labels = ChartLabels(
      title: "Can a line tell '\(texts.positive)' from '\(texts.negative)'?",
      subtitle: "\(setting.hookName), \(positionWords)", xAxis: "layer (\(setting.hookName))",
      yAxis: yAxis,
      footer: Footer.facts(
        model, units: units, metric: "\(setting.folds)-fold split by \(groupNoun)",
        interval: "band: "
          + Footer.bootstrap(over: "\(groupNoun)s", seed: setting.seed)) + facts)
    return LineChart(labels: labels, series: series, references: references, range: 0.4...1)
  }

  private var positionWords: String {
    texts.position == -1 ? "last token" : "token \(-texts.position) from the end"
  }

  // MARK: - Data and remarks

  private func textsTable() -> DataTable {
    let scores = study.reported.logistic.scores
    let columns = ["text", "label", "group", "fold", "token read", "score", "right"]
    let rows = texts.texts.indices.map { index -> [Cell] in
      let tokens = texts.tokens[index]
      return [
        .text(texts.texts[index]), .text(texts.labels[index] ? texts.positive : texts.negative),
        .text(texts.groups[index]), .integer(study.folds[index] + 1),
        .text(model.tokenizer.label(tokens[tokens.count + texts.position])), Cell(scores[index]),
        .integer((scores[index] > 0) == texts.labels[index] ? 1 : 0),
      ]
    }
    return DataTable(columns: columns.map { DataTable.Column($0) }, rows: rows)
  }

  private func remarks() -> [String] {
    var remarks = [
      "read at \(positionWords); position 0 is never read, its activations are many times larger",
      "a \(groupNoun) never stands on both sides of a split; scaling is learnt on the training side",
      "the numbers are about layer \(setting.reportLayer), chosen before the run; the best of "
        + "\(setting.layers) layers would flatter the probe",
      PromptFormat.raw.remark(model.tokenizer),
    ]
    if let low = study.reported.logistic.accuracyInterval?.low, low <= study.bagOfWords.accuracy {
      remarks.append(
        "at layer \(setting.reportLayer) the probe is not clearly above the bag of words: the words "
          + "alone may tell the labels apart")
    }
    if texts.repeats > 0 {
      remarks.append(
        "\(texts.repeats) of \(texts.texts.count) texts repeat an earlier one up to the token read; the "
          + "same texts are one group")
    }
    let training = texts.texts.count * (setting.folds - 1) / setting.folds
    if model.config.width > training {
      remarks.append(
        "\(model.config.width) features and about \(training) training texts: any labelling of the "
          + "training texts can be fitted, so only held-out groups count")
    }
    if let caution = Bootstrap.caution(units: groupCount, called: groupNoun) {
      remarks.append(caution)
    }
    return remarks
  }
}
