/// Why a technique gave no result.
public enum TechniqueError: Error, Sendable, Equatable {
  /// The options do not fit the technique or the model; every problem that was found is listed.
  case options([OptionProblem])
  /// The model cannot do what was asked.
  case model(message: String, hint: String)
  /// A result contradicts what must hold by construction, so it is not shown.
  case failedCheck(name: String, expected: Double, found: Double)
  /// The surrounding task was cancelled.
  case cancelled
}
