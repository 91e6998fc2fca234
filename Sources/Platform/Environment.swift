import Glibc

/// Environment variables and the folders that follow from them.
public struct Environment: Sendable, Hashable {
  /// The variables, by name.
  public let variables: [String: String]
  /// The user's home folder.
  public let home: String

  /// Creates an environment; without a home of its own, `HOME` names it.
  public init(variables: [String: String], home: String? = nil) {
    self.variables = variables
    self.home = home ?? variables["HOME"] ?? "/"
  }

  /// The value of a variable; `nil` when it is not set.
  public subscript(name: String) -> String? { variables[name] }

  /// Where programs keep data: `XDG_DATA_HOME`, else `~/.local/share`.
  public var dataHome: String { folder("XDG_DATA_HOME", otherwise: ".local/share") }

  /// Where programs keep what can be made again: `XDG_CACHE_HOME`, else `~/.cache`.
  public var cacheHome: String { folder("XDG_CACHE_HOME", otherwise: ".cache") }

  /// Where programs keep what the user has set: `XDG_CONFIG_HOME`, else `~/.config`.
  public var configHome: String { folder("XDG_CONFIG_HOME", otherwise: ".config") }

  /// The user's settings of this program.
  public var configFolder: String { Path.join(configHome, "dossier") }

  /// Our own data.
  public var dataFolder: String { Path.join(dataHome, "dossier") }

  /// What we can make again.
  public var cacheFolder: String { Path.join(cacheHome, "dossier") }

  /// The environment of this process.
  public static func live() -> Environment {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    let home = variables["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? accountHome()
    return Environment(variables: variables, home: home)
  }

  /// A relative value is ignored, as the XDG specification demands.
  private func folder(_ variable: String, otherwise: String) -> String {
    if let value = variables[variable], Path.isAbsolute(value) { return value }
    return Path.join(home, otherwise)
  }

  private static func accountHome() -> String? {
    guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return nil }
    return String(cString: folder)
  }
}
