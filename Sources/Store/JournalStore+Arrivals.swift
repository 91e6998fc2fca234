public import Git
import Ledger

extension JournalStore {
  /// What a journal branch that came from elsewhere is, next to what is known here.
  public enum Arrival: Sendable, Hashable {
    /// It holds all that is known here and perhaps more.
    case continues
    /// All that it holds is known here.
    case known
    /// It cannot be taken over; one phrase says why.
    case unusable(String)
  }

  /// Judges a commit that came as a device's journal; nothing is changed.
  ///
  /// What is known is the device's branch in this clone.
  public func judge(_ commit: ObjectID, of device: String) throws -> Arrival {
    guard DeviceName.isValid(device) else { return .unusable("that is no name of a device") }
    let incoming = try JournalBranch.read(commit, of: device, in: repository)
    if let problem = incoming.problems.first { return .unusable(problem.words) }
    let known = try repository.reference(JournalBranch.name(of: device))
    guard let known else { return .continues }
    let records = try JournalBranch.read(known, of: device, in: repository).records
    guard let both = Journal.union(records, incoming.records) else {
      return .unusable("it tells another story than the one known here")
    }
    if both == incoming.records { return .continues }
    if both == records { return .known }
    return .unusable("it lacks records that are known here")
  }

  /// Writes this device's branch again, as the successor of a commit that came from elsewhere.
  ///
  /// The file holds every record, so nothing is lost by leaving the branch's own last commit; the
  /// new one can be pushed where the other one is.
  public func checkpoint(onto commit: ObjectID) throws {
    try update { writer in
      let device = try writer.device()
      _ = try writeBranch(writer.journals.own, of: device, onto: commit)
    }
  }
}
