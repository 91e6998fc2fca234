public import Git
import Ledger
import Platform

extension JournalStore {
  /// Brings a device's branch up to its records; returns whether it moved.
  ///
  /// A branch that git cannot read, as a power cut or a bad disk leaves one, is set aside and written
  /// again from the records.
  func writeBranch(
    _ records: [Record], of device: String, onto base: ObjectID? = nil
  ) throws -> Bool {
    try moving(JournalBranch.name(of: device)) {
      do {
        return try JournalBranch.write(records, of: device, in: repository, onto: base)
      } catch let error as GitError where error.kind != .locked && error.kind != .changedMeanwhile {
        guard try setAsideDamage(of: JournalBranch.name(of: device)) else { throw error }
        return try JournalBranch.write(records, of: device, in: repository, onto: base)
      }
    }
  }

  /// Writes this device's branch again if anything of it that the remote lacks cannot be read.
  ///
  /// Git could not send such a branch. `known` is what the remote has of it; the records are all in
  /// the last commit anyhow, so that nothing is lost by leaving those before it.
  public func mendBranch(of device: String, beyond known: ObjectID?) throws {
    let name = JournalBranch.name(of: device)
    guard !isWhole(name, beyond: known) else { return }
    try update { writer in
      guard writer.journals.device == device, let last = writer.journals.own.last else { return }
      // Objects that lie in a pack cannot be set aside, so there is no point in trying for ever.
      for _ in 0..<3 {
        _ = try setAsideDamage(of: name)
        try repository.deleteReference(name)
        _ = try writeBranch(writer.journals.own, of: device, onto: base(known, before: last))
        if isWhole(name, beyond: known) { return }
      }
    }
  }

  /// Forgets references that only remember something, such as what a remote had, and cannot be read.
  ///
  /// Copies of their files are kept.
  public func forgetDamagedReferences(below folders: [String]) throws {
    for folder in folders {
      let place = Path.join(clone.commonDirectory, folder)
      guard try platform.files.kind(place) == .folder else { continue }
      for name in try platform.files.filesBelow(place) where !name.hasSuffix(".lock") {
        _ = try readable(Path.join(folder, name))
      }
    }
  }

  /// What a reference points to, unless it or the commit cannot be read: then it is set aside.
  func readable(_ name: String) throws -> ObjectID? {
    do throws(GitError) {
      guard let target = try repository.reference(name) else { return nil }
      _ = try repository.commit(target)
      return target
    } catch {
      let file = Path.join(clone.commonDirectory, name)
      _ = try setAside(file, as: name.replacing("/", with: "-") + ".ref")
      return nil
    }
  }

  /// Writes a branch of this device that could not be read again, and says so; one of a remote stays.
  func mended(
    _ branch: JournalBranch.Found, by records: [Record], _ error: GitError
  ) throws -> JournalNotice {
    let isOwn = branch.name == JournalBranch.name(of: branch.device)
    guard isOwn, !records.isEmpty else {
      return .unreadable(branch.device, branch.place, error)
    }
    _ = try writeBranch(records, of: branch.device)
    return .rewritten(branch.device, records: records.count, error)
  }

  /// Moves what cannot be read of a branch's last commit out of git's way; returns whether there was any.
  ///
  /// Git never writes an object of which it has a file, be the file what it may. The copies are kept.
  func setAsideDamage(of name: String) throws -> Bool {
    let tip: ObjectID?
    do throws(GitError) {
      tip = try repository.reference(name)
    } catch {
      let file = Path.join(clone.commonDirectory, name)
      return try setAside(file, as: Path.name(name) + ".ref") != nil
    }
    guard let tip else { return false }
    let damaged = damagedObjects(of: tip)
    for object in damaged {
      let file = Path.join(clone.commonDirectory, "objects/\(object.hex.prefix(2))/")
      _ = try setAside(Path.join(file, String(object.hex.dropFirst(2))), as: object.hex + ".object")
    }
    if damaged.contains(tip) { try repository.deleteReference(name) }
    return !damaged.isEmpty
  }

  /// The remote's commit, where it can be read here and tells nothing that is not in the records.
  private func base(_ known: ObjectID?, before last: Record) -> ObjectID? {
    guard let known, damagedObjects(of: known).isEmpty,
      let commit = try? repository.commit(known), let mark = JournalMark(commit.title),
      mark.sequence <= last.sequence
    else { return nil }
    return known
  }

  /// Whether git can read all that a push of the branch would send.
  private func isWhole(_ name: String, beyond known: ObjectID?) -> Bool {
    do throws(GitError) {
      guard let tip = try repository.reference(name) else { return true }
      let readable = known.flatMap { damagedObjects(of: $0).isEmpty ? $0 : nil }
      let commits = try repository.history(from: tip, hiding: readable.map { [$0] } ?? [])
      return commits.allSatisfy { damagedObjects(of: $0.id).isEmpty }
    } catch {
      return false
    }
  }

  /// The commit, the tree and the files of a journal's commit, as far as git cannot read them.
  private func damagedObjects(of commit: ObjectID) -> [ObjectID] {
    guard let tree = try? repository.commit(commit).tree else { return [commit] }
    guard let entries = try? repository.entries(of: tree, recursive: false) else { return [tree] }
    return entries.map(\.id).filter { (try? repository.blob($0)) == nil }
  }
}
