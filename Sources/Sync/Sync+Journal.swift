import Git
public import Platform

extension Sync {
  /// Sends the journal of one device to a remote, and nothing else.
  ///
  /// - Parameters:
  ///   - device: The device.
  ///   - name: The remote.
  ///   - platform: The machine.
  ///   - path: The folder of the application.
  /// - Returns: Why it could not be sent, as one phrase; `nil` when it was.
  /// - Throws: A `Refusal` when there is no such remote.
  public static func send(
    journalOf device: String, to name: String, in platform: Platform, at path: String
  ) async throws -> String? {
    let repository = try Repository.open(path)
    let remote = try await Remote.choose(
      name, for: nil, in: repository, platform, folder: path)
    switch try await remote.push(journals: ["refs/heads/_time/\(device)"]) {
    case .done: return nil
    case .outrun, .checkedOut: return "'\(name)' has another journal of '\(device)'"
    case .locked(let file): return "'\(name)' is locked by its file '\(file)'"
    case .refused(let words): return "'\(name)' refused it: \(words)"
    case .unreachable(let words): return "'\(name)' cannot be reached: \(words)"
    }
  }
}
