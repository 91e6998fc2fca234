import Figures
import Testing

@Suite struct TableTests {
  @Test func listsCellsInReadingOrder() {
    let chart = HeatMap(
      labels: ChartLabels(title: "", xAxis: "position", yAxis: "layer", unit: "nats"),
      measure: "effect", rows: ["0", "1"], columns: ["a_0", "b_1"],
      estimates: [[Estimate(0.1 + 0.2, low: 0.5, high: 0.1), nil], [-0.0, Estimate(.infinity)]],
      scale: .diverging(), cellText: .words([["x"], []]), marks: .intervalsExcludingZero())
    let table = chart.table()
    #expect(
      table.columns == [
        .init("layer"), .init("position"), .init("effect", unit: "nats"),
        .init("low", unit: "nats"),
        .init("high", unit: "nats"), .init("text"), .init("interval excludes 0"),
      ])
    #expect(
      table.rows == [
        [
          .integer(0), .text("a_0"), .number(0.3), .number(0.1), .number(0.5), .text("x"),
          .integer(1),
        ],
        [.integer(0), .text("b_1"), .missing, .missing, .missing, .missing, .integer(0)],
        [.integer(1), .text("a_0"), .number(0), .missing, .missing, .missing, .integer(0)],
        [.integer(1), .text("b_1"), .missing, .missing, .missing, .missing, .integer(0)],
      ])
  }

  @Test func takesItsShapeFromTheNames() {
    let chart = HeatMap(
      labels: ChartLabels(title: "", xAxis: "", yAxis: ""), measure: "", rows: ["r"],
      columns: ["a", "b"], values: [[1, 2, 3], [4]], scale: .sequential())
    #expect(chart.estimates == [[1, 2]])
    #expect(chart.table().columns.map(\.name) == ["row", "column", "value"])
  }

  @Test func listsBarsAndReferenceLines() {
    let chart = BarChart(
      labels: ChartLabels(title: "", xAxis: "prompt", yAxis: "accuracy"), categories: ["a", "b"],
      series: [
        BarChart.Series("model", values: [Estimate(0.5, low: 0.4, high: 0.6, count: 9)]),
        .baseline("random", values: [0.1, 0.2, 0.3]),
      ], references: [ReferenceLine("chance", at: 1.0 / 3), ReferenceLine("none", at: .nan)])
    #expect(
      chart.table().columns.map(\.name) == ["prompt", "series", "accuracy", "low", "high", "n"])
    #expect(
      chart.table().rows == [
        [.text("a"), .text("model"), .number(0.5), .number(0.4), .number(0.6), .integer(9)],
        [.text("a"), .text("random"), .number(0.1), .missing, .missing, .missing],
        [.text("b"), .text("model"), .missing, .missing, .missing, .missing],
        [.text("b"), .text("random"), .number(0.2), .missing, .missing, .missing],
        [.missing, .text("chance"), .number(0.333333), .missing, .missing, .missing],
      ])
  }

  @Test func listsPointsByAscendingX() {
    let chart = LineChart(
      labels: ChartLabels(title: "", xAxis: "layer", yAxis: "loss", unit: "nats"),
      series: [
        LineChart.Series(
          "probe",
          points: [
            LineChart.Point(x: 2, y: 0.2), LineChart.Point(x: .nan, y: 1),
            LineChart.Point(x: 0.5, y: nil), LineChart.Point(x: 1, y: 0.1),
          ])
      ], references: [ReferenceLine("chance", at: 0.5)], xNames: ["", "one"])
    #expect(
      chart.table().rows == [
        [.text("probe"), .number(0.5), .missing], [.text("probe"), .text("one"), .number(0.1)],
        [.text("probe"), .integer(2), .number(0.2)], [.text("chance"), .missing, .number(0.5)],
      ])
  }

  @Test func squaresItsRowsAndNamesItsColumnsApart() {
    let table = DataTable(
      columns: [.init("a"), .init("a"), .init("a 2")],
      rows: [[.integer(1)], [.integer(1), .integer(2), .integer(3), .integer(4)]])
    #expect(table.columns.map(\.name) == ["a", "a 2", "a 2 2"])
    #expect(
      table.rows == [[.integer(1), .missing, .missing], [.integer(1), .integer(2), .integer(3)]])
  }

  @Test func dropsAnIntervalWithoutAValue() {
    #expect(Estimate(nil, low: 1, high: 2) == .missing)
    #expect(Estimate(.nan, low: 1) == .missing)
    #expect(Estimate(1, low: 3, high: 2) == Estimate(1, low: 2, high: 3))
    #expect(Estimate(1, low: -.infinity, high: 2) == Estimate(1, high: 2))
  }

  @Test(arguments: [
    (
      Chart.heatMap(Samples.patchingHeads),
      "Heat map of 30 by 9 cells (layer by head). logit difference recovered: lowest −0.27 at layer 21, head 7; "
        + "highest 0.41 at layer 18, head 4."
    ),
    (
      .bars(Samples.tinyValues),
      "Bar chart of loss (nats). first: 1.23×10⁻⁵; second: 4.56×10⁻⁵; third: −7.00×10⁻⁶."
    ),
    (
      .lines(Samples.onePoint),
      "Line chart of score by layer. alone: 1.00×10⁻⁷ (0 to 2.00×10⁻⁷) at 5, highest "
        + "1.00×10⁻⁷ (0 to 2.00×10⁻⁷) at 5, 1.00×10⁻⁷ (0 to 2.00×10⁻⁷) at 5."
    ), (.bars(Samples.noBars), "Bar chart of value."),
    (.heatMap(Samples.noCells), "Heat map of 0 by 0 cells (row by column)."),
  ])
  func saysWhatItShows(chart: Chart, expected: String) {
    #expect(chart.summary() == expected)
  }
}
