public import Findings
public import Techniques

/// What `experiments/ID/experiment.yaml` says.
///
/// A declaration is a value: nothing it names has been opened. Its paths are checked to stay inside
/// the application, its options against the technique's own description.
public struct ExperimentDeclaration: Sendable, Equatable {
  /// The name of the experiment's folder.
  public let id: ExperimentID
  /// The title, for people.
  public let title: String
  /// What is run.
  public let procedure: Procedure
  /// The name of the model, one of `models` in `dossier.yaml`; `nil` where none is used.
  public let model: String?
  /// The options as written; every scalar is a text that the technique's description gives a type.
  public let options: [String: OptionValue]
  /// The options whose value is the content of a file, with the path from the application's folder.
  public let optionFiles: [String: String]
  /// The files and experiments that the result depends on.
  public let inputs: Inputs
  /// The figures the report relies on.
  public let figures: [DeclaredFigure]
  /// The keys of the numbers the report relies on.
  public let numbers: [String]
  /// How equal two results with the same key must be.
  public let expectation: Expectation
  /// Where it is to run: `local`, or the name of a target in the user's own settings.
  public let target: String
  /// What a careful reader wants to know about it.
  public let reasoning: Reasoning
  /// The start of the declaration.
  public let place: Place
}

extension ExperimentDeclaration {
  /// What an experiment runs: exactly one of these.
  public enum Procedure: Sendable, Equatable {
    /// One of the built-in techniques, by name.
    case technique(String)
    /// A command of the applicant's own.
    case command([String])
    /// A notebook of the applicant's own.
    case notebook(String)
  }

  /// Files, by their paths from the application's folder, and other experiments.
  public struct Inputs: Sendable, Equatable {
    /// Program text.
    public var code: [String] = []
    /// Data.
    public var data: [String] = []
    /// Lock files that fix the environment.
    public var lock: [String] = []
    /// Experiments whose outputs are read.
    public var needs: [ExperimentID] = []
  }

  /// A figure that the report relies on.
  public struct DeclaredFigure: Sendable, Equatable {
    /// The file in the experiment's folder under `figures/`.
    public let file: String
    /// What it shows, for readers who cannot see it.
    public let alt: String?
    /// Where the declaration names it.
    public let place: Place
  }

  /// How equal two results with the same key must be.
  public enum Expectation: String, Sendable, CaseIterable {
    /// Byte for byte.
    case exact
    /// Up to a tolerance in the numbers.
    case tolerant
    /// Not at all.
    case free
  }

  /// What kind of statement an experiment supports; it decides what evidence is asked for.
  public enum Claim: String, Sendable, CaseIterable {
    /// Something exists; examples may be picked by hand.
    case existence
    /// A method works; a baseline is needed.
    case method
    /// This is how it works.
    case mechanism
  }

  /// What a careful reader wants to know about an experiment; nothing here changes its result.
  public struct Reasoning: Sendable, Equatable {
    /// Why it is run.
    public var why: String?
    /// What is expected.
    public var hypothesis: String?
    /// What each possible outcome would mean.
    public var possibleOutcomes: [String] = []
    /// What kind of statement it supports.
    public var claim: Claim?
    /// What the result is compared with.
    public var baseline: String?
    /// Which simpler method was tried, or why none was.
    public var simplerMethodTried: String?
    /// How the conclusion could be false.
    public var couldBeFalseIf: String?
  }
}
