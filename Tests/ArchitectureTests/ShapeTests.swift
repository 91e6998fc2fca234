import Foundation
import Testing

/// The limits on the shape of the code, and the numbers behind them.
@Suite struct ShapeTests {
  let tree: SourceTree

  init() throws { tree = try SourceTree.load() }

  /// Files longer than 600 lines, each with its reason.
  private let longFiles: [String: String] = [:]

  /// Functions longer than 70 lines, each with its reason.
  private let longFunctions: [String: String] = [:]

  @Test func keepsFilesShort() {
    for file in tree.files where longFiles[file.path] == nil {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 600, "\(file.path) has \(lines) lines")
    }
  }

  @Test func keepsFunctionsShort() {
    for file in tree.files {
      for function in functionLengths(in: file.code) where function.lines > 70 {
        let name = "\(file.path):\(function.name)"
        #expect(longFunctions[name] != nil, "\(name) has \(function.lines) lines")
      }
    }
  }

  @Test(arguments: [
    (#"\btry!"#, 0), (#"\bas!"#, 0), (#"\bfatalError\("#, 0), (#"\bTODO\b"#, 0),
  ])
  func avoids(pattern: String, limit: Int) throws {
    let expression = try Regex(pattern)
    let users = tree.files.filter { $0.code.contains(expression) }.map(\.path)
    #expect(users.count <= limit, "\(pattern) in \(users)")
  }

  @Test func claimsSendableOnlyAtTheEdge() {
    let edge: Set<String> = ["Git", "CommonMark", "Digests", "Assets", "Tensors", "Platform"]
    for file in tree.files where !edge.contains(file.target) {
      #expect(!file.code.contains("@unchecked Sendable"), "\(file.path)")
      #expect(!file.code.contains("nonisolated(unsafe)"), "\(file.path)")
    }
  }

  @Test func printsOnlyInCommands() throws {
    let printing = try Regex(#"(^|[^.\w])print\("#)
    for file in tree.files where file.target != "Commands" {
      #expect(!file.code.contains(printing), "\(file.path) prints")
    }
  }

  /// What leaves the machine goes through the `git` program, and only to exchange drafts.
  @Test func opensNoSocket() throws {
    let network = try Regex(
      #"FoundationNetworking|URLSession|\bsocket\(|\bbind\(|\bconnect\(|\bsendto\(|getaddrinfo"#)
    let exchange = try Regex(#""(fetch|push|clone|pull|ls-remote)""#)
    for file in tree.files {
      #expect(
        file.path == Self.listener || !file.code.contains(network),
        "\(file.path) uses the network")
      #expect(
        file.target == "Sync" || !file.text.contains(exchange),
        "\(file.path) exchanges drafts")
    }
  }

  /// The one file that may listen.
  private static let listener = "Sources/Platform/LoopbackListener.swift"

  @Test func listensOnLoopbackOnly() throws {
    let file = try #require(tree.files.first { $0.path == Self.listener })
    let addresses = file.code.matches(of: /INADDR_\w+|in6addr_\w+|AF_\w+/).map { String($0.output) }
    #expect(Set(addresses) == ["AF_INET", "INADDR_LOOPBACK"])
    let reaching = try Regex(#"\bconnect\(|\bsendto\(|getaddrinfo|inet_"#)
    #expect(!file.code.contains(reaching))
    let users = tree.files.filter { $0.code.contains("LoopbackListener(") }.map(\.path)
    #expect(users == ["Sources/Commands/Subcommands/HeartbeatsCommand.swift"])
  }

  @Test func keepsRowTwoPure() throws {
    let table = ArrowTable(page: try tree.text("Docs/Architecture.md"))
    let pure = Set(table.rows.filter { $0.layer == 2 }.map(\.target))
    let impure = [
      "FileManager", "FileHandle", "ProcessInfo", "Process(", "Date()", "Date.now", "Task.sleep",
      "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", ".random(in",
      ".shuffled()", "URLSession", "String(contentsOf", "Data(contentsOf", "getenv",
    ]
    for file in tree.files where pure.contains(file.target) {
      for word in impure where file.code.contains(word) {
        Issue.record("\(file.path) uses '\(word)'; row 2 takes values and returns values")
      }
    }
  }

  @Test func describesTheShape() {
    let files = tree.files.map { $0.text.split(separator: "\n").count }.sorted()
    let functions = tree.files.flatMap { functionLengths(in: $0.code).map(\.lines) }.sorted()
    let numbers =
      "files \(files.count), lines \(files.reduce(0, +)); file length "
      + "\(percentile(files, 50)), \(percentile(files, 95)), \(files.last ?? 0); function length "
      + "\(percentile(functions, 50)), \(percentile(functions, 95)), \(functions.last ?? 0)"
    print("shape (median, 95th percentile, longest): \(numbers)")
    #expect(percentile(files, 95) <= 450, "\(numbers)")
    #expect(percentile(functions, 95) <= 40, "\(numbers)")
  }
}

private func percentile(_ sorted: [Int], _ share: Int) -> Int {
  guard !sorted.isEmpty else { return 0 }
  return sorted[min(sorted.count - 1, (share * (sorted.count - 1) + 50) / 100)]
}

private struct FunctionLength {
  let name: String
  let lines: Int
}

/// Measures every function body in code whose comments and strings are blanked.
private func functionLengths(in code: String) -> [FunctionLength] {
  let bytes = Array(code.utf8)
  var found: [FunctionLength] = []
  for word in ["func ", "init(", "init?(", "init<", "deinit "] {
    for start in occurrences(of: word, in: bytes) {
      guard let open = bodyStart(bytes, after: start) else { continue }
      var depth = 1
      var index = open + 1
      while index < bytes.count, depth > 0 {
        if bytes[index] == UInt8(ascii: "{") { depth += 1 }
        if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
        index += 1
      }
      let lines = bytes[start..<index].count { $0 == UInt8(ascii: "\n") } + 1
      let head = String(decoding: bytes[start..<open], as: UTF8.self)
      let name = head.hasPrefix("func ") ? String(head.dropFirst(5).prefix { $0 != "(" }) : "init"
      found.append(FunctionLength(name: name, lines: lines))
    }
  }
  return found
}

private func occurrences(of word: String, in bytes: [UInt8]) -> [Int] {
  let letters = Array(word.utf8)
  let isName = { (byte: UInt8) in byte == 95 || byte == 46 || (byte | 32 >= 97 && byte | 32 <= 122)
  }
  return bytes.indices.filter { index in
    bytes[index] == letters[0] && bytes[index...].starts(with: letters)
      && (index == 0 || !isName(bytes[index - 1]))
  }
}

/// The opening brace of a body, or `nil` for a declaration without one, as in a protocol.
private func bodyStart(_ bytes: [UInt8], after start: Int) -> Int? {
  var depth = 0
  var index = start
  var sawParameters = false
  while index < bytes.count {
    switch bytes[index] {
    case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      depth -= 1
      sawParameters = true
    case UInt8(ascii: "{") where depth == 0: return index
    case UInt8(ascii: "}") where depth <= 0: return nil
    case UInt8(ascii: "\n") where depth == 0 && sawParameters:
      let rest = bytes[(index + 1)...].drop { $0 == 32 || $0 == 10 }
      let goesOn = ["{", "where", "->", "throws", "async"].contains { rest.starts(with: $0.utf8) }
      if !goesOn { return nil }
    default: break
    }
    index += 1
  }
  return nil
}
