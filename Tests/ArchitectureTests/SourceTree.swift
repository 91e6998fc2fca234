import Foundation

/// The Swift sources of this package, read from disk.
struct SourceTree {
  struct File {
    let target: String
    /// The path from the top of the source tree.
    let path: String
    let text: String
    /// The text with comments and string literals blanked, line for line.
    let code: String
  }

  let root: URL
  let files: [File]

  /// Reads `Sources/` and the given file's own tree.
  static func load(from file: String = #filePath) throws -> SourceTree {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return SourceTree(root: root, files: try swiftFiles(below: "Sources", in: root))
  }

  /// Reads a file from the top of the source tree.
  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func swiftFiles(below folder: String, in root: URL) throws -> [File] {
    let base = root.appending(path: folder)
    let paths =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
      let target = String(path.prefix { $0 != "/" })
      return File(
        target: target, path: "\(folder)/\(path)", text: text, code: Lexer.blanked(text))
    }
  }
}

/// Blanks what is not code, so that words can be searched for.
enum Lexer {
  /// The text with every character of a comment or string literal replaced by a space.
  static func blanked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var out = bytes
    var index = 0
    while index < bytes.count {
      let end = tokenEnd(bytes, index)
      for position in index..<end where bytes[position] != UInt8(ascii: "\n") {
        out[position] = UInt8(ascii: " ")
      }
      index = max(end, index + 1)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The end of the comment or literal that begins at `start`; `start` where none does.
  private static func tokenEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    if starts(bytes, start, with: "//") {
      return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    if starts(bytes, start, with: "/*") { return end(bytes, after: start + 2, of: "*/") }
    if starts(bytes, start, with: "#\"\"\"") { return end(bytes, after: start + 4, of: "\"\"\"#") }
    if starts(bytes, start, with: "\"\"\"") { return end(bytes, after: start + 3, of: "\"\"\"") }
    if starts(bytes, start, with: "#\"") { return end(bytes, after: start + 2, of: "\"#") }
    guard bytes[start] == UInt8(ascii: "\"") else { return start }
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != 10 {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private static func starts(_ bytes: [UInt8], _ index: Int, with word: String) -> Bool {
    bytes[index...].starts(with: word.utf8)
  }

  private static func end(_ bytes: [UInt8], after start: Int, of word: String) -> Int {
    var index = start
    while index < bytes.count, !starts(bytes, index, with: word) { index += 1 }
    return min(index + word.utf8.count, bytes.count)
  }
}
