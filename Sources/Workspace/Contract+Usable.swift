internal import Contracts
internal import Findings

extension Contract {
  /// Reads a contract; throws a ``UserError`` when it cannot be read at all.
  static func usable(
    _ text: String, path: String
  ) throws -> (contract: Contract, findings: [Finding]) {
    let (contract, findings) = parse(text, path: path)
    if let contract { return (contract, findings) }
    let first = findings.first { $0.severity == .error }
    let line = first?.place.map { ":\($0.start.line)" } ?? ""
    throw UserError(
      .usage, "'\(path)\(line)' cannot be used: \(first?.message ?? "it is empty")",
      hint: first?.hint ?? "take back the last good one with 'git checkout HEAD -- \(path)'")
  }
}
