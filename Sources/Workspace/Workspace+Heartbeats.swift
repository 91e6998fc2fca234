internal import Documents
internal import Platform
internal import Store

/// What an editor's heartbeats are told to, and what they may ask.
public struct HeartbeatHost: Sendable {
  private let workspace: Workspace

  /// Speaks for one application.
  public init(_ workspace: Workspace) { self.workspace = workspace }

  /// Whether a file belongs to the application; the file need not exist any more.
  public func contains(_ path: String) -> Bool {
    guard Path.isAbsolute(path), !path.utf8.contains(0) else { return false }
    let real = (try? workspace.platform.files.realPath(path)) ?? Path.normalized(path)
    return Path.relative(real, to: workspace.folder) != nil
  }

  /// Records that somebody is at work, if the clock runs here, at most once a minute; never fails.
  public func noteWork() { workspace.noteWork(source: .watch) }

  /// Says that no more heartbeats will come; never fails.
  public func endWatching() { workspace.endWatching() }

  /// The seconds since 1970.
  public func now() -> Double { Double(workspace.platform.clock.now().unixMilliseconds) / 1000 }

  /// The clock in a few words; empty where there is nothing to tell.
  public func line() -> String {
    PromptLine.text(in: workspace.folder, on: workspace.platform)
  }
}

/// Where an editor's heartbeats go, and the key that lets them in.
public struct HeartbeatAccess: Sendable, Equatable {
  /// The key, in the form that WakaTime's clients accept.
  public let key: String
  /// The port; 0 for one that is free.
  public let port: Int

  /// Creates an access.
  public init(key: String, port: Int) {
    self.key = key
    self.port = port
  }
}

extension Workspace {
  /// The access that was used last, or a new one.
  ///
  /// - Throws: A ``UserError`` where other users of the machine can read the key.
  public func heartbeatAccess() throws -> HeartbeatAccess {
    do {
      guard let bytes = try SecretFile.read(try heartbeatFile()), let json = try? JSON.parse(bytes),
        json["schema"]?.integer == 1, let key = json["key"]?.string, key.utf8.count == 36,
        let port = json["port"]?.integer, (1...65_535).contains(port)
      else { return HeartbeatAccess(key: newKey(), port: 0) }
      return HeartbeatAccess(key: key, port: port)
    } catch let error as FileError where error.operation == .read {
      throw UserError(
        .refused, "'\(error.path)' is not used: \(error.reason)",
        hint: "delete it; a new key is made, which then goes into ~/.wakatime.cfg")
    }
  }

  /// Remembers an access for the next time.
  public func keep(_ access: HeartbeatAccess) throws {
    let file = try heartbeatFile()
    try platform.files.makeFolder(Path.parent(file))
    let json: JSON = ["schema": 1, "key": .string(access.key), "port": .integer(access.port)]
    try SecretFile.write(Array(try json.pretty().utf8), to: file)
  }

  private func heartbeatFile() throws -> String {
    guard let clone = try Clone.holding(folder, in: platform.files) else {
      throw UserError(
        .refused, "'\(folder)' is in no git repository, which is where the key would be kept",
        hint: "'git init' makes one")
    }
    return Path.join(clone.folder, "heartbeats.json")
  }

  /// A random identifier of version 4, which is what WakaTime's clients take for a key.
  private func newKey() -> String {
    var digits = Array(platform.randomness.hex(digits: 32))
    digits[12] = "4"
    digits[16] = "a"
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return parts.map { String(digits[$0]) }.joined(separator: "-")
  }
}
