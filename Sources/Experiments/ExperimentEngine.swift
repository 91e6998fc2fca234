public import Techniques
import Transformers

/// What runs techniques: the built-in engine, or a double in tests.
public protocol ExperimentEngine: Sendable {
  /// The techniques it knows.
  var techniques: TechniqueList { get }

  /// Makes a model ready; what it returns runs any number of experiments.
  func open(_ model: StoredModel) throws -> any ExperimentSession
}

/// A model made ready to run techniques.
public protocol ExperimentSession: Sendable {
  /// Runs a technique to its end; when the task is cancelled it throws as soon as it can.
  ///
  /// `progress` hears of the share that is done, from 0 to 1, and of what is being done.
  func run(
    _ technique: String, _ options: Options,
    progress: @escaping @Sendable (Double, String) -> Void
  ) throws -> TechniqueResult
}

/// The transformer engine and the techniques of this program.
public struct BuiltInEngine: ExperimentEngine {
  /// The techniques of this program.
  public let techniques: TechniqueList
  private let store: ModelStore

  /// Creates an engine that finds its models in a store.
  public init(store: ModelStore) {
    self.store = store
    self.techniques = TechniqueList(TechniqueCatalogue.all.map { $0.description })
  }

  /// Loads a model, after comparing its file with its digest.
  public func open(_ model: StoredModel) throws -> any ExperimentSession {
    BuiltInSession(model: try store.open(model))
  }
}

private struct BuiltInSession: ExperimentSession {
  let model: Model

  func run(
    _ technique: String, _ options: Options,
    progress: @escaping @Sendable (Double, String) -> Void
  ) throws -> TechniqueResult {
    guard let type = TechniqueCatalogue.named(technique) else {
      throw ExperimentError("there is no technique '\(technique)'")
    }
    do throws(TechniqueError) {
      return try type.run(options, on: model, progress: progress)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw ExperimentError(error)
    }
  }
}

/// Why an experiment gave no result.
public struct ExperimentError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, as one phrase.
  public let message: String
  /// What to do next.
  public let hint: String?

  /// Creates an error.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// Puts the error of a technique into words.
  init(_ error: TechniqueError) {
    switch error {
    case .options(let problems):
      let words = problems.map { "\($0.path): \($0.message)" }
      self.init(words.joined(separator: "; "), hint: problems.first?.hint)
    case .model(let message, let hint): self.init(message, hint: hint)
    case .failedCheck(let name, let expected, let found):
      self.init(
        "the check '\(name)' failed: expected \(expected), found \(found)",
        hint: "the result is not shown; report this with the declaration")
    case .cancelled: self.init("it was stopped")
    }
  }

  /// The error as one phrase, with the hint in parentheses.
  public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
