public import Platform

/// The files as they lie in the application's folder.
public struct WorkTree: ApplicationTree, Sendable {
  /// The application's folder.
  public let folder: String
  private let files: any Files

  /// Creates a view of a folder.
  public init(_ folder: String, files: any Files) {
    self.folder = folder
    self.files = files
  }

  /// The content of a file; `nil` where nothing is.
  public func read(_ path: String, limit: Int) throws(TreeError) -> [UInt8]? {
    guard let facts = try facts(path) else { return nil }
    guard facts.kind == .file else { throw TreeError(path, .notAFile) }
    guard facts.size <= limit else {
      throw TreeError(path, .tooLarge(bytes: facts.size, limit: limit))
    }
    do {
      return try files.read(Path.join(folder, path))
    } catch  where error.isMissing {
      return nil
    } catch {
      throw TreeError(path, .unreadable(error.reason))
    }
  }

  /// The names of the folders in a folder, sorted; none where it is missing.
  public func folders(in path: String) throws(TreeError) -> [String] {
    guard let facts = try facts(path) else { return [] }
    guard facts.kind == .folder else { throw TreeError(path, .notAFile) }
    do throws(FileError) {
      let inner = Path.join(folder, path)
      var folders: [String] = []
      for name in try files.list(inner)
      where try files.kind(Path.join(inner, name)) == .folder { folders.append(name) }
      return folders
    } catch {
      throw TreeError(path, .unreadable(error.reason))
    }
  }

  /// What is at a path, if neither it nor a folder on the way is a link.
  func facts(_ path: String) throws(TreeError) -> FileFacts? {
    var current = folder
    var found: FileFacts?
    for part in path.split(separator: "/") {
      current = Path.join(current, String(part))
      do {
        found = try files.facts(current)
      } catch {
        throw TreeError(path, .unreadable(error.reason))
      }
      guard let found else { return nil }
      if found.kind == .link { throw TreeError(path, .link) }
    }
    return found
  }
}
