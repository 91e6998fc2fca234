/// Why a path of a declaration cannot be used.
enum PathProblem: String, Error {
  case empty = "is empty"
  case absolute = "is absolute"
  case outside = "leaves the application's folder"
  case forbidden = "points into '.git'"
  case badCharacter = "holds a control character or a backslash"
  case tooLong = "is longer than 1,024 bytes"

  /// What to do about it.
  var hint: String {
    switch self {
    case .empty: "name a file"
    case .absolute, .outside, .forbidden:
      "put the file into the application's folder and name it relative to the declaration"
    case .badCharacter, .tooLong: "rename the file"
    }
  }
}

/// The path, relative to the application, of a file that a declaration names relative to its folder.
///
/// The result never leaves the application and never points into git's own folder. It says nothing
/// about symbolic links: a tree refuses those when it reads.
func applicationPath(of declared: String, from folder: String) throws(PathProblem) -> String {
  guard !declared.isEmpty else { throw .empty }
  guard declared.utf8.count <= 1024 else { throw .tooLong }
  guard declared.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
    throw .badCharacter
  }
  guard !declared.hasPrefix("/") else { throw .absolute }
  var parts = folder.split(separator: "/")
  for part in declared.split(separator: "/", omittingEmptySubsequences: true) {
    switch part {
    case ".": continue
    case "..":
      guard !parts.isEmpty else { throw .outside }
      parts.removeLast()
    default: parts.append(part)
    }
  }
  guard parts.count > 0 else { throw .outside }
  guard !parts.contains(where: { $0.lowercased() == ".git" }) else { throw .forbidden }
  return parts.joined(separator: "/")
}

/// The path of a file of the application as a declaration in a folder would name it.
///
/// A file below the folder keeps its name when the folder is renamed.
func relativePath(of path: String, from folder: String) -> String {
  if path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.count + 1)) }
  let steps = folder.split(separator: "/").map { _ in "../" }
  return steps.joined() + path
}
