public import Platform

extension Clone {
  /// Finds the clone that a folder lies in by the files that git itself goes by, without opening it.
  ///
  /// Starting libgit2 takes longer than most commands on the clock. `nil` where there is no `.git`, or
  /// where it says something that only git knows to read.
  public static func holding(_ folder: String, in files: any Files) throws -> Clone? {
    var workTree = folder
    while try !files.exists(Path.join(workTree, ".git")) {
      guard workTree != "/" else { return nil }
      workTree = Path.parent(workTree)
    }
    guard let gitDirectory = try gitDirectory(of: workTree, in: files),
      try files.exists(Path.join(gitDirectory, "HEAD"))
    else { return nil }
    let common = try line(of: Path.join(gitDirectory, "commondir"), in: files)
    return Clone(
      workTree: workTree, gitDirectory: gitDirectory,
      commonDirectory: common.map { Path.normalized(Path.join(gitDirectory, $0)) } ?? gitDirectory)
  }

  private static func gitDirectory(of workTree: String, in files: any Files) throws -> String? {
    let path = Path.join(workTree, ".git")
    if try files.kind(path) == .folder { return path }
    let prefix = "gitdir: "
    guard let line = try line(of: path, in: files), line.hasPrefix(prefix) else { return nil }
    return Path.normalized(Path.join(workTree, String(line.dropFirst(prefix.count))))
  }

  /// The one line of a small file; `nil` where there is none.
  private static func line(of path: String, in files: any Files) throws -> String? {
    guard try files.facts(path)?.kind == .file, let bytes = try files.readIfPresent(path),
      bytes.count < 4_096
    else { return nil }
    let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
    return line.isEmpty ? nil : String(line)
  }
}
