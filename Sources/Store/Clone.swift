public import Git
import Platform

/// The folders of one clone of an application.
///
/// What belongs to this clone alone lies in git's common folder, which linked work trees share and
/// which no checkout, commit or sync touches.
public struct Clone: Sendable, Hashable {
  /// The folder with the report.
  public let workTree: String
  /// Git's folder of this work tree.
  public let gitDirectory: String
  /// Git's folder that all work trees of the clone share.
  public let commonDirectory: String

  /// Finds the folders of an open repository; throws a ``Refusal`` when it has no work tree.
  public init(_ repository: Repository) throws {
    guard let workTree = repository.workTree else {
      throw Refusal(
        code: "no-work-tree",
        message: "the repository '\(repository.gitDirectory)' has no work tree",
        hint: "clone it and work in the clone")
    }
    self.workTree = workTree
    self.gitDirectory = repository.gitDirectory
    self.commonDirectory = repository.commonDirectory
  }

  init(workTree: String, gitDirectory: String, commonDirectory: String) {
    self.workTree = workTree
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
  }

  /// The folder of our own files.
  public var folder: String { Path.join(commonDirectory, "dossier") }

  /// The folder of the journals.
  public var journalFolder: String { Path.join(folder, "journal") }

  /// The folder of what was damaged and set aside.
  public var tornFolder: String { Path.join(folder, "torn") }

  /// The file that says which device this clone is.
  public var deviceFile: String { Path.join(folder, "device.json") }

  /// The lock that whoever writes a journal holds.
  public var lockFile: String { Path.join(folder, "journal.lock") }

  /// The file that remembers what the drafts say of the journals; it can go at any time.
  var draftsFile: String { Path.join(folder, "drafts.json") }

  /// The file that remembers what the journals add up to; it can go at any time.
  var foldFile: String { Path.join(folder, "folded") }

  /// The journal of a device as this clone has it.
  public func journalFile(of device: String) -> String {
    Path.join(journalFolder, device + ".jsonl")
  }

  /// The path of a file of the application.
  public func path(_ relative: String) -> String { Path.join(workTree, relative) }
}
