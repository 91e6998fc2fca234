public import Platform

/// Finds the application that a file of an editor belongs to and takes snapshots of it.
///
/// Nothing outside an application is ever listed: of a file that belongs to none only its own text is read.
public struct EditorHost: Sendable {
  private let platform: Platform

  /// Creates a view of a machine for an editor.
  public init(in platform: Platform) { self.platform = platform }

  /// The folder of the application that a file belongs to; `nil` where it belongs to none.
  ///
  /// The file itself need not exist, as one that was never saved.
  public func applicationFolder(ofFile path: String) -> String? {
    var folder = Path.parent(Path.normalized(path))
    while true {
      if isApplication(folder) { return folder }
      let parent = Path.parent(folder)
      guard parent != folder, folder != "/", folder != "." else { return nil }
      folder = parent
    }
  }

  /// Looks at an application as it lies on the disk.
  ///
  /// A contract that cannot be used is replaced by that of `previous`, the last snapshot.
  public func snapshot(of folder: String, after previous: EditorSnapshot? = nil) -> EditorSnapshot {
    EditorSnapshot(Workspace(platform: platform, folder: folder), after: previous)
  }

  /// Draws the figures of one experiment, as `dossier run ID` does.
  public func run(
    _ experiment: String, in folder: String, progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> [RunLine] {
    try await Workspace(platform: platform, folder: folder).run([experiment], progress: progress)
  }

  /// Records that somebody is at work in an application, if its clock runs here; never fails.
  public func noteWork(in folder: String) {
    Workspace(platform: platform, folder: folder).noteWork(source: .watch)
  }

  /// Says that the editor leaves no more signs of work; never fails.
  public func endWatching(in folder: String) {
    Workspace(platform: platform, folder: folder).endWatching()
  }

  /// The questions to oneself that it is time to ask, where somebody wants to be reminded.
  public func dueQuestions(in folder: String) -> [CheckInQuestion] {
    let workspace = Workspace(platform: platform, folder: folder)
    do {
      guard try workspace.settings().reminders != .none else { return [] }
      return try workspace.checkIns().filter(\.isDue)
    } catch {
      return []
    }
  }

  /// A folder that cannot be looked into is none of ours.
  private func isApplication(_ folder: String) -> Bool {
    do {
      return try platform.files.exists(Path.join(folder, Workspace.marker))
    } catch {
      return false
    }
  }
}
