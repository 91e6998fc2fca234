internal import Contracts
public import Findings
internal import Platform
internal import Reports

extension Workspace {
  /// The most addresses that are asked for.
  private static let mostAddresses = 200

  /// How many are asked for at a time.
  private static let addressesAtATime = 4

  /// Asks every address of the report whether it answers to somebody who is not signed in.
  ///
  /// This is the only check that uses the network, through the program `curl`; addresses and nothing else
  /// are sent. Each address is asked for once.
  public func findingsOnline() async throws -> [Finding] {
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    let contract = try contract().contract
    var links: [(address: String, link: Link)] = []
    var seen: Set<String> = []
    for link in report.links {
      let address = String(link.destination.prefix { $0 != "#" })
      let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
      if isWeb, seen.insert(address).inserted { links.append((address, link)) }
    }
    var findings: [Finding] = []
    var waiting = links.prefix(Self.mostAddresses)[...]
    while !waiting.isEmpty {
      let batch = waiting.prefix(Self.addressesAtATime)
      waiting = waiting.dropFirst(Self.addressesAtATime)
      findings += try await withThrowingTaskGroup(of: (Int, String?).self) { group in
        for (index, item) in batch.enumerated() {
          group.addTask { (index, try await self.obstacle(at: item.address)) }
        }
        var found: [(Int, Finding)] = []
        for try await (index, obstacle) in group {
          guard let obstacle else { continue }
          let link = batch[batch.startIndex + index].link
          found.append((index, Self.notPublic(link, obstacle, contract)))
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
      }
    }
    return findings
  }

  private static func notPublic(_ link: Link, _ obstacle: String, _ contract: Contract) -> Finding {
    let code = CheckCode.linkNotPublic
    return Finding(
      code: code.rawValue,
      severity: contract.rule(for: code.rawValue)?.severity ?? code.defaultSeverity,
      message: "'\(link.destination)' \(obstacle)", place: link.place,
      hint: "let anyone with the link read it, or correct the address")
  }

  /// What keeps a stranger from an address; `nil` where it answers.
  func obstacle(at address: String) async throws -> String? {
    let result = try await platform.processes.run(
      "curl",
      [
        "--silent", "--show-error", "--location", "--max-redirs", "10", "--max-time", "15",
        "--proto", "=http,https", "--output", "/dev/null", "--write-out",
        "%{http_code} %{url_effective}",
        "--", address,
      ], in: folder)
    guard result.succeeded else {
      return
        "does not answer: \(result.errorText.split(separator: "\n").first ?? "no reason given")"
    }
    let words = result.text.split(separator: " ", maxSplits: 1).map(String.init)
    return Self.obstacle(status: words.first.flatMap { Int($0) } ?? 0, end: words.last ?? "")
  }

  /// What a status and the address that was reached at the end mean for a stranger.
  static func obstacle(status: Int, end: String) -> String? {
    let host = end.split(separator: "/").dropFirst().first ?? ""
    let asksForName = ["accounts.google.com", "login.microsoftonline.com", "github.com/login"]
    if asksForName.contains(where: { host == $0 || end.contains("://\($0)") }) {
      return "asks strangers to sign in"
    }
    switch status {
    case 200..<400, 405, 429: return nil
    case 401, 403, 407: return "is not open to strangers (status \(status))"
    case 404, 410: return "is not there for strangers (status \(status))"
    default: return "answers with an error (status \(status))"
    }
  }
}
