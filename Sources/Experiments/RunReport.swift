/// How far a run has come.
public struct RunProgress: Sendable, Equatable {
  /// Which of how many experiments this is.
  public struct Counter: Sendable, Equatable {
    /// The number of the experiment, from 1.
    public let number: Int
    /// How many there are.
    public let count: Int

    init(number: Int, of count: Int) {
      self.number = number
      self.count = max(count, number)
    }
  }

  /// The experiment that runs.
  public let experiment: ExperimentID
  /// Its title.
  public let title: String
  /// Which of how many it is.
  public let counter: Counter
  /// The share of it that is done, from 0 to 1.
  public let share: Double
  /// What is being done.
  public let note: String

  init(
    experiment: ExperimentID, title: String, counter: Counter, _ share: Double, _ note: String
  ) {
    self.experiment = experiment
    self.title = title
    self.counter = counter
    self.share = share
    self.note = note
  }
}

/// What became of one experiment of a run.
public struct RunOutcome: Sendable, Equatable {
  /// What became of it.
  public enum Kind: Sendable, Equatable {
    /// Its figures are in place; `kept` names files that were changed by hand and left alone.
    case drawn(fromCache: Bool, kept: [String])
    /// It gave no result; the last good figures are still there.
    case failed(String)
    /// It could not be started on this machine.
    case skipped(String)
    /// It was stopped; the last good figures are still there.
    case stopped
  }

  /// The experiment.
  public let experiment: ExperimentID
  /// Its title.
  public let title: String
  /// What became of it.
  public let kind: Kind
  /// Why it was run.
  public let reason: String
  /// How long it took.
  public let milliseconds: Int
}

/// What a run did.
public struct RunReport: Sendable {
  /// What became of each experiment that was started, in the order of running.
  public internal(set) var outcomes: [RunOutcome] = []
  /// Whether the run was stopped before its end.
  public internal(set) var isStopped = false
  /// How the experiments stand afterwards.
  public internal(set) var survey = ExperimentSurvey(experiments: [], findings: [])
}
