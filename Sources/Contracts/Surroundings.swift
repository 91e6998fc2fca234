public import Findings

/// What a check needs to know besides the report and the contract.
public struct Surroundings: Sendable, Equatable {
  /// The files of the application, relative to its folder, with `/` between their parts.
  public let files: Set<String>
  /// What is to be said of figures that are not fresh, by path, such as `stale: the prompt changed`.
  public let figureStates: [String: String]
  /// The experiments of the application; `nil` where there is no application to know of.
  public let experiments: [ExperimentFacts]?
  /// What the files beside figures say of them, by the path of the figure.
  public let figures: [String: FigureFacts]

  /// Creates surroundings.
  public init(
    files: Set<String>, figureStates: [String: String] = [:],
    experiments: [ExperimentFacts]? = nil, figures: [String: FigureFacts] = [:]
  ) {
    self.files = files
    self.figureStates = figureStates
    self.experiments = experiments
    self.figures = figures
  }
}

/// What a check knows of an experiment.
public struct ExperimentFacts: Sendable, Equatable {
  /// Its name.
  public let id: String
  /// Where its declaration begins.
  public let place: Place
  /// Whether its declaration could be read; what it says is known then.
  public var isReadable = true
  /// The built-in technique it runs; `nil` for a command.
  public var technique: String?
  /// The model's name.
  public var model: String?
  /// Why it is run.
  public var why: String?
  /// What is expected.
  public var hypothesis: String?
  /// What each possible outcome would mean.
  public var possibleOutcomes: [String] = []
  /// The kind of statement it supports: `existence`, `method` or `mechanism`.
  public var claim: String?
  /// What the result is compared with.
  public var baseline: String?
  /// Which simpler method was tried, or why none was.
  public var simplerMethodTried: String?
  /// Its numbers by key.
  public var numbers: [String: Double] = [:]

  /// Creates facts; what is not known stays empty.
  public init(id: String, place: Place) {
    self.id = id
    self.place = place
  }
}

/// What a check knows of a figure from the files beside it.
public struct FigureFacts: Sendable, Equatable {
  /// The titles of the axes in the data it was drawn from; `nil` where there is no such data.
  public let axisTitles: [String]?
  /// The numbers it shows.
  public let values: [Double]

  /// Creates facts.
  public init(axisTitles: [String]? = nil, values: [Double] = []) {
    self.axisTitles = axisTitles
    self.values = values
  }
}
