/// The way from a declaration's options to one value inside them.
public struct OptionPath: Sendable, Hashable, CustomStringConvertible {
  /// One step of the way.
  public enum Step: Sendable, Hashable {
    /// Into the field of a mapping.
    case field(String)
    /// To an entry of a list, counted from 0.
    case entry(Int)
  }

  /// The steps from the outside in.
  public let steps: [Step]

  /// Makes a way from its steps.
  public init(_ steps: [Step] = []) {
    self.steps = steps
  }

  /// The way as a reader says it: `'answer' of entry 3 of 'pairs'`, entries counted from 1.
  public var description: String {
    guard !steps.isEmpty else { return "the options" }
    let words = steps.reversed().map { step in
      switch step {
      case .field(let name): "'\(name)'"
      case .entry(let index): "entry \(index + 1)"
      }
    }
    return words.joined(separator: " of ")
  }

  func field(_ name: String) -> OptionPath { OptionPath(steps + [.field(name)]) }

  func entry(_ index: Int) -> OptionPath { OptionPath(steps + [.entry(index)]) }
}

/// What is wrong with an option, and what to write instead.
public struct OptionProblem: Sendable, Equatable {
  /// Which value is meant.
  public let path: OptionPath
  /// What is wrong: one phrase, lower case, no full stop.
  public let message: String
  /// What to do next.
  public let hint: String

  /// Describes a problem.
  public init(_ path: OptionPath, _ message: String, hint: String) {
    self.path = path
    self.message = message
    self.hint = hint
  }
}
