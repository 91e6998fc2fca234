import Documents
public import Platform

/// Draws figures again in the work tree: the service behind `dossier run`.
public struct ExperimentRunner: Sendable {
  /// How to run.
  public struct Options: Sendable, Equatable {
    /// Whether files changed by hand are replaced.
    public var replacesEdited = false

    /// Creates the options of a plain `dossier run`.
    public init(replacesEdited: Bool = false) { self.replacesEdited = replacesEdited }
  }

  private let platform: Platform
  private let engine: any ExperimentEngine
  private let store: ModelStore
  private let records: LocalRecords
  private let tree: WorkTree

  /// Creates a runner for the application in a folder, whose clone is `records`.
  public init(
    platform: Platform, engine: any ExperimentEngine, store: ModelStore, folder: String,
    records: LocalRecords
  ) {
    self.platform = platform
    self.engine = engine
    self.store = store
    self.records = records
    self.tree = WorkTree(folder, files: platform.files)
  }

  /// Runs experiments and those they need; without names, every one whose figures are out of date.
  ///
  /// When the task is cancelled, what is done stays done and the rest stays as it was. It throws only
  /// when a name is unknown.
  public func run(
    _ ids: [ExperimentID] = [], options: Options = Options(),
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> RunReport {
    let maker = ResultMaker(platform: platform, engine: engine, store: store, records: records)
    let placement = FigurePlacement(
      platform: platform, tree: tree, techniques: engine.techniques, records: records,
      replacesEdited: options.replacesEdited)
    var survey = survey()
    var schedule = Schedule(try wanted(ids, in: survey), in: survey) { state in
      switch state {
      // A run of the same key that is under way elsewhere is waited for.
      case .running: true
      case .edited(_, let reasons): !reasons.isEmpty || options.replacesEdited
      default: state.wantsRun
      }
    }
    var report = RunReport()
    while !report.isStopped,
      let status = schedule.next(in: survey, loadedModel: maker.loadedModel)
    {
      let counter = RunProgress.Counter(number: schedule.attempted, of: schedule.count)
      let outcome = try await attempt(
        status, maker, placement,
        progress: { share, note in
          progress(
            RunProgress(experiment: status.id, title: status.title, counter: counter, share, note))
        })
      report.outcomes.append(outcome)
      if outcome.kind == .stopped { report.isStopped = true }
      if schedule.isAwaited(status.id, in: survey) { survey = self.survey() }
    }
    report.survey = report.outcomes.isEmpty ? survey : self.survey()
    return report
  }

  private func survey() -> ExperimentSurvey {
    ExperimentSurvey.take(of: tree, techniques: engine.techniques, records: records)
  }

  private func wanted(
    _ ids: [ExperimentID], in survey: ExperimentSurvey
  ) throws -> [ExperimentID] {
    for id in ids where survey.status(of: id) == nil {
      let known = survey.experiments.map(\.id.name)
      let near = Suggestion.nearest(to: id.name, among: known)
      throw ExperimentError(
        "there is no experiment '\(id)'",
        hint: near.map { "did you mean '\($0)'?" } ?? "see 'dossier experiments'")
    }
    return ids.isEmpty ? survey.experiments.map(\.id) : ids
  }

  private func attempt(
    _ status: ExperimentStatus, _ maker: ResultMaker, _ placement: FigurePlacement,
    progress: @escaping @Sendable (Double, String) -> Void
  ) async throws -> RunOutcome {
    let start = platform.clock.monotonicMilliseconds()
    func outcome(_ kind: RunOutcome.Kind) -> RunOutcome {
      RunOutcome(
        experiment: status.id, title: status.title, kind: kind, reason: status.state.reason,
        milliseconds: platform.clock.monotonicMilliseconds() - start)
    }
    guard let declaration = status.declaration, let recipe = status.recipe else {
      return outcome(.skipped(status.state.words))
    }
    do {
      try Task.checkCancellation()
      let order = ResultOrder(
        declaration: declaration, recipe: recipe, tree: tree, progress: progress)
      let (result, isCached) = try await maker.result(order)
      let kept = try placement.place(result, of: status.id, recipe: recipe)
      let paths = kept.map { "\(status.id.figureFolder)/\($0)" }
      return outcome(.drawn(fromCache: isCached, kept: paths))
    } catch is CancellationError {
      return outcome(.stopped)
    } catch let error as InputChanged {
      return outcome(.failed("'\(error.path)' changed while it was read; run it again"))
    } catch is ResultOvertaken {
      return outcome(.failed("its declaration or inputs changed while it ran; run it again"))
    } catch let error as ExperimentError {
      return outcome(.failed(error.description))
    } catch let error as FileError {
      return outcome(.failed(error.description))
    } catch let error as ModelMissing {
      return outcome(.skipped(error.description))
    } catch let error as ModelUnusable {
      return outcome(.skipped(error.description))
    } catch let error as TreeError {
      return outcome(.failed("\(error); \(error.hint)"))
    }
  }
}
