internal import Experiments
internal import Git
internal import Platform
internal import Store

/// How far a long operation has come, for whoever shows it.
public struct Progress: Sendable, Equatable {
  /// What is being done, such as `[2/3] probe`.
  public let title: String
  /// The share that is done, from 0 to 1.
  public let share: Double
  /// What is being done just now.
  public let note: String

  /// Creates a report.
  public init(title: String, share: Double, note: String) {
    self.title = title
    self.share = share
    self.note = note
  }
}

/// One experiment of an application and how its figures stand.
public struct ExperimentLine: Sendable, Equatable {
  /// The name of its folder under `experiments/`.
  public let id: String
  /// The title.
  public let title: String
  /// How its figures stand, in one word: `fresh`, `stale`, `missing`, `edited`, `failed` ...
  public let state: String
  /// Why, as one phrase; empty where the word says it all.
  public let reason: String
  /// The technique, `command` or `notebook`.
  public let procedure: String
  /// The name of the model; `nil` where none is used.
  public let model: String?
  /// How long the last run here took, in milliseconds; `nil` where none is known.
  public let lastMilliseconds: Int?
  /// The paths of its figures.
  public let figures: [String]
}

/// What a run did to one experiment.
public struct RunLine: Sendable, Equatable {
  /// How it ended.
  public enum Ending: String, Sendable {
    /// Computed, and the figures are in place.
    case drawn
    /// Found in the cache under the same key, and the figures are in place.
    case cached
    /// No result; the last good figures are untouched.
    case failed
    /// Not started on this machine.
    case skipped
    /// Stopped before its end.
    case stopped
  }

  /// The experiment.
  public let id: String
  /// How it ended.
  public let ending: Ending
  /// Why it was run, or why it gave no result.
  public let words: String
  /// The paths of files changed by hand that were kept.
  public let kept: [String]
  /// How long it took.
  public let milliseconds: Int
}

extension Workspace {
  /// The experiments of the work tree and what is wrong with their declarations.
  public func experiments() throws -> [ExperimentLine] {
    let records = try records()
    return Self.lines(of: survey(records: records), records)
  }

  /// What was run, on which data, compared with what and how, as a table in Markdown.
  ///
  /// Empty where there is no experiment; a declaration that cannot be read is left out.
  public func methodTable() throws -> String {
    let declarations = survey(records: nil).experiments.compactMap(\.declaration)
    return MethodTable(declarations, techniques: engine.techniques).markdown
  }

  /// How the experiments of a survey stand.
  static func lines(of survey: ExperimentSurvey, _ records: LocalRecords) -> [ExperimentLine] {
    survey.summaries(records: records).map {
      ExperimentLine(
        id: $0.id, title: $0.title, state: $0.state, reason: $0.reason, procedure: $0.procedure,
        model: $0.model, lastMilliseconds: $0.lastDurationMilliseconds, figures: $0.figures)
    }
  }

  /// Draws figures: those of the named experiments, or all that are out of date.
  ///
  /// `replacesEdited` lets it write over figures that were changed by hand. Cancelling the task ends
  /// the run; what was drawn stays.
  public func run(
    _ ids: [String], replacesEdited: Bool = false,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> [RunLine] {
    let wanted = try ids.map { id in
      guard let id = ExperimentID(id) else {
        throw UserError(
          .usage, "'\(id)' is no name of an experiment", hint: "see 'dossier experiments'")
      }
      return id
    }
    let runner = ExperimentRunner(
      platform: platform, engine: engine, store: modelStore, folder: folder,
      records: try records())
    if let refusal = try drawingRefusal() {
      throw UserError(
        .refused, refusal, hint: "'dossier thaw REASON' goes back while research hours are left")
    }
    try takeSnapshot("before run")
    let signs = WorkSigns(self)
    defer { endWatching() }
    do {
      let report = try await runner.run(
        wanted, options: .init(replacesEdited: replacesEdited)
      ) {
        signs.give()
        progress(Progress($0))
      }
      let untried = report.survey.experiments.filter { status in
        !report.outcomes.contains { $0.experiment == status.id }
          && (ids.isEmpty
            ? status.isHeldUp : ids.contains(status.id.name) && status.state != .fresh)
      }
      return report.outcomes.map(RunLine.init) + untried.map(RunLine.init(untried:))
    } catch let error as ExperimentError {
      throw UserError(.usage, error.message, hint: error.hint)
    }
  }

  /// How every experiment of the work tree stands.
  func survey(records: LocalRecords?) -> ExperimentSurvey {
    ExperimentSurvey.take(
      of: WorkTree(folder, files: platform.files), techniques: engine.techniques, records: records)
  }

  /// What this clone remembers of its runs.
  func records() throws -> LocalRecords {
    let clone = try telling { try Clone.holding(folder, in: platform.files) }
    return LocalRecords(
      commonDirectory: try clone?.commonDirectory ?? repository().commonDirectory,
      platform: platform)
  }

  /// The models of this user.
  var modelStore: ModelStore { ModelStore(platform: platform) }

  /// What runs the techniques.
  var engine: BuiltInEngine { BuiltInEngine(store: modelStore) }

  /// The repository of the application.
  func repository() throws -> Repository {
    do throws(GitError) {
      return try Repository.open(folder)
    } catch {
      throw error.told(of: folder)
    }
  }

  /// The journals of this clone.
  func journals() throws -> JournalStore {
    do {
      return try JournalStore(of: folder, in: platform)
    } catch let error as GitError {
      throw error.told(of: folder)
    }
  }
}

extension GitError {
  fileprivate func told(of folder: String) -> UserError {
    UserError(.outside, "\(self)", hint: "see 'git status' in '\(folder)'")
  }
}

extension Progress {
  init(_ run: RunProgress) {
    self.init(
      title: "[\(run.counter.number)/\(run.counter.count)] \(run.experiment)", share: run.share,
      note: run.note)
  }
}

extension ExperimentStatus {
  /// Whether something has to be put right by hand before its figures can be drawn.
  fileprivate var isHeldUp: Bool {
    switch state {
    case .invalid, .edited: true
    default: false
    }
  }
}

extension RunLine {
  /// An experiment that was not even begun.
  fileprivate init(untried status: ExperimentStatus) {
    var words = status.state.words
    if case .edited = status.state {
      words += "; 'dossier run \(status.id) --replace-edited' draws over it"
    }
    self.init(id: status.id.name, ending: .skipped, words: words, kept: [], milliseconds: 0)
  }

  fileprivate init(_ outcome: RunOutcome) {
    var words = outcome.reason
    var kept: [String] = []
    let ending: Ending
    switch outcome.kind {
    case .drawn(let fromCache, let files):
      ending = fromCache ? .cached : .drawn
      kept = files
    case .failed(let reason):
      ending = .failed
      words = reason
    case .skipped(let reason):
      ending = .skipped
      words = reason
    case .stopped: ending = .stopped
    }
    self.init(
      id: outcome.experiment.name, ending: ending, words: words, kept: kept,
      milliseconds: outcome.milliseconds)
  }
}
