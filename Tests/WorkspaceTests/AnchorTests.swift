import Documents
import Ledger
import Platform
import Store
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// Anchors, with a time-stamping authority and a key of the test's own.
@Suite struct AnchorTests {
  /// An authority whose answers are made by openssl; `curl` is played.
  private struct Authority: Sendable {
    let folder: String
    let processes: any Processes

    init(in app: Application) async throws {
      folder = Path.join(Path.parent(app.folder), "authority")
      processes = app.world.platform.processes
      try app.world.write(
        """
        [tsa]
        default_tsa = own
        [own]
        serial = \(folder)/serial
        signer_digest = sha256
        default_policy = 1.2.3.4
        digests = sha256
        ess_cert_id_alg = sha256
        """, to: Path.join(folder, "tsa.cnf"))
      try await openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "ca.pem",
        "-subj", "/CN=Authority of a test", "-days", "3650", "-addext",
        "extendedKeyUsage=critical,timeStamping")
    }

    func openssl(_ arguments: String...) async throws {
      let result = try await processes.run("openssl", arguments, in: folder)
      try #require(result.succeeded, "\(result.errorText)")
    }

    @Sendable
    func answer(_ query: [UInt8]) async -> ProcessResult {
      do {
        try SystemFiles().replace(Path.join(folder, "query"), with: query)
        try await openssl(
          "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-signer", "ca.pem",
          "-inkey",
          "key.pem", "-chain", "ca.pem", "-out", "answer")
        let bytes = try SystemFiles().read(Path.join(folder, "answer"))
        return ProcessResult(status: 0, output: bytes, errorOutput: [])
      } catch {
        return ProcessResult(status: 1, output: [], errorOutput: Array("\(error)".utf8))
      }
    }
  }

  private static let offline = ProcessResult(
    status: 6, output: [], errorOutput: Array("curl: (6) Could not resolve host\n".utf8))

  private func anchors(_ app: Application) throws -> [Anchor] {
    try app.workspace.journals().read().anchors
  }

  private func withWork(_ settings: String, _ body: (Application) async throws -> Void) async throws
  {
    try await withApplication(template: "blank") { app in
      try app.write(try app.text("dossier.yaml") + settings, to: "dossier.yaml")
      _ = try app.workspace.start("research", at: nil)
      app.world.clock.advance(seconds: 600)
      try await body(app)
    }
  }

  private func submit(_ workspace: Workspace) async throws -> SubmitReport {
    var wish = SubmitWish()
    wish.withoutWord = true
    return try await workspace.submit(wish)
  }

  @Test func sendsNothingUnlessItIsAskedFor() async throws {
    try await withWork("") { app in
      let workspace = app.workspace { _, call in
        #expect(!["curl", "openssl", "ssh-keygen"].contains(call.executable))
        return nil
      }
      let report = try await submit(workspace)
      let kept = try anchors(app)
      #expect(report.anchors.isEmpty && kept.isEmpty)
    }
  }

  @Test func stampsTheHandInWithNothingButItsDigest() async throws {
    try await withWork("anchors: {tsa: 'https://tsa.example/'}\n") { app in
      let authority = try await Authority(in: app)
      let sent = Mutex<[[UInt8]]>([])
      let workspace = app.workspace { _, call in
        guard call.executable == "curl" else { return nil }
        sent.withLock { $0.append(call.input) }
        return .instead(await authority.answer(call.input))
      }
      let report = try await submit(workspace)
      #expect(report.anchors.count == 1)
      let submission = try #require(try app.workspace.journals().read().submissions.last)
      let anchor = try #require(try anchors(app).last)
      #expect(anchor.subject == submission.record.id && anchor.hash == submission.record.hash)
      #expect(sent.withLock { $0.count } == 1 && sent.withLock { $0[0].count } < 80)

      let verified = try app.workspace.verify("HEAD", withWorkTree: false)
      #expect(verified.text.contains("its imprint is the record's hash"), "\(verified.text)")
      #expect(verified.text.contains("if 'https://tsa.example/' is trusted and its token genuine"))
      #expect(verified.text.contains("an anchor says only that something existed by then"))
      #expect(verified.json["anchors"]?.array?.last?["fits"] == true)
      #expect(try app.workspace.verify("HEAD", withWorkTree: false).text == verified.text)

      let ca = Path.join(authority.folder, "ca.pem")
      let checked = try await app.workspace.checkAnchors(certificates: ca, signers: nil)
      #expect(checked.isGood && checked.lines.contains { $0.contains("is genuine") })
      let other = try await Authority(in: app)
      let strange = try await app.workspace.checkAnchors(
        certificates: Path.join(other.folder, "ca.pem"), signers: nil)
      #expect(!strange.isGood && strange.lines.contains { $0.contains("is not genuine") })
    }
  }

  @Test func waitsWhileThereIsNoNetworkAndNoLonger() async throws {
    try await withWork("anchors: {tsa: 'https://tsa.example/'}\n") { app in
      let authority = try await Authority(in: app)
      let away = app.workspace { _, call in
        call.executable == "curl" ? .instead(Self.offline) : nil
      }
      let report = try await submit(away)
      #expect(report.isComplete && report.tag == "submitted-1")
      #expect(report.anchors.first?.message.contains("Could not resolve host") == true)
      #expect(report.anchors.first?.hint == "'dossier sync' tries again")
      let waiting = try app.workspace.verify("HEAD", withWorkTree: false).text
      #expect(waiting.contains("is wanted and not there yet"))

      let online = app.workspace { _, call in
        call.executable == "curl" ? .instead(await authority.answer(call.input)) : nil
      }
      let clock = try online.clock()
      #expect(try await Anchoring(online, clock).complete().count == 1)
      #expect(try await Anchoring(online, clock).complete().isEmpty)
      #expect(try app.workspace.journals().read().wantedAnchors.isEmpty)
      let text = try app.workspace.verify("HEAD", withWorkTree: false).text
      #expect(!text.contains("not there yet"))
    }
  }

  @Test(arguments: ["", "<html>busy</html>", "\u{30}\u{03}\u{02}\u{01}\u{02}"])
  func takesNothingElseForATimeStamp(answer: String) async throws {
    try await withWork("anchors: {tsa: 'https://tsa.example/'}\n") { app in
      let workspace = app.workspace { _, call in
        guard call.executable == "curl" else { return nil }
        return .instead(ProcessResult(status: 0, output: Array(answer.utf8), errorOutput: []))
      }
      let report = try await submit(workspace)
      #expect(report.anchors.first?.message.contains("is no time stamp of this record") == true)
      #expect(try app.workspace.journals().read().wantedAnchors.count == 1)
    }
  }

  @Test func signsWithAKeyAndKnowsAnother() async throws {
    try await withWork("anchors: {sign: ../key}\n") { app in
      let base = Path.parent(app.folder)
      let processes = app.world.platform.processes
      for name in ["key", "other"] {
        let made = try await processes.run(
          "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name], in: base)
        try #require(made.succeeded, "\(made.errorText)")
      }
      #expect(try await submit(app.workspace).anchors.first?.message.contains("SHA256:") == true)
      let listed = try await processes.run("ssh-keygen", ["-l", "-f", "key.pub"], in: base)
      let fingerprint = String(listed.text.split(separator: " ")[1])
      let text = try app.workspace.verify("HEAD", withWorkTree: false).text
      #expect(text.contains("signed with the key \(fingerprint)"), "\(text)")
      for (name, isGood) in [("key", true), ("other", false)] {
        let key = try app.world.text(Path.join(base, "\(name).pub"))
        let list = Path.join(base, "signers")
        try app.world.write("ada@example.org \(key)", to: list)
        let checked = try await app.workspace.checkAnchors(certificates: nil, signers: list)
        #expect(checked.isGood == isGood, "\(checked.lines)")
      }
      let alone = try await app.workspace.checkAnchors(certificates: nil, signers: nil)
      #expect(alone.isGood && alone.lines.contains { $0.contains("whose key it is") })
    }
  }

  @Test func pushesTheJournalAndClaimsNothingByIt() async throws {
    try await withWork("anchors: {remote: hub}\n") { app in
      let base = Path.parent(app.folder)
      _ = try await app.world.git("init", "-q", "--bare", Path.join(base, "hub"), in: base)
      _ = try await app.world.git("remote", "add", "hub", Path.join(base, "hub"), in: app.folder)
      _ = try await submit(app.workspace)
      let branches = try await app.world.git("branch", in: Path.join(base, "hub"))
      #expect(branches.contains("_time/"))
      let text = try app.workspace.verify("HEAD", withWorkTree: false).text
      #expect(text.contains("by our own note, which proves nothing"))
    }
  }

  @Test func anchorsAFreezeToo() async throws {
    try await withApplication { app in
      try app.write(
        try app.text("dossier.yaml") + "anchors: {tsa: 'https://tsa.example/'}\n",
        to: "dossier.yaml")
      let authority = try await Authority(in: app)
      _ = try app.workspace.start("research", at: nil)
      let workspace = app.workspace { _, call in
        call.executable == "curl" ? .instead(await authority.answer(call.input)) : nil
      }
      let freeze = try await workspace.freeze(withStaleFigures: true)
      #expect(freeze.anchors.first?.message.contains("stamped") == true)
      let text = try app.workspace.verify("HEAD", withWorkTree: false).text
      #expect(text.contains("('freeze'): a token of"))
    }
  }
}
