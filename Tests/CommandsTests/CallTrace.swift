import Foundation
import Platform

/// What a program and all it started did to the disk, by the calls that strace saw.
struct CallTrace {
  /// A call that changes what is on the disk, or that tells the user something.
  enum Event: Equatable {
    case create(String, empties: Bool)
    case write(String, [UInt8], at: Int?)
    case cut(String, size: Int)
    /// The content; with `names` all names that were given before, too.
    case sync(String, names: Bool)
    case rename(String, to: String)
    case link(String, to: String)
    case remove(String)
  }

  /// The options with which strace writes what is read here.
  static let options = """
    -f -qqq -y -xx -s 100000000 -e signal=none -e trace=\(calls.joined(separator: ","))
    """.replacing("\n", with: " ")

  private static let calls = [
    "open", "openat", "creat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename",
    "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "chdir", "fchdir",
  ]

  /// The calls that succeeded, in their order.
  private(set) var events: [Event] = []
  /// In which folder each process works.
  private var folders: [Substring: String] = [:]
  /// The calls that were begun and not ended.
  private var begun: [Substring: Substring] = [:]

  /// Reads what strace wrote about a program that was started in a folder.
  init(_ text: String, in folder: String) {
    for line in text.split(separator: "\n") {
      guard let gap = line.firstIndex(of: " ") else { continue }
      let process = line[..<gap]
      read(line[gap...].drop { $0 == " " }, of: process, folder)
    }
  }

  private mutating func read(_ call: Substring, of process: Substring, _ folder: String) {
    if let end = call.range(of: " <unfinished ...>") {
      begun[process] = call[..<end.lowerBound]
      return
    }
    var whole = String(call)
    if call.hasPrefix("<... "), let resumed = call.range(of: " resumed>") {
      whole = String(begun.removeValue(forKey: process) ?? "") + call[resumed.upperBound...]
    }
    guard let open = whole.firstIndex(of: "("),
      let result = whole.range(of: ") ", options: .backwards)
    else { return }
    let value = whole[result.upperBound...].drop { $0 == " " || $0 == "=" }
    guard !value.hasPrefix("-"), !value.hasPrefix("?") else { return }
    let arguments = Self.arguments(whole[whole.index(after: open)..<result.lowerBound])
    let cwd = folders[process] ?? folder
    for argument in arguments where argument.hasPrefix("AT_FDCWD<") {
      folders[process] = Self.place(argument)
    }
    add(String(whole[..<open]), arguments, Self.place(value), process, folders[process] ?? cwd)
  }

  private mutating func add(
    _ name: String, _ arguments: [Substring], _ result: String?, _ process: Substring,
    _ folder: String
  ) {
    func path(_ index: Int) -> String {
      guard index < arguments.count else { return "" }
      return Path.normalized(
        Path.join(folder, String(decoding: Self.bytes(arguments[index]), as: UTF8.self)))
    }
    let place = arguments.first.flatMap { Self.place($0) } ?? ""
    let flags = arguments.joined(separator: " ")
    switch name {
    case "open", "openat":
      guard let result, flags.contains("O_CREAT") || flags.contains("O_TRUNC") else { return }
      events.append(.create(result, empties: flags.contains("O_TRUNC")))
    case "creat": if let result { events.append(.create(result, empties: true)) }
    case "write": events.append(.write(place, Self.bytes(arguments[1]), at: nil))
    case "pwrite64": events.append(.write(place, Self.bytes(arguments[1]), at: Int(arguments[3])))
    case "ftruncate": events.append(.cut(place, size: Int(arguments[1]) ?? 0))
    case "fsync": events.append(.sync(place, names: true))
    case "fdatasync": events.append(.sync(place, names: false))
    case "rename": events.append(.rename(path(0), to: path(1)))
    case "renameat", "renameat2": events.append(.rename(path(1), to: path(3)))
    case "link": events.append(.link(path(0), to: path(1)))
    case "linkat": events.append(.link(path(1), to: path(3)))
    case "unlink": events.append(.remove(path(0)))
    case "unlinkat":
      let parent = place.isEmpty ? folder : place
      let name = String(decoding: Self.bytes(arguments[1]), as: UTF8.self)
      events.append(.remove(Path.normalized(Path.join(parent, name))))
    case "chdir": folders[process] = path(0)
    case "fchdir": folders[process] = place
    default: break
    }
  }

  /// The arguments of a call; none of those that are read here has a comma inside.
  private static func arguments(_ text: Substring) -> [Substring] {
    text.split(separator: ",").map { $0.drop { $0 == " " } }
  }

  /// The path that follows the number of an open file: `7</tmp/x>`.
  private static func place(_ text: Substring) -> String? {
    guard let start = text.firstIndex(of: "<"), let end = text.lastIndex(of: ">") else {
      return nil
    }
    return String(decoding: bytes(text[start...end]), as: UTF8.self)
  }

  /// The bytes of a text in quotes or angles: characters, and others as `\x2f`.
  private static func bytes(_ text: Substring) -> [UInt8] {
    let inner = Array(text.utf8.dropFirst().dropLast())
    var bytes: [UInt8] = []
    bytes.reserveCapacity(inner.count / 4)
    var index = 0
    while index < inner.count {
      if inner[index] == UInt8(ascii: "\\"), index + 3 < inner.count {
        bytes.append(digit(inner[index + 2]) << 4 | digit(inner[index + 3]))
        index += 4
      } else {
        bytes.append(inner[index])
        index += 1
      }
    }
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt8 {
    character < 58 ? character - 48 : character - 87
  }
}
