import Reports

/// What a link or an image points to inside the application.
public struct LocalPath: Equatable {
  /// The path from the application's folder without `.` and `..`; empty for the report itself.
  public let path: String
  /// The part after `#`.
  public let fragment: String?
  /// Whether the path begins at the root of the system or climbs out of the folder.
  public let isOutside: Bool

  /// Reads a destination; `nil` when it has a scheme or a host and so points elsewhere.
  public init?(_ destination: String) {
    if Self.isPlain(destination.utf8) {
      path = destination
      fragment = nil
      isOutside = false
      return
    }
    guard !Self.hasScheme(destination), !destination.hasPrefix("//") else { return nil }
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    fragment = parts.count > 1 ? parts[1].percentDecoded : nil
    let beforeQuery = parts[0].prefix { $0 != "?" }
    let decoded = beforeQuery.percentDecoded
    var components: [Substring] = []
    var climbsOut = decoded.hasPrefix("/") || decoded.hasPrefix("~/")
    for component in decoded.split(separator: "/") where component != "." {
      if component != ".." {
        components.append(component)
      } else if components.popLast() == nil {
        climbsOut = true
      }
    }
    path = components.joined(separator: "/")
    isOutside = climbsOut
  }

  /// Whether a destination is its own path, as most are: letters, digits, `-` and `_` with single dots and
  /// slashes between them.
  private static func isPlain(_ destination: String.UTF8View) -> Bool {
    var isBehindName = false
    for byte in destination {
      if byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
        isBehindName = true
      } else if isBehindName, byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
        isBehindName = false
      } else {
        return false
      }
    }
    return isBehindName
  }

  /// A scheme has at least two letters, so that `C:\a` counts as a path.
  private static func hasScheme(_ text: String) -> Bool {
    let scheme = text.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    guard scheme.count > 1, scheme.endIndex < text.endIndex, text[scheme.endIndex] == ":" else {
      return false
    }
    return scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
  }
}
