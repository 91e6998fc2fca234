internal import Foundation
internal import Ledger
internal import Platform
internal import Store
internal import Sync

/// Gets the anchors that are wanted: time stamps, signatures, pushes.
///
/// Only the digest of a record is sent to an authority, and only where the settings name one.
struct Anchoring {
  let workspace: Workspace
  let clock: TimeClock
  let settings: AnchorSettings

  private var platform: Platform { workspace.platform }

  init(_ workspace: Workspace, _ clock: TimeClock) throws {
    self.workspace = workspace
    self.clock = clock
    settings = try workspace.settings().anchors
  }

  /// Anchors a record as the settings ask, or leaves that for the next sync; tells of it line by line.
  func anchor(_ record: Record) async throws -> [Remark] {
    guard !settings.ways.isEmpty else { return [] }
    try clock.wantAnchors(of: record, settings.ways)
    return try await complete()
  }

  /// Gets what is wanted and not there yet.
  func complete() async throws -> [Remark] {
    var remarks: [Remark] = []
    for wanted in try clock.store.read().wantedAnchors {
      do {
        remarks.append(try await get(wanted))
      } catch {
        guard let obstacle = Obstacle(error) else { throw error }
        remarks.append(
          Remark(
            message: "\(Self.name(wanted.way)) of \(wanted.subject) waits: \(obstacle.words)",
            hint: obstacle.hint ?? "'dossier sync' tries again"))
      }
    }
    return remarks
  }

  /// Why an anchor cannot be had just now.
  private struct Obstacle: Error {
    let words: String
    var hint: String?

    init(words: String, hint: String? = nil) {
      self.words = words
      self.hint = hint
    }

    /// What keeps an anchor back; `nil` for what is wrong here, or when the user ended it.
    init?(_ error: any Error) {
      if let obstacle = error as? Obstacle {
        self = obstacle
      } else if let error = error as? ProcessError, error.reason != .cancelled {
        self.init(words: "\(error)")
      } else {
        return nil
      }
    }
  }

  private static func name(_ way: Anchor.Way) -> String {
    switch way {
    case .timestamp: "the time stamp"
    case .signature: "the signature"
    case .push: "the push"
    }
  }

  private func get(_ wanted: WantedAnchor) async throws -> Remark {
    switch wanted.way {
    case .timestamp:
      let (proof, token) = try await timestamp(of: wanted.hash)
      try clock.keep(wanted, proof: proof, by: settings.authority ?? "")
      return Remark(
        message: "'\(settings.authority ?? "")' stamped \(wanted.subject) at \(token.time)",
        hint: nil)
    case .signature:
      let signature = try await self.signature(of: wanted)
      let key = AnchorProof.fingerprint(ofSignature: signature) ?? ""
      try clock.keep(wanted, proof: Array(signature.utf8), by: key)
      return Remark(message: "\(wanted.subject) is signed with the key \(key)", hint: nil)
    case .push:
      try await push()
      try clock.keep(wanted, proof: nil, by: settings.remote ?? "")
      return Remark(
        message: "the journal with \(wanted.subject) is on '\(settings.remote ?? "")'", hint: nil)
    }
  }

  private func run(_ call: ProcessCall) async throws -> ProcessResult {
    var limited = call
    limited.timeLimitSeconds = 60
    do throws(ProcessError) {
      return try await platform.processes.run(limited)
    } catch {
      if error.reason == .cancelled { throw error }
      throw Obstacle(words: "\(error)")
    }
  }

  private func requireSuccess(_ result: ProcessResult, _ program: String) throws {
    if result.succeeded { return }
    let words = result.errorText.split(separator: "\n").last.map(String.init) ?? "it gave no reason"
    throw Obstacle(words: "\(program): \(words)")
  }
}

// MARK: - Time stamps

extension Anchoring {
  private func timestamp(
    of hash: String
  ) async throws -> (proof: [UInt8], token: AnchorProof.Token) {
    guard let authority = settings.authority else {
      throw Obstacle(words: "no authority is named", hint: "name one as 'anchors: tsa:'")
    }
    let query = try await run(
      ProcessCall(
        "openssl", ["ts", "-query", "-digest", hash, "-sha256", "-cert", "-out", "/dev/stdout"]))
    try requireSuccess(query, "openssl")
    var call = ProcessCall(
      "curl",
      [
        "--silent", "--show-error", "--fail", "--location", "--max-redirs", "3", "--max-time", "20",
        "--proto", "=http,https", "--header", "Content-Type: application/timestamp-query",
        "--data-binary", "@-", "--", authority,
      ])
    call.input = query.output
    call.outputLimit = 1 << 20
    let answer = try await run(call)
    try requireSuccess(answer, "curl")
    guard let token = AnchorProof.token(answer.output), token.imprint == hash else {
      throw Obstacle(
        words: "what '\(authority)' answered is no time stamp of this record",
        hint: "see that the address is that of a time-stamping authority (RFC 3161)")
    }
    return (answer.output, token)
  }
}

// MARK: - Signatures and pushes

extension Anchoring {
  private func signature(of wanted: WantedAnchor) async throws -> String {
    guard let key = settings.key else {
      throw Obstacle(words: "no key is named", hint: "name one as 'anchors: sign:'")
    }
    var call = ProcessCall(
      "ssh-keygen", ["-Y", "sign", "-n", Self.namespace, "-f", path(ofUser: key)])
    call.input = Array(Anchor.message(about: wanted.subject, hash: wanted.hash).utf8)
    call.folder = workspace.folder
    // A key with a passphrase asks at the terminal.
    call.group = .shared
    let result = try await run(call)
    try requireSuccess(result, "ssh-keygen")
    guard AnchorProof.fingerprint(ofSignature: result.text) != nil else {
      throw Obstacle(words: "ssh-keygen wrote no signature")
    }
    return result.text
  }

  /// What a signature is for, so that none made for something else passes for one.
  static let namespace = "dossier"

  private func push() async throws {
    guard let remote = settings.remote, let device = try clock.store.read().device else { return }
    try clock.store.checkpoint()
    let obstacle = try await Sync.send(
      journalOf: device, to: remote, in: platform, at: workspace.folder)
    if let obstacle { throw Obstacle(words: obstacle) }
  }

  private func path(ofUser path: String) -> String {
    guard path.hasPrefix("~/") else { return Path.join(workspace.folder, path) }
    return Path.join(platform.environment.home, String(path.dropFirst(2)))
  }
}

// MARK: - Checking

extension Anchoring {
  /// Checks every anchor with the certificates and the keys that somebody trusts; one line for each.
  ///
  /// Without `certificates` those of the settings are taken; without `signers` a signature is only shown to
  /// fit its key.
  func check(
    certificates: String?, signers: String?
  ) async throws -> [(isGood: Bool?, line: String)] {
    var lines: [(isGood: Bool?, line: String)] = []
    for anchor in try clock.store.read().anchors where !anchor.isWaiting {
      let name = "\(anchor.record.id), about \(anchor.subject)"
      do {
        let (isGood, words) = try await check(anchor, certificates, signers)
        lines.append((isGood, "\(name): \(words)"))
      } catch {
        guard let obstacle = Obstacle(error) else { throw error }
        lines.append((nil, "\(name): not checked, \(obstacle.words)"))
      }
    }
    return lines
  }

  private func check(
    _ anchor: Anchor, _ certificates: String?, _ signers: String?
  ) async throws -> (Bool?, String) {
    guard let proof = anchor.proof else {
      return (nil, "'\(anchor.by ?? "")' knows when it arrived; ask the host")
    }
    let folder = Path.join(clock.store.clone.folder, "\(TemporaryName.prefix)anchor")
    try platform.files.makeFolder(folder)
    let file = Path.join(folder, "proof")
    try platform.files.replace(file, with: proof)
    let answer: (Bool?, String)
    if anchor.way == .timestamp {
      answer = try await checkToken(anchor, file, certificates)
    } else {
      answer = try await checkSignature(anchor, file, signers)
    }
    try platform.files.remove(folder)
    return answer
  }

  private func checkToken(
    _ anchor: Anchor, _ file: String, _ certificates: String?
  ) async throws -> (Bool?, String) {
    guard let trusted = certificates ?? settings.certificate.map(path(ofUser:)) else {
      return (nil, "the token is not checked: name the authority's certificates with '--ca FILE'")
    }
    let result = try await run(
      ProcessCall(
        "openssl", ["ts", "-verify", "-digest", anchor.hash, "-in", file, "-CAfile", trusted]))
    return result.succeeded
      ? (true, "the token is genuine by '\(trusted)'")
      : (false, "the token is not genuine by '\(trusted)'")
  }

  private func checkSignature(
    _ anchor: Anchor, _ file: String, _ signers: String?
  ) async throws -> (Bool?, String) {
    let message = Array(Anchor.message(about: anchor.subject, hash: anchor.hash).utf8)
    var arguments = ["-Y", "check-novalidate", "-n", Self.namespace, "-s", file]
    var who = "its key; whose key it is, '--signers FILE' says"
    if let signers {
      let found = try await run(
        ProcessCall("ssh-keygen", ["-Y", "find-principals", "-s", file, "-f", signers]))
      guard found.succeeded, let name = found.text.split(separator: "\n").first.map(String.init)
      else {
        return (false, "nobody in '\(signers)' has the key of the signature")
      }
      arguments = ["-Y", "verify", "-n", Self.namespace, "-s", file, "-f", signers, "-I", name]
      who = name
    }
    var call = ProcessCall("ssh-keygen", arguments)
    call.input = message
    let result = try await run(call)
    return result.succeeded
      ? (true, "the signature is good, by \(who)")
      : (false, "the signature does not fit the record")
  }
}
