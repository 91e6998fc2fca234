import Digests
import Documents
import Foundation
public import Ledger

/// Somebody else's word for when a record of a journal existed.
///
/// It vouches for that record and, through its hash, for all before it on its device. It never says that
/// nothing else was done.
public struct Anchor: Sendable, Equatable {
  /// Whose word it is.
  public enum Way: String, Sendable, Hashable, CaseIterable {
    /// A time-stamping authority's, after RFC 3161.
    case timestamp = "rfc3161"
    /// A key's, by a signature of OpenSSH.
    case signature = "ssh"
    /// A git host's, which notes by itself when a push arrived; what we note of it proves nothing.
    case push
  }

  /// The record that keeps it.
  public let record: Record
  /// Whose word it is.
  public let way: Way
  /// The name of the record that it is about.
  public let subject: String
  /// The hash of that record.
  public let hash: String
  /// The token or the signature; for a push, or while it waits, `nil`.
  public let proof: [UInt8]?
  /// The authority, or the remote, as it was named then.
  public let by: String?

  /// Whether it is wanted and not there yet.
  public var isWaiting: Bool { proof == nil && by == nil }

  init?(_ record: Record) {
    let others = record.entry.others
    guard record.kind == .anchor, let subject = record.entry.reference,
      let way = others["how"]?.string.flatMap(Way.init(rawValue:)),
      let hash = others["of"]?.string, SHA256(hex: hash) != nil
    else { return nil }
    self.record = record
    self.way = way
    self.subject = subject
    self.hash = hash
    proof = others["proof"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    by = others["by"]?.string
  }

  /// What is signed: the record's name and hash, so that a signature cannot stand for anything else.
  public static func message(about subject: String, hash: String) -> String {
    "dossier anchor\n\(subject) \(hash)\n"
  }
}

/// An anchor that is wanted.
public struct WantedAnchor: Sendable, Hashable {
  /// Whose word it is to be.
  public let way: Anchor.Way
  /// The name of the record that it is about.
  public let subject: String
  /// The hash of that record.
  public let hash: String
}

extension Journals {
  /// The anchors that are there or wanted, in the order of their records.
  public var anchors: [Anchor] {
    all.filter { $0.kind == .anchor }.sorted { ($0.order, $0.device) < ($1.order, $1.device) }
      .compactMap(Anchor.init)
  }

  /// The anchors that this device wants and has not got yet.
  public var wantedAnchors: [WantedAnchor] {
    let all = anchors
    let done = Set(all.filter { !$0.isWaiting }.map(WantedAnchor.init))
    var seen: Set<WantedAnchor> = []
    return all.filter { $0.isWaiting && $0.record.device == device }.map(WantedAnchor.init)
      .filter { !done.contains($0) && seen.insert($0).inserted }
  }
}

extension WantedAnchor {
  init(_ anchor: Anchor) {
    self.init(way: anchor.way, subject: anchor.subject, hash: anchor.hash)
  }
}

extension TimeClock {
  /// Notes that anchors for a record are wanted, those that are noted already aside.
  public func wantAnchors(of record: Record, _ ways: [Anchor.Way]) throws {
    try store.update { writer in
      let known = Set(writer.journals.anchors.map(WantedAnchor.init))
      for way in ways {
        let wanted = WantedAnchor(way: way, subject: record.id, hash: record.hash)
        if known.contains(wanted) { continue }
        try append(.anchor, to: &writer, status(writer.journals)) {
          $0.reference = wanted.subject
          $0.others = ["how": .string(way.rawValue), "of": .string(wanted.hash)]
        }
      }
    }
  }

  /// Keeps an anchor that was wanted.
  public func keep(_ wanted: WantedAnchor, proof: [UInt8]?, by name: String) throws {
    try store.update { writer in
      try append(.anchor, to: &writer, status(writer.journals)) {
        $0.reference = wanted.subject
        $0.others = [
          "how": .string(wanted.way.rawValue), "of": .string(wanted.hash), "by": .string(name),
        ]
        if let proof { $0.others["proof"] = .string(Data(proof).base64EncodedString()) }
      }
    }
    try store.checkpoint()
  }
}
