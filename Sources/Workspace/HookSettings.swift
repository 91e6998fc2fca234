internal import Platform

/// The hooks that git reads from the settings of a repository (git 2.54).
///
/// A setting of an event without a command makes git refuse every commit, so the command is written
/// first, and both are taken away in one step.
struct HookSettings {
  let git: GitProgram

  private static let prefix = "hook.dossier-"

  /// What a shell runs to call this program for a hook; it never fails.
  static func call(_ name: String) -> String {
    let find =
      "p=$(git config --get dossier.program || echo dossier); "
      + "command -v \"$p\" >/dev/null 2>&1 || p=dossier; "
    let argument = name == "commit-msg" ? " \"$1\"" : ""
    return "{ \(find)\"$p\" hook \(name)\(argument) || :; }"
  }

  /// The command of a hook; git adds the arguments at its end.
  static func command(_ name: String) -> String {
    guard name == "reference-transaction" else { return "f() \(call(name)); f" }
    // Nothing is started unless there is something that a freeze could hold against.
    let moves =
      "shift; while read -r m; do case $m in *' refs/heads/_time/'*) ;; "
      + "*' refs/heads/'*) set -- \"$@\" \"$m\" ;; esac; done; [ $# -gt 0 ] || return 0; "
    let call = call(name).replacing(" || :; }", with: " \"$@\" || :; }")
    return "f() { [ \"$1\" = prepared ] && [ -f freeze.json ] || return 0; \(moves)\(call); }; f"
  }

  /// How a hook stands.
  func standing(_ name: String) async throws -> HookStanding {
    let commands = try await values(name, "command")
    let events = try await values(name, "event")
    if commands.isEmpty, events.isEmpty { return HookStanding(name: name, state: .missing) }
    let isOn = try await values(name, "enabled").last.map { $0 == "true" } ?? true
    let isCurrent = commands == [Self.command(name)] && events == [name] && isOn
    return HookStanding(
      name: name, state: isCurrent ? .installed : .outdated, file: "\(Self.prefix)\(name)")
  }

  /// Puts a hook into the settings.
  func install(_ name: String) async throws {
    guard try await standing(name).state != .installed else { return }
    try await withdraw(name)
    for (key, value) in [("command", Self.command(name)), ("event", name)] {
      let result = try await git.run("config", "--local", "\(Self.prefix)\(name).\(key)", value)
      guard result.succeeded else {
        throw UserError(.outside, "cannot note the hook in git's settings: \(result.errorText)")
      }
    }
  }

  /// Takes a hook out of the settings, in one step.
  func withdraw(_ name: String) async throws {
    guard try await standing(name).state != .missing else { return }
    let section = "\(Self.prefix)\(name)"
    let result = try await git.run("config", "--local", "--remove-section", section)
    guard result.succeeded else {
      throw UserError(
        .outside, "cannot take '\(section)' out of git's settings: \(result.errorText)")
    }
  }

  private func values(_ name: String, _ key: String) async throws -> [String] {
    let result = try await git.run(
      "config", "--local", "--null", "--get-all", "\(Self.prefix)\(name).\(key)")
    return result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
