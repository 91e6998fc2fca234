public import Documents
internal import Experiments
internal import Git
internal import Ledger
internal import Store

/// A freeze that was made.
public struct FreezeReport: Sendable, Equatable {
  /// What was done, as one phrase.
  public let message: String
  /// The beginning of the name of the draft that holds what is fixed.
  public let commit: String
  /// The headings of the sections that may still change.
  public let openSections: [String]
  /// What came of the anchors that the settings ask for.
  public let anchors: [Remark]
}

/// What `verify` found, ready to show.
public struct VerificationReport: Sendable, Equatable {
  /// Whether nothing speaks against the application.
  public let isSound: Bool
  /// The report as text.
  public let text: String
  /// The report as JSON.
  public let json: JSON
}

extension Workspace {
  /// Ends the research hours: fixes everything but the summary, in a draft of its own.
  ///
  /// Afterwards no experiment is run any more, so it throws a ``UserError`` when the report shows a
  /// figure that is not fresh, unless `withStaleFigures` says that it is meant so.
  public func freeze(withStaleFigures: Bool = false) async throws -> FreezeReport {
    try await telling {
      if !withStaleFigures { try refuseStaleFigures() }
      let clock = try clock()
      let freezer = Freezer(clock, contract: try contract().contract)
      let freeze = try await freezer.freeze(environmentChanges: ["DOSSIER_IN_COMMIT": "1"])
      return FreezeReport(
        message: freeze.message, commit: freeze.draft.id.short, openSections: freeze.openSections,
        anchors: try await anchors(of: freeze.status.state.freeze?.record, clock))
    }
  }

  /// Anchors a record as the settings ask; what keeps an anchor back is told and tried again by `sync`.
  func anchors(of record: Record?, _ clock: TimeClock) async throws -> [Remark] {
    guard let record else { return [] }
    return try await Anchoring(self, clock).anchor(record)
  }

  /// Checks the anchors with the certificates and keys that somebody trusts.
  ///
  /// What it finds depends on those and on the day, so it stands apart from the report of `verify`.
  ///
  /// - Parameters:
  ///   - certificates: A file with the authority's certificates.
  ///   - signers: A file with allowed signers of OpenSSH.
  /// - Returns: A line for each anchor, and whether none was found to be false.
  /// - Throws: A ``UserError`` where the journals cannot be read.
  public func checkAnchors(
    certificates: String?, signers: String?
  ) async throws -> (lines: [String], isGood: Bool) {
    try await telling {
      let found = try await Anchoring(self, try clock()).check(
        certificates: certificates, signers: signers)
      return (found.map(\.line), !found.contains { $0.isGood == false })
    }
  }

  private func refuseStaleFigures() throws {
    let material = try material()
    let stale = states(of: material).sorted { $0.key < $1.key }
    guard let (path, words) = stale.first else { return }
    let more = stale.count > 1 ? ", and \(stale.count - 1) more" : ""
    throw UserError(
      .refused, "'\(path)' is \(words)\(more), and no figure can be drawn after the freeze",
      hint: "'dossier run' draws it; 'dossier freeze --stale' freezes it as it is")
  }

  /// Goes back to research while research hours are left; returns what changed, as a phrase.
  public func thaw(_ reason: String) throws -> String {
    try telling {
      try takeSnapshot("before thaw")
      return try Freezer(try clock(), contract: try contract().contract).thaw(reason).message
    }
  }

  /// Shows from history and journals alone whether only what may change was changed after the freeze.
  ///
  /// `revision` names a draft as git does; `withWorkTree` looks at the files in the folder too.
  public func verify(_ revision: String, withWorkTree: Bool) throws -> VerificationReport {
    try telling {
      let store = try journals()
      let report = try Verifier(store).verify(revision, withWorkTree: withWorkTree)
      let isSound =
        switch report.verdict {
        case .holds, .heldInTheEnd, .notFrozen: true
        case .broken, .unconfirmed, .overridden: false
        }
      return VerificationReport(isSound: isSound, text: report.text, json: report.json)
    }
  }
}
