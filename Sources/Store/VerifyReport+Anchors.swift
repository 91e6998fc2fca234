import Documents
import Ledger

extension VerifyReport {
  /// An anchor, as far as it can be judged without asking whom one trusts.
  public struct Anchored: Sendable, Equatable {
    /// The record that keeps it.
    public let record: String
    /// The record that it is about.
    public let subject: String
    /// What kind of record that is; `nil` where no journal here has it with that hash.
    public let kind: String?
    /// Whose word it is.
    public let way: Anchor.Way
    /// The authority, the key or the remote.
    public let by: String
    /// When a token says that the record existed.
    public let time: String?
    /// Whether what the proof itself says is about this record; `nil` where there is no proof to read.
    public let fits: Bool?
    /// Whether it is wanted and not there yet.
    public let isWaiting: Bool
  }
}

extension VerifyReport.Anchored {
  init(_ anchor: Anchor, _ records: [String: Record]) {
    record = anchor.record.id
    subject = anchor.subject
    let known = records[anchor.subject].flatMap { $0.hash == anchor.hash ? $0 : nil }
    kind = known?.kind.rawValue
    way = anchor.way
    isWaiting = anchor.isWaiting
    switch (anchor.way, anchor.proof) {
    case (.timestamp, .some(let proof)):
      let token = AnchorProof.token(proof)
      time = token?.time
      by = anchor.by ?? ""
      fits = known != nil && token?.imprint == anchor.hash
    case (.signature, .some(let proof)):
      let key = AnchorProof.fingerprint(ofSignature: String(decoding: proof, as: UTF8.self))
      time = nil
      by = key ?? ""
      fits = key == nil || known == nil ? false : nil
    default:
      time = nil
      by = anchor.by ?? ""
      fits = known == nil ? false : nil
    }
  }

  /// All of them; one that waits is left out once it is there.
  static func all(_ journals: Journals) -> [VerifyReport.Anchored] {
    let records = Dictionary(
      journals.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let anchors = journals.anchors
    let done = Set(anchors.filter { !$0.isWaiting }.map(WantedAnchor.init))
    return anchors.filter { !$0.isWaiting || !done.contains(WantedAnchor($0)) }
      .map { VerifyReport.Anchored($0, records) }
  }

  /// What it says, as a line.
  var words: String {
    let name = "\(record), about \(subject)\(kind.map { " ('\($0)')" } ?? "")"
    if isWaiting { return "\(name): \(way.rawValue) is wanted and not there yet" }
    if fits == false { return "\(name): the \(way.rawValue) proof is not about that record" }
    switch way {
    case .timestamp:
      return "\(name): a token of '\(by)' for \(time ?? ""); its imprint is the record's hash"
    case .signature: return "\(name): signed with the key \(by)"
    case .push: return "\(name): pushed to '\(by)', by our own note, which proves nothing"
    }
  }

  var json: JSON {
    [
      "record": .string(record), "about": .string(subject),
      "kind": kind.map { .string($0) } ?? .null,
      "how": .string(way.rawValue), "by": .string(by), "time": time.map { .string($0) } ?? .null,
      "fits": fits.map { .bool($0) } ?? .null, "waiting": .bool(isWaiting),
    ]
  }
}

extension VerifyReport {
  /// The anchors, one a line.
  var anchorLines: [String] {
    guard !anchors.isEmpty else { return [] }
    return [
      "anchors: others' word that a record existed by then, with all before it on its device;",
      "         'dossier verify --anchors' checks whether it is genuine",
    ] + anchors.map { "  \($0.words)" }
  }

  /// What the anchors show if they are genuine, as phrases.
  var anchorPhrases: [String] {
    anchors.filter { $0.way == .timestamp && $0.fits == true }.map { anchor in
      "if '\(anchor.by)' is trusted and its token genuine: \(anchor.subject) existed by "
        + "\(anchor.time ?? ""), and it and what it names were not changed since"
    }
  }
}
