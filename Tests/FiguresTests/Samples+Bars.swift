import Figures

extension Samples {
  static let bars: [(String, BarChart)] = [
    ("prompt-bench", promptBench), ("steering", steering), ("attribution", attribution),
    ("long-names", longNames), ("components", components), ("tiny-values", tinyValues),
    ("odd-bars", oddBars), ("no-bars", noBars), ("zero-bars", zeroBars),
    ("hostile-bars", hostileBars),
  ]

  static let promptBench = BarChart(
    labels: ChartLabels(
      title: "A plain instruction does as well as three examples",
      subtitle: "Share of greedy answers that begin with the right city", xAxis: "prompt",
      yAxis: "accuracy", footer: ["SmolLM2-135M-Instruct", "whiskers: 95% Wilson interval"]),
    categories: [
      "bare question", "instruction", "one example", "three examples", "shuffled examples",
    ],
    series: [
      BarChart.Series(
        "accuracy",
        values: [
          Estimate(0.31, low: 0.22, high: 0.42, count: 80),
          Estimate(0.72, low: 0.61, high: 0.81, count: 80),
          Estimate(0.69, low: 0.58, high: 0.78, count: 80),
          Estimate(0.74, low: 0.63, high: 0.82, count: 80),
          Estimate(0.46, low: 0.35, high: 0.57, count: 79),
        ])
    ],
    references: [
      ReferenceLine("chance (1 of 12)", at: 1.0 / 12), ReferenceLine("majority answer", at: 0.19),
    ],
    options: BarChart.Options(range: 0...1))

  static let steering = BarChart(
    labels: ChartLabels(
      title: "The direction does more than a random one of the same norm",
      subtitle: "Change in refusal rate when the direction is added at one layer", xAxis: "layer",
      yAxis: "change in refusal rate", unit: "percentage points",
      footer: [
        "Qwen2.5-1.5B-Instruct", "20 random directions", "whiskers: 95% bootstrap over prompts",
      ]),
    categories: ["4", "8", "12", "16", "20", "24"],
    series: [
      BarChart.Series(
        "difference of means",
        values: [
          Estimate(4, low: -2, high: 9, count: 100), Estimate(21, low: 14, high: 29, count: 100),
          Estimate(58, low: 49, high: 67, count: 100), Estimate(47, low: 38, high: 57, count: 100),
          Estimate(-12, low: -19, high: -5, count: 100), nil,
        ]),
      .baseline(
        "random direction",
        values: [
          Estimate(1, low: -4, high: 5, count: 100), Estimate(-3, low: -8, high: 3, count: 100),
          Estimate(2, low: -4, high: 8, count: 100), Estimate(4, low: -2, high: 9, count: 100),
          Estimate(-2, low: -8, high: 3, count: 100), Estimate(0, low: -5, high: 6, count: 100),
        ]),
    ])

  static let attribution = BarChart(
    labels: ChartLabels(
      title: "Layer 18's attention writes the answer",
      subtitle: "Direct logit attribution at the last position", xAxis: "component",
      yAxis: "logit difference", unit: "nats", footer: footer),
    categories: (0..<12).flatMap { ["attn \($0 + 10)", "mlp \($0 + 10)"] },
    series: [
      BarChart.Series(
        "contribution",
        values: (0..<24).map { index in
          let value = index == 16 ? 2.4 : 0.5 * noise(index + 5)
          return Estimate(value, low: value - 0.15, high: value + 0.15)
        })
    ], references: [ReferenceLine("mean of all components", at: 0.11)],
    options: BarChart.Options(colouring: .sign))

  static let longNames = BarChart(
    labels: ChartLabels(
      title: "Wer fragt, bekommt Antwort: 提示的措辞比例子更重要", xAxis: "wording of the prompt",
      yAxis: "accuracy", footer: ["SmolLM2-135M-Instruct", "Wilson 95%"]),
    categories: [
      "What is the capital of France? Answer with one word and nothing else, please",
      "法国的首都是哪里？请只用一个词回答，不要解释", "Capital:", "Q: capital of France A:",
    ],
    series: [
      BarChart.Series(
        "SmolLM2-135M-Instruct",
        values: [
          Estimate(0.8, low: 0.7, high: 0.88, count: 60),
          Estimate(0.05, low: 0.01, high: 0.12, count: 40),
          Estimate(0.4, low: 0.3, high: 0.52, count: 60),
          Estimate(1, low: 0.94, high: 1, count: 60),
        ]),
      .baseline(
        "same prompt, other country",
        values: [
          Estimate(0.1, low: 0.05, high: 0.2, count: 60), nil,
          Estimate(0.02, low: 0, high: 0.1, count: 60), Estimate(0, low: 0, high: 0.06, count: 60),
        ]),
    ],
    references: [
      ReferenceLine("chance", at: 0.02), ReferenceLine("majority class", at: 0.1),
      ReferenceLine("person", at: 0.97),
    ])

  static let components = BarChart(
    labels: ChartLabels(
      title: "Every component of thirty layers", xAxis: "component", yAxis: "attribution",
      unit: "nats",
      footer: footer),
    categories: (0..<30).flatMap { ["blocks.\($0).hook_attn_out", "blocks.\($0).hook_mlp_out"] },
    series: [
      BarChart.Series("contribution", values: (0..<60).map { Estimate(0.3 * noise($0 + 9)) })
    ],
    options: BarChart.Options(colouring: .sign))

  static let tinyValues = BarChart(
    labels: ChartLabels(
      title: "Tiny numbers keep their digits", xAxis: "run", yAxis: "loss", unit: "nats"),
    categories: ["first", "second", "third"],
    series: [BarChart.Series("loss", values: [0.000_012_3, 0.000_045_6, -0.000_007])])

  static let oddBars = BarChart(
    labels: ChartLabels(title: "Numbers that are not numbers", xAxis: "case", yAxis: "value"),
    categories: ["nan", "infinity", "greatest", "least", "subnormal", "negative zero"],
    series: [
      BarChart.Series(
        "value",
        values: [
          Estimate(.nan), Estimate(.infinity), Estimate(.greatestFiniteMagnitude),
          Estimate(-.greatestFiniteMagnitude), Estimate(5e-324), Estimate(-0.0),
        ])
    ], references: [ReferenceLine("nowhere", at: .nan)])

  static let noBars = BarChart(
    labels: ChartLabels(title: "No bars", xAxis: "", yAxis: ""), categories: [], series: [])

  static let zeroBars = BarChart(
    labels: ChartLabels(title: "All zero", xAxis: "head", yAxis: "effect"), categories: names(40),
    series: [BarChart.Series("effect", values: Array(repeating: 0, count: 40))])

  static let hostileBars = BarChart(
    labels: ChartLabels(
      title: hostileNames.joined(separator: " "), subtitle: hostileNames.joined(separator: " "),
      xAxis: hostileNames[1], yAxis: hostileNames[0], unit: hostileNames[6], footer: hostileNames),
    categories: hostileNames,
    series: hostileNames.prefix(3).map { name in
      BarChart.Series(
        name, values: (0..<17).map { Estimate(noise($0), low: noise($0 + 1), high: 1) })
    },
    references: hostileNames.enumerated().map { ReferenceLine($1, at: noise($0 + 50)) })
}
