import Figures

extension Samples {
  static let lines: [(String, LineChart)] = [
    ("probe", probe), ("many-lines", manyLines), ("lens-by-position", lensByPosition),
    ("few-points", fewPoints), ("flat-line", flatLine), ("one-point", onePoint),
    ("no-lines", noLines), ("huge-range", hugeRange), ("narrow-range", narrowRange),
    ("close-ends", closeEnds), ("hostile-lines", hostileLines),
  ]

  static func curve(_ count: Int, band: Double, _ value: (Double) -> Double) -> [LineChart.Point] {
    (0..<count).map { index in
      let y = value(Double(index))
      return LineChart.Point(x: Double(index), y: y, low: y - band, high: y + band)
    }
  }

  static let probe = LineChart(
    labels: ChartLabels(
      title: "A linear probe finds the label from layer 9 on",
      subtitle: "Logistic regression on resid_post at the last token, split by template",
      xAxis: "layer",
      yAxis: "AUROC",
      footer: [
        "SmolLM2-135M-Instruct", "n = 240 sentences, 12 templates",
        "bands: 95% bootstrap over templates",
      ]),
    series: [
      LineChart.Series(
        "linear probe",
        points: curve(30, band: 0.03) { 0.55 + 0.42 * (1 - bump($0, around: 0, width: 9)) }),
      LineChart.Series(
        "bag of words",
        points: curve(30, band: 0.02) { 0.71 + 0.01 * noise(Int($0)) }),
      .baseline(
        "shuffled labels", points: curve(30, band: 0.05) { 0.5 + 0.02 * noise(Int($0) + 300) }),
    ],
    references: [ReferenceLine("chance", at: 0.5)], range: 0.4...1)

  static let manyLines = LineChart(
    labels: ChartLabels(
      title: "Refusal by layer, one line per post-instruction token", xAxis: "layer",
      yAxis: "refusal score", unit: "nats", footer: footer),
    series: (0..<26).map { index in
      LineChart.Series(
        "token \(index)",
        points: curve(28, band: 0) { Double(index) / 5 + noise(Int($0) + index * 31) })
    })

  static let lensByPosition = LineChart(
    labels: ChartLabels(
      title: "Surprise falls at the repeated name", xAxis: "position (token_index)",
      yAxis: "loss", unit: "nats"),
    series: [
      LineChart.Series("clean", points: curve(15, band: 0) { 4 + 3 * noise(Int($0)) }),
      LineChart.Series("corrupted", points: curve(15, band: 0) { 5 + 3 * noise(Int($0) + 40) }),
    ], xNames: tokens, range: 0...8)

  static let fewPoints = LineChart(
    labels: ChartLabels(
      title: "Dose and effect", xAxis: "strength (multiples of the norm)", yAxis: "score"),
    series: [
      LineChart.Series(
        "steered",
        points: [(0, 0.1), (0.5, 0.3), (1, nil), (1.5, 0.8), (2, nil), (4, 0.6)].map {
          LineChart.Point(x: $0, y: $1, low: $1.map { $0 - 0.1 }, high: $1.map { $0 + 0.1 })
        }),
      LineChart.Series(
        "prompted",
        points: [(0, 0.12), (0.5, 0.2), (1, 0.25), (4, 0.3)].map { LineChart.Point(x: $0, y: $1) }),
      LineChart.Series(
        "fine-tuned",
        points: [(0, 0.5), (1, 0.52), (2, 0.51)].map { LineChart.Point(x: $0, y: $1) }),
      .baseline("random", points: [(0, 0.1), (4, 0.13)].map { LineChart.Point(x: $0, y: $1) }),
    ], references: [ReferenceLine("untouched model", at: 0.1)])

  static let flatLine = LineChart(
    labels: ChartLabels(title: "A line that says nothing", xAxis: "layer", yAxis: "score"),
    series: [LineChart.Series("constant", points: curve(20, band: 0) { _ in 0.25 })])

  static let onePoint = LineChart(
    labels: ChartLabels(title: "One point", xAxis: "layer", yAxis: "score"),
    series: [
      LineChart.Series("alone", points: [LineChart.Point(x: 5, y: 1e-7, low: 0, high: 2e-7)])
    ])

  static let noLines = LineChart(
    labels: ChartLabels(title: "No lines", xAxis: "", yAxis: ""),
    series: [LineChart.Series("empty", points: [])])

  static let hugeRange = LineChart(
    labels: ChartLabels(title: "Huge numbers", xAxis: "step", yAxis: "norm"),
    series: [
      LineChart.Series(
        "norm",
        points: [
          LineChart.Point(x: -1e308, y: -.greatestFiniteMagnitude), LineChart.Point(x: 0, y: 0),
          LineChart.Point(x: 1e308, y: .greatestFiniteMagnitude), LineChart.Point(x: .nan, y: 1),
          LineChart.Point(x: 5e307, y: .infinity),
        ])
    ])

  static let narrowRange = LineChart(
    labels: ChartLabels(title: "A narrow range far from zero", xAxis: "step", yAxis: "tokens seen"),
    series: [
      LineChart.Series(
        "run",
        points: (0..<9).map {
          LineChart.Point(x: Double(20_000 + $0 * 500), y: 1_234_567 + Double($0))
        })
    ])

  static let closeEnds = LineChart(
    labels: ChartLabels(title: "Ends that nearly meet", xAxis: "layer", yAxis: "score"),
    series: (0..<6).map { index in
      LineChart.Series(
        "variant number \(index + 1) with a longer name",
        points: curve(12, band: 0.01) {
          0.5 + 0.001 * Double(index) + 0.3 * bump($0, around: Double(index * 2), width: 2)
        })
    }, references: [ReferenceLine("prompt only", at: 0.502)])

  static let hostileLines = LineChart(
    labels: ChartLabels(
      title: hostileNames[0], subtitle: hostileNames[3], xAxis: hostileNames[8],
      yAxis: hostileNames[16],
      unit: hostileNames[9]),
    series: hostileNames.enumerated().map { index, name in
      LineChart.Series(name, points: curve(17, band: 0.1) { noise(Int($0) + index * 17) })
    }, xNames: hostileNames)
}
