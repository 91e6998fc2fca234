public import Platform

/// One application: its folder, and everything a front end can ask about it.
///
/// A value without state: each question reads the files anew, so an answer is never older than the
/// question. Answers are plain values.
public struct Workspace: Sendable {
  /// The machine it lives on.
  public let platform: Platform
  /// The absolute path of the application's folder.
  public let folder: String

  /// The file that makes a folder an application.
  public static let marker = "dossier.yaml"

  /// Opens the application that a folder belongs to, itself or the nearest above it.
  ///
  /// Throws a ``UserError`` when there is none up to the root.
  public static func find(from start: String, in platform: Platform) throws -> Workspace {
    let start = try platform.files.realPath(start)
    var folder = start
    while true {
      if try platform.files.exists(Path.join(folder, marker)) {
        return Workspace(platform: platform, folder: folder)
      }
      let parent = Path.parent(folder)
      guard parent != folder, folder != "/" else { break }
      folder = parent
    }
    throw UserError(
      .usage, "no application in '\(start)' or above: no '\(marker)' there",
      hint: "start one with 'dossier new my-application', or go into its folder")
  }

  /// The `git` program, working in the application's folder.
  var git: GitProgram { GitProgram(platform: platform, folder: folder) }

  /// The absolute path of a file of the application.
  func path(_ relative: String) -> String { Path.join(folder, relative) }

  /// Reads a text file of the application; damaged UTF-8 becomes replacement characters.
  func text(_ relative: String) throws -> String {
    try platform.files.text(path(relative))
  }
}

extension Files {
  /// Reads a text file; damaged UTF-8 becomes replacement characters.
  ///
  /// - Throws: A ``UserError`` for what is no plain file: a pipe would never end.
  func text(_ path: String) throws -> String {
    let kind = try facts(path)?.kind
    let isPlain = try kind == .link ? facts(realPath(path))?.kind == .file : kind == .file
    guard isPlain || kind == nil else {
      throw UserError(
        .usage, "'\(path)' is no plain file", hint: "name a text file; pipes and folders are none")
    }
    return String(decoding: try read(path), as: UTF8.self)
  }
}
