/// How long a run will probably take, to decide what a commit hook starts.
struct DurationEstimate {
  let durations: LocalRecords.Durations

  /// Milliseconds to run an experiment, without loading its model.
  ///
  /// The last run on this machine counts; without one, what the technique takes with a dozen prompts
  /// on a model of 100 MB, in proportion to the model's size.
  func run(_ id: ExperimentID, technique: String, modelBytes: Int) -> Int {
    if let known = durations.experiments[id.name] { return known }
    let typical = Self.typical[technique] ?? Self.unknown
    return Int(Double(typical) * max(Double(modelBytes) / 1e8, 0.1))
  }

  /// Milliseconds to load a model: the last time on this machine, else at 500 MB/s.
  func loading(_ digest: String, bytes: Int) -> Int {
    durations.models[digest] ?? 200 + bytes / 500_000
  }

  private static let unknown = 6_000
  private static let typical = [
    "prompt-bench": 6_000, "linear-probe": 4_000, "logit-lens": 1_500,
    "direct-logit-attribution": 1_500, "activation-patching": 5_000,
  ]
}
