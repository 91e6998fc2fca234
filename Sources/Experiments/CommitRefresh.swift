import Digests
import Documents
import Findings
import Git
public import Platform
import Techniques

/// Draws figures again for a commit: out of the index that is about to be committed, into that same
/// index, without touching the work tree before the commit is there.
///
/// Nothing here ever stops a commit; what goes wrong is told in the summary. It never stashes, and
/// never amends. ``beforeCommit(_:in:variables:progress:)`` is for git's hook `pre-commit` and for
/// `dossier commit`, ``afterCommit(in:variables:)`` for the hook `post-commit`.
public struct CommitRefresh: Sendable {
  /// What may be drawn.
  public struct Policy: Sendable, Equatable {
    /// The time that may be spent in all; `nil` for as long as it takes.
    public var budgetMilliseconds: Int?
    /// Why nothing may be drawn, such as the end of the research phase; `nil` when it may.
    public var refusal: String?

    /// Creates a policy; ten seconds are what a plain `git commit` may take.
    public init(budgetMilliseconds: Int? = 10_000, refusal: String? = nil) {
      self.budgetMilliseconds = budgetMilliseconds
      self.refusal = refusal
    }
  }

  let platform: Platform
  let engine: any ExperimentEngine
  let store: ModelStore

  /// Creates the service.
  public init(platform: Platform, engine: any ExperimentEngine, store: ModelStore) {
    self.platform = platform
    self.engine = engine
    self.store = store
  }

  /// Whether the user has switched the hooks off for this command with `DOSSIER_HOOK=off`.
  public static func isSwitchedOff(_ variables: [String: String]) -> Bool {
    variables["DOSSIER_HOOK"] == "off"
  }

  /// Brings the figures of the coming commit up to date, as far as the policy lets it.
  ///
  /// `folder` is the folder the hook was started in, `variables` its environment: git names the index
  /// of the coming commit there. When the task is cancelled, the rest is left as it is.
  public func beforeCommit(
    _ policy: Policy = Policy(), in folder: String, variables: [String: String],
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async -> RefreshSummary {
    guard !Self.isSwitchedOff(variables) else { return RefreshSummary() }
    do {
      let repository = try Repository.openFromEnvironment(folder, variables: variables)
      var refresh = IndexRefresh(self, policy, repository, progress: progress)
      if let index = variables["GIT_INDEX_FILE"], index.hasSuffix(".lock") {
        refresh.passingIndex = Path.join(folder, index)
      }
      return try await refresh.run()
    } catch {
      var summary = RefreshSummary()
      summary.problems = ["figures were not looked at: \(error)"]
      return summary
    }
  }

  /// Carries what was drawn for the commit into the user's own index and work tree.
  ///
  /// A file that somebody changed meanwhile is kept and named in the summary.
  public func afterCommit(in folder: String, variables: [String: String]) -> RefreshSummary {
    var summary = RefreshSummary()
    guard !Self.isSwitchedOff(variables) else { return summary }
    do {
      let repository = try Repository.openFromEnvironment(folder, variables: variables)
      summary.kept = try PendingDelivery(repository, platform: platform).deliver()
    } catch {
      summary.problems = ["figures drawn for the commit are not in the work tree yet: \(error)"]
    }
    return summary
  }
}

/// The drawing for one commit.
private struct IndexRefresh {
  let platform: Platform
  let engine: any ExperimentEngine
  let store: ModelStore
  let policy: CommitRefresh.Policy
  let repository: Repository
  let records: LocalRecords
  let maker: ResultMaker
  let start: Int
  let progress: @Sendable (RunProgress) -> Void
  /// The index that git made for this commit, and removes after it; `nil` where it is the usual one.
  var passingIndex: String?

  init(
    _ refresh: CommitRefresh, _ policy: CommitRefresh.Policy, _ repository: Repository,
    progress: @escaping @Sendable (RunProgress) -> Void
  ) {
    platform = refresh.platform
    engine = refresh.engine
    store = refresh.store
    self.policy = policy
    self.repository = repository
    records = LocalRecords(commonDirectory: repository.commonDirectory, platform: platform)
    maker = ResultMaker(platform: platform, engine: engine, store: store, records: records)
    start = platform.clock.monotonicMilliseconds()
    self.progress = progress
  }

  private var elapsed: Int { platform.clock.monotonicMilliseconds() - start }

  func run() async throws -> RefreshSummary {
    var summary = RefreshSummary()
    var tree = try RecordedTree.index(of: repository)
    let lastCheck = LastCheck(records: records, techniques: engine.techniques)
    if lastCheck.foundAllFresh(tree) { return summary }
    var survey = survey(tree)
    var causes: [ExperimentID: String] = [:]
    let estimate = DurationEstimate(durations: records.durations())
    var schedule = Schedule(survey.experiments.map(\.id), in: survey)
    while let status = schedule.next(
      in: survey, loadedModel: maker.loadedModel,
      accepting: { status in
        causes[status.id] = objection(to: status, in: tree, estimate)
        return causes[status.id] == nil
      })
    {
      let counter = RunProgress.Counter(number: schedule.attempted, of: schedule.count)
      do {
        summary.drawn.append(try await draw(status, counter, from: tree))
      } catch {
        causes[status.id] = cause(of: error)
      }
      tree = try RecordedTree.index(of: repository)
      if schedule.isAwaited(status.id, in: survey) { survey = self.survey(tree) }
    }
    if schedule.attempted > 0 { survey = self.survey(tree) }
    summary.left = left(survey, causes)
    summary.isDrawingRefused = policy.refusal != nil
    summary.milliseconds = elapsed
    try lastCheck.remember(tree, survey)
    return summary
  }

  private func survey(_ tree: RecordedTree) -> ExperimentSurvey {
    ExperimentSurvey.take(of: tree, techniques: engine.techniques, records: records)
  }

  /// Why an experiment is not started; `nil` when it is.
  private func objection(
    to status: ExperimentStatus, in tree: RecordedTree, _ estimate: DurationEstimate
  ) -> String? {
    guard let recipe = status.recipe else { return nil }
    if let refusal = policy.refusal { return refusal }
    if Task.isCancelled { return "stopped" }
    // What somebody drew by hand is theirs; what failed as it is will fail again.
    switch status.state {
    case .edited: return "not drawn over"
    case .failed: return "not tried again"
    default: break
    }
    if maker.hasResult(of: recipe) { return nil }
    guard let model = try? store.find(recipe.model) else {
      return ModelMissing(name: status.declaration?.model ?? recipe.model).description
    }
    guard let budget = policy.budgetMilliseconds else { return nil }
    var needed = estimate.run(
      status.id, technique: recipe.technique, prompts: prompts(of: status, recipe, in: tree),
      modelBytes: model.size)
    if maker.loadedModel != recipe.model {
      needed += estimate.loading(recipe.model, bytes: model.size)
    }
    if elapsed + needed <= budget { return nil }
    return needed > budget
      ? "would take about \(RefreshSummary.duration(needed))"
      : "the \(RefreshSummary.duration(budget)) for drawing are used up"
  }

  /// How many prompts an experiment asks for, those in its files among them.
  private func prompts(
    of status: ExperimentStatus, _ recipe: Recipe, in tree: RecordedTree
  ) -> Int {
    guard let declaration = status.declaration,
      let description = engine.techniques[recipe.technique],
      let options = try? declaration.options(of: description, for: recipe, from: tree)
    else { return 1 }
    return DurationEstimate.prompts(of: options.values)
  }

  private func draw(
    _ status: ExperimentStatus, _ counter: RunProgress.Counter, from tree: RecordedTree
  ) async throws -> RefreshSummary.Drawn {
    guard let declaration = status.declaration, let recipe = status.recipe else {
      throw ExperimentError("the declaration cannot be read")
    }
    // An estimate may be wrong by a factor of two before the run is stopped.
    let limit = policy.budgetMilliseconds.map { max(2 * $0 - elapsed, $0 / 10) }
    let progress = progress
    let order = ResultOrder(
      declaration: declaration, recipe: recipe, tree: tree, limitMilliseconds: limit,
      waitsForOthers: policy.budgetMilliseconds == nil,
      progress: { share, note in
        progress(
          RunProgress(experiment: status.id, title: status.title, counter: counter, share, note))
      })
    let (result, _) = try await maker.result(order)
    try stage(result, of: status, declaration, recipe, over: tree)
    return RefreshSummary.Drawn(
      experiment: status.id, reason: status.state.reason, files: result.outputs.keys.sorted())
  }

  /// Puts a result into the index: objects first, then the pending list, then the index itself, so
  /// that a kill in between leaves nothing but objects without a name.
  private func stage(
    _ result: ExperimentResult, of status: ExperimentStatus,
    _ declaration: ExperimentDeclaration, _ recipe: Recipe, over tree: RecordedTree
  ) throws {
    let provenance = result.provenance(of: recipe, modelName: declaration.model ?? recipe.model)
    var files = result.outputs
    files["lock.json"] = provenance.bytes
    var entries: [TreeEntry] = []
    var pending: [PendingFigures.Line] = []
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let path = "\(status.id.figureFolder)/\(name)"
      let old = tree.entry(path)
      try refuseForeign(name, at: path, old, provenance, status)
      let id = try repository.writeBlob(bytes)
      guard old?.id != id else { continue }
      entries.append(TreeEntry(path: path, mode: .file, id: id))
      pending.append(
        PendingFigures.Line(
          workTree: WorkTreeName.of(repository), path: path, replaces: [old?.id], content: id))
    }
    if let passingIndex, try !platform.files.exists(passingIndex) { throw Self.abandoned }
    try PendingFigures(records: records, platform: platform).add(pending)
    guard let passingIndex else { return try repository.updateIndex(set: entries) }
    try stage(entries, inPassing: passingIndex)
  }

  /// Puts entries into an index that is gone as soon as the commit is ended.
  ///
  /// Written to where git has removed it, it would be a lock in the way of every later commit. So a
  /// copy is changed and takes its place in a step that fails where there is none.
  private func stage(_ entries: [TreeEntry], inPassing index: String) throws {
    let files = platform.files
    let copy = Path.join(repository.gitDirectory, "dossier-index")
    defer { try? files.remove(copy) }
    do {
      try files.replace(copy, with: files.read(index))
      try Repository.openFromEnvironment(
        repository.gitDirectory,
        variables: ["GIT_DIR": repository.gitDirectory, "GIT_INDEX_FILE": copy]
      ).updateIndex(set: entries)
      try takePlace(of: index, copy)
    } catch let error as FileError where error.isMissing {
      throw Self.abandoned
    }
  }

  private func takePlace(of index: String, _ copy: String) throws {
    let files = platform.files
    do {
      try files.swap(copy, with: index)
    } catch {
      // Network file systems cannot swap; there the moment between the two steps has to be risked.
      guard error.isUnsupported else { throw error }
      guard try files.exists(index) else { throw Self.abandoned }
      try files.rename(copy, to: index)
    }
  }

  private static let abandoned = ExperimentError("the commit was given up")

  /// Refuses to stage over a file that no run has recorded as its own.
  private func refuseForeign(
    _ name: String, at path: String, _ old: TreeEntry?, _ new: Provenance,
    _ status: ExperimentStatus
  ) throws {
    guard let old, name != "lock.json", status.provenance?.outputs[name] == nil else { return }
    let present = SHA256.digest(try repository.blob(old.id)).hex
    guard present != new.outputs[name] else { return }
    throw ExperimentError("'\(path)' is not recorded as drawn by it; move or delete that file")
  }

  private func cause(of error: any Error) -> String {
    switch error {
    case is CancellationError: Task.isCancelled ? "stopped" : "stopped, it took too long"
    case is ExperimentBusy: "another process is drawing it"
    default: "\(error)"
    }
  }

  private func left(
    _ survey: ExperimentSurvey, _ causes: [ExperimentID: String]
  ) -> [RefreshSummary.Left] {
    survey.experiments.compactMap { status in
      switch status.state {
      case .fresh, .external: return nil
      case .failed:
        return RefreshSummary.Left(experiment: status.id, state: status.state, cause: nil)
      default:
        return RefreshSummary.Left(
          experiment: status.id, state: status.state, cause: causes[status.id])
      }
    }
  }
}

/// How a clone tells its linked work trees apart.
enum WorkTreeName {
  /// The path of the work tree's git folder below the common one; empty for the main work tree.
  static func of(_ repository: Repository) -> String {
    Path.relative(repository.gitDirectory, to: repository.commonDirectory)
      ?? repository.gitDirectory
  }
}
