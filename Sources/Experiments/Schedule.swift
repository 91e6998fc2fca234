/// The order in which experiments run: what is needed first, then one model after the other.
struct Schedule {
  private let wanted: Set<ExperimentID>
  private let isOpen: (ExperimentState) -> Bool
  private var done: Set<ExperimentID> = []

  /// Plans the experiments asked for and all those they need.
  ///
  /// `isOpen` tells which states a run is to change.
  init(
    _ ids: [ExperimentID], in survey: ExperimentSurvey,
    where isOpen: @escaping (ExperimentState) -> Bool = \.wantsRun
  ) {
    var wanted: Set<ExperimentID> = []
    var waiting = ids
    while let id = waiting.popLast() {
      guard wanted.insert(id).inserted else { continue }
      waiting += survey.status(of: id)?.declaration?.inputs.needs ?? []
    }
    self.wanted = wanted
    self.isOpen = isOpen
    self.count = survey.experiments.count { wanted.contains($0.id) && isOpen($0.state) }
  }

  /// How many there were to run at the beginning.
  let count: Int

  /// How many have been started.
  var attempted: Int { done.count }

  /// Whether a result changes what experiments that are still to run are made from.
  func isAwaited(_ id: ExperimentID, in survey: ExperimentSurvey) -> Bool {
    survey.experiments.contains { status in
      wanted.contains(status.id) && !done.contains(status.id)
        && status.declaration?.inputs.needs.contains(id) ?? false
    }
  }

  /// The next experiment to run; `nil` when nothing is left.
  ///
  /// `accepts` may leave experiments out; they are asked about again next time.
  mutating func next(
    in survey: ExperimentSurvey, loadedModel: String?,
    accepting accepts: (ExperimentStatus) -> Bool = { _ in true }
  ) -> ExperimentStatus? {
    let open = survey.experiments.filter {
      wanted.contains($0.id) && !done.contains($0.id) && isOpen($0.state)
    }
    let names = Set(open.map(\.id))
    let ready = open.filter { status in
      accepts(status) && names.isDisjoint(with: status.declaration?.inputs.needs ?? [])
    }
    let chosen = ready.first { $0.recipe?.model == loadedModel } ?? ready.first
    if let chosen { done.insert(chosen.id) }
    return chosen
  }
}
