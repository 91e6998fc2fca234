import Foundation
import Platform
import TestSupport

/// A disk that keeps after a power cut what was synced, and of the rest whatever chance will have.
///
/// It is as the usual file systems with a journal are: names reach the disk in their order, at the latest
/// with the next sync of any file or folder; content reaches it by a sync of its own file, before that in
/// part or not at all.
struct FragileDisk {
  private struct Content {
    var now: [UInt8]
    var synced: [UInt8]
  }

  /// Whose file each path is; `nil` for a path that was made free.
  private typealias Names = [String: Int?]

  /// The folder that holds all as it was before, below which the same paths are looked up.
  private let base: (String) -> [UInt8]?
  private var contents: [Content] = []
  private var names: Names = [:]
  /// The names that are on the disk, and the states they went through since.
  private var history: [Names] = [[:]]

  /// Makes a disk with what was there before.
  init(base: @escaping (String) -> [UInt8]?) { self.base = base }

  /// Does what a call did.
  mutating func apply(_ event: CallTrace.Event) {
    switch event {
    case .create(let path, let empties):
      if let file = file(path) {
        if empties { contents[file].now = [] }
      } else {
        contents.append(Content(now: [], synced: []))
        name(path, contents.count - 1)
      }
    case .write(let path, let bytes, let offset):
      guard let file = file(path) else { return }
      let start = min(offset ?? contents[file].now.count, contents[file].now.count)
      let end = min(start + bytes.count, contents[file].now.count)
      contents[file].now.replaceSubrange(start..<end, with: bytes)
    case .cut(let path, let size):
      if let file = file(path) { contents[file].now = Array(contents[file].now.prefix(size)) }
    case .sync(let path, let isNames):
      if let file = file(path) { contents[file].synced = contents[file].now }
      if isNames { history = [names] }
    case .rename(let old, let new):
      _ = file(new)
      guard let file = file(old) else { return }
      names[new] = .some(file)
      name(old, nil)
    case .link(let old, let new):
      _ = file(new)
      if let file = file(old) { name(new, file) }
    case .remove(let path): if file(path) != nil { name(path, nil) }
    }
  }

  private mutating func name(_ path: String, _ file: Int?) {
    names[path] = .some(file)
    history.append(names)
  }

  private mutating func file(_ path: String) -> Int? {
    if let known = names[path] { return known }
    guard let bytes = base(path) else { return nil }
    contents.append(Content(now: bytes, synced: bytes))
    names[path] = .some(contents.count - 1)
    for index in history.indices where history[index][path] == nil {
      history[index][path] = .some(contents.count - 1)
    }
    return contents.count - 1
  }

  /// What the paths that were touched hold after a power cut; `nil` for a path at which nothing is.
  ///
  /// Without chance it is the least that the disk can keep.
  func survivors(_ random: inout SeededGenerator?) -> [String: [UInt8]?] {
    var kept = history[0]
    if var chance = random {
      kept = history.randomElement(using: &chance) ?? kept
      random = chance
    }
    var found: [String: [UInt8]?] = [:]
    for path in names.keys {
      switch kept[path] {
      case .some(.some(let file)): found[path] = .some(rest(of: contents[file], &random))
      case .some(.none), .none: found[path] = .some(nil)
      }
    }
    return found
  }

  private func rest(of content: Content, _ random: inout SeededGenerator?) -> [UInt8] {
    guard content.now != content.synced, var chance = random else { return content.synced }
    defer { random = chance }
    switch Int.random(in: 0..<4, using: &chance) {
    case 0: return content.synced
    case 1: return content.now
    default:
      let length = Int.random(in: 0...content.now.count, using: &chance)
      let isLonger = content.now.starts(with: content.synced)
      return Array(content.now.prefix(isLonger ? max(length, content.synced.count) : length))
    }
  }
}
