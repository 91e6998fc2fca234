import Figures
import Foundation
import Testing

/// The picture of how the hours were spent.
@Suite struct TimeChartTests {
  private static func length(_ minutes: Int, _ upper: Int? = nil) -> TimeChart.Length {
    TimeChart.Length(certain: minutes * 60, upper: (upper ?? minutes) * 60)
  }

  static let sample = TimeChart(
    labels: ChartLabels(
      title: "Time spent: 6:30–7:25 of 20:00 h",
      subtitle: "What does a small model know? · two days",
      xAxis: "", yAxis: "", footer: ["sealed 2026-11-23 21:40", "lap-k3fq@212 9c41d0aa5b1c"]),
    captions: TimeChart.Captions(
      days: "By day", categories: "By category", sources: "How it is known", hours: "hours",
      minutes: "minutes",
      groups: [.counted: "Counts", .limited: "Has a limit of its own", .free: "Does not count"],
      doubt: "pale: nobody has said what it was"),
    meters: [
      TimeChart.Meter(
        name: "research", kind: .counted, used: length(390, 445), end: 72_000,
        advice: (57_600, "16:00 advised"), words: "6:30–7:25 of 20:00 h"),
      TimeChart.Meter(
        name: "summary", kind: .limited, used: length(130), end: 7200, words: "2:10 of 2:00 h"),
    ],
    categories: [
      TimeChart.Category(name: "research", kind: .counted, total: length(270, 325)),
      TimeChart.Category(name: "reading <b>", kind: .counted, total: length(120)),
      TimeChart.Category(name: "summary", kind: .limited, total: length(130)),
      TimeChart.Category(name: "break", kind: .free, total: length(45)),
    ],
    days: [
      TimeChart.Day(
        name: "22 Nov", parts: [length(200, 255), length(120), length(0), length(45)]),
      TimeChart.Day(name: "23 Nov", parts: [length(70), length(0), length(130), length(0)]),
    ],
    sources: [
      TimeChart.Share(name: "measured by the clock", length: length(500, 555)),
      TimeChart.Share(name: "given by hand", length: length(65)),
    ])

  @Test func drawsThePictureThatWasApproved() throws {
    let file = SnapshotTests.folder.appending(path: "time.svg")
    let drawn = Self.sample.svg()
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try Data(drawn.utf8).write(to: file)
    }
    let approved = try String(contentsOf: file, encoding: .utf8)
    #expect(drawn == approved, "look at the picture, then record it with UPDATE_SNAPSHOTS=1")
  }

  @Test func saysInWordsWhatItShows() {
    let words = Self.sample.summary
    for part in [
      "Time spent: 6:30–7:25 of 20:00 h", "research: 6:30–7:25 of 20:00 h", "reading <b> 2:00",
      "summary 2:10", "break 0:45", "given by hand 1:05",
    ] {
      #expect(words.contains(part), "\(words)")
    }
    #expect(Self.sample.svg().contains("reading &lt;b&gt;"))
  }

  @Test(arguments: [
    (0, 0, "0:00"), (29, 29, "0:00"), (30, 30, "0:01"), (3600, 3600, "1:00"), (3600, 3620, "1:00"),
    (3600, 7260, "1:00–2:01"), (7260, 3600, "2:01"), (-5, 60, "0:00–0:01"),
    (360_000, 360_000, "100:00"),
  ])
  func writesLengths(certain: Int, upper: Int, text: String) {
    #expect(TimeChart.Length(certain: certain, upper: upper).text == text)
  }

  /// Whatever there is, there is a picture: nothing at all, one second, a year of days.
  @Test(arguments: [0, 1, 40, 400])
  func drawsAnyNumberOfDays(count: Int) {
    let sample = Self.sample
    let days = (0..<count).map { number in
      TimeChart.Day(
        name: "day \(number)",
        parts: sample.categories.map { _ in TimeChart.Length(certain: number, upper: number * 300) }
      )
    }
    let chart = TimeChart(
      labels: sample.labels, captions: sample.captions, meters: [],
      categories: count == 0 ? [] : sample.categories, days: days, sources: [])
    let svg = chart.svg()
    #expect(svg.hasSuffix("</svg>\n") && !svg.contains("nan"))
    #expect(svg == chart.svg())
  }
}
