internal import Contracts
public import Documents
public import Findings
internal import Git
internal import Ledger
internal import Platform
internal import Reports

/// Where the applicant stands, in one look.
public struct StatusReport: Sendable {
  /// The report's title.
  public let title: String
  /// The programme and its round, and whether the round is over; `nil` without a contract.
  public let round: String?
  /// How the clock stands.
  public let time: ClockReport
  /// How the figures stand.
  public let experiments: [ExperimentLine]
  /// What a check finds.
  public let findings: [Finding]
  /// How many drafts there are and when the last was made.
  public let drafts: String
  /// What other machines have not got yet.
  public let sharing: String

  /// All of it as JSON.
  public var json: JSON {
    [
      "schema": 1, "title": .string(title), "programme": round.map { .string($0) } ?? .null,
      "clock": time.json, "drafts": .string(drafts), "shared": .string(sharing),
      "experiments": .array(
        experiments.map {
          ["id": .string($0.id), "state": .string($0.state), "reason": .string($0.reason)]
        }),
      "findings": .object(
        Dictionary(
          uniqueKeysWithValues: Severity.allCases.map { severity in
            (severity.rawValue, .integer(findings.count { $0.severity == severity }))
          })),
    ]
  }
}

extension Workspace {
  /// Looks at the clock, the figures, the findings and the drafts.
  public func status() throws -> StatusReport {
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    let contract = try contract().contract
    let isClosed = contract.isClosed(
      atUnixSeconds: platform.clock.now().unixMilliseconds / 1000)
    let repository = try repository()
    return StatusReport(
      title: report.frontMatter.title ?? "without a title",
      round: contract.title.text() + (isClosed ? " (this round is closed)" : ""),
      time: try time(), experiments: try experiments(), findings: try check().findings,
      drafts: try drafts(in: repository), sharing: try sharing(of: repository))
  }

  private func drafts(in repository: Repository) throws -> String {
    guard let head = try repository.head() else { return "none yet" }
    let commit = try repository.commit(head)
    let seconds = platform.clock.now().unixMilliseconds / 1000 - commit.committer.seconds
    return "the last \(Self.age(seconds)): \(commit.id.short) \(commit.title)"
  }

  private func sharing(of repository: Repository) throws -> String {
    guard let head = try repository.head(), let branch = try repository.headBranch() else {
      return "nothing to share yet"
    }
    let remotes = try repository.references(prefix: "refs/remotes/").filter {
      $0.name.hasSuffix("/" + branch)
    }
    guard let remote = remotes.first else {
      return "with no other machine; see 'dossier sync --help'"
    }
    let name = remote.name.dropFirst("refs/remotes/".count)
    let open = try repository.history(from: head, hiding: [remote.target]).count
    return switch open {
    case 0: "every draft is on '\(name)'"
    case 1: "1 draft is not on '\(name)' yet"
    default: "\(open) drafts are not on '\(name)' yet"
    }
  }

  private static func age(_ seconds: Int) -> String {
    switch seconds {
    case ..<120: "just now"
    case ..<7200: "\(seconds / 60) min ago"
    case ..<172_800: "\(seconds / 3600) h ago"
    default: "\(seconds / 86_400) days ago"
    }
  }
}
