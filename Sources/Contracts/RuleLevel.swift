public import Findings

/// How binding the programme's words are.
public enum RuleLevel: String, Sendable, CaseIterable {
  /// A limit or a condition of the programme.
  case required = "R"
  /// Asked for with a "please".
  case please = "P"
  /// Advice or encouragement.
  case advised = "A"
  /// Our own reading, where the programme is silent or ambiguous.
  case ours = "O"

  /// The severity of a finding where the rule names no other.
  public var severity: Severity {
    switch self {
    case .required: .error
    case .please: .warning
    case .advised, .ours: .info
    }
  }

  /// The gravest severity a finding may have: only a limit of the programme is an error.
  public var gravestSeverity: Severity { self == .required ? .error : .warning }

  /// The level in words.
  public var words: String {
    switch self {
    case .required: "a limit or condition of the programme"
    case .please: "asked for with \"please\""
    case .advised: "advice"
    case .ours: "our own reading"
    }
  }
}
