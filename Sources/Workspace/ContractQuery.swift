internal import Assets
internal import Contracts
public import Findings
internal import Foundation
public import Platform

/// What can be asked about a contract, be it an application's, a template's or a file of its own.
public struct ContractQuery: Sendable {
  private let platform: Platform
  private let path: String
  private let text: String
  /// The language to show it in where none is asked for.
  private var ownLanguage = "en"

  /// Asks about the contract of the application that a folder belongs to.
  ///
  /// Throws a ``UserError`` where there is no application.
  public init(applicationOf folder: String, in platform: Platform) throws {
    let workspace = try Workspace.find(from: folder, in: platform)
    self.platform = platform
    path = Workspace.contractName
    text = try workspace.text(path)
    ownLanguage = try workspace.language()
  }

  /// Asks about the contract of a template.
  ///
  /// Throws a ``UserError`` that lists the templates where there is none of that name.
  public init(template id: String, in platform: Platform) throws {
    self.platform = platform
    text = try Template.named(id).contract
    path = "\(id)/\(Workspace.contractName)"
  }

  /// Asks about the contract in a file, by its absolute path and by the name to call it.
  public init(file: String, called name: String, in platform: Platform) throws {
    self.platform = platform
    path = name
    text = String(decoding: try platform.files.read(file), as: UTF8.self)
  }

  /// The contract for people and programs; the reader's zone is the machine's.
  ///
  /// - Parameter language: The language of names and texts; that of the application's report by default,
  ///   English outside one.
  /// - Returns: The contract as tables and as JSON.
  /// - Throws: A ``UserError`` when it cannot be read at all.
  public func sheet(language: String? = nil) throws -> ContractSheet {
    let contract = try Contract.usable(text, path: path).contract
    let now = platform.clock.now()
    let isClosed = contract.isClosed(atUnixSeconds: now.unixMilliseconds / 1000)
    let clock = platform.clock
    let words = ContractWords(
      contract: contract, language: language ?? ownLanguage,
      offsetSeconds: { clock.zoneOffsetSeconds(atUnixMilliseconds: $0 * 1000) }, zone: now.zone)
    return ContractSheet(
      title: words.text(contract.title) + " (\(contract.id), \(contract.version))"
        + (isClosed ? ", a round that is closed" : ""),
      parts: words.parts, json: words.json)
  }

  /// Everything that is wrong with it, the zones of its dates included.
  public func findings() -> [Finding] {
    let (contract, findings) = Contract.parse(text, path: path)
    return findings + (contract.map(Self.wrongZones) ?? [])
  }

  /// The JSON Schema of contracts, for editors.
  public static func schema() throws -> String {
    guard let asset = Asset.all.first(where: { $0.path == schemaPath }) else {
      throw UserError(.outside, "the schema is not in the program")
    }
    return asset.text
  }

  private static let schemaPath = "Docs/Formats/contract.schema.json"

  /// Dates whose zone does not exist, or whose instant is not their hour in it.
  private static func wrongZones(of contract: Contract) -> [Finding] {
    contract.deadlines.compactMap { deadline in
      guard let name = deadline.zone else { return nil }
      guard let zone = TimeZone(identifier: name) else {
        return finding(
          "there is no zone '\(name)'", deadline, hint: "write one such as 'America/Los_Angeles'")
      }
      guard let instant = deadline.unixSeconds, let local = LocalTime(deadline.local) else {
        return nil
      }
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
      guard instant + offset != local.seconds else { return nil }
      let there = LocalTime(seconds: instant + offset, hasHour: true).text
      return finding(
        "'utc' is \(there) in \(name), and 'local' says \(deadline.local)", deadline,
        hint: "correct one of the two")
    }
  }

  private static func finding(_ message: String, _ deadline: Deadline, hint: String) -> Finding {
    Finding(
      code: "contract-zone", severity: .error, message: message, place: deadline.place, hint: hint)
  }
}
