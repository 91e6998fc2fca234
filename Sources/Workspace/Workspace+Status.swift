internal import Contracts
public import Documents
public import Findings
internal import Git
internal import Ledger
internal import Platform
internal import Reports
internal import Store
internal import Sync

/// Where the applicant stands, in one look.
public struct StatusReport: Sendable {
  /// The report's title.
  public let title: String
  /// The programme and its round, and whether the round is over; `nil` without a contract.
  public let round: String?
  /// How the clock stands.
  public let time: ClockReport
  /// How long the hours will last, and until when they have to.
  public let forecast: Forecast
  /// When and as what the application was handed in; `nil` while it is not.
  public let handedIn: String?
  /// The questions to oneself that it is time to ask.
  public let questions: [CheckInQuestion]
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
      "clock": time.json, "forecast": forecast.json,
      "check_ins": .array(questions.map(\.json)), "drafts": .string(drafts),
      "shared": .string(sharing), "handed_in": handedIn.map { .string($0) } ?? .null,
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
    // What the clock says rests on few of the contract's rules, so it need not wait for the others.
    let reading = Meanwhile { try clock(rules: TimeRules(rulesOnTime())).reading() }
    let material = try material()
    let contract = material.contract
    let settings = try settings()
    let now = platform.clock.now()
    let seconds = now.unixMilliseconds / 1000
    let deadlines = Deadlines(contract, settings, localZone: now.zone)
    let (time, journals) = try telling { try reading.value }
    return StatusReport(
      title: material.report.frontMatter.title ?? "without a title",
      round: contract.title.text(in: material.report.frontMatter.language)
        + (deadlines.isClosed(at: seconds) ? " (this round is closed)" : ""),
      time: ClockReport(time), forecast: Forecast(time, deadline: deadlines.next(after: seconds)),
      handedIn: handedIn(journals, time.state),
      questions: CheckInQuestion.due(contract, settings, time, lastAsked: journals.lastAsked),
      experiments: Self.lines(of: material.survey, material.records),
      findings: try checkReport(of: material, time).findings, drafts: try drafts(in: repository()),
      sharing: Self.words(for: try Sync.status(at: folder)))
  }

  private func drafts(in repository: Repository) throws -> String {
    guard let head = try repository.head() else { return "none yet" }
    let commit = try repository.commit(head)
    let seconds = platform.clock.now().unixMilliseconds / 1000 - commit.committer.seconds
    return "the last \(Self.age(seconds)): \(commit.id.short) \(commit.title)"
  }

  private static func words(for sharing: SyncStatus) -> String {
    guard let remote = sharing.remote else {
      return "with no other machine; see 'dossier sync --help'"
    }
    var open: [String] = []
    switch sharing.draftsToSend {
    case .none: return "what is on '\(remote)' is not known; 'dossier sync' finds out"
    case .some(0): break
    case .some(1): open.append("1 draft is not on '\(remote)' yet")
    case .some(let count): open.append("\(count) drafts are not on '\(remote)' yet")
    }
    if sharing.draftsToTake > 0 { open.append("\(sharing.draftsToTake) came and are not joined") }
    if !sharing.devicesToSend.isEmpty {
      open.append("time of \(sharing.devicesToSend.joined(separator: ", ")) is not there yet")
    }
    return open.isEmpty
      ? "everything is on '\(remote)'" : open.joined(separator: ", ") + "; 'dossier sync' does it"
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
