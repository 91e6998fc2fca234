/// What there is to know about a code without an application: what it means and how much it weighs.
///
/// ``all`` lists every code that a finding of this program can bear. What a programme makes of a code
/// is said by the rules of its contract.
public struct FindingKind: Sendable, Equatable {
  /// What a code is about.
  public enum Group: String, Sendable, CaseIterable {
    /// The report, measured by the programme's rules and by its own references.
    case report
    /// The text of the report as a file.
    case text
    /// A configuration file of any kind.
    case configuration
    /// The programme's rules as a file.
    case contract
    /// A declaration of an experiment.
    case experiment
    /// The document that an export wrote.
    case export
    /// The time that was booked.
    case time
  }

  /// The code.
  public let code: String
  /// What it is about.
  public let group: Group
  /// How much it weighs where no rule of a contract says otherwise.
  public let severity: Severity
  /// What it means and why it matters, as one sentence.
  public let explanation: String

  init(_ code: String, _ group: Group, _ severity: Severity, _ explanation: String) {
    self.code = code
    self.group = group
    self.severity = severity
    self.explanation = explanation
  }

  /// The kind of a code; `nil` for one that no finding bears.
  public static func of(_ code: String) -> FindingKind? { byCode[code] }

  /// Every kind, group by group.
  public static let all = report + reading + configuration + contract + experiment + export + time

  private static let byCode = Dictionary(
    all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}
