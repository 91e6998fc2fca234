import Git
import Platform
import Store

/// What is not shared yet, as far as this clone knows without asking the network.
public struct SyncStatus: Sendable, Equatable {
  /// The remote that a sync would use; `nil` when there is none or the choice is open.
  public let remote: String?
  /// How many drafts the remote lacks; `nil` when nothing was ever shared with it.
  public let draftsToSend: Int?
  /// How many drafts came with the last fetch and are not joined yet.
  public let draftsToTake: Int
  /// The devices of whose journals the remote lacks something.
  public let devicesToSend: [String]

  /// Creates a status.
  public init(
    remote: String?, draftsToSend: Int?, draftsToTake: Int, devicesToSend: [String]
  ) {
    self.remote = remote
    self.draftsToSend = draftsToSend
    self.draftsToTake = draftsToTake
    self.devicesToSend = devicesToSend
  }

  /// Whether the remote has all drafts and journals that are here.
  public var isShared: Bool {
    remote != nil && draftsToSend == 0 && draftsToTake == 0 && devicesToSend.isEmpty
  }
}

extension Sync {
  /// Tells what is not shared yet; neither the network nor the git program is used.
  public static func status(at path: String) throws -> SyncStatus {
    let repository = try Repository.open(path)
    let branch = try repository.headBranch()
    guard let remote = try Remote.usual(for: branch, in: repository) else {
      return SyncStatus(remote: nil, draftsToSend: nil, draftsToTake: 0, devicesToSend: [])
    }
    // What cannot be read any more is as good as never heard of; the next sync hears of it again.
    func remembered(_ name: String) -> ObjectID? {
      (try? repository.reference(name)).flatMap { (try? repository.commit($0)) == nil ? nil : $0 }
    }
    let devices = try repository.references(prefix: JournalBranch.prefix).filter {
      remembered(Remote.arrival("_time/" + Path.name($0.name), of: remote)) != $0.target
    }
    let (ahead, behind) = try apart(
      repository, try repository.head(),
      branch.flatMap { remembered("refs/remotes/\(remote)/\($0)") })
    return SyncStatus(
      remote: remote, draftsToSend: ahead, draftsToTake: behind,
      devicesToSend: devices.map { Path.name($0.name) })
  }

  private static func apart(
    _ repository: Repository, _ here: ObjectID?, _ there: ObjectID?
  ) throws -> (ahead: Int?, behind: Int) {
    guard let here, !repository.isShallow else { return (nil, 0) }
    guard let there else { return (nil, 0) }
    if here == there { return (0, 0) }
    return (
      try repository.history(from: here, hiding: [there]).count,
      try repository.history(from: there, hiding: [here]).count
    )
  }
}
