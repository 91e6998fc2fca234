import Figures

/// Charts as techniques draw them, and charts at the edge of what can be drawn.
///
/// Each is a committed picture in `Tests/Fixtures/Figures`.
enum Samples {
  /// The charts by the name of their picture.
  static let all: [(name: String, chart: Chart)] =
    heatMaps.map { ($0, .heatMap($1)) } + bars.map { ($0, .bars($1)) }
    + lines.map { ($0, .lines($1)) }

  static let footer = [
    "SmolLM2-135M-Instruct", "n = 40 prompt pairs", "logit difference, 1 = clean, 0 = corrupted",
    "95% percentile bootstrap over pairs",
  ]

  // MARK: Heat maps

  static let heatMaps: [(String, HeatMap)] = [
    ("patching-positions", patchingPositions), ("patching-heads", patchingHeads),
    ("logit-lens", logitLens), ("dense-columns", denseColumns), ("attention", attention),
    ("hostile-labels", hostileLabels), ("one-cell", oneCell), ("no-cells", noCells),
    ("all-missing", allMissing), ("long-labels", longLabels), ("very-dense", veryDense),
  ]

  static let tokens = [
    "<|bos|>_0", "␣When_1", "␣Mary_2", "␣and_3", "␣John_4", "␣went_5", "␣to_6", "␣the_7",
    "␣store_8", ",_9", "␣John_10", "␣gave_11", "␣a_12", "␣drink_13", "␣to_14",
  ]

  /// A repeatable number between -1 and 1.
  static func noise(_ index: Int) -> Double {
    var state = UInt64(truncatingIfNeeded: index) &+ 0x9E37_79B9_7F4A_7C15
    state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((state ^ (state >> 31)) >> 11) / 4_503_599_627_370_496 - 1
  }

  /// A bump of the given height around a place.
  static func bump(_ x: Double, around middle: Double, width: Double) -> Double {
    let distance = (x - middle) / width
    return 1 / (1 + distance * distance * distance * distance)
  }

  static func names(_ count: Int) -> [String] { (0..<count).map(String.init) }

  static let patchingPositions = HeatMap(
    labels: ChartLabels(
      title: "The subject is copied to the last token around layer 18",
      subtitle:
        "Activation patching of resid_pre, corrupted to clean, indirect object identification",
      xAxis: "position (token_index)", yAxis: "layer", footer: footer),
    measure: "logit difference recovered", rows: names(30), columns: tokens,
    estimates: (0..<30).map { layer in
      (0..<15).map { position in
        var value = 0.03 * noise(layer * 15 + position)
        if position == 10 { value += 0.97 * bump(Double(layer), around: 0, width: 14) }
        if position == 14 { value += 0.95 * (1 - bump(Double(layer), around: 0, width: 19)) }
        if position == 4 { value -= 0.38 * bump(Double(layer), around: 8, width: 6) }
        return Estimate(value, low: value - 0.08, high: value + 0.08, count: 40)
      }
    },
    scale: .diverging(), marks: .intervalsExcludingZero(meaning: "95% interval excludes 0"))

  static let patchingHeads = HeatMap(
    labels: ChartLabels(
      title: "Few heads carry the effect", subtitle: "Patching hook_z of one head at a time",
      xAxis: "head", yAxis: "layer", footer: footer),
    measure: "logit difference recovered", rows: names(30), columns: names(9),
    values: (0..<30).map { layer in
      (0..<9).map { head in
        let value = 0.02 * noise(layer * 9 + head + 1000)
        return layer == 18 && head == 4
          ? 0.41 : layer == 21 && head == 7 ? -0.27 : layer == 16 && head == 1 ? 0.18 : value
      }
    },
    scale: .diverging(limit: 0.3))

  static let logitLens = HeatMap(
    labels: ChartLabels(
      title: "The answer appears at layer 20",
      subtitle:
        "Logit lens on resid_post: colour is the probability of the top token, the text is that token",
      xAxis: "position (token_index)", yAxis: "layer",
      footer: ["SmolLM2-135M-Instruct", "one prompt", "final norm applied, no tuning"]),
    measure: "probability of top token", rows: names(30), columns: Array(tokens.prefix(12)),
    values: (0..<30).map { layer in
      (0..<12).map { position in
        let rise = bump(Double(layer), around: 31, width: 9 + Double(position % 4))
        return min(1, max(0.01, rise + 0.08 * noise(layer * 12 + position + 77)))
      }
    },
    scale: .sequential(0...1),
    cellText: .words(
      (0..<30).map { layer in
        (0..<12).map { position in
          let words = [
            "␣the", "␣Mary", "ing", "␣store", "巴黎", "␣and", "↵", "␣internationalisation",
          ]
          return words[(layer / 3 + position) % words.count]
        }
      }))

  static let denseColumns = HeatMap(
    labels: ChartLabels(
      title: "Thirty layers by forty positions", xAxis: "position (token_index)", yAxis: "layer",
      unit: "nats", footer: footer),
    measure: "direct logit attribution", rows: names(30),
    columns: (0..<40).map { "\(tokens[$0 % 15].prefix(while: { $0 != "_" }))_\($0)" },
    values: (0..<30).map { layer in (0..<40).map { 3 * noise(layer * 40 + $0) } },
    scale: .diverging())

  static let attention = HeatMap(
    labels: ChartLabels(
      title: "Attention pattern of head 18.4", xAxis: "key (token_index)",
      yAxis: "query (token_index)", footer: ["SmolLM2-135M-Instruct", "one prompt"]),
    measure: "attention probability", rows: tokens, columns: tokens,
    values: (0..<15).map { query in
      let weights = (0...query).map { 1.02 + noise(query * 15 + $0) }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    },
    scale: .sequential(0...1), cellText: .values)

  static let hostileNames = [
    "</text><script>alert(1)</script>", "\"quoted\" & 'single'", "nul\u{0}bell\u{7}",
    "\u{202E}gnp.exe",
    " leading", "trailing  ", "line\nbreak\ttab", "\r\n", "中文标签很长很长很长很长很长很长很长", "👩‍👩‍👧‍👦🇫🇷", "",
    String(String.UnicodeScalarView([0xFFFE, 0xFDD0].compactMap { Unicode.Scalar($0 as UInt32) })),
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "]]>", "--><!--", "العربية", String(repeating: "long", count: 80),
  ]

  static let hostileLabels = HeatMap(
    labels: ChartLabels(
      title: "Labels from <anywhere> & \"everywhere\" 'must' stay\u{0} labels]]>",
      subtitle: "模型在第 18 层把主语复制到最后一个词元，随后的层只做放大；这是一个很长的副标题，用来检查没有空格的文字如何换行，以及标点是否落在行首。",
      xAxis: "position <x>", yAxis: "layer & \"row\"", unit: "nats</text>", footer: hostileNames),
    measure: "measure <m>", rows: hostileNames, columns: hostileNames,
    values: (0..<17).map { row in
      (0..<17).map { column in
        let kinds: [Double?] = [nil, .nan, .infinity, -.infinity, -0.0, 1e300, -1e300]
        return row == 3 ? kinds[column % 7] : noise(row * 17 + column)
      }
    },
    scale: .diverging(limit: 1))

  static let oneCell = HeatMap(
    labels: ChartLabels(title: "One cell", xAxis: "position in the prompt", yAxis: "layer"),
    measure: "probability", rows: ["0"], columns: ["␣Paris_7"], values: [[0.5]],
    scale: .sequential(0...1), cellText: .values)

  static let noCells = HeatMap(
    labels: ChartLabels(title: "", xAxis: "", yAxis: ""), measure: "", rows: [], columns: [],
    values: [], scale: .diverging())

  static let allMissing = HeatMap(
    labels: ChartLabels(title: "Nothing was measured", xAxis: "head", yAxis: "layer"),
    measure: "effect", rows: names(3), columns: names(4), values: [], scale: .diverging())

  static let longLabels = HeatMap(
    labels: ChartLabels(
      title: "Cosine similarity of directions found on different layers and data sets, before and "
        + "after removing the mean of the neutral prompts, with a title that needs more than a line",
      xAxis: "direction", yAxis: "direction", footer: ["SmolLM2-135M-Instruct", "no intervals"]),
    measure: "cosine similarity",
    rows: ["refusal direction, layer 12", "refusal direction, layer 18", "sentiment", "random"],
    columns: ["refusal direction, layer 12", "refusal direction, layer 18", "sentiment", "random"],
    values: [
      [1, 0.83, -0.12, 0.01], [0.83, 1, -0.2, nil], [-0.12, -0.2, 1, 0.02], [0.01, nil, 0.02, 1],
    ], scale: .diverging(limit: 1), cellText: .values)

  static let veryDense = HeatMap(
    labels: ChartLabels(
      title: "More rows and columns than pixels for labels", xAxis: "position", yAxis: "neuron"),
    measure: "activation", rows: names(110), columns: names(130),
    values: (0..<110).map { row in
      (0..<130).map { column in
        column > row + 60
          ? nil : 1e-5 * (8 * bump(Double(row), around: Double(column), width: 20)).rounded() / 8
      }
    },
    scale: .sequential())
}
