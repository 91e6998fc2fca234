public import Transformers

/// A built-in method: a model and options in, figures and numbers out.
///
/// A technique reads no files and no clocks, and draws its random numbers from the seed in its
/// options: the same options on the same model give the same result.
public protocol Technique: Sendable {
  /// What the technique is, and what it takes and gives.
  static var description: TechniqueDescription { get }

  /// Runs the technique to its end, or until the surrounding task is cancelled.
  ///
  /// - Parameters:
  ///   - options: What the description's `decode` returned without problems.
  ///   - model: The model to study.
  ///   - progress: Told the share that is done, from 0 to 1, and what is being done.
  /// - Returns: Figures, numbers, tables and remarks.
  /// - Throws: Why there is no result; a result that contradicts itself is never returned.
  static func run(
    _ options: Options, on model: Model, progress: (Double, String) -> Void
  ) throws(TechniqueError) -> TechniqueResult
}

/// The techniques of this program, simplest first.
public enum TechniqueCatalogue {
  /// Every technique.
  public static let all: [any Technique.Type] = [
    PromptBench.self, LinearProbe.self, LogitLens.self, DirectLogitAttribution.self,
    ActivationPatching.self,
  ]

  /// Returns the technique of a name, such as `logit-lens`.
  public static func named(_ name: String) -> (any Technique.Type)? {
    all.first { $0.description.name == name }
  }
}
