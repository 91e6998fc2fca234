import Techniques

/// How long a run will probably take, to decide what a commit hook starts.
struct DurationEstimate {
  let durations: LocalRecords.Durations

  /// Milliseconds to run an experiment, without loading its model.
  ///
  /// The last run on this machine counts; without one, what the technique takes with a dozen prompts
  /// on a model of 100 MB, in proportion to the model's size and to the prompts beyond a dozen.
  func run(
    _ id: ExperimentID, technique: String, prompts: @autoclosure () -> Int, modelBytes: Int
  ) -> Int {
    if let known = durations.experiments[id.name] { return known }
    let typical = Double(Self.typical[technique] ?? Self.unknown)
    let share = max(Double(modelBytes) / 1e8, 0.1) * max(Double(prompts()) / 12, 1)
    return Int(min(typical * share, 1e15))
  }

  /// How many prompts, texts or pairs options ask for; three tokens to be written count as one more
  /// prompt to be read.
  static func prompts(of options: [String: OptionValue]) -> Int {
    func entries(_ name: String, of record: [String: OptionValue]) -> [OptionValue] {
      if case .list(let entries)? = record[name] { entries } else { [] }
    }
    let levels = entries("factors", of: options).map { factor in
      if case .record(let record) = factor { entries("levels", of: record).count } else { 1 }
    }
    let counts = ["templates", "items", "prompts", "pairs"].map { entries($0, of: options).count }
    var written = 0
    if case .integer(let tokens)? = options["max_tokens"] { written = tokens / 3 }
    return (levels + counts + [written]).reduce(1) {
      $0.multipliedReportingOverflow(by: max($1, 1)).partialValue
    }
  }

  /// Milliseconds to load a model: the last time on this machine, else at 500 MB/s.
  func loading(_ digest: String, bytes: Int) -> Int {
    durations.models[digest] ?? 200 + bytes / 500_000
  }

  private static let unknown = 6_000
  /// On two cores, for a dozen and a model of 100 MB.
  private static let typical = [
    "prompt-bench": 250, "linear-probe": 900, "logit-lens": 1_500,
    "direct-logit-attribution": 1_500, "activation-patching": 16_000,
  ]
}
