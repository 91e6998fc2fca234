/// What a check needs to know besides the report and the contract.
public struct Surroundings: Sendable, Equatable {
  /// The files of the application, relative to its folder, with `/` between their parts.
  public let files: Set<String>
  /// What is to be said of figures that are not fresh, by path, such as `stale: the prompt changed`.
  public let figureStates: [String: String]

  /// Creates surroundings.
  public init(files: Set<String>, figureStates: [String: String] = [:]) {
    self.files = files
    self.figureStates = figureStates
  }
}
