import Experiments
import Figures
import Synchronization
@testable import Techniques

/// An engine whose only technique counts letters, so that a result tells what it was made from.
///
/// It remembers what it was asked, and a test may make it fail, stop or take its time.
final class FakeEngine: ExperimentEngine {
  typealias Behaviour = @Sendable (Options, (Double, String) -> Void) throws -> Void

  struct Log: Sendable, Equatable {
    var opened: [String] = []
    var runs: [String] = []
  }

  let techniques: TechniqueList
  private let state = Mutex(Log())
  private let behaviour: Mutex<Behaviour>

  init(version: Int = 1, behaviour: @escaping Behaviour = { _, _ in }) {
    techniques = TechniqueList([Self.description(version: version)])
    self.behaviour = Mutex(behaviour)
  }

  var log: Log { state.withLock { $0 } }

  /// How often the technique was run.
  var runCount: Int { log.runs.count }

  func behave(_ new: @escaping Behaviour) { behaviour.withLock { $0 = new } }

  func open(_ model: StoredModel) throws -> any ExperimentSession {
    state.withLock { $0.opened.append(model.name) }
    return Session(engine: self)
  }

  static func description(version: Int) -> TechniqueDescription {
    TechniqueDescription(
      name: "count-letters", version: version, summary: "counts letters", explanation: "It counts.",
      options: [
        .required("prompt", .text, "the text to count"),
        .optional("times", .integer(1...1000), standard: .integer(1), "how often"),
        .optional(
          "pairs",
          .list(
            .record([
              .required("clean", .text, "the one text"),
              .optional("weight", .number(0...1), standard: .number(1), "how much it counts"),
            ]), count: 1...1000), "pairs of texts"),
      ],
      figures: [OutputDescription("letters", "how many letters")],
      numbers: [OutputDescription("letters", "the count")])
  }

  private struct Session: ExperimentSession {
    let engine: FakeEngine

    func run(
      _ technique: String, _ options: Options,
      progress: @escaping @Sendable (Double, String) -> Void
    ) throws -> TechniqueResult {
      try engine.run(options, progress: progress)
    }
  }

  private func run(
    _ options: Options, progress: (Double, String) -> Void
  ) throws -> TechniqueResult {
    let prompt = options.text("prompt")
    state.withLock { $0.runs.append(prompt) }
    try behaviour.withLock { $0 }(options, progress)
    let pairs = options.records("pairs")
    let count = Double(prompt.count * options.integer("times") + pairs.count)
    let chart = BarChart(
      labels: ChartLabels(title: prompt, xAxis: "text", yAxis: "letters"), categories: [prompt],
      series: [BarChart.Series("count", values: [Estimate(count)])])
    let table = DataTable(
      columns: [DataTable.Column("text")],
      rows: pairs.map { [.text($0.text("clean"))] })
    return TechniqueResult(
      figures: [(name: "letters", chart: .bars(chart))], numbers: [(key: "letters", value: count)],
      tables: pairs.isEmpty ? [] : [(name: "texts", table: table)],
      remarks: ["counted \(prompt)"])
  }
}
