import Platform
import Techniques

/// Gets results: from the cache if they are there, else by running the technique.
///
/// It keeps the model it loaded last, so that experiments on one model load it once. It belongs to
/// one task.
final class ResultMaker {
  private let platform: Platform
  private let engine: any ExperimentEngine
  private let store: any ModelFinder
  private let cache: ResultsCache
  private let records: LocalRecords
  private var loaded: (digest: String, session: any ExperimentSession)?

  init(
    platform: Platform, engine: any ExperimentEngine, store: any ModelFinder, records: LocalRecords
  ) {
    self.platform = platform
    self.engine = engine
    self.store = store
    self.records = records
    self.cache = ResultsCache(platform: platform)
  }

  /// The digest of the model that is loaded.
  var loadedModel: String? { loaded?.digest }

  /// Whether the result of a recipe seems to be in the cache.
  func hasResult(of recipe: Recipe) -> Bool { cache.mayHave(recipe.key) }

  /// Gets the result of one experiment, and tells whether it was in the cache.
  ///
  /// It throws `CancellationError` when the task is cancelled or the time is over, `ExperimentBusy`
  /// when another process computes the same key and `order` says not to wait.
  func result(_ order: ResultOrder) async throws -> (result: ExperimentResult, isCached: Bool) {
    let key = order.recipe.key
    if let result = cache.find(key) { return (result, true) }
    let lock = try await lock(order)
    defer { lock.release() }
    if let result = cache.find(key) { return (result, true) }
    let description = try description(of: order)
    do {
      let options = try order.declaration.options(
        of: description, for: order.recipe, from: order.tree)
      let session = try session(order)
      let result = try await run(order, options, in: session)
      keep(result, for: key)
      return (result, false)
    } catch let error as ExperimentError {
      try? records.recordFailure(of: key, reason: error.message)
      throw error
    }
  }

  /// Keeps a result for the next time; without room for that it is still a result.
  private func keep(_ result: ExperimentResult, for key: String) {
    try? cache.store(result, for: key)
    try? records.forgetFailure(of: key)
  }

  private func description(of order: ResultOrder) throws(ExperimentError) -> TechniqueDescription {
    guard let description = engine.techniques[order.recipe.technique] else {
      throw ExperimentError("there is no technique '\(order.recipe.technique)'")
    }
    return description
  }

  /// Waits for its turn without holding up a thread.
  private func lock(_ order: ResultOrder) async throws -> FileLock {
    while true {
      if let lock = cache.lock(order.recipe.key) { return lock }
      guard order.waitsForOthers else { throw ExperimentBusy() }
      order.progress(0, "waiting for another process that computes the same")
      try await platform.clock.sleep(milliseconds: 200)
    }
  }

  private func session(_ order: ResultOrder) throws -> any ExperimentSession {
    if let loaded, loaded.digest == order.recipe.model { return loaded.session }
    loaded = nil
    guard let model = try store.find(order.recipe.model) else {
      throw ModelMissing(name: order.declaration.model ?? order.recipe.model)
    }
    order.progress(0, "loading the model '\(order.declaration.model ?? model.name)'")
    let start = platform.clock.monotonicMilliseconds()
    let session: any ExperimentSession
    do {
      session = try engine.open(model)
    } catch {
      // A model that cannot be loaded says nothing about the experiment.
      throw ModelUnusable(reason: "\(error)")
    }
    let duration = platform.clock.monotonicMilliseconds() - start
    loaded = (model.digest, session)
    try? records.updateDurations { $0.models[model.digest] = duration }
    return session
  }

  private func run(
    _ order: ResultOrder, _ options: Options, in session: any ExperimentSession
  ) async throws -> ExperimentResult {
    let clock = platform.clock
    let start = clock.monotonicMilliseconds()
    let end = order.limitMilliseconds.map { start + $0 }
    var isComplete = false
    defer {
      let duration = clock.monotonicMilliseconds() - start
      let name = order.declaration.id.name
      try? records.updateDurations {
        // A run that was stopped tells only how long it takes at least.
        $0.experiments[name] = isComplete ? duration : max(duration, $0.experiments[name] ?? 0)
      }
    }
    let technique = order.recipe.technique
    let progress = order.progress
    // A task of its own, so that stopping this run stops no other.
    async let running = session.run(technique, options) { share, note in
      progress(share, note)
      if let end, clock.monotonicMilliseconds() > end {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    let result = try await running
    isComplete = true
    return try ExperimentResult(result)
  }
}

/// One result to be got.
struct ResultOrder {
  /// The experiment.
  let declaration: ExperimentDeclaration
  /// What the result is made from.
  let recipe: Recipe
  /// Where the files of options are read.
  let tree: any ApplicationTree
  /// After how long a run is stopped; never when `nil`.
  var limitMilliseconds: Int?
  /// Whether to wait when another process computes the same.
  var waitsForOthers = true
  /// Hears of the share that is done and of what is being done.
  var progress: @Sendable (Double, String) -> Void = { _, _ in }
}

/// Finds model files by digest.
protocol ModelFinder: Sendable {
  func find(_ digest: String) throws -> StoredModel?
}

extension ModelStore: ModelFinder {}

/// Another process computes the same key.
struct ExperimentBusy: Error {}

/// The model of an experiment is not on this machine.
struct ModelMissing: Error, CustomStringConvertible {
  let name: String

  var description: String {
    "the model '\(name)' is not on this machine; add it with 'dossier model add PATH'"
  }
}

/// The model of an experiment is on this machine but cannot be loaded.
struct ModelUnusable: Error, CustomStringConvertible {
  let reason: String

  var description: String { reason }
}
