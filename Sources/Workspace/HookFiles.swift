internal import Digests
internal import Platform

/// The files that one hook of ours and those of others beside it are spread over, in one folder.
///
/// A hook that was there first is kept beside ours with the same bytes under a name of its own, and
/// ours runs it. Everything is read off the files, so that a step that was never taken is taken next
/// time.
struct HookFiles {
  let files: any Files
  let folder: String
  let name: String
  /// The hook as this program writes it.
  let bytes: [UInt8]
  /// The digests of what this program wrote before.
  var written: Set<String> = []

  /// Where git looks.
  var path: String { Path.join(folder, name) }
  /// The hook that was there before ours.
  var former: String { path + ".dossier-former" }
  private var new: String { path + ".dossier-new" }
  /// The name that pre-commit gives to a hook that it finds, and runs.
  private var legacy: String { path + ".legacy" }
  /// The name that lefthook gives to a hook that it finds, and does not run.
  private var old: String { path + ".old" }

  /// How it stands.
  func standing() throws -> HookStanding {
    if let mine = try ours(path) {
      let isRun = try mine == bytes && files.facts(path)?.isExecutable == true
      let neighbour = try files.exists(former) ? HookManager.words(for: read(former)) : nil
      return HookStanding(
        name: name, state: isRun ? .installed : .outdated, neighbour: neighbour)
    }
    let there = try files.exists(path) ? HookManager.words(for: read(path)) : nil
    for (file, manager) in [(legacy, HookManager.preCommit), (old, .lefthook)] {
      guard let mine = try ours(file) else { continue }
      let writer = HookManager.writer(of: try read(path))
      let isRun = manager == .preCommit && writer == .preCommit
      let state = !isRun ? HookStanding.State.displaced : mine == bytes ? .installed : .outdated
      return HookStanding(
        name: name, state: state, neighbour: writer?.rawValue, file: Path.name(file))
    }
    return HookStanding(name: name, state: there == nil ? .missing : .foreign, neighbour: there)
  }

  /// Puts ours in front of whatever is there; returns remarks on what was kept.
  func install() throws -> [String] {
    try files.remove(new)
    if try standing().state == .installed { return [] }
    var remarks = try withdraw()
    if try files.exists(path) {
      if try files.kind(path) == .folder {
        throw UserError(
          .refused, "'\(path)' is a folder, so no hook can be there", hint: "move it away")
      }
      if try files.exists(former) { remarks.append(Self.kept(former, as: try setAside(former))) }
      try files.rename(path, to: former)
    }
    try files.create(new, with: bytes)
    try files.setExecutable(new, true)
    try files.link(new, to: path)
    try files.remove(new)
    return remarks
  }

  /// Leaves the folder as it would be had ours never been there; returns remarks on what was kept.
  func withdraw() throws -> [String] {
    try files.remove(new)
    var remarks: [String] = []
    for slot in [path, legacy, old] {
      guard let mine = try ours(slot) else { continue }
      let isEdited = mine != bytes && !written.contains(SHA256.digest(mine).hex)
      if isEdited { remarks.append(Self.kept(slot, as: try setAside(slot))) }
      if let words = try giveBack(to: slot) { remarks.append(words) }
      if try ours(slot) != nil { try files.remove(slot) }
    }
    guard try files.exists(former) else { return remarks }
    if try !files.exists(path) {
      try files.rename(former, to: path)
    } else {
      remarks.append(
        "'\(former)' is the hook from before ours; '\(path)' was replaced since, so it stays there")
    }
    return remarks
  }

  /// Puts the hook from before ours where ours is.
  private func giveBack(to slot: String) throws -> String? {
    guard try files.exists(former) else { return nil }
    if slot != path {
      let (there, before) = (try read(path), try read(former))
      if there == before {
        try files.remove(former)
        return nil
      }
      // Two of pre-commit's own, one behind the other, would call each other.
      if let writer = HookManager.writer(of: before), writer == HookManager.writer(of: there) {
        return Self.kept(former, as: try setAside(former))
      }
    }
    try files.rename(former, to: slot)
    return nil
  }

  /// Gives a file a name that nobody looks for; returns its path.
  private func setAside(_ file: String) throws -> String {
    let names = (1...).lazy.map { $0 == 1 ? path + ".before" : path + ".before\($0)" }
    for name in names where try !files.exists(name) {
      try files.rename(file, to: name)
      return name
    }
    return file
  }

  private static func kept(_ file: String, as name: String) -> String {
    "'\(Path.name(file))' was edited or written by another version; it is kept as '\(name)'"
  }

  private func read(_ file: String) throws -> [UInt8] {
    guard try files.kind(file) != .folder else { return [] }
    return try files.readIfPresent(file) ?? []
  }

  /// What a file says if it is a hook of ours, of whatever version.
  private func ours(_ file: String) throws -> [UInt8]? {
    guard try files.kind(file) == .file else { return nil }
    let bytes = try files.read(file)
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    return head.hasPrefix("#!/bin/sh\n# dossier hook") ? bytes : nil
  }
}
