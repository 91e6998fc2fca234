import Assets
import Contracts
import Findings
import Reports
import Testing

/// The bundled contract and its findings, read once.
private let parsedContract = (try? asset("contract.yaml")).map {
  Contract.parse($0, path: "contract.yaml")
}

/// The contract of the bundled template.
func bundledContract() throws -> Contract { try #require(parsedContract?.contract) }

/// What there is to say against it.
func bundledContractFindings() throws -> [Finding] { try #require(parsedContract).findings }

/// The text of a file of the bundled template.
func asset(_ path: String) throws -> String {
  let path = "Templates/mats-neel-nanda/" + path
  return try #require(Asset.all.first { $0.path == path }, "\(path) is embedded").text
}

/// The findings of a report against the bundled contract; what the programme wants said is left out, as
/// no text of a few lines says it all.
func findings(
  _ source: String, files: Set<String> = [], states: [String: String] = [:]
) throws -> [Finding] {
  let report = Report.parse(source, path: "report.md").report
  return check(
    report, against: try bundledContract(), in: Surroundings(files: files, figureStates: states)
  ).filter { $0.code != CheckCode.statementMissing.rawValue }
}
