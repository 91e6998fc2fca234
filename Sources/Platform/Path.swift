/// Arithmetic on paths; nothing here looks at the disk.
public enum Path {
  /// Joins two paths; an absolute second one stands for itself.
  public static func join(_ base: String, _ rest: String) -> String {
    if rest.isEmpty { return base }
    if base.isEmpty || isAbsolute(rest) { return rest }
    return base.hasSuffix("/") ? base + rest : base + "/" + rest
  }

  /// Whether a path begins at the root.
  public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

  /// The part after the last slash.
  public static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// The part before the last slash: `/` of a child of the root, `.` of a bare name.
  public static func parent(_ path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The path without empty parts and `.`, and with `..` resolved by the text alone.
  public static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute(path) {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if isAbsolute(path) { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// The path relative to a folder above it; `nil` when the folder is not above it.
  public static func relative(_ path: String, to folder: String) -> String? {
    let inner = normalized(path)
    let outer = normalized(folder)
    if inner == outer { return "" }
    let prefix = outer == "/" ? "/" : outer + "/"
    return inner.hasPrefix(prefix) ? String(inner.dropFirst(prefix.count)) : nil
  }

  /// Whether a relative path stays inside the folder it is relative to.
  public static func staysInside(_ path: String) -> Bool {
    let first = normalized(path).split(separator: "/").first
    return !isAbsolute(path) && first != ".."
  }
}
